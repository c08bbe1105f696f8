"""What others attach reads like what is built in, and is named when it fails."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.article import Given, read_article
from kg.cli import run
from kg.errors import BrokenPlugin
from kg.extractors import Options
from kg.pipeline import prepare, read_through, understand
from kg.plugins import attached, load_plugins
from kg.triples import read_rdf, term
from kg.wiring import rulebook, toolkit_for
from tests.facts.reader import authority, document
from tests.plugins.throwaway import Attach, attaching

BASE = "http://localhost:8000/"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = """\
الوزير يزور المدينة

قال وزير الخارجية المصري سامح شكري إن بلاده تدعم وقف إطلاق النار في غزة.

وهتف الجمهور طويلا في ملعب نون الكبير.
"""
CHANT = '''
from kg.facts import Evidence, Statement
from kg.mentions import Actor, Mention
from kg.text import Span

def run(document, actors):
    """Crowds that chant."""
    crowd = document.text.find("الجمهور")
    span = Span(crowd, crowd + len("الجمهور"))
    yield Actor("x1", "Group", ("الجمهور",), (Mention(span, "Group", "chant"),))
    place = document.text.find("ملعب")
    content = Span(place, place + len("ملعب نون الكبير"))
    evidence = (Evidence(Span(crowd, content.stop), ""),)
    yield Statement("mine", ("x1",), None, content, "indirect", None, (), None, None, evidence)
'''
STADIUM = """
from kg.mentions import Mention
from kg.text import Span

def run(document, authority):
    assert authority.revision
    at = document.text.find("ملعب نون")
    yield Mention(Span(at, at + len("ملعب نون")), "Organization", "")
"""


@pytest.fixture
def attach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attach]:
    with attaching(tmp_path, monkeypatch) as function:
        yield function


def rules_in_graph(text: str) -> dict[str, set[str]]:
    """Return the rules of each statement in an article's graph, by its words."""
    prepared = prepare(text.encode("utf-8"), Given(), toolkit_for(BASE), NOW)
    assert prepared.publication, prepared.report
    quads = read_rdf(io.BytesIO(prepared.publication.quads).read(), "nquads")
    said = {q.subject: q.object.value for q in quads if q.predicate == term("schema:text")}
    return {
        words: {q.object.value for q in quads if q.subject == node and q.predicate.value.endswith("#rule")}
        for node, words in said.items()
    }


def test_the_built_in_reader_is_attached_like_anyone_else_s() -> None:
    (finder,) = load_plugins("kg.finders")
    (rule,) = load_plugins("kg.rules")
    assert (finder.name, rule.name) == ("names", "reader")
    assert finder.origin.startswith("isnad ")
    assert rule.origin == finder.origin
    assert rule.family
    assert "meeting-verb" in rule.rules


def test_a_rule_that_is_installed_adds_a_fact_under_its_name(attach: Attach) -> None:
    before = rules_in_graph(TEXT)
    attach("kg.rules", "chant", CHANT)
    after = rules_in_graph(TEXT)
    assert after.pop("ملعب نون الكبير") == {"chant"}
    assert after == before
    assert before, "the built-in rules read something too"


def test_a_rule_says_what_it_looks_for(attach: Attach) -> None:
    attach("kg.rules", "chant", CHANT)
    book = rulebook(toolkit_for(BASE))
    assert book["chant"] == "Crowds that chant."
    assert book["titled-name"]


def test_a_finder_that_is_installed_names_actors(attach: Attach) -> None:
    attach("kg.finders", "stadium", STADIUM)
    attach(
        "kg.rules",
        "opens",
        CHANT.replace('yield Actor("x1"', 'yield from ()\n    Actor("x1"').replace(
            '("x1",)', '(next(a.id for a in actors if "ملعب نون" in a.names),)'
        ),
    )
    toolkit = toolkit_for(BASE)
    reading = understand(read_article(TEXT.encode("utf-8"), Given()), toolkit)
    (stadium,) = (a for a in reading.actors if a.names == ("ملعب نون",))
    assert [m.rule for m in stadium.mentions] == ["stadium"]
    assert any(s.speakers == (stadium.id,) for s in reading.statements)


def test_what_a_later_finder_finds_inside_an_earlier_mention_does_not_count(attach: Attach) -> None:
    again = STADIUM.replace("ملعب نون", "سامح شكري")
    attach("kg.finders", "again", again)
    reading = understand(read_article(TEXT.encode("utf-8"), Given()), toolkit_for(BASE))
    assert all(m.rule != "again" for actor in reading.actors for m in actor.mentions)


