"""The packs there are: each folder beside this file, and those that other distributions attach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from kg.errors import BrokenPlugin, UnknownLanguage
from kg.lang.model import LanguagePack
from kg.plugins import load_plugins

GROUP = "kg.languages"


@cache
def load_packs() -> Mapping[str, LanguagePack]:
    """Return every language pack by its code, each read once; raises BrokenPlugin when two read one language."""
    packs: dict[str, LanguagePack] = {}
    for pack in _found():
        if packs.setdefault(pack.code, pack) is not pack:
            raise BrokenPlugin(f"two language packs read {pack.code!r}", hint=f"see the entry points of {GROUP}")
    return MappingProxyType(packs)


def _found() -> Iterator[LanguagePack]:
    for folder in sorted(path.parent for path in Path(__file__).parent.glob("*/__init__.py")):
        yield import_module(f"{__package__}.{folder.name}").pack()
    for plugin in load_plugins(GROUP):
        with plugin.blamed():
            pack = plugin.call()
        yield pack


def pack_for(code: str) -> LanguagePack:
    """Return the pack that reads the language *code* (BCP 47; a region falls back to its language)."""
    packs = load_packs()
    for known in (code, code.split("-", maxsplit=1)[0]):
        if known.lower() in packs:
            return packs[known.lower()]
    raise UnknownLanguage(f"no language pack reads {code!r}", hint=f"installed: {', '.join(sorted(packs)) or 'none'}")
