"""What is known of entities, asked of the graph in SPARQL: many entities in one query."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.reconciliation.model import Record
from kg.reconciliation.vocabulary import Property

Row = Mapping[str, Mapping[str, str]]
"""A solution as the JSON results format writes it: variable to `value`, `type` and `xml:lang`."""
Ask = Callable[[str], Awaitable[Sequence[Row]]]

_PREFIXES: Final = """PREFIX isnad: <https://w3id.org/isnad/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_RDFS, _SKOS, _SCHEMA = (
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://schema.org/",
)
# Names by what they are: a demonym finds its country and is not its name.
_RANKS: Final = {
    f"{_RDFS}label": 1.0,
    f"{_SKOS}prefLabel": 1.0,
    f"{_SKOS}altLabel": 0.98,
    f"{_SCHEMA}alternateName": 0.95,
    f"{_SKOS}hiddenLabel": 0.75,
}
_ABOUT: Final = """VALUES ?p { rdf:type rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel
    schema:alternateName schema:additionalType isnad:country } ?entity ?p ?value"""
_IDENTIFIER: Final = re.compile(r"[^\x00-\x20<>\"{}|\\^`\x7f]{1,500}")
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
WIKIDATA: Final = "http://www.wikidata.org/entity/"
_MOST: Final = 20_000
_MOST_HAVING: Final = 200


@dataclass(frozen=True, slots=True)
class Space:
    """The identifier space (1.5): what the IRIs of entities begin with, and identifiers leave out."""

    prefix: str

    def iri(self, identifier: str) -> str | None:
        """Return the IRI of an identifier, which may be the IRI itself; None for what can be no name of ours."""
        iri = identifier if identifier.startswith(self.prefix) else self.prefix + identifier
        return iri if _IDENTIFIER.fullmatch(iri) and len(iri) > len(self.prefix) else None

    def identifier(self, iri: str) -> str:
        """Return what clients call an entity by: its IRI without the identifier space."""
        return iri.removeprefix(self.prefix)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks for the entities of a *space*; *merged* tells whether the default graph has them."""

    ask: Ask
    space: Space
    merged: bool

    async def records(self, iris: Iterable[str]) -> dict[str, Record]:
        """Return what is known of those of *iris* that are entities here: that are in some class."""
        listed = _values("entity", iris)
        if not listed:
            return {}
        rows = await self.ask(self._select("?entity ?p ?value", listed, _ABOUT))
        counts = await self.ask(
            f"{_PREFIXES}SELECT ?entity (COUNT(DISTINCT ?value) AS ?n) WHERE {{ {listed}"
            f" {self._anywhere('?entity isnad:mention ?value')} }} GROUP BY ?entity"
        )
        mentions = {row["entity"]["value"]: int(row["n"]["value"]) for row in counts}
        told: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            told[row["entity"]["value"]].append(row)
        found = {iri: self._record(iri, said, mentions.get(iri, 0)) for iri, said in told.items()}
        return {iri: record for iri, record in found.items() if record.classes}

    async def values(self, prop: Property, iris: Iterable[str]) -> dict[str, list[str]]:
        """Return the values that each of *iris* has of a property, in order; entities by IRI, numbers as counts."""
        listed = _values("entity", iris)
        if not listed:
            return {}
        if prop.values == "number":
            query = (
                f"{_PREFIXES}SELECT ?entity (STR(COUNT(DISTINCT ?value)) AS ?value_) WHERE {{ {listed}"
                f" {self._anywhere(prop.pattern)} }} GROUP BY ?entity"
            )
        else:
            query = self._select("?entity (?value AS ?value_)", listed, prop.pattern)
        found: dict[str, list[str]] = defaultdict(list)
        for row in await self.ask(query):
            found[row["entity"]["value"]].append(row["value_"]["value"])
        return {iri: sorted(set(values)) for iri, values in found.items()}

    async def having(self, prop: Property, values: Sequence[str]) -> list[str]:
        """Return the entities that have one of *values*: as words, as an entity's identifier or as its name."""
        listed = [_literal(value) for value in values] + [f"<{iri}>" for iri in map(self.space.iri, values) if iri]
        wanted = ", ".join(listed)
        # A value is compared as it stands; the names of an entity stand for it.
        pattern = (
            f"{prop.pattern} OPTIONAL {{ ?value rdfs:label|skos:altLabel ?name }}"
            f" FILTER(STR(?value) IN ({wanted}) || ?value IN ({wanted}) || STR(?name) IN ({wanted}))"
        )
        return [row["entity"]["value"] for row in await self.ask(self._select("?entity", "", pattern, _MOST_HAVING))]

    async def called(self, words: str) -> list[str]:
        """Return the entities that *words* name outright: an identifier, an IRI, a Wikidata identifier."""
        qid = words.removeprefix(WIKIDATA).removeprefix("https://www.wikidata.org/wiki/")
        if _QID.fullmatch(qid):
            rows = await self.ask(self._select("?entity", "", f"?entity skos:exactMatch <{WIKIDATA}{qid}>"))
            return [row["entity"]["value"] for row in rows]
        # An identifier has a slash in it; asking for each word whether it is one would cost more than it finds.
        iri = self.space.iri(words) if "/" in words else None
        return [iri] if iri else []

    def _record(self, iri: str, said: Sequence[Row], mentions: int) -> Record:
        values: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        for row in said:
            values[row["p"]["value"]].append(row["value"])
        names = {
            (value["value"], value.get("xml:lang", "")): rank
            for predicate, rank in sorted(_RANKS.items(), key=lambda ranked: ranked[1])
            for value in values[predicate]
        }
        kinds = sorted(value["value"] for value in values[f"{_SCHEMA}additionalType"])
        countries = sorted(value["value"] for value in values["https://w3id.org/isnad/ontology#country"])
        return Record(
            iri,
            tuple((name, language, rank) for (name, language), rank in names.items()),
            frozenset(v["value"] for v in values["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]),
            kinds[0] if kinds else None,
            countries[0] if countries else None,
            known=bool(values[f"{_SKOS}prefLabel"]),
            mentions=mentions,
        )

    def _select(self, head: str, listed: str, pattern: str, most: int = _MOST) -> str:
        return f"{_PREFIXES}SELECT DISTINCT {head} WHERE {{ {listed} {self._anywhere(pattern)} }} LIMIT {most}"

    def _anywhere(self, pattern: str) -> str:
        """Return *pattern* for the whole dataset: a plain one's default graph does not have what named graphs say."""
        return f"{{ {pattern} }}" if self.merged else f"{{ {{ {pattern} }} UNION {{ GRAPH ?graph {{ {pattern} }} }} }}"


def _values(variable: str, iris: Iterable[str]) -> str:
    listed = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris) if _IDENTIFIER.fullmatch(iri))
    return f"VALUES ?{variable} {{ {listed} }}" if listed else ""


def _literal(words: str) -> str:
    kept = words.encode("utf-8", "replace").decode("utf-8")
    escaped = "".join(c if c.isalnum() or c == " " else f"\\U{ord(c):08X}" for c in kept)
    return f'"{escaped}"'
