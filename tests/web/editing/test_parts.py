"""What the review pages are made of: pieces of a text, steps back and forth, places of words, drafts read."""

from __future__ import annotations

from typing import Any

import pytest

from kg.text import Span
from kg.web.editing.changes import differing, places_of
from kg.web.editing.pieces import PAGE, Mark, pages_of, pieces_of
from kg.web.editing.steps import steps_of


def whole(text: str) -> Span:
    return Span(0, len(text))


def test_pieces_are_the_text_to_the_character_however_marks_overlap() -> None:
    text = "قال 😀 الوزير إن بلاده تدعم"
    marks = [Mark("a", "statement", Span(0, 12)), Mark("b", "position", Span(6, 12)), Mark("c", "meeting", Span(9, 20))]
    pieces = pieces_of(text, whole(text), marks)
    assert "".join(piece.span.of(text) for piece in pieces) == text
    assert [(piece.span.start, piece.span.stop) for piece in pieces] == [
        (0, 6),
        (6, 9),
        (9, 12),
        (12, 20),
        (20, len(text)),
    ]
    assert [piece.facts for piece in pieces] == [("a",), ("a", "b"), ("a", "b", "c"), ("c",), ()]
    assert [piece.kind for piece in pieces] == ["statement", "position", "position", "meeting", ""]
    assert [piece.starts for piece in pieces][:3] == [(("a", "statement"),), (("b", "position"),), (("c", "meeting"),)]


@pytest.mark.parametrize(
    ("char", "shown"), [("\u202e", "[U+202E]"), ("\x00", "[U+0000]"), ("\u2067", "[U+2067]"), ("\x85", "[U+0085]")]
)
def test_what_a_browser_would_draw_elsewhere_is_a_piece_of_its_own_that_keeps_its_place(char: str, shown: str) -> None:
    text = f"قال{char}نعم"
    pieces = pieces_of(text, whole(text), [])
    assert [(piece.shown, piece.opaque) for piece in pieces] == [("قال", False), (shown, True), ("نعم", False)]
    assert pieces[-1].span == Span(4, 7)


def test_line_ends_of_two_characters_keep_both_places() -> None:
    text = "أ\r\nب\rج"
    assert [piece.shown for piece in pieces_of(text, whole(text), [])] == ["أ", "", "\nب", "\n", "ج"]


def test_a_long_text_is_cut_at_line_ends_and_nothing_is_lost() -> None:
    text = ("كلمة " * 100 + "\n") * 200
    pages = pages_of(text)
    assert len(pages) > 3
    assert "".join(page.of(text) for page in pages) == text
    assert all(page.of(text).endswith("\n") and len(page) < 2 * PAGE for page in pages)
    assert "".join(page.of("x" * 99_999) for page in pages_of("x" * 99_999)) == "x" * 99_999
    assert pages_of("") == (Span(0, 0),)


def decision(no: int, action: str = "accept", by: str = "me", **change: Any) -> dict[str, Any]:
    return {"number": no, "action": action, "by": by, "change": change, "kind": "statement", "span": [1, 2]}


@pytest.mark.parametrize(
    ("decisions", "back", "forth"),
    [
        ([], None, None),
        ([decision(1), decision(2, by="other")], 1, None),
        ([decision(1), decision(2), decision(3, "undo", number=2)], 1, 3),
        ([decision(1), decision(2), decision(3, "undo", number=2), decision(4, "undo", number=1)], None, 4),
        ([decision(1), decision(2, "undo", number=1), decision(3, "undo", number=2)], 3, None),
        ([decision(1), decision(2, "undo", number=1), decision(3)], 3, None),
        ([decision(1), decision(2, "undo", by="other", number=1)], 1, None),
    ],
)
def test_steps_go_back_and_forth_through_one_s_own_decisions(
    decisions: list[dict[str, Any]], back: int | None, forth: int | None
) -> None:
    steps = steps_of(decisions, "me")
    assert (steps.back and steps.back["number"], steps.forth and steps.forth["number"]) == (back, forth)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("الحوار", [(4, 10), (18, 24)]),
        ("إن الحوار", [(1, 10)]),
        ("إن\n الحوار", [(1, 10)]),
        ("غائب", []),
        ("  ", []),
        ("(.*", []),
    ],
)
def test_words_are_found_wherever_they_stand(words: str, found: list[tuple[int, int]]) -> None:
    text = "\nإن الحوار مفيد و الحوار جار"
    assert [(span.start, span.stop) for span in places_of(words, text)] == found


def test_only_what_differs_is_a_change() -> None:
    before = {"cue": [1, 2], "via": None, "speaker": [{"type": "Person", "span": [1, 2]}]}
    assert differing({"cue": [1, 2], "via": [], "speaker": [{"span": [1, 2], "type": "Person"}]}, before) == {}
    assert differing({"cue": None, "via": []}, before) == {"cue": None}
