"""Spans are half-open ranges of code points."""

import pytest

from kg.text import Span


def test_a_span_slices_code_points_not_bytes() -> None:
    assert Span(4, 8).of("قال 𝔸لي شيئا") == "𝔸لي "


def test_within_and_overlaps() -> None:
    assert Span(2, 4).within(Span(2, 5))
    assert not Span(1, 4).within(Span(2, 5))
    assert Span(0, 3).overlaps(Span(2, 9))
    assert not Span(0, 3).overlaps(Span(3, 9)), "half-open spans that touch share nothing"


def test_cover_is_the_smallest_span_that_holds_both() -> None:
    assert Span(7, 9).cover(Span(2, 4)) == Span(2, 9)


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 2)])
def test_what_is_no_span_is_refused(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, stop)
