"""Properties of matched entities, and suggestions."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from kg.errors import NotFound
from kg.reconciliation import Desk, read_extension
from kg.reconciliation.vocabulary import properties, types


def extended(desk: Desk, ids: list[str], *wanted: str, limit: int = 10) -> Any:
    asked = {"ids": ids, "properties": [{"id": id, "settings": {"limit": limit}} for id in wanted]}
    return asyncio.run(desk.extend(read_extension(json.dumps(asked)), "en"))


def test_every_property_has_its_values(desk: Desk) -> None:
    answer = extended(desk, ["actor/person-1"], *properties())
    assert [column["id"] for column in answer["meta"]] == list(properties())
    row = answer["rows"]["actor/person-1"]
    assert row == {
        "name-ar": [{"str": "أحمد بن سالم الوادي"}],
        "name-en": [{"str": "Ahmad Al-Wadi"}],
        "also-called": [{"str": "أحمد الوادي"}],
        "kind": [{"str": "foreign minister"}],
        "country": [{"id": "actor/country-xa", "name": "Sarwland"}],
        "wikidata": [{"str": "Q900001"}],
        "office": [{"str": "وزير الخارجية"}],
        "member-of": [{"id": "actor/org-1", "name": "Valley Authority"}],
        "met": [{"id": "actor/person-2", "name": "Mona Al-Wadi"}],
        "said": [{"str": "سنلتقي غدا"}],
        "statements": [{"int": 1}],
        "meetings": [{"int": 1}],
        "articles": [{"int": 1}],
        "published": [{"date": "2024-03-05T00:00:00Z"}],
    }


def test_unknown_entities_have_empty_cells_and_limits_hold(desk: Desk) -> None:
    answer = extended(desk, ["actor/nobody", "x> } #", ""], "name-ar", "meetings")
    assert answer["rows"] == {id: {"name-ar": [], "meetings": []} for id in ("actor/nobody", "x> } #", "")}
    one = extended(desk, ["actor/person-1"], "also-called", limit=1)["rows"]["actor/person-1"]
    assert len(one["also-called"]) == 1
    with pytest.raises(NotFound, match="there is no property"):
        extended(desk, ["actor/person-1"], "height")


def test_properties_are_proposed_by_type(desk: Desk) -> None:
    person: Any = desk.propose("schema:Person", None, "en")
    proposed = {prop["id"] for prop in person["properties"]}
    assert {"office", "country", "met"} <= proposed
    office: Any = desk.propose("org:Post", 2, "ar")
    assert len(office["properties"]) == office["limit"] == 2
    assert "met" not in {prop["id"] for prop in desk.propose("org:Post", None, "ar")["properties"]}  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        desk.propose("schema:Boat", None, "en")


def test_suggestions(desk: Desk) -> None:
    found: Any = asyncio.run(desk.suggest_entities("الوادي", 0))["result"]
    assert {one["id"] for one in found} >= {"actor/person-1", "actor/person-2", "actor/org-1"}
    assert found[0]["notable"][-1] == {"id": "isnad:Actor", "name": "جهة فاعلة"}
    named: Any = asyncio.run(desk.suggest_entities("actor/org-1", 0))["result"]
    assert [one["id"] for one in named] == ["actor/org-1"]
    passed: Any = asyncio.run(desk.suggest_entities("الوادي", 2))["result"]
    assert [one["id"] for one in passed] == [one["id"] for one in found][2:]
    assert asyncio.run(desk.suggest_entities("  ", 0)) == {"result": []}
    assert desk.suggest_types("pers", 0) == {"result": [{"id": "schema:Person", "name": "person"}]}
    assert desk.suggest_types("شخص", 0) == {"result": [{"id": "schema:Person", "name": "شخص"}]}
    assert {"id": "country", "name": "country"} in desk.suggest_properties("count", 0)["result"]  # type: ignore[operator]


def test_every_property_belongs_to_types_there_are() -> None:
    assert all(prop.types and prop.types <= set(types()) for prop in properties().values())
