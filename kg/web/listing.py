"""Facts as lists show them: when, what, who, and the sentences that prove each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kg.questions import Fact, Row, ask_parts, read_parts
from kg.questions.actor import ask_places, read_places
from kg.triples import ISNAD
from kg.web.inquiry import Inquiry
from kg.web.quoting import Quoted, quoted
from kg.web.terms import Term
from kg.web.views import Value

KINDS: Final = {
    "statements": "statement",
    "about": "statement",
    "relayed": "statement",
    "relays": "statement",
    "meetings": "meeting",
    "within": "meeting",
    "offices": "position",
    "holders": "position",
    "agreements": "agreement",
    "links": "actor",
}
"""Of which kind, as `data-kind` has it, the facts of a list are."""
_CONCEPTS: Final = {"quoteMode": "quote", "medium": "medium", "status": "status", "kind": "kind", "mode": "mode"}


@dataclass(frozen=True, slots=True)
class Item:
    """One fact of a list: `words` are its own; `traits` are concepts, `who` are by role those who take part."""

    fact: Value
    kind: str
    day: str
    words: str
    time: str
    traits: tuple[Value, ...]
    who: tuple[tuple[str, tuple[Value, ...]], ...]
    quotes: tuple[Quoted, ...]


async def items_of(part: str, rows: Sequence[Row], inquiry: Inquiry) -> list[Item]:
    """Return the facts that *rows* (`fact`, `day`) name, in their order; *part* is the list they are of."""
    facts = [row["fact"] for row in rows]
    if not facts:
        return []
    told = read_parts(await inquiry.rows(ask_parts(facts)))
    people = {actor for fact in told.values() for role in _ROLES for actor in fact.parts.get(role, ())}
    values = await inquiry.values(people)
    proofs = await inquiry.proofs(facts)
    drawing = _Drawing(KINDS[part], values, inquiry)
    return [drawing.item(row, told.get(row["fact"], Fact(row["fact"])), proofs.get(row["fact"], ())) for row in rows]


_ROLES: Final = ("speaker", "relayer", "participant", "heldWithin")


@dataclass(frozen=True, slots=True)
class _Drawing:
    kind: str
    values: Mapping[str, Value]
    inquiry: Inquiry

    def item(self, row: Row, fact: Fact, quotes: tuple[Quoted, ...]) -> Item:
        """Return one fact as a list shows it."""
        value = self.inquiry.viewer.value
        traits = tuple(
            value(Term("iri", f"{ISNAD}{scheme}-{concept}"), {})
            for name, scheme in _CONCEPTS.items()
            for concept in fact.parts.get(name, ())
        )
        who = ((role, tuple(self.values[one] for one in fact.parts.get(role, ()))) for role in _ROLES)
        words = fact.one("text") or fact.one("called") or ""
        return Item(
            fact=value(Term("iri", fact.iri), {}),
            kind=self.kind,
            day=row.get("day", ""),
            words=words,
            time=fact.one("time") or "",
            traits=traits,
            who=tuple((role, actors) for role, actors in who if actors),
            quotes=quotes,
        )


async def places_of(spans: Iterable[str], inquiry: Inquiry) -> dict[str, Quoted]:
    """Return the sentences in which *spans*, by IRI, stand."""
    wanted = list(dict.fromkeys(spans))
    if not wanted:
        return {}
    found = read_places(await inquiry.rows(ask_places(wanted)))
    return {proof.fact: quoted(proof, inquiry.viewer) for proof in found}


_TIES: Final = {
    "met": ("meetings", "other"),
    "agreed": ("agreements", "other"),
    "spoke-of": ("statements", "other"),
    "passed-on": ("relays", "other"),
    "office": ("offices", "other"),
    "forum": ("meetings", "forum"),
}


def address_of_facts(prefix: str, of: str, part: str, **narrowed: str | None) -> str:
    """Return the address of a list of facts that name the actor *of*."""
    asked = {"of": of, "part": part} | {name: value for name, value in narrowed.items() if value}
    return f"{prefix}actors/facts?{urlencode(asked)}"


def address_of_tie(prefix: str, source: str, target: str, relation: str) -> str:
    """Return the address of the list of facts that say so; *relation* may have a status: "met-planned"."""
    name, _, status = (relation, "", "") if relation in _TIES else relation.partition("-")
    part, way = _TIES[name]
    return address_of_facts(prefix, source, part, **{way: target, "status": "held" if relation == "met" else status})
