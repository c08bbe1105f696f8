"""A text cut at its marks is still the text, and each place has its anchor once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kg.text import Span
from kg.web.marking import Line, Mark, Places, Segment, anchor, cut

LETTERS = "اب ج\n\r\u202e😀<&\u200f\x00"


def spans(most: int = 60) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, most), st.integers(0, most)).map(lambda two: Span(min(two), max(two)))


MARKS = st.builds(Mark, spans(), st.sampled_from("fgh"), st.sampled_from(["statement", "actor"]), st.just("content"))


def segments(lines: tuple[Line, ...]) -> list[Segment]:
    return [segment for line in lines for stretch in line.stretches for segment in stretch.segments]


def anchors(lines: tuple[Line, ...]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        for stretch in line.stretches:
            found.update([stretch.id] if stretch.id else [])
            for segment in stretch.segments:
                found.update([*segment.anchors, *([segment.id] if segment.id else [])])
    return found


PLACES = st.builds(
    Places,
    st.lists(MARKS, max_size=12),
    st.lists(spans(), max_size=12),
    st.lists(spans(), max_size=5),
    st.one_of(st.none(), spans()),
)


@given(st.text(LETTERS, max_size=50), st.integers(0, 20), PLACES)
def test_segments_are_the_text_and_every_place_has_one_anchor(text: str, start: int, places: Places) -> None:
    marks, lit = places.marks, places.lit
    lines = cut(text, start, places)
    assert "\n".join(line.text for line in lines) == text
    wanted = {anchor(span) for span in places.anchored if start <= span.start <= start + len(text)}
    assert anchors(lines) == Counter(dict.fromkeys(wanted, 1))
    for segment in segments(lines):
        here = Span(segment.start, segment.start + len(segment.text))
        assert segment.text == text[here.start - start : here.stop - start]
        if not segment.text:
            continue
        covering = {mark for mark in marks if here.within(mark.span)}
        assert set(segment.marks) == covering, "a segment has the marks that cover it"
        assert not any(mark.span.overlaps(here) for mark in set(marks) - covering), "and no mark covers a part of it"
        assert segment.lit == (lit is not None and here.within(lit))


def test_nested_marks_are_told_from_the_outside_in() -> None:
    said, who = Mark(Span(0, 9), "f", "statement", "content"), Mark(Span(4, 6), "a", "actor", "mention")
    (line,) = cut("abcd ef ghi", 0, Places([who, said], [Span(0, 9), Span(4, 6)]))
    first, inner, last, after = line.stretches[0].segments
    assert (first.marks, inner.marks, last.marks, after.marks) == ((said,), (said, who), (said,), ())
    assert (first.begins, inner.begins, last.begins) == ((said,), (who,), ())
    assert (first.anchors, inner.id) == (("c0-9",), "c4-6"), "a place of one segment is the segment itself"


def test_overlapping_marks_share_the_segment_between_them() -> None:
    one, other = Mark(Span(0, 6), "f", "statement", "content"), Mark(Span(3, 9), "g", "meeting", "cue")
    (line,) = cut("abcdefghi", 0, Places([one, other]))
    assert [segment.facts for segment in line.stretches[0].segments] == [("f",), ("f", "g"), ("g",)]


def test_a_sentence_takes_its_anchor_from_its_first_segment() -> None:
    who = Mark(Span(3, 5), "a", "actor", "mention")
    (line,) = cut("One two. Three.", 0, Places([who], [Span(0, 8), Span(3, 5)], [Span(0, 8)]))
    sentence, rest = line.stretches
    assert (sentence.id, sentence.sentence, rest.id) == ("c0-8", Span(0, 8), None)
    assert anchors((line,)) == Counter({"c0-8": 1, "c3-5": 1})


def test_a_mark_from_the_page_before_begins_where_this_one_does() -> None:
    long = Mark(Span(0, 30), "f", "statement", "content")
    (line,) = cut("abc", 10, Places([long]))
    assert line.stretches[0].segments[0].begins == (long,)


def test_layers_are_few_and_one_of_a_kind() -> None:
    kinds = ["statement", "statement", "meeting", "position", "actor"]
    marks = [Mark(Span(0, 9 - n), f"f{n}", kind, "content") for n, kind in enumerate(kinds)]
    first = segments(cut("abcdefghi", 0, Places(marks)))[0]
    assert [mark.kind for mark in first.layers] == ["meeting", "position", "actor"]
    assert len(first.facts) == 5
