"""Tools that find actors, and whom a name in a call is taken for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from kg.assistant.library import Library, rows_of
from kg.assistant.mending import mendable
from kg.assistant.told import EntitiesTold, EntityTold, Evidence, Party, evidence_of
from kg.errors import NotFound, UsageError
from kg.questions import Entity, ask_entities, ask_facts_of, ask_proofs, iri, read_entities, read_proofs
from kg.search import Sought
from kg.text import visible

Kind = Literal["any", "person", "organization", "country", "forum", "group", "place"]
Name = Annotated[str, Field(min_length=1, max_length=1000)]
_CLASSES: Final = {
    "any": "Actor",
    "person": "Person",
    "organization": "Organization",
    "country": "Country",
    "forum": "Forum",
    "group": "UnnamedGroup",
    "place": "Place",
}
# From here on a name was asked for as a whole (kg/search/grading.py); one man has it in each article that names him.
_WHOLE: Final = 0.9
# Below this, a name shares little more than letters with what was asked.
_POOR: Final = 0.6
_AS_GOOD: Final = 0.95
_MOST_NAMES: Final = 5
_MOST_MEANT: Final = 25
_NAMES: Final = ("label", "alias")
_NEAREST: Final = 5
_NOBODY: Final = (
    "nobody is called quite that here; try another spelling, a shorter name, or kind any."
    " Who is known from articles alone has the name that they write, so Arabic finds more than Latin"
)


@dataclass(frozen=True, slots=True)
class People:
    """The actors of one store."""

    library: Library

    async def search_entities(
        self, name: Name, kind: Kind = "any", limit: Annotated[int, Field(ge=1, le=25)] = 8
    ) -> EntitiesTold:
        """Find people, organisations, countries, forums, groups and places by name, in Arabic or Latin letters.

        Spelling variants, aliases and clitics are taken into account. Start here: the other tools take the IRIs that
        this one gives. Each entity comes with sentences that name it.
        """
        with mendable():
            hits = await self._hits(name, kind, limit, strictest=False)
            scores = {str(hit["iri"]): float(hit["score"]) for hit in hits}
            told = [one.model_copy(update={"score": scores[one.iri]}) for one in await self._told(list(scores), 1)]
            fits = max(scores.values(), default=0.0) >= _POOR
            return EntitiesTold(
                results=sorted(told, key=lambda one: (-(one.score or 0), one.iri)),
                note="" if told and fits else _NOBODY,
            )

    async def get_entity(self, entity: Annotated[str, Field(description="its IRI, or its name")]) -> EntitiesTold:
        """Tell all that is known of one entity: names, class, Wikidata item, offices, counts, sentences that name it.

        A name may mean several: one man is an entity of his own in each article that nothing links him in.
        """
        with mendable():
            told = await self._told([party.iri for party in await self.meant(entity)], 3)
            note = "" if len(told) == 1 else "the name is that of several; take an IRI to mean one"
            return EntitiesTold(results=told, note=note)

    async def meant(self, word: str) -> list[Party]:
        """Return whom an IRI or a name is taken for; raises NotFound with the nearest names."""
        word = word.strip()
        if "://" in word or word.startswith("urn:"):
            iri(word)
            found = read_entities(await rows_of(self.library, ask_entities([word])))
            if word in found:
                return [party_of(found[word])]
            raise await self._unknown(word, word.rpartition("/")[2])
        hits = await self._hits(word, "any", _MOST_MEANT, strictest=True)
        if not hits:
            raise await self._unknown(word, word)
        return _whole(hits) or await self._in_part(word, hits)

    async def called(self, word: str) -> list[Party]:
        """Return those who have the whole of a name, if there are any."""
        return _whole(await self._hits(word, "any", _MOST_MEANT, strictest=True))

    async def _in_part(self, word: str, hits: list[dict[str, Any]]) -> list[Party]:
        """Return those whose names hold a word; whom facts name before others. Raises UsageError when they are many."""
        best = max(float(hit["score"]) for hit in hits)
        likely = [_party(hit) for hit in hits if float(hit["score"]) >= best * _AS_GOOD]
        known = read_entities(await rows_of(self.library, ask_entities([one.iri for one in likely])))
        named = [one for one in likely if one.iri in known and known[one.iri].statements + known[one.iri].meetings]
        chosen = named or likely
        if len({one.label for one in chosen}) > _MOST_NAMES:
            raise UsageError(f"{word[:200]!r} may mean many", hint=f"give one by its IRI: {_listed(chosen)}")
        return chosen

    async def _unknown(self, word: str, name: str) -> NotFound:
        near = await self._hits(name, "any", _NEAREST, strictest=False)
        return NotFound(
            f"no entity {word[:200]!r} is here",
            hint=f"the nearest: {_listed(list(map(_party, near)))}" if near else _NOBODY,
        )

    async def _hits(self, name: str, kind: str, limit: int, *, strictest: bool) -> list[dict[str, Any]]:
        # More than are wanted: titles and texts are found too, and an actor is found once.
        sought = Sought(name, kinds=(_CLASSES[kind],), limit=limit, strictest=strictest)
        found = await self.library.search(sought)
        return [hit for hit in found["results"] if hit["match"]["field"] in _NAMES]

    async def _told(self, actors: Sequence[str], each: int) -> list[EntityTold]:
        if not actors:
            return []
        found = read_entities(await rows_of(self.library, ask_entities(actors)))
        naming = await rows_of(self.library, ask_facts_of(list(found), each)) if found else []
        facts = list(dict.fromkeys(row["fact"] for row in naming if "fact" in row))
        proofs = await evidence(self.library, facts)
        by_actor: dict[str, list[Evidence]] = {actor: [] for actor in found}
        for row in naming:
            if "a" in row:
                by_actor[row["a"]] += [one for one in proofs if one.fact == row["fact"]][:1]
        return [_entity(found[actor], by_actor[actor]) for actor in actors if actor in found]


async def evidence(library: Library, facts: Sequence[str]) -> list[Evidence]:
    """Return what proves the facts, by IRI."""
    if not facts:
        return []
    return [evidence_of(proof) for proof in read_proofs(await rows_of(library, ask_proofs(facts)))]


def parties(found: Iterable[str], labels: Mapping[str, str]) -> list[Party]:
    """Return actors by IRI with their labels."""
    return [Party(iri=one, label=labels.get(one, one.rpartition("/")[2])) for one in found]


def party_of(entity: Entity) -> Party:
    """Return an entity by IRI and name."""
    return Party(iri=entity.node.iri, label=_label(entity))


def _listed(found: Sequence[Party]) -> str:
    return "; ".join(f"{party.label} <{party.iri}>" for party in found[:_NEAREST])


def _label(entity: Entity) -> str:
    return entity.node.label if entity.node.labels else next(iter(entity.names), entity.node.label)


def _whole(hits: Iterable[dict[str, Any]]) -> list[Party]:
    """Return those whose name was asked for as a whole."""
    return [_party(hit) for hit in hits if float(hit["score"]) >= _WHOLE]


def _party(hit: dict[str, Any]) -> Party:
    labels = hit["labels"]
    label = labels.get("ar") or next(iter(labels.values()), hit["match"]["text"])
    return Party(iri=str(hit["iri"]), label=visible(str(label)))


def _entity(entity: Entity, proofs: list[Evidence]) -> EntityTold:
    return EntityTold(
        iri=entity.node.iri,
        label=_label(entity),
        label_en=entity.node.labels.get("en"),
        kind=entity.node.kind,
        names=list(entity.names),
        wikidata=entity.node.wikidata,
        offices=list(entity.offices),
        statements=entity.statements,
        meetings=entity.meetings,
        evidence=proofs,
    )
