"""Packs are found by their folder, and a pack's tables are its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UnknownLanguage
from kg.lang import load_packs, pack_for
from kg.lang.tables import read_tables


def test_arabic_is_installed_and_runs_from_right_to_left() -> None:
    assert (load_packs()["ar"].code, load_packs()["ar"].direction) == ("ar", "rtl")


def test_a_region_is_read_by_its_language() -> None:
    assert pack_for("ar-LB") is pack_for("AR") is pack_for("ar")


@pytest.mark.parametrize("code", ["fa", "de", "", "arz", "a-r"])
def test_a_language_without_a_pack_says_which_there_are(code: str) -> None:
    with pytest.raises(UnknownLanguage) as caught:
        pack_for(code)
    assert repr(code) in str(caught.value)
    assert caught.value.hint == "installed: ar, en"


def test_every_file_becomes_a_table_of_rows(tmp_path: Path) -> None:
    (tmp_path / "verbs.tsv").write_text("# comment\n\nقال\tقول \t\r\nأكد\n", "utf-8")
    (tmp_path / "words.txt").write_text("واحد اثنان\n", "utf-8")
    (tmp_path / "notes.md").write_text("no table\n", "utf-8")
    tables = read_tables(tmp_path)
    assert dict(tables) == {"verbs": (("قال", "قول", ""), ("أكد",)), "words": (("واحد اثنان",),)}


def test_a_table_a_language_has_none_of_is_empty() -> None:
    assert pack_for("ar").table("no such table") == ()


def test_tables_are_not_to_be_changed() -> None:
    with pytest.raises(TypeError):
        pack_for("ar").tables["months"] = ()  # type: ignore[index]


def test_no_row_of_a_table_stands_there_twice() -> None:
    own = "boilerplate outlets closings media_words lexical_waw paragraph_links relay_cues months weekdays time_phrases"
    for name in own.split():
        rows = pack_for("ar").table(name)
        assert len(set(rows)) == len(rows), name
