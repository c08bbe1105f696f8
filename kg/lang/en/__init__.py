"""English: letters, calendar, and the tables beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.lang.en.calendar import Calendar
from kg.lang.en.letters import LETTERS
from kg.lang.model import LanguagePack
from kg.lang.tables import read_tables

FOLDER = Path(__file__).parent


@cache
def pack() -> LanguagePack:
    """Return the English pack."""
    tables = read_tables(FOLDER)
    # The folder's name is the language's code.
    return LanguagePack(FOLDER.name, "ltr", LETTERS, tables, Calendar(tables).times)
