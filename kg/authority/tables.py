"""The tables of ontology/authority, read once into rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.authority.model import AuthorityRow, AuthorityType
from kg.errors import InputError, NotFound
from kg.resources import resource

TYPES: Mapping[str, AuthorityType] = MappingProxyType(
    {
        "countries": "Country",
        "forums": "Forum",
        "offices": "Office",
        "organisations": "Organization",
        "people": "Person",
        "places": "Place",
    }
)
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Tables:
    """An Authority out of tables: its rows by key, and the hash of the files they came from."""

    revision: str
    by_key: Mapping[str, AuthorityRow]

    def rows(self) -> tuple[AuthorityRow, ...]:
        """Return all rows, by key."""
        return tuple(self.by_key.values())

    def row(self, key: str) -> AuthorityRow:
        """Return one row; raises NotFound."""
        try:
            return self.by_key[key]
        except KeyError:
            raise NotFound(f"the authority has no {key!r}") from None

    def named(self, language: str) -> tuple[tuple[str, AuthorityRow], ...]:
        """Return every (name, row) of a language: names, alternatives, adjectives and capitals alike."""
        return tuple(
            (name, row)
            for row in self.by_key.values()
            for forms in (row.names, row.alternatives, row.adjectives, row.capitals)
            for code, name in forms
            if code == language
        )


@cache
def load_authority(folder: Path | None = None) -> Tables:
    """Return the authority in *folder*, by default the one that travels with the package; each is read once."""
    paths = sorted((folder or resource("ontology/authority")).glob("*.tsv"))
    digest, rows = hashlib.sha256(), dict[str, AuthorityRow]()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
        for row in _rows(path, content.decode("utf-8")):
            if row.key in rows:
                raise InputError(f"{path.name}: the key {row.key!r} is there twice")
            rows[row.key] = row
    _check_links(rows)
    return Tables(digest.hexdigest()[:16], MappingProxyType(dict(sorted(rows.items()))))


def _rows(path: Path, text: str) -> Iterator[AuthorityRow]:
    if path.stem not in TYPES:
        raise InputError(f"{path.name} is no table of the authority", hint="known: " + ", ".join(sorted(TYPES)))
    lines = [line for line in text.splitlines() if line.strip() and line[0] != "#"]
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise InputError(f"{path.name}: {cells[0]!r} has {len(cells)} columns and should have {len(header)}")
        yield _row(dict(zip(header, cells, strict=True)), TYPES[path.stem])


def _row(cells: Mapping[str, str], kind: AuthorityType) -> AuthorityRow:
    return AuthorityRow(
        key=cells["key"],
        type=kind,
        kind=cells["kind"],
        names=_forms(cells, "name"),
        alternatives=_forms(cells, "alt"),
        adjectives=_forms(cells, "adjective"),
        capitals=_forms(cells, "capital"),
        country=cells.get("country") or None,
        wikidata=cells.get("wikidata") or None,
        positions=tuple(filter(None, cells.get("positions", "").split(SEPARATOR))),
        surname_alone=cells.get("surname_alone") == "yes",
        source=cells["source"],
        evidence=cells.get("evidence", ""),
    )


def _forms(cells: Mapping[str, str], column: str) -> tuple[tuple[str, str], ...]:
    """Return the (language, form) pairs of the columns `column.LANGUAGE`."""
    found = []
    for name, cell in cells.items():
        if name.startswith(f"{column}."):
            found += [(name.removeprefix(f"{column}."), form) for form in cell.split(SEPARATOR) if form]
    return tuple(found)


def _check_links(rows: Mapping[str, AuthorityRow]) -> None:
    for row in rows.values():
        for key in (row.country, *row.positions):
            if key and key not in rows:
                raise InputError(f"the authority's {row.key!r} names {key!r}, which is not there")
