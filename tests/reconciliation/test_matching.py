"""Candidates: found, scored, ordered, and taken for a match only when nothing speaks against it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from kg.errors import NotFound
from kg.reconciliation import Desk, read_batch

A_LINK = "actor/person-1"


def reconciled(desk: Desk, **query: object) -> list[dict[str, Any]]:
    answer: Any = asyncio.run(desk.reconcile(read_batch(json.dumps({"q": query}))))
    return answer["q"]["result"]


def ids(candidates: list[dict[str, Any]]) -> list[str]:
    return [candidate["id"] for candidate in candidates]


@pytest.mark.parametrize(
    "words",
    [
        "أحمد بن سالم الوادي",
        "احمد بن سالم الوادي",
        "أَحْمَد بن سالم الوادي",
        "أحمـد الوادي",
        "AHMAD AL-WADI",
        "Ahmad al Wadi",
        "Q900001",
        "http://www.wikidata.org/entity/Q900001",
        "https://www.wikidata.org/wiki/Q900001",
        A_LINK,
        "http://example.org/id/actor/person-1",
    ],
)
def test_spellings_aliases_and_identifiers_are_matches(desk: Desk, words: str) -> None:
    best, *others = reconciled(desk, query=words)
    assert (best["id"], best["match"]) == (A_LINK, True)
    assert best["score"] >= 97
    assert not any(other["match"] for other in others)


def test_a_surname_proposes_and_decides_nothing(desk: Desk) -> None:
    found = reconciled(desk, query="الوادي")
    assert {A_LINK, "actor/person-2"} <= set(ids(found))
    assert not any(candidate["match"] for candidate in found)
    assert all(candidate["score"] <= 80 for candidate in found)


def test_what_one_article_calls_somebody_decides_nothing(desk: Desk) -> None:
    best = reconciled(desk, query="النجار")[0]
    assert (best["id"], best["match"]) == ("article/aa11/actor-40-46", False)
    assert reconciled(desk, query="البستاني")[0]["match"] is False
    assert reconciled(desk, query="سعاد البستاني")[0]["match"] is True


def test_a_near_spelling_is_near_and_no_match(desk: Desk) -> None:
    best = reconciled(desk, query="احمد الواذي")[0]
    assert best["id"] == A_LINK
    assert 80 < best["score"] < 100
    assert best["match"] is False


def test_two_of_one_name_are_told_apart_by_a_clue_alone(desk: Desk) -> None:
    found = reconciled(desk, query="خالد النجار")
    assert set(ids(found)[:2]) == {"actor/person-3", "actor/person-4"}
    assert not any(candidate["match"] for candidate in found)
    for value in ("بلاد النخل", "Nakhland", {"id": "actor/country-xb"}, "actor/country-xb"):
        best, other, *_ = reconciled(desk, query="خالد النجار", properties=[{"pid": "country", "v": value}])
        assert (best["id"], best["match"]) == ("actor/person-4", True), value
        assert other["score"] < best["score"]
        assert {"id": "property:country", "value": True} in best["features"]


def test_a_known_actor_goes_before_an_unlinked_one_of_the_same_name(desk: Desk) -> None:
    found = reconciled(desk, query="أحمد الوادي")
    assert found[0]["id"] == A_LINK
    assert "article/aa11/actor-1-9" in ids(found)


def test_types_restrict_or_lower(desk: Desk) -> None:
    assert "actor/org-1" in ids(reconciled(desk, query="الوادي", type="schema:Person"))
    strict = reconciled(desk, query="الوادي", type=["schema:Organization"], type_strict="any")
    assert ids(strict) == ["actor/org-1"]
    both = reconciled(desk, query="الوادي", type=["schema:Organization", "isnad:Actor"], type_strict="all")
    assert ids(both) == ["actor/org-1"]
    by_iri = reconciled(desk, query="الوادي", type={"id": "https://schema.org/Organization"}, type_strict="any")
    assert ids(by_iri) == ["actor/org-1"]
    lowered = {c["id"]: c["score"] for c in reconciled(desk, query="هيئة الوادي", type="schema:Person")}
    assert lowered["actor/org-1"] == pytest.approx(60)
    with pytest.raises(NotFound, match="there is no type"):
        reconciled(desk, query="x", type="schema:Boat")


def test_clues_alone_find_entities(desk: Desk) -> None:
    found = reconciled(desk, properties=[{"pid": "country", "v": "Sarwland"}])
    assert set(ids(found)) == {"actor/person-1", "actor/person-3"}
    with pytest.raises(NotFound, match="there is no property"):
        reconciled(desk, query="x", properties=[{"pid": "height", "v": 3}])


def test_a_demonym_finds_its_country_and_is_not_its_name(desk: Desk) -> None:
    best = reconciled(desk, query="سروي")[0]
    assert (best["id"], best["match"]) == ("actor/country-xa", False)


def test_candidates_say_what_they_are(desk: Desk) -> None:
    best = reconciled(desk, query="أحمد الوادي", limit=1)[0]
    assert best["name"] == "أحمد بن سالم الوادي"
    assert best["description"] == "foreign minister · بلاد السرو"
    assert best["type"] == [{"id": "schema:Person", "name": "شخص"}, {"id": "isnad:Actor", "name": "جهة فاعلة"}]
    assert {"id": "mentions", "value": 2} in best["features"]
    english = reconciled(desk, query="Ahmad Al-Wadi")[0]
    assert (english["name"], english["description"]) == ("Ahmad Al-Wadi", "foreign minister · Sarwland")


@pytest.mark.parametrize(
    "words", ['"} DROP ALL #', "x> ?p ?o", "../../etc/passwd", "a/b\\c", "\u202egnp/x", "؟/؟", "/"]
)
def test_hostile_words_find_nothing_and_break_nothing(desk: Desk, words: str) -> None:
    assert reconciled(desk, query=words) == []
    assert reconciled(desk, properties=[{"pid": "name-ar", "v": words}]) == []
