"""kg explain: each fact with its sentence, its rule, and what the rule saw, safe to read in either direction."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.article import Given, read_article
from kg.facts import RULES, to_exchange
from kg.pipeline import understand
from kg.resources import resource
from kg.triples import visible
from kg.wiring import toolkit_for
from tests.cli.conftest import ARTICLE, Kg
from tests.extractors.articles import TEXT, TOLD, answer
from tests.extractors.endpoint import completion, endpoint
from tests.plugins.test_plugins import CHANT
from tests.plugins.test_plugins import TEXT as CHANTED
from tests.plugins.throwaway import Attach, attaching

OPEN, CLOSE = "\u2068", "\u2069"
SEED = next(resource("seeds").glob("*.txt"))


def facts(kg: Kg, *words: object) -> list[dict[str, Any]]:
    result = kg("explain", *words, "--format", "json")
    assert result.code == 0, result.err
    found = json.loads(result.out)["facts"]
    assert isinstance(found, list)
    return found


def exchange(text: str) -> dict[str, Any]:
    return to_exchange(understand(read_article(text.encode("utf-8"), Given()), toolkit_for("http://localhost:8000/")))


@pytest.mark.served
def test_all_facts_are_listed_under_the_ids_of_the_exchange_form(kg: Kg, article: Path) -> None:
    for path in (article, SEED):
        listed = {fact["id"]: fact for fact in facts(kg, path)}
        said = exchange(path.read_text("utf-8"))
        wanted = [one["id"] for kind in ("statements", "meetings", "agreements") for one in said[kind]]
        wanted += [f"p{n}" for n in range(1, len(said["positions"]) + 1)]
        assert sorted(wanted) == sorted(id_ for id_ in listed if not id_.startswith("link"))
        for statement in said["statements"]:
            spans = [part["span"] for part in listed[statement["id"]]["saw"] if part["part"] == "content"]
            assert spans == [statement["content"]]
        for meeting in said["meetings"]:
            saw = [(part["part"], part["span"]) for part in listed[meeting["id"]]["saw"]]
            assert ("cue", meeting["cue"]) in saw
            assert [span for part, span in saw if part == "topic"] == sorted(meeting["topics"])
        for number, position in enumerate(said["positions"], 1):
            assert {"title": position["title"]} in [{p["part"]: p["span"]} for p in listed[f"p{number}"]["saw"]]


def test_every_span_slices_back_to_its_words(kg: Kg) -> None:
    text = SEED.read_text("utf-8")

    def passages(value: object) -> Iterator[tuple[list[int], str]]:
        if isinstance(value, dict):
            if "span" in value:
                yield value["span"], value["words"]
            for inner in value.values():
                yield from passages(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from passages(inner)

    found = list(passages(facts(kg, SEED)))
    assert len(found) > 100
    for (start, stop), words in found:
        assert text[start:stop] == words


def test_every_rule_and_every_mention_says_what_was_looked_for(kg: Kg) -> None:
    for fact in facts(kg, SEED):
        assert fact["rules"]
        for rule in fact["rules"]:
            assert rule["looksFor"] == RULES[rule["id"]]
        for actor in fact["actors"]:
            assert all(mention["rules"] for mention in actor["mentions"])


def test_a_statement_is_shown_for_a_person_to_check(kg: Kg, article: Path) -> None:
    result = kg("explain", article, "s2")
    assert (result.code, result.err) == (0, "")
    lines = result.out.decode("utf-8").splitlines()
    said = exchange(ARTICLE)["statements"][1]
    content = ARTICLE[slice(*said["content"])]
    assert lines[0].startswith("statement s2  <http://localhost:8000/id/article/")
    assert f"said (indirect): {OPEN}{content}{CLOSE}" in lines[1]
    page = "\n".join(lines)
    assert f"\u27e6{content}\u27e7" in page
    assert "\nrule speech-" in page
    assert "a verb of saying in the past, then a clause after 'that'" in page
    assert f"opener    {OPEN}أن{CLOSE}" in page
    assert re.search(rf"\nspeaker {OPEN}أيمن الصفدي{CLOSE}  Person", page)
    assert f"how       named in the sentence, after the cue: {OPEN}الصفدي{CLOSE}" in page
    assert "name-part: a surname" in page, "the chain of mentions names the rule of each"


def test_who_is_carried_over_from_another_sentence_is_said_so(kg: Kg, tmp_path: Path) -> None:
    text = (
        "الوزير يتحدث عن المياه\n\nقال وزير الري المصري هاني سويلم إن السد مكتمل.\n\n"
        "وأضاف أن المياه تكفي الجميع هذا العام.\n"
    )
    path = tmp_path / "c.txt"
    path.write_text(text, "utf-8")
    (fact,) = (f for f in facts(kg, path) if any("المياه تكفي" in p["words"] for p in f["saw"]))
    assert fact["actors"][0]["how"].startswith("not named in the sentence; carried over from هاني سويلم")


def test_a_link_shows_its_row_its_score_and_its_reason(kg: Kg) -> None:
    page = kg("explain", SEED, "s1").out.decode("utf-8")
    assert re.search(r"  row       person-q\d+ \(.*Jake Sullivan.*\), Wikidata Q16730147", page)
    assert re.search(r"  score     [01](\.\d+)?: \w", page)
    link = next(f for f in facts(kg, SEED) if f["kind"] == "link")
    assert kg("explain", SEED, link["id"]).code == 0


def test_a_fact_is_found_by_its_iri_and_by_the_end_of_it(kg: Kg) -> None:
    whole = facts(kg, SEED)
    one = next(f for f in whole if f["id"] == "m2")
    for name in ("m2", one["iri"], one["iri"].rpartition("/")[2]):
        assert facts(kg, SEED, name) == [one]


def test_a_repeated_statement_is_shown_once_for_each_mention(kg: Kg) -> None:
    repeated = [f for f in facts(kg, SEED) if f["iri"].endswith("/statement-122-213")]
    assert len(repeated) > 1
    assert facts(kg, SEED, "statement-122-213") == repeated
    sentences = [fact["sentences"][0]["span"] for fact in repeated]
    assert len({tuple(span) for span in sentences}) == len(repeated), "each has its own sentence"


@pytest.mark.parametrize(("fact", "near"), [("s99", "s9"), ("m20", "m2"), ("statement-122-214", "statement-122-213")])
def test_a_fact_that_is_not_there_gives_the_nearest_ids(kg: Kg, fact: str, near: str) -> None:
    result = kg("explain", SEED, fact)
    assert (result.code, result.out) == (1, b"")
    complaint, hint = result.err.splitlines()
    assert complaint == f"kg: there is no fact {fact!r} in this article"
    assert near in hint.split(";")[0].replace("hint: the nearest: ", "").split(", ")


def test_a_word_that_is_near_nothing_gets_the_way_to_all(kg: Kg, article: Path) -> None:
    assert kg("explain", article, "zzz").err.splitlines()[1] == "hint: without a fact, all are listed"


@pytest.mark.served
def test_an_article_that_is_not_there_is_missed_as_what_it_would_be(kg: Kg, tmp_path: Path, article: Path) -> None:
    store = tmp_path / "store"
    assert kg("explain", tmp_path / "no.txt").code == 3
    kg("ingest", article, "--location", store)
    assert kg("explain", "0123456789abcdef", "--location", store).code == 1
    assert kg("explain", "http://localhost:8000/id/article/none", "--location", store).code == 1


@pytest.mark.served
def test_a_published_article_is_explained_as_it_was_published(kg: Kg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    receipt = json.loads(kg("ingest", SEED, "--location", store).out)
    fresh = facts(kg, SEED)
    for name in (receipt["key"], receipt["article"]):
        assert facts(kg, name, "--location", store) == fresh
    assert facts(kg, receipt["key"], "m1", "--location", store) == [f for f in fresh if f["id"] == "m1"]


HOSTILE = (
    "الوزير يزور المدينة\n\nقال وزير الخارجية المصري سامح \u202eشكري\u202c إن بلاده \u2067تدعم\u2069 وقف\u200f"
    " إطلاق النار \u2066في غزة\x1b[31m اليوم.\n"
)


@pytest.mark.served
def test_nothing_in_an_article_can_disturb_the_terminal(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_text(HOSTILE, "utf-8")
    listed = kg("explain", path).out.decode("utf-8")
    pages = [kg("explain", path, fact["id"]).out.decode("utf-8") for fact in facts(kg, path)]
    assert any("statement" in page for page in pages)
    for line in "".join([listed, *pages]).splitlines():
        assert {c for c in line if unicodedata.category(c) in ("Cf", "Cc")} <= {OPEN, CLOSE}
        depth = 0
        for char in line:
            depth += (char == OPEN) - (char == CLOSE)
            assert depth in (0, 1), "isolates are closed, and none is in another"
            assert depth or unicodedata.bidirectional(char) not in ("R", "AL"), "Arabic stands in isolates only"
        assert depth == 0


@pytest.mark.served
def test_the_marked_sentence_is_the_sentence(kg: Kg) -> None:
    for fact in facts(kg, SEED):
        page = kg("explain", SEED, fact["id"]).out.decode("utf-8")
        for sentence in fact["sentences"]:
            assert f"{OPEN}{visible(sentence['words'])}{CLOSE}" in re.sub("[\u27e6\u27e7]", "", page)


@pytest.fixture
def attach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attach]:
    with attaching(tmp_path, monkeypatch) as function:
        yield function


def test_a_plug_in_s_fact_says_what_its_rule_looks_for(kg: Kg, attach: Attach, tmp_path: Path) -> None:
    attach("kg.rules", "chant", CHANT)
    path = tmp_path / "e.txt"
    path.write_text(CHANTED, "utf-8")
    (fact,) = (f for f in facts(kg, path) if f["rules"][0]["id"] == "chant")
    assert fact["rules"] == [{"id": "chant", "looksFor": "Crowds that chant."}]
    assert "rule chant\n  Crowds that chant.\n" in kg("explain", path, fact["id"]).out.decode("utf-8")


@pytest.mark.served
def test_a_model_s_fact_is_explained_from_the_store_without_the_model(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, store = tmp_path / "f.txt", tmp_path / "store"
    path.write_text(TEXT, "utf-8")
    with endpoint() as served:
        served.answer(completion(answer([TOLD])))
        monkeypatch.setenv("KG_MODEL_URL", served.url)
        monkeypatch.setenv("KG_MODEL_NAME", "small-1")
        receipt = json.loads(kg("ingest", path, "--location", store).out)
        asked = len(served.asked)
        (fact,) = (f for f in facts(kg, receipt["key"], "--location", store) if f["confidence"] is not None)
        assert len(served.asked) == asked, "what is published needs no model to be explained"
    assert (fact["rules"][0]["id"], fact["confidence"]) == ("model:small-1", 0.8)
    monkeypatch.delenv("KG_MODEL_URL")
    monkeypatch.delenv("KG_MODEL_NAME")
    page = kg("explain", receipt["key"], fact["id"], "--location", store).out.decode("utf-8")
    assert "rule model:small-1\n  the model small-1, whose every quote was found in the text\n" in page
    assert "  confidence 0.8, as the model says\n" in page


def test_a_country_is_told_in_the_fact_s_own_words_and_not_as_its_capital(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "g.txt"
    path.write_text(
        "قال المبعوث الخاص هاني مرسال إن نيروبي ستستضيف المؤتمر المقبل في العام الجديد.\n\n"
        "والتقى مرسال رئيس الوزراء الكيني موسى أوتينو يوم الاثنين.\n",
        "utf-8",
    )
    told = kg("explain", path).out.decode("utf-8")
    assert f"is called {OPEN}رئيس الوزراء الكيني{CLOSE}, of {OPEN}الكيني{CLOSE}" in told
    assert f"of {OPEN}نيروبي{CLOSE}" not in told


def test_a_name_that_is_neither_file_nor_article_is_missed_as_both(kg: Kg) -> None:
    result = kg("explain", "artikle")
    assert result.code == 1
    assert result.err.startswith("kg: there is no file 'artikle', and there is no store in ")
    assert kg("explain", "urn:artikle").err.startswith("kg: there is no store in ")
