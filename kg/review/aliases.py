"""Names learned from links that people made: an overlay on the authority, for the articles that come."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kg.authority import Authority, AuthorityRow
from kg.decisions import Decision, in_force
from kg.errors import KGError
from kg.lang import LanguagePack

PackFor = Callable[[str], LanguagePack]


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """A name as articles write it, the row it stands for, and the decision (by number and by digest) that taught it."""

    language: str
    name: str
    key: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An alias that was not learned, and why: the key of another row that goes by the name, "" for two decisions."""

    alias: Alias
    other: str


class Learned:
    """An Authority with further names; out of what `learned` gave."""

    def __init__(self, authority: Authority, aliases: tuple[Alias, ...]) -> None:
        self.aliases = aliases
        self._authority = authority
        told = [[one.language, one.name, one.key] for one in aliases]
        learned = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()[:16]
        self.revision = f"{authority.revision}+{learned}"
        """The hash of all rows, and of what was learned."""

    @cached_property
    def _rows(self) -> Mapping[str, AuthorityRow]:
        more: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alias in self.aliases:
            more[alias.key].append((alias.language, alias.name))
        return {
            row.key: replace(row, alternatives=(*row.alternatives, *more[row.key])) if row.key in more else row
            for row in self._authority.rows()
        }

    def rows(self) -> tuple[AuthorityRow, ...]:
        """Return all rows, by key."""
        return tuple(self._rows.values())

    def row(self, key: str) -> AuthorityRow:
        """Return one row; raises NotFound."""
        return self._rows[key] if key in self._rows else self._authority.row(key)

    def named(self, language: str) -> tuple[tuple[str, AuthorityRow], ...]:
        """Return every (name, row) of a language, the learned ones last."""
        learned = ((one.name, self._rows[one.key]) for one in self.aliases if one.language == language)
        rows = ((name, self._rows[row.key]) for name, row in self._authority.named(language))
        return (*rows, *learned)


def learned(
    authority: Authority, decisions: Iterable[Decision], pack_for: PackFor
) -> tuple[tuple[Alias, ...], tuple[Refusal, ...]]:
    """Return the names that links in any texts teach, and those they do not.

    A link in force on an actor that was linked to nobody teaches the names the text calls him by, unless another row
    goes by that name, or another link in force gives the same name to another row.
    """
    taught = sorted(_taught(authority, decisions))
    found: dict[tuple[str, tuple[str, ...]], Alias] = {}
    refused: list[Refusal] = []
    owners: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for alias in sorted(taught, key=lambda one: one.number):
        try:
            pack = pack_for(alias.language)
        except KGError:
            continue
        if alias.language not in owners:
            owners[alias.language] = _owners(authority, pack)
        form = _folded(alias.name, pack)
        known = owners[alias.language].get(form, set())
        others = sorted(known - {alias.key})
        first = found.get((alias.language, form))
        if others:
            refused.append(Refusal(alias, others[0]))
        elif first is not None and first.key != alias.key:
            refused.append(Refusal(alias, first.key))
        elif not known and first is None and form:
            found[alias.language, form] = alias
    return tuple(sorted(found.values())), tuple(refused)


def _taught(authority: Authority, decisions: Iterable[Decision]) -> Iterator[Alias]:
    by_text: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.kind == "actor":
            by_text[decision.text_hash].append(decision)
    keys = {row.key for row in authority.rows()}
    for known in by_text.values():
        for one in in_force(known):
            key, language = one.change.get("key"), one.change.get("language")
            told = isinstance(key, str) and isinstance(language, str) and one.change.get("was") is None
            if one.action == "link" and told and key in keys:
                names = one.change.get("names")
                for name in filter(str.strip, map(str, names)) if isinstance(names, list) else ():
                    yield Alias(str(language), " ".join(name.split()), str(key), one.number, one.digest)


def _owners(authority: Authority, pack: LanguagePack) -> dict[tuple[str, ...], set[str]]:
    """Return the keys of the rows that go by each folded name."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, row in authority.named(pack.code):
        found[_folded(name, pack)].add(row.key)
    return found


def _folded(name: str, pack: LanguagePack) -> tuple[str, ...]:
    return tuple(pack.letters.key(word) for word in name.replace("-", " ").split())
