"""Arabic: letters, clitics, calendar, and the tables beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.lang.ar.calendar import Calendar
from kg.lang.ar.letters import LETTERS
from kg.lang.model import LanguagePack
from kg.lang.tables import read_tables


@cache
def pack() -> LanguagePack:
    """Return the Arabic pack."""
    tables = read_tables(Path(__file__).parent)
    return LanguagePack("ar", "rtl", LETTERS, tables, Calendar(tables).times)
