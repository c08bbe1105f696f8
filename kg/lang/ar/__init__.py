"""Arabic: letters, clitics, calendar, and the tables beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.lang.ar.letters import LETTERS
from kg.lang.model import LanguagePack, TimeExpression
from kg.lang.tables import read_tables
from kg.text import Span


def _no_times(text: str, span: Span) -> tuple[TimeExpression, ...]:
    return ()


@cache
def pack() -> LanguagePack:
    """Return the Arabic pack; the entry point `ar` of `kg.languages`."""
    return LanguagePack("ar", "rtl", LETTERS, read_tables(Path(__file__).parent), _no_times)
