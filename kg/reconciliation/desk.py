"""The desk: batches in, candidates out; suggestions; and the properties of entities once they are matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from kg.reconciliation.asking import Asking
from kg.reconciliation.likeness import likeness
from kg.reconciliation.matching import CLUE_LIKENESS, Fold, ranked, weigh
from kg.reconciliation.model import Candidate, Clue, Extension, Json, Named, ReconciliationQuery, Record
from kg.reconciliation.vocabulary import Property, properties, properties_of, property_named, type_named, types


class Find(Protocol):
    """Proposes entities by words."""

    async def __call__(self, words: str, most: int, *, beginning: bool = False) -> Sequence[str]:
        """Return the IRIs of entities that *words* may name, best first; *beginning*: the last may be cut short."""


_LOOKED_AT: Final = 30
_PAGE: Final = 10
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]")


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers in the terms of the API; *find* proposes entities by words, *fold* makes spellings of a name equal."""

    asking: Asking
    find: Find
    fold: Fold

    async def reconcile(self, batch: Mapping[str, ReconciliationQuery]) -> Json:
        """Return a result batch (3.2): for each query its candidates, best first; raises NotFound for unknown types."""
        for query in batch.values():
            for wanted in query.types:
                type_named(wanted)
        proposed = {key: await self._proposed(query) for key, query in batch.items()}
        records = await self.asking.records(iri for iris in proposed.values() for iri in iris)
        found = {key: [records[iri] for iri in proposed[key] if iri in records] for key in batch}
        weighed = {key: await self._weighed(query, found[key], proposed[key]) for key, query in batch.items()}
        best = {key: ranked(weighed[key], query) for key, query in batch.items()}
        countries = await self._countries(c.record for candidates in best.values() for c in candidates)
        return {
            key: {"result": [self._candidate(c, batch[key].words or "", countries) for c in candidates]}
            for key, candidates in best.items()
        }

    async def _proposed(self, query: ReconciliationQuery) -> dict[str, bool]:
        """Return the entities to look at, each with whether the query names it outright."""
        if query.words is None:
            found = [await self.asking.having(property_named(c.property), c.values) for c in query.clues]
            return {iri: False for iris in found for iri in iris[:_LOOKED_AT]}
        outright = dict.fromkeys(await self.asking.called(query.words), True)
        by_words = await self.find(query.words, max(_LOOKED_AT, 2 * query.limit))
        return dict.fromkeys(by_words, False) | outright

    async def _weighed(
        self, query: ReconciliationQuery, records: Sequence[Record], named: Mapping[str, bool]
    ) -> list[Candidate]:
        agreeing: dict[str, dict[str, bool]] = {record.iri: {} for record in records}
        for clue in query.clues:
            for iri, held in (await self._agreement(clue, agreeing)).items():
                agreeing[iri][clue.property] = held
        weighed = (weigh(query, r, agreeing[r.iri], named=named[r.iri], fold=self.fold) for r in records)
        return [candidate for candidate in weighed if candidate is not None]

    async def _agreement(self, clue: Clue, iris: Iterable[str]) -> dict[str, bool]:
        """Return for each entity whether one of its values of a property is one of the clue's."""
        prop = property_named(clue.property)
        values = await self.asking.values(prop, iris)
        names: dict[str, Record] = {}
        if prop.values == "entity":
            names = await self.asking.records({value for held in values.values() for value in held})
        wanted = [(self.asking.space.iri(value), self.fold(value)) for value in clue.values]
        return {
            iri: any(
                value == iri_wanted or self._same(value, names.get(value), words)
                for value in values.get(iri, ())
                for iri_wanted, words in wanted
            )
            for iri in iris
        }

    def _same(self, value: str, record: Record | None, words: str) -> bool:
        called = [name for name, _, _ in record.names] if record else [value]
        return any(likeness(self.fold(name), words) >= CLUE_LIKENESS for name in called)

    async def _countries(self, records: Iterable[Record]) -> dict[str, Record]:
        return await self.asking.records({record.country for record in records if record.country})

    def _candidate(self, candidate: Candidate, words: str, countries: Mapping[str, Record]) -> Json:
        features = [{"id": id, "value": value} for id, value in candidate.features.items()]
        told = self._entity(candidate.record, _language_of(words), countries)
        return {**told, "score": candidate.score, "match": candidate.match, "features": features}

    def _entity(self, record: Record, language: str, countries: Mapping[str, Record]) -> Json:
        id = self.asking.space.identifier(record.iri)
        told: Json = {"id": id, "name": record.name(language) or id, "type": self._types(record, language)}
        description = _described(record, countries.get(record.country or ""), language)
        return {**told, "description": description} if description else told

    async def description(self, record: Record, language: str) -> str:
        """Return what tells an entity from its namesakes: what it is, and its country; "" when neither is known."""
        return _described(record, (await self._countries([record])).get(record.country or ""), language)

    def _types(self, record: Record, language: str) -> list[Json]:
        # Clients show the first one: the most special, which no other that it is of is narrower than.
        of = [one for one in types().values() if one.iri in record.classes]
        broader = {id for one in of for id in one.broader}
        return [one.named.to_json(language) for one in sorted(of, key=lambda one: one.named.id in broader)]

    async def suggest_entities(self, prefix: str, cursor: int, language: str | None = None) -> Json:
        """Return entities whose names begin so (5.3), or that are called so outright; *cursor* are passed over."""
        if not prefix.strip():
            return {"result": []}
        spoken = language or _language_of(prefix)
        iris = dict.fromkeys(
            [*await self.asking.called(prefix), *await self.find(prefix, cursor + _PAGE, beginning=True)]
        )
        records = await self.asking.records(list(iris)[cursor : cursor + _PAGE])
        found = [records[iri] for iri in iris if iri in records]
        countries = await self._countries(found)
        told = [self._entity(record, spoken, countries) for record in found]
        return {"result": [{("notable" if k == "type" else k): v for k, v in one.items()} for one in told]}

    def suggest_types(self, prefix: str, cursor: int) -> Json:
        """Return types whose identifiers or names hold *prefix*."""
        found = self._suggested((one.named for one in types().values()), prefix, cursor)
        return {"result": found}

    def suggest_properties(self, prefix: str, cursor: int) -> Json:
        """Return properties whose identifiers or names hold *prefix*."""
        return {"result": self._suggested((one.named for one in properties().values()), prefix, cursor)}

    def _suggested(self, among: Iterable[Named], prefix: str, cursor: int) -> list[Json]:
        wanted, language = self.fold(prefix), _language_of(prefix)
        called = (one for one in among if any(wanted in self.fold(w) for w in (one.id, *one.names.values())))
        return [one.to_json(language) for one in called][cursor : cursor + _PAGE]

    def propose(self, type_id: str | None, limit: int | None, language: str) -> Json:
        """Return the properties that may be fetched for entities of a type (6.2); raises NotFound."""
        found = [prop.named.to_json(language) for prop in properties_of(type_id or None)][:limit]
        told: Json = {"properties": found}
        told |= {"type": type_id} if type_id else {}
        return told | ({"limit": limit} if limit is not None else {})

    async def extend(self, asked: Extension, language: str) -> Json:
        """Return the values of properties for entities (6.4); unknown entities have none; raises NotFound."""
        wanted = [(property_named(id), most) for id, most in asked.properties]
        iris = {id: iri for id in asked.ids if (iri := self.asking.space.iri(id))}
        rows: dict[str, dict[str, list[Json]]] = {id: {} for id in asked.ids}
        for prop, most in wanted:
            held = await self.asking.values(prop, iris.values())
            names = await self._named(prop, held, most)
            for id in asked.ids:
                values = held.get(iris.get(id, ""), [])[:most]
                rows[id][prop.named.id] = [self._value(prop, value, names.get(value), language) for value in values]
        return {"meta": [self._meta(prop, language) for prop, _ in wanted], "rows": rows}

    async def _named(self, prop: Property, held: Mapping[str, Sequence[str]], most: int) -> dict[str, Record]:
        if prop.values != "entity":
            return {}
        return await self.asking.records({value for values in held.values() for value in values[:most]})

    def _value(self, prop: Property, value: str, record: Record | None, language: str) -> Json:
        if prop.values == "entity":
            id = self.asking.space.identifier(value)
            return {"id": id, "name": (record.name(language) if record else None) or id}
        if prop.values == "number":
            return {"int": int(value)}
        if prop.values == "day" and _DAY.fullmatch(value):
            # The API's dates have a time of day.
            return {"date": f"{value}T00:00:00Z"}
        return {"str": value}

    def _meta(self, prop: Property, language: str) -> Json:
        told = prop.named.to_json(language)
        general = next(iter(types().values()))
        return {**told, "type": general.named.to_json(language)} if prop.values == "entity" else told


def _described(record: Record, country: Record | None, language: str) -> str:
    parts = (record.kind, country.name(language) if country else None)
    return " · ".join(part for part in parts if part)


def _language_of(words: str) -> str:
    """Return the language that somebody who writes *words* wants to be answered in: Arabic for Arabic letters."""
    return "ar" if _ARABIC.search(words) else "en"
