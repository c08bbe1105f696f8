"""The types and properties that entities have here, from two tables beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from kg.errors import NotFound
from kg.reconciliation.model import Json, Named

Values = Literal["words", "number", "day", "entity"]
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Type:
    """A type of entities: the class its instances are in, and the identifiers of broader types."""

    named: Named
    iri: str
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of entities: what its values are, whose it is, and the pattern that binds ?value for ?entity."""

    named: Named
    values: Values
    types: frozenset[str]
    pattern: str


@cache
def types() -> Mapping[str, Type]:
    """Return the types by identifier, the most general first."""
    return {
        id: Type(Named(id, {"ar": ar, "en": en}), iri, tuple(" ".join(broader).split()))
        for id, iri, ar, en, *broader in _rows("types.tsv")
    }


@cache
def properties() -> Mapping[str, Property]:
    """Return the properties by identifier, in the order they are proposed."""
    return {
        id: Property(Named(id, {"ar": ar, "en": en}), _values(values), frozenset(whose.split()), pattern)
        for id, ar, en, values, whose, pattern in _rows("properties.tsv")
    }


def type_named(id: str) -> Type:
    """Return the type that an identifier, or the IRI of its class, names; raises NotFound."""
    found = types().get(id) or next((one for one in types().values() if one.iri == id), None)
    if found is None:
        raise NotFound(f"there is no type {id[:100]!r}", hint=f"types are {', '.join(types())}")
    return found


def listed_types(language: str) -> list[Json]:
    """Return the types as a manifest lists them (2.1), with broader ones."""
    return [_with_broader(one, language) for one in types().values()]


def _with_broader(one: Type, language: str) -> Json:
    told = one.named.to_json(language)
    broader = [type_named(id).named.to_json(language) for id in one.broader]
    return {**told, "broader": broader} if broader else told


def property_named(id: str) -> Property:
    """Return the property of that identifier; raises NotFound."""
    found = properties().get(id)
    if found is None:
        raise NotFound(f"there is no property {id[:100]!r}", hint=f"properties are {', '.join(properties())}")
    return found


def properties_of(type_id: str | None) -> list[Property]:
    """Return what the entities of one type may have (None: of any), broader types' properties included."""
    if type_id is None:
        return list(properties().values())
    one = type_named(type_id)
    own = {one.named.id, *one.broader}
    return [prop for prop in properties().values() if prop.types & own]


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _values(word: str) -> Values:
    for one in get_args(Values):
        if one == word:
            return one  # type: ignore[no-any-return]
    raise ValueError(f"properties.tsv: no such values: {word!r}")
