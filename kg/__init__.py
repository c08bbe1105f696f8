"""Isnad: political news articles in, linked data with its chain of attribution out.

For programs and notebooks: `from kg import open_store, extract`. What stands here is loaded when it is first used, so
that importing the package, as every command does, costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.notebook.answers import Answer
    from kg.notebook.reading import Extract, extract
    from kg.notebook.store import Evidence, OpenStore, Report, open_store
    from kg.notebook.values import Iri, Text

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Evidence",
    "Extract",
    "Iri",
    "KGError",
    "OpenStore",
    "Report",
    "Text",
    "__version__",
    "extract",
    "open_store",
]

_ROOMS = {
    "kg.errors": ("KGError",),
    "kg.notebook.answers": ("Answer",),
    "kg.notebook.reading": ("Extract", "extract"),
    "kg.notebook.store": ("Evidence", "OpenStore", "Report", "open_store"),
    "kg.notebook.values": ("Iri", "Text"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Return what a program asks of the package by name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
