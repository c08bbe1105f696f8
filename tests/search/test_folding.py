"""Spelling variants and joined letters: what finds what, and how well."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.search import Folding, folding
from kg.search.asking import Sought, terms_of
from kg.search.grading import Grader, one_apart

ROWS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("folding.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def best_of(asked: str, written: str) -> float:
    """Return the grade of the one word *written*, as it is before its share of the text counts."""
    grade = Grader(folding(), terms_of(Sought(asked), folding()), like=False).grade(written).share
    return round(grade, 2)


@pytest.mark.parametrize(("asked", "written", "grade"), ROWS)
def test_a_word_finds_another_as_the_table_says(asked: str, written: str, grade: str) -> None:
    assert best_of(asked, written) == float(grade)


def test_the_table_has_words_that_must_not_find_each_other() -> None:
    assert sum(float(row[2]) == 0 for row in ROWS) > 10


@pytest.fixture(scope="module")
def fold() -> Folding:
    return folding()


def test_words_keep_their_places_in_the_text_as_written(fold: Folding) -> None:
    text = "قال أحمد: «نعم»"
    assert [text[word.start : word.stop] for word in fold.words(text)] == ["قال", "أحمد", "نعم"]


def test_a_ligature_of_a_whole_sentence_is_its_words(fold: Folding) -> None:
    assert [word.key for word in fold.words("ﷺ")] == ["صلي", "الله", "عليه", "وسلم"]


def test_marks_and_invisible_characters_alone_are_no_word(fold: Folding) -> None:
    assert not list(fold.words("\u064b\u0650 \u200f\u202e \u0640 … «»"))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("سوليفان", "ساليفان", True),
        ("sullivan", "sulivan", True),
        ("blinken", "blniken", True),
        ("biden", "biden", True),
        ("بايدن", "بادين", True),
        ("iran", "iraq", True),
        ("ايران", "العراق", False),
        ("عمر", "عمرو", False),
        ("abcd", "badc", False),
    ],
)
def test_one_letter_apart(one: str, other: str, alike: bool) -> None:
    assert one_apart(one, other) is alike
    assert one_apart(other, one) is alike
