"""The index: what is found, in which order, how well, and what is asked wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import UsageError
from kg.search import Document, Found, Sought, Source, TextIndex, copy_index, touched

RDFS, SKOS, SCHEMA = (
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://schema.org/",
)
ISNAD = "https://w3id.org/isnad/ontology#"


def label(name: str, text: str, language: str = "ar", kind: str = "Actor", predicate: str = f"{RDFS}label") -> Document:
    return Document(f"http://e/{name}", predicate, text, language, "", (ISNAD + kind,))


PEOPLE = [
    label("salem", "أحمد سالم"),
    label("salem", "Ahmad Salem", "en"),
    label("salem", "احمد سالم الكبير", predicate=f"{SKOS}altLabel"),
    label("hamdi", "حمدي أحمد"),
    label("and", "سعاد وأحمد"),
    label("minister", "وزير الخارجية", kind="Post"),
    label("to-minister", "رسالة للوزير", kind="Document"),
    label("said", "قال الوزير إن أحمد سيزور القاهرة غدا", kind="Statement", predicate=f"{SCHEMA}text"),
    label("sullivan", "جيك سوليفان"),
    label("sullivan", "Jake Sullivan", "en"),
]


@pytest.fixture
def index() -> TextIndex:
    index = TextIndex(None)
    index.renew((), PEOPLE)
    index.commit(7)
    return index


def names(found: Found) -> list[str]:
    return [hit.document.resource.rpartition("/")[2] for hit in found.hits]


def test_an_exact_form_comes_before_one_with_something_joined(index: TextIndex) -> None:
    found = index.find(Sought("أحمد"))
    assert names(found) == ["hamdi", "salem", "and", "said"]
    assert (found.total, found.exact, found.matched) == (4, True, "all")
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_a_name_asked_for_as_a_whole_scores_one(index: TextIndex) -> None:
    (hit, *_) = index.find(Sought("أحمد سالم")).hits
    assert (hit.document.resource, hit.score) == ("http://e/salem", 1.0)
    assert [place.of(hit.document.text) for place in hit.places] == ["أحمد", "سالم"]


def test_the_best_literal_of_each_resource_is_told_or_each_literal(index: TextIndex) -> None:
    assert names(index.find(Sought("سالم"))) == ["salem"]
    assert len(index.find(Sought("سالم", literals=True)).hits) == 2


def test_kinds_languages_and_properties_narrow_a_search(index: TextIndex) -> None:
    assert names(index.find(Sought("أحمد", kinds=(f"{ISNAD}Statement",)))) == ["said"]
    assert names(index.find(Sought("salem", languages=("en",)))) == ["salem"]
    assert not index.find(Sought("salem", languages=("ar",))).hits
    assert names(index.find(Sought("أحمد", properties=(f"{SCHEMA}text",)))) == ["said"]
    assert names(index.find(Sought("أحمد", resource="http://e/and"))) == ["and"]


def test_phrases_beginnings_and_what_must_not_be_there(index: TextIndex) -> None:
    assert names(index.find(Sought('"أحمد سالم"'))) == ["salem"]
    assert not index.find(Sought('"سالم أحمد"')).hits
    assert names(index.find(Sought("سول*"))) == ["sullivan"]
    assert names(index.find(Sought("سول", beginning=True))) == ["sullivan"]
    assert names(index.find(Sought("أحمد -سالم -سعاد -القاهرة"))) == ["hamdi"]


def test_similar_words_and_then_some_of_them_do_where_all_find_nothing(index: TextIndex) -> None:
    similar = index.find(Sought("ساليفان"))
    assert (names(similar), similar.matched) == (["sullivan"], "similar")
    some = index.find(Sought("سوليفان المجهول"))
    assert (names(some), some.matched) == (["sullivan"], "some")
    assert not index.find(Sought("ساليفان", strictest=True)).hits
    assert names(index.find(Sought("ساليفان~", strictest=True))) == ["sullivan"]


def test_words_that_hold_a_sentence_together_need_not_be_there(index: TextIndex) -> None:
    assert names(index.find(Sought("أحمد في القاهرة"))) == ["said"]


def test_pages_follow_each_other(index: TextIndex) -> None:
    whole = names(index.find(Sought("أحمد")))
    assert [names(index.find(Sought("أحمد", limit=1, offset=i))) for i in range(5)] == [[n] for n in whole] + [[]]


def test_what_is_renewed_takes_the_place_of_what_was(index: TextIndex) -> None:
    index.renew(["http://e/salem"], [label("salem", "سالم وحده")])
    assert names(index.find(Sought("أحمد سالم", strictest=True))) == ["salem"], "not before it is committed"
    index.commit(8)
    assert not index.find(Sought("أحمد سالم", strictest=True)).hits
    assert (index.revision, index.size) == (8, len(PEOPLE) - 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "no word"),
        ("   ", "no word"),
        ("\u064b\u0650", "no word"),
        ("\u202e\u2066\u200f", "no word"),
        ("؟ … !", "no word"),
        ("-أحمد", "only words that must not be there"),
        ("أ" * 10_000, "10000 characters"),
        ("كلمة " * 60, "more than 32 words"),
    ],
)
def test_what_cannot_be_looked_for_is_told(index: TextIndex, words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        index.find(Sought(words))
    assert caught.value.hint


def test_marks_of_direction_in_what_is_asked_do_no_harm(index: TextIndex) -> None:
    assert names(index.find(Sought("\u202eأحمد\u202c \u200fسالم"))) == ["salem"]


def test_a_copy_shows_its_revision_while_the_index_goes_on(tmp_path: Path) -> None:
    index = TextIndex(tmp_path / "index")
    for revision in range(30):
        index.renew([f"http://e/{revision}"], [label(str(revision), f"أحمد {revision}")])
        index.commit(revision)
        if revision == 20:
            copy_index(tmp_path / "index", tmp_path / "copy")
    copy = TextIndex.opened(tmp_path / "copy")
    assert copy is not None
    assert (copy.revision, copy.find(Sought("أحمد")).total) == (20, 21)
    assert (index.revision, index.find(Sought("أحمد")).total) == (29, 30)


def test_an_index_is_opened_again_at_the_revision_it_was_committed_at(tmp_path: Path) -> None:
    first = TextIndex(tmp_path)
    first.renew((), PEOPLE)
    first.commit(3)
    first.renew((), [label("late", "لم يثبت")])
    first.close()
    again = TextIndex.opened(tmp_path)
    assert again is not None
    assert (again.revision, again.size) == (3, len(PEOPLE))
    assert sorted(again.documents()) == sorted(PEOPLE)


def test_what_is_no_index_is_none(tmp_path: Path) -> None:
    assert TextIndex.opened(tmp_path / "nothing") is None
    (tmp_path / "meta.json").write_text("{}")
    assert TextIndex.opened(tmp_path) is None


def test_documents_are_made_of_texts_of_named_resources() -> None:
    store, name = Store(), NamedNode(f"{RDFS}label")
    store.update(
        f"""INSERT DATA {{ <http://e/a> a <{ISNAD}Actor> ; <{name.value}> "أحمد"@ar, "x"@ar--rtl, 5, "plain" .
        _:b <{name.value}> "unnamed" . <http://e/a> <http://e/other> "other" }}"""
    )
    documents = list(Source(store, merged=True).all())
    assert {(one.text, one.language, one.direction) for one in documents} == {
        ("أحمد", "ar", ""),
        ("x", "ar", "rtl"),
        ("plain", "", ""),
    }
    assert {one.kinds for one in documents} == {(f"{ISNAD}Actor",)}
    assert sorted(documents) == Source(store, merged=True).of("http://e/a")
    assert all(Quad(NamedNode(one.resource), name, one.literal) in store for one in documents)
    assert touched(store) == {"http://e/a"}


def test_graphs_that_repeat_each_other_make_one_document() -> None:
    store = Store()
    for graph in ("a", "b", "c"):
        quad = Quad(NamedNode("http://e/a"), NamedNode(f"{RDFS}label"), Literal("أحمد"), NamedNode(f"http://g/{graph}"))
        store.add(quad)
    assert len(list(Source(store, merged=False).all())) == 1


@given(words=st.text(max_size=60), text=st.text(st.characters(codec="utf-8"), max_size=60), choice=st.text(max_size=5))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_is_answered_or_told(index: TextIndex, words: str, text: str, choice: str) -> None:
    index.renew(["http://e/any"], [label("any", text)])
    index.commit(index.revision + 1)
    for beginning in (False, True):
        try:
            found = index.find(Sought(words, kinds=(choice,) if choice else (), beginning=beginning))
        except UsageError:
            continue
        assert all(0 <= hit.score <= 1 for hit in found.hits)
        assert all(hit.document.text[place.start : place.stop] for hit in found.hits for place in hit.places)


def test_half_of_a_character_is_found_nowhere(index: TextIndex) -> None:
    assert not index.find(Sought("أحمد", kinds=("\ud800",), languages=("\ud800",), properties=("\ud800",))).hits
    assert not index.find(Sought("أحمد", resource="\ud800")).hits
    with pytest.raises(UsageError, match="no word"):
        index.find(Sought("\ud800"))
