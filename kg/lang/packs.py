"""The packs that are installed, found by their entry points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

from kg.errors import UnknownLanguage
from kg.lang.model import LanguagePack

GROUP = "kg.languages"


@cache
def load_packs() -> Mapping[str, LanguagePack]:
    """Return every installed language pack by its code, each read once."""
    packs = (point.load()() for point in entry_points(group=GROUP))
    return MappingProxyType({pack.code: pack for pack in packs})


def pack_for(code: str) -> LanguagePack:
    """Return the pack that reads the language *code* (BCP 47; a region falls back to its language)."""
    packs = load_packs()
    for known in (code, code.split("-", maxsplit=1)[0]):
        if known.lower() in packs:
            return packs[known.lower()]
    raise UnknownLanguage(f"no language pack reads {code!r}", hint=f"installed: {', '.join(sorted(packs)) or 'none'}")
