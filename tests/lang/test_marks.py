"""Punctuation by class, as a pack's table gives it."""

from __future__ import annotations

import re

import pytest

from kg.lang import Marks, load_packs, pack_for

MARKS = Marks([("comma", ", ;"), ("opening", "«")])


def test_a_gap_is_read_as_the_classes_of_its_marks() -> None:
    assert MARKS.read(" , «") == ("comma", "opening")
    assert MARKS.read(" \n") == ()


def test_a_mark_that_no_class_holds_is_another() -> None:
    assert MARKS.read("§,") == ("other", "comma")


def test_marks_of_several_classes_are_one_expression() -> None:
    assert MARKS.of("comma", "opening") == ",;«"
    assert re.fullmatch(MARKS.any_of("comma"), ";")
    assert not re.search(MARKS.any_of("stop"), "...")


@pytest.mark.parametrize("code", sorted(load_packs()))
def test_no_mark_of_a_pack_has_two_classes(code: str) -> None:
    marks = [mark for row in pack_for(code).table("marks") for mark in row[1].split()]
    assert sorted(set(marks)) == sorted(marks)
