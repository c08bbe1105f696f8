"""Marked sentences: what the reader finds, written back into the text, must equal the case."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("facts_reader", Path(__file__).with_name("reader.py"))
assert _spec is not None
assert _spec.loader is not None
reader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader)


@pytest.mark.parametrize(("language", "name", "line"), reader.cases("statements"))
def test_statements(language: str, name: str, line: str) -> None:
    text = reader.plain(line)
    assert reader.marked(text, [s.content for s in reader.reading(text, language).statements]) == line


@pytest.mark.parametrize(("language", "name", "line"), reader.cases("meetings"))
def test_meetings(language: str, name: str, line: str) -> None:
    text = reader.plain(line)
    assert reader.marked(text, [m.cue for m in reader.reading(text, language).meetings]) == line


@pytest.mark.parametrize(("language", "name", "line"), reader.cases("positions"))
def test_positions(language: str, name: str, line: str) -> None:
    text = reader.plain(line)
    assert reader.marked(text, [p.title for p in reader.reading(text, language).positions]) == line
