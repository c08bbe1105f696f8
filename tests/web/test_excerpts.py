"""What of a text is shown: all of it by pages, or the quoted sentences and nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.text import Span
from kg.web.excerpts import PAGE, even_windows, page_of, quoted_only, whole, windows

WORDS = st.text("اب ج😀\n.", max_size=200)
CUTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted), max_size=8)


@given(WORDS, CUTS)
def test_nothing_is_shown_but_quoted_sentences(text: str, cuts: list[list[int]]) -> None:
    spans = [Span(start, min(stop, len(text))) for start, stop in cuts if start <= min(stop, len(text))]
    shown = quoted_only({span: span.of(text) for span in spans}, Span(0, len(text)))
    quoted = {at for span in spans for at in range(span.start, span.stop)}
    seen = {at for piece in shown.pieces for at in range(piece.span.start, piece.span.stop)}
    assert seen == quoted
    assert all(piece.text == piece.span.of(text) for piece in shown.pieces)
    assert sum(piece.left_out for piece in shown.pieces) + shown.left_out == len(text) - len(quoted)


def test_pages_are_the_text_and_end_where_paragraphs_do() -> None:
    paragraph = "كلمة " * 40 + "\n\n"
    text = paragraph * 400
    pages = windows(text)
    assert "".join(page.of(text) for page in pages) == text
    assert all(len(page) <= PAGE + PAGE // 4 for page in pages)
    assert all(page.of(text).endswith("\n\n") for page in pages)


def test_a_text_without_any_break_has_pages_too() -> None:
    text = "ا" * (3 * PAGE)
    assert [len(page) for page in windows(text)] == [PAGE, PAGE, PAGE]
    assert windows("") == (Span(0, 0),)


@given(st.integers(0, 10 * PAGE))
def test_pages_by_number_cover_the_length(length: int) -> None:
    pages = even_windows(length)
    assert (pages[0].start, pages[-1].stop) == (0, length)
    assert all(one.stop == other.start for one, other in pairwise(pages))


def test_a_place_is_on_the_page_that_it_begins_on() -> None:
    pages = (Span(0, 10), Span(10, 20))
    assert [page_of(pages, at) for at in (0, 9, 10, 19, 500)] == [1, 1, 2, 2, 2]


def test_words_are_told_of_what_is_shown() -> None:
    shown = whole("abcdef", Span(2, 5))
    assert (shown.words(Span(2, 4)), shown.words(Span(0, 3))) == ("cd", None)
