"""Where the words go."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.output import json_line, sink, write_all, write_text


def test_a_dash_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_text("سلام\n")
    assert capfdbinary.readouterr().out == "سلام\n".encode()


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    target.write_text("old", "utf-8")

    def fail() -> None:
        with sink(str(target)) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.read_text("utf-8") == "old"
    write_text("new", str(target))
    assert target.read_text("utf-8") == "new\n"
    assert [p.name for p in tmp_path.iterdir()] == ["answer.json"]


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_text("x", str(tmp_path))


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_text("x", str(tmp_path / "no" / "file"))


def test_the_last_line_is_closed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_all([b"a", b"b", b""], "-")
    write_all([], "-")
    write_all([b"c\n"], "-")
    assert capfdbinary.readouterr().out == b"ab\nc\n"


def test_arabic_stays_arabic_in_json() -> None:
    assert json_line({"name": "إسناد"}) == '{"name": "إسناد"}\n'
