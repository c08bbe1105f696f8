"""Batches as clients send them: what is read, and what an error says of the place."""

from __future__ import annotations

import json

import pytest

from kg.errors import InputError, TooLarge
from kg.reconciliation import BATCH, read_batch, read_extension


def test_a_whole_query_is_read() -> None:
    query = {
        "query": " عمان ",
        "type": "schema:Country",
        "limit": 500,
        "type_strict": "any",
        "properties": [{"pid": "country", "v": ["x", 3, 2.5, True, {"id": "actor/1", "name": "one"}]}],
        "unknown": 1,
    }
    read = read_batch(json.dumps({"q0": query, "q1": {"query": "x", "type": None, "limit": None}}))
    assert read["q0"].words == "عمان"
    assert read["q0"].types == ("schema:Country",)
    assert read["q0"].limit == 50
    assert read["q0"].clues[0].values == ("x", "3", "2.5", "true", "actor/1")
    assert (read["q1"].types, read["q1"].limit, read["q1"].strictness) == ((), 5, "should")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[1]", "queries"),
        ("{", "queries: Invalid JSON"),
        ('{"q7": {"limit": 3}}', "queries.q7"),
        ('{"q7": {"query": " "}}', "queries.q7"),
        ('{"q7": {"query": "x", "limit": 0}}', "queries.q7.limit"),
        ('{"q7": {"query": 5}}', "queries.q7.query"),
        ('{"q7": {"query": "x", "properties": [{"pid": "a"}]}}', "queries.q7.properties.0.v"),
        ('{"q7": {"query": "x", "type_strict": "no"}}', "queries.q7.type_strict"),
        ('{"q7": ' + "[" * 5000 + "]" * 5000 + "}", "queries"),
    ],
)
def test_an_error_names_the_place(text: str, place: str) -> None:
    with pytest.raises(InputError) as raised:
        read_batch(text)
    assert str(raised.value).startswith(place)


def test_batches_have_an_end() -> None:
    batch = {f"q{n}": {"query": "x"} for n in range(BATCH)}
    assert len(read_batch(json.dumps(batch))) == BATCH
    with pytest.raises(TooLarge, match=f"{BATCH} are the most"):
        read_batch(json.dumps(batch | {"more": {"query": "x"}}))
    with pytest.raises(TooLarge):
        read_extension(json.dumps({"ids": [str(n) for n in range(501)], "properties": [{"id": "kind"}]}))


def test_an_extension_is_read() -> None:
    asked = {"ids": ["a", "b", "a"], "properties": [{"id": "met", "settings": {"limit": 3}}, {"id": "kind"}]}
    read = read_extension(json.dumps(asked))
    assert read.ids == ("a", "b")
    assert read.properties == (("met", 3), ("kind", 10))
    with pytest.raises(InputError, match=r"extend\.properties"):
        read_extension('{"ids": []}')
