"""What proves a fact, and words that come from outside."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.questions import Proof, ask_proofs, iri, literal, read_proofs
from kg.text import Span
from tests.questions.graphs import AT, asked, loaded


def test_a_proof_has_its_sentence_its_offsets_and_its_article() -> None:
    (proof,) = read_proofs(asked(ask_proofs([f"{AT}article/one/meeting"])))
    assert proof == Proof(
        fact=f"{AT}article/one/meeting",
        article=f"{AT}article/one",
        words="التقى الصفدي",
        span=Span(30, 42),
        sentence="والتقى الصفدي شكري.",
        sentence_span=Span(29, 48),
        headline="لقاء في القاهرة",
        publisher="صحيفة",
        published="2026-03-02",
        url="https://news.example.org/1",
    )


def test_words_without_a_sentence_are_their_own() -> None:
    (proof,) = read_proofs(asked(ask_proofs([f"{AT}article/one/said"])))
    assert (proof.sentence, proof.sentence_span) == ("أن مصر", Span(40, 60))


def test_many_facts_are_asked_at_once() -> None:
    proofs = read_proofs(asked(ask_proofs([f"{AT}article/one/said", f"{AT}article/one/meeting", f"{AT}nothing"])))
    assert [proof.fact.rpartition("/")[2] for proof in proofs] == ["meeting", "said"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "http://x/> } DROP ALL #",
        "http://x/a b",
        "http://x/\\u003e",
        "a:\n",
        "<a:b>",
        "http://[x",
        "http://x/%zz",
    ],
)
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        iri(text)


@pytest.mark.parametrize("text", ['"', "\\", '\\"', "a\nb\r", "'} #", "سلام\u202e", '""" )'])
def test_a_literal_is_what_it_was(text: str) -> None:
    (row,) = asked(f"SELECT ?x {{ VALUES ?x {{ {literal(text)} }} }}", loaded())
    assert row["x"] == text
