"""What the engine answers wrongly and nobody here mends (decision 0008): once it answers rightly, the list is to go."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

_DATA = 'PREFIX x: <http://x/> INSERT DATA { x:a x:p 255 . x:b x:p 256 . x:e x:label "word"@en }'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(str(tmp_path / "store"))
    made.update(_DATA)
    return made


def _subjects(store: Store, pattern: str) -> list[str]:
    found = store.query(f"PREFIX x: <http://x/> SELECT ?s {{ {pattern} }} ORDER BY ?s")
    assert isinstance(found, QuerySolutions)
    return [row["s"].value.removeprefix("http://x/") for row in found]


@pytest.mark.parametrize("path", ["x:p+", "!(x:q)", "(x:p|x:q)+"])
def test_paths_that_end_in_a_number_whose_last_byte_is_255(store: Store, path: str) -> None:
    assert _subjects(store, f"?s {path} 255") == ["a", "b"], "mended: take it off the list"
    assert _subjects(store, f"?s {path} ?o FILTER(sameTerm(?o, 255))") == ["a"], "what the list advises"
    assert _subjects(store, f"?s {path} 256") == ["b"]
    assert _subjects(store, "?s x:p 255") == ["a"]


def test_the_boolean_value_of_a_string_with_a_language(store: Store) -> None:
    assert _subjects(store, "?s x:label ?l FILTER(?l)") == [], "mended: take it off the list"
    assert _subjects(store, 'VALUES (?s ?l) { (x:e "word") } FILTER(?l)') == ["e"]
    for advised in ('?l != ""', "STRLEN(STR(?l)) > 0"):
        assert _subjects(store, f"?s x:label ?l FILTER({advised})") == ["e"]
