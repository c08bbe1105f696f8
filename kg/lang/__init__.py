"""Language packs: everything the reader knows of one language, as data and small named functions.

In: a language code
Out: LanguagePack, Letters, Marks, TimeExpression, load_packs, pack_for, resolve
Touches: kg.errors kg.plugins kg.text
"""

from kg.lang.marks import Marks
from kg.lang.model import LanguagePack, Letters, Row, TimeExpression
from kg.lang.packs import load_packs, pack_for
from kg.lang.resolving import resolve

__all__ = ["LanguagePack", "Letters", "Marks", "Row", "TimeExpression", "load_packs", "pack_for", "resolve"]
