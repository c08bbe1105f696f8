"""Words are told from strings, IRIs and comments, whatever they hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Place
from kg.sparql.tokens import blocks, keywords, offset_of, place_of, tokens


def test_keywords_are_bare_words_only() -> None:
    text = """
    # SERVICE in a comment
    SELECT ?load { ?s <http://e/SERVICE> "SERVICE", 'it\\'s LOAD', '''a ' SERVICE''' ; :SERVICE _:LOAD .
                   ?s ex:LOAD.x 1e5 ; @en-SERVICE }"""
    assert not keywords(text) & {"SERVICE", "LOAD"}
    assert {"SERVICE"} <= keywords("select * { sErViCe <http://e/> {} }")


def test_a_block_ends_at_its_own_brace() -> None:
    found = [token.text for token in blocks('INSERT DATA { x:a "}" . # }\n {| ?p 1 |} } ; CLEAR ALL')]
    assert found == ["INSERT", "DATA", '{ x:a "}" . # }\n {| ?p 1 |} }', ";", "CLEAR", "ALL"]
    assert [token.kind for token in blocks("DELETE WHERE { x:a\\}b '}' ?p }")] == ["word", "word", "block"]
    assert [token.text for token in blocks("{ never closed")] == ["{", "never", "closed"]


@pytest.mark.parametrize(
    "nasty", ["a." * 60_000, "a" * 200_000, '"' * 60_001, "<" * 60_000, "x:" + "." * 60_000, "{" * 60_000]
)
def test_scanning_takes_no_more_than_linear_time(nasty: str) -> None:
    began = time.monotonic()
    assert sum(1 for _ in tokens(nasty)) > 0
    assert sum(1 for _ in tokens(nasty[: len(nasty) // 2])) > 0
    assert time.monotonic() - began < 4


@given(st.text(alphabet="{}<>\"'\\#?:; abاق\n_@%|", max_size=60))
def test_any_text_is_covered_by_tokens_in_order(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert token.start >= position
        assert text[token.start : token.stop] == token.text
        position = token.stop


def test_places_count_lines_and_code_points() -> None:
    text = "SELECT\n ?س 𝔸 x"
    assert place_of(text, text.index("x")) == Place(2, 7)
    assert offset_of(text, Place(2, 7)) == text.index("x")
    assert offset_of(text, Place(9, 1)) == len(text)