def test_what_two_rules_read_alike_is_one_fact_with_both_rules(attach: Attach) -> None:
    words = "بلاده تدعم وقف إطلاق النار في غزة"
    same = (
        CHANT.replace("ملعب نون الكبير", words)
        .replace('find("ملعب")', f'find("{words}")')
        .replace("Span(crowd, content.stop)", "content")
    )
    attach("kg.rules", "same", same)
    assert rules_in_graph(TEXT)[words] == {"speech-finite-that", "same"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise RuntimeError('no such model here')", "RuntimeError: no such model here"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("def other(): pass", "AttributeError"),
        ("run = 3", "is no function but a int"),
        ("def run(document, actors):\n    return actors[99]", "IndexError"),
        ("def run(document, actors):\n    return 5", "TypeError"),
    ],
)
def test_a_broken_plug_in_is_named_with_its_distribution(attach: Attach, source: str, words: str) -> None:
    attach("kg.rules", "broken", source)
    with pytest.raises(BrokenPlugin) as caught:
        prepare(TEXT.encode("utf-8"), Given(), toolkit_for(BASE), NOW)
    assert "'broken' of throwaway 3.1" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('("x1",), None', '("a99",), None'), "names 'a99', who is no actor of it"),
        (('len("ملعب نون الكبير")', "9999"), "where the text has no words"),
        (('evidence = (Evidence(Span(crowd, content.stop), ""),)', "evidence = ()"), "has no evidence"),
    ],
)
def test_a_fact_that_is_none_of_the_text_is_refused(attach: Attach, change: tuple[str, str], words: str) -> None:
    attach("kg.rules", "wrong", CHANT.replace(*change))
    with pytest.raises(BrokenPlugin, match=r"'wrong' of throwaway 3\.1") as caught:
        prepare(TEXT.encode("utf-8"), Given(), toolkit_for(BASE), NOW)
    assert words in str(caught.value)


def test_two_plug_ins_of_one_name_are_both_named(attach: Attach) -> None:
    attach("kg.rules", "chant", CHANT)
    attach("kg.rules", "chant", CHANT, distribution="other")
    with pytest.raises(BrokenPlugin) as caught:
        toolkit_for(BASE)
    assert "throwaway 3.1" in str(caught.value)
    assert "other 3.1" in str(caught.value)


def test_a_plug_in_shows_in_the_exchange_form(
    attach: Attach, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    attach("kg.rules", "chant", CHANT)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert run(["extract", str(tmp_path / "a.txt")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert any(TEXT[slice(*s["content"])] == "ملعب نون الكبير" for s in said["statements"])


def test_a_function_that_is_no_family_gives_its_name_whatever_it_says() -> None:
    plain = attached("mine", lambda document: (), "here 1")
    assert plain.id_of("speech-finite-that") == "mine"


def test_a_rule_may_ask_for_the_authority_and_need_not() -> None:
    with_it = attached("a", lambda document, authority: authority.revision, "here 1").given(authority=authority())
    without = attached("b", lambda document: "nothing", "here 1").given(authority=authority())
    assert with_it.call(document(TEXT)) == authority().revision
    assert without.call(document(TEXT)) == "nothing"


@pytest.mark.served
def test_an_article_that_a_rule_stumbles_over_does_not_stop_the_others(
    attach: Attach, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    attach("kg.rules", "stumbling", "def run(document, actors):\n    return {False: ()}['ملعب' in document.text]")
    (tmp_path / "1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "2.txt").write_text(TEXT.replace("ملعب", "مكان"), "utf-8")
    store = str(tmp_path / "store")
    assert run(["ingest", str(tmp_path / "1.txt"), str(tmp_path / "2.txt"), "--location", store]) == 1
    said = capsys.readouterr()
    assert [json.loads(line)["action"] for line in said.out.splitlines()] == ["added"]
    assert "'stumbling' of throwaway 3.1 failed: KeyError" in said.err


EXTRACTOR = """
from kg.extractors import Named, Proposals, ProposedStatement, Quote

def run(options):
    '''Who chants in stadiums.'''
    def propose(reading):
        crowd = Named(Quote("الجمهور"), "Group")
        said = ProposedStatement(Quote("ملعب نون الكبير"), (crowd,))
        return Proposals((said, ProposedStatement(Quote("كلا ثم كلا"), ())))
    return propose
"""


def test_an_extractor_reads_only_where_it_is_named(attach: Attach) -> None:
    attach("kg.extractors", "stands", EXTRACTOR)
    article = read_article(TEXT.encode("utf-8"), Given())
    plain, counts = read_through(article, toolkit_for(BASE))
    assert counts == ()
    toolkit = toolkit_for(BASE, asked=(("stands",), Options()))
    reading, (counted,) = read_through(article, toolkit)
    assert (counted.rule, counted.proposed, counted.added) == ("stands", 2, 1)
    assert counted.dropped == {"quote not in the text": 1}
    (new,) = (s for s in reading.statements if s.content not in {s.content for s in plain.statements})
    assert [item.rule for item in new.evidence] == ["stands"]
    assert toolkit.reader.endswith("+stands@throwaway-3.1")
    assert rulebook(toolkit)["stands"] == "Who chants in stadiums."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def run(options):\n    raise OSError('no weights')", "OSError: no weights"),
        ("def run(options):\n    return 7", "made no extractor"),
        ("def run(options):\n    return lambda reading: reading.nothing", "AttributeError"),
        ("def run(options):\n    return lambda reading: []", "gave no Proposals"),
    ],
)
def test_a_broken_extractor_is_named_with_its_distribution(attach: Attach, source: str, words: str) -> None:
    attach("kg.extractors", "broken", source)
    with pytest.raises(BrokenPlugin, match=r"'broken' of throwaway 3\.1") as caught:
        read_through(read_article(TEXT.encode("utf-8"), Given()), toolkit_for(BASE, asked=(("broken",), Options())))
    assert words in str(caught.value)
