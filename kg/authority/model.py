"""The known actors, offices, countries and forums, as rows of checked-in tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

AuthorityType = Literal["Person", "Organization", "Forum", "Country", "Office", "Place"]


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """One known thing.

    `key` names it in IRIs ("country-ir", "person-q16730147"). `names` and `alternatives` are by language code;
    `adjectives` are a country's demonyms, `capitals` names of its capital (which may stand for its government).
    `country` is the key of the country it belongs to, `positions` the keys of offices. `surname_alone` tells that the
    row may link on surname and office. `source` says where the row is from, `evidence` what confirms its link.
    """

    key: str
    type: AuthorityType
    kind: str
    names: tuple[tuple[str, str], ...]
    alternatives: tuple[tuple[str, str], ...]
    adjectives: tuple[tuple[str, str], ...]
    capitals: tuple[tuple[str, str], ...]
    country: str | None
    wikidata: str | None
    positions: tuple[str, ...]
    surname_alone: bool
    source: str
    evidence: str


class Authority(Protocol):
    """A reader's fixed knowledge beside the text; `revision` names its content (a hash)."""

    @property
    def revision(self) -> str:
        """Return the hash of all rows."""

    def rows(self) -> tuple[AuthorityRow, ...]:
        """Return all rows, by key."""

    def row(self, key: str) -> AuthorityRow:
        """Return one row; raises NotFound."""

    def named(self, language: str) -> tuple[tuple[str, AuthorityRow], ...]:
        """Return every (name, row) of a language: names, alternatives, adjectives and capitals alike."""
