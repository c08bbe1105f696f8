"""Query batches and data extension queries as clients send them (3.1, 6.3), read with errors that name the place."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from kg.errors import InputError, TooLarge
from kg.reconciliation.model import Clue, Extension, ReconciliationQuery

BATCH = 50
"""Queries that one batch may hold; the manifest says so."""
MOST_IDS, MOST_PROPERTIES, MOST_VALUES, MOST_CANDIDATES = 500, 20, 100, 50
_LONGEST = 1000
DEFAULT_VALUES = 10


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _Entity(BaseModel):
    id: str


class _Property(BaseModel):
    pid: str
    v: Annotated[list[str | bool | float | _Entity], BeforeValidator(_listed), Field(min_length=1, max_length=20)]

    def clue(self) -> Clue:
        return Clue(self.pid, tuple(v.id if isinstance(v, _Entity) else _words(v) for v in self.v))


class _Query(BaseModel):
    query: Annotated[str, Field(max_length=_LONGEST)] | None = None
    type: Annotated[list[str | _Entity], BeforeValidator(_listed)] = Field(default=[], max_length=20)
    type_strict: Literal["any", "should", "all"] = "should"
    limit: int = Field(default=5, ge=1)
    properties: list[_Property] = Field(default=[], max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _told(cls, value: Any) -> Any:
        # Clients send null for what they leave out.
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _asks(self) -> _Query:
        if not (self.query and self.query.strip()) and not self.properties:
            raise ValueError("a query wants `query` (not empty) or `properties`")
        return self


class _Settings(BaseModel):
    limit: int = Field(default=DEFAULT_VALUES, ge=1)


class _Wanted(BaseModel):
    id: str
    settings: _Settings = _Settings()


class _Extend(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ids: list[str]
    properties: list[_Wanted] = Field(min_length=1, max_length=MOST_PROPERTIES)


_BATCH = TypeAdapter(dict[str, _Query])
_EXTEND = TypeAdapter(_Extend)


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch by their keys; raises InputError with the place, TooLarge over BATCH queries."""
    batch = _read(_BATCH, text, "queries")
    if len(batch) > BATCH:
        raise TooLarge(f"the batch holds {len(batch)} queries, and {BATCH} are the most", hint="send it in parts")
    return {key: _asked(query) for key, query in batch.items()}


def read_extension(text: str) -> Extension:
    """Return a data extension query; raises InputError with the place, TooLarge over MOST_IDS entities."""
    extend = _read(_EXTEND, text, "extend")
    if len(extend.ids) > MOST_IDS:
        raise TooLarge(f"{len(extend.ids)} entities are asked for, and {MOST_IDS} are the most", hint="ask in parts")
    wanted = tuple((p.id, min(p.settings.limit, MOST_VALUES)) for p in extend.properties)
    return Extension(tuple(dict.fromkeys(extend.ids)), wanted)


def _asked(query: _Query) -> ReconciliationQuery:
    return ReconciliationQuery(
        query.query.strip() if query.query else None,
        tuple(t.id if isinstance(t, _Entity) else t for t in query.type),
        query.type_strict,
        min(query.limit, MOST_CANDIDATES),
        tuple(p.clue() for p in query.properties),
    )


def _read(adapter: TypeAdapter[Any], text: str, name: str) -> Any:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part)[:60] for part in (name, *first["loc"]))
        raise InputError(f"{place}: {first['msg']}", hint="see the Reconciliation Service API 0.2") from None


def _words(value: str | bool | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value
