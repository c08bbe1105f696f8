"""The page of an actor: a person, an organisation, a country, a group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kg.errors import Overrun
from kg.questions import Between, Row
from kg.questions.actor import (
    MOST_MENTIONS,
    Called,
    Identity,
    Office,
    ask_identity,
    ask_offices,
    ask_taken,
    ask_written,
    read_identity,
    read_offices,
    read_taken,
    read_written,
)
from kg.questions.actor_counts import (
    COUNTERPARTS,
    MOST_READ,
    Count,
    Counterpart,
    ask_counterparts,
    ask_days,
    ask_speaking_of,
    ask_spoken_of,
    ask_totals,
    by_part,
    read_counterparts,
    read_counts,
    read_days,
)
from kg.questions.actor_facts import Chosen, ask_listed
from kg.questions.ties import Bond, Within, ask_bonds, read_bonds
from kg.triples import ISNAD, NAMESPACES
from kg.web.inquiry import Inquiry
from kg.web.listing import KINDS, address_of_facts, address_of_tie, items_of, places_of
from kg.web.picture import Tied, picture, shortened
from kg.web.quoting import Quoted
from kg.web.terms import RTL, Term
from kg.web.timeline import Happening, timeline
from kg.web.views import Labels, Value

_SHOWN: Final = 10
_ROWS: Final = 25
_DRAWN: Final = 40
_NOT_TOLD: Final = frozenset({f"{ISNAD}Actor", f"{NAMESPACES['foaf']}Person", f"{NAMESPACES['foaf']}Group"})
_RELATIONS: Final = {"meetings": "met", "agreements": "agreed", "relays": "passed-on", "relayed": "passed-on"}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a table: what it is of, how many, where the list of them is, and a sentence for one of them."""

    value: Value
    count: int
    href: str
    quotes: tuple[Quoted, ...] = ()
    trait: Value | None = None


@dataclass(frozen=True, slots=True)
class ActorFace:
    """Shows who an actor is, what it did and said, with whom, and what others say of it."""

    classes: Sequence[str] = (f"{ISNAD}Actor",)
    template: str = "actor.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the template shows of *iri*."""
        page = _Page(iri, inquiry)
        return await page.told()


@dataclass(frozen=True, slots=True)
class _Page:
    iri: str
    inquiry: Inquiry

    async def told(self) -> dict[str, Any]:
        rows, iri = self.rows, self.iri
        identity = read_identity(iri, await rows(ask_identity(iri), "behind-identity"))
        called = read_written(await rows(ask_written(iri), "behind-called"), identity.written)
        offices = read_offices(await rows(ask_offices(iri), "behind-offices"))[:_ROWS]
        totals = by_part(read_counts(await rows(ask_totals(iri)), "part"))
        days = read_days(await rows(ask_days(iri), "behind-days"))
        others = read_counterparts(await rows(ask_counterparts(iri), "behind-counterparts"))
        named = read_counts(await rows(ask_spoken_of(iri), "behind-topics"))
        naming = read_counts(await rows(ask_speaking_of(iri), "behind-naming"))
        taken = read_taken(await rows(ask_taken(iri), "behind-taken"))[:_ROWS]
        newest = await rows(ask_listed("statements", iri, Chosen(), Between(limit=_SHOWN)), "behind-statements")
        known = await self.names(identity, others, named, naming, [one.of for one in offices if one.of])
        samples = [one.fact for one in offices] + [one.fact for one in taken]
        samples += [one.fact for one in others[: 4 * _ROWS]]
        samples += [one.fact or "" for one in (*named[:_ROWS], *naming[:_ROWS])]
        proofs = await self.inquiry.proofs(fact for fact in samples if fact)
        shown = _Shown(self.inquiry, iri, known, proofs)
        rtl = self.inquiry.viewer.language in RTL
        return {
            **shown.who(identity),
            **(await self.called(called)),
            "offices": shown.offices(offices),
            "totals": totals,
            "lists": {part: shown.facts(part) for part in KINDS},
            "drawn": timeline(_happenings(days, self.inquiry, shown), rtl=rtl, address=shown.between),
            **{part: shown.counterparts(part, others) for part in COUNTERPARTS},
            "topics": shown.counts("statements", named),
            "naming": shown.counts("about", naming),
            "read": MOST_READ,
            "statements": await items_of("statements", newest[:_SHOWN], self.inquiry),
            "taken": [(one, shown.facts("links", called=one.note), proofs.get(one.fact, ())) for one in taken],
            **shown.drawn(await self.bonds(others, named, naming)),
        }

    async def rows(self, query: str, said: str | None = None) -> list[Row]:
        """Return the rows of a question, none where it takes longer than a page may: the rest is shown all the same."""
        try:
            return await self.inquiry.rows(query, said)
        except Overrun:
            return []

    async def bonds(
        self, others: Sequence[Counterpart], named: Sequence[Count], naming: Sequence[Count]
    ) -> tuple[Bond, ...]:
        """Return the ties of the picture: those of the actor itself, and those of its neighbours among themselves."""
        own = list(_own_bonds(self.iri, others, named, naming))
        weights: Counter[str] = Counter()
        for bond in own:
            weights[bond.target if bond.source == self.iri else bond.source] += bond.count
        near = [actor for actor, _ in sorted(weights.items(), key=lambda one: (-one[1], one[0]))[: _DRAWN - 1]]
        kept = {*near, self.iri}
        mutual = Within(("met", "agreed"))
        among = read_bonds(await self.rows(ask_bonds(near, mutual, 100, among=True))) if near else ()
        return (*(bond for bond in own if {bond.source, bond.target} <= kept), *among)

    async def names(
        self,
        identity: Identity,
        others: Iterable[Counterpart],
        named: Iterable[Count],
        naming: Iterable[Count],
        more: Iterable[str],
    ) -> Labels:
        wanted = {self.iri, *identity.acts_for, *more, *(one.actor for one in others)}
        wanted |= {one.value for one in (*named, *naming)}
        if identity.country:
            wanted.add(identity.country)
        return await self.inquiry.names(wanted)

    async def called(self, called: Sequence[Called]) -> dict[str, Any]:
        """Return the words that stand for the actor, and by publisher where they differ."""
        quotes = await places_of([one.place for one in called[: 2 * _ROWS]], self.inquiry)
        shown = [(one, quotes.get(one.place)) for one in called[: 2 * _ROWS]]
        houses: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for one in called:
            if one.name:
                for house, count in one.by.items():
                    houses[house].append((one.words, count))
        by_house = {
            house: sorted(found, key=lambda item: (-item[1], item[0])) for house, found in sorted(houses.items())
        }
        return {
            "called": [(one, quote) for one, quote in shown if one.name],
            "otherwise": [(one, quote) for one, quote in shown if not one.name],
            "houses": by_house,
            "mentioned": sum(one.count for one in called),
            "most_mentions": MOST_MENTIONS,
        }


def _own_bonds(
    iri: str, others: Iterable[Counterpart], named: Iterable[Count], naming: Iterable[Count]
) -> Iterable[Bond]:
    for one in others:
        if one.part == "holders":
            yield Bond(one.actor, iri, "office", one.count, one.fact)
        elif one.part == "relayed":
            yield Bond(one.actor, iri, "passed-on", one.count, one.fact)
        else:
            relation = _RELATIONS[one.part]
            planned = f"-{one.status}" if one.part == "meetings" and one.status not in ("", "held") else ""
            yield Bond(iri, one.actor, f"{relation}{planned}", one.count, one.fact)
    yield from (Bond(iri, one.value, "spoke-of", one.count, one.fact or "") for one in named)
    yield from (Bond(one.value, iri, "spoke-of", one.count, one.fact or "") for one in naming)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Makes rows: values with their words, addresses of lists, and proofs."""

    inquiry: Inquiry
    iri: str
    known: Labels
    proofs: Mapping[str, tuple[Quoted, ...]]

    def value(self, iri: str) -> Value:
        return self.inquiry.viewer.value(Term("iri", iri), self.known)

    def who(self, identity: Identity) -> dict[str, Any]:
        """Return what is known of who it is."""
        return {
            "title": self.inquiry.viewer.name(self.iri, self.known),
            "labels": list(self.known.get(self.iri, {}).values()),
            "identity": identity,
            "kinds": [self.value(kind) for kind in sorted(identity.classes - _NOT_TOLD)],
            "country": self.value(identity.country) if identity.country else None,
            "acts_for": [self.value(one) for one in identity.acts_for],
            "links": [self.value(one) for one in identity.links],
        }

    def offices(self, offices: Iterable[Office]) -> list[tuple[Any, ...]]:
        """Return each office with whose it is, the list of what says so, and a sentence."""
        return [
            (
                one,
                self.value(one.of) if one.of else None,
                self.facts("offices", called=one.words, other=one.of),
                self.proofs.get(one.fact, ()),
            )
            for one in offices
        ]

    def drawn(self, bonds: Iterable[Bond]) -> dict[str, Any]:
        """Return the picture of the network that *bonds* make."""
        pictured = picture(self.iri, [Tied(b.source, b.target, b.relation, b.count) for b in bonds])
        prefix, ties = self.inquiry.viewer.prefix, (line.tie for line in pictured.lines)
        return {
            "pictured": pictured,
            "spots": {spot.actor: self.value(spot.actor) for spot in pictured.spots},
            "short": shortened,
            "ties": [address_of_tie(prefix, tie.source, tie.target, tie.relation) for tie in ties],
            "explore": f"{prefix}explore?{urlencode({'who': self.iri})}",
        }

    def facts(self, part: str, **narrowed: str | None) -> str:
        """Return the address of a list of facts of the actor."""
        return address_of_facts(self.inquiry.viewer.prefix, self.iri, part, **narrowed)

    def between(self, kind: str, since: str, until: str) -> str:
        part = {"statement": "statements", "meeting": "meetings", "position": "offices", "agreement": "agreements"}[
            kind
        ]
        return self.facts(part, since=since, until=until)

    def counterparts(self, part: str, others: Iterable[Counterpart]) -> list[Told]:
        return [
            Told(
                self.value(one.actor),
                one.count,
                self.facts(part, other=one.actor, status=one.status),
                self.proofs.get(one.fact, ()),
                self.value(f"{ISNAD}status-{one.status}") if one.status else None,
            )
            for one in others
            if one.part == part
        ][:_ROWS]

    def counts(self, part: str, counts: Iterable[Count]) -> list[Told]:
        return [
            Told(
                self.value(one.value), one.count, self.facts(part, other=one.value), self.proofs.get(one.fact or "", ())
            )
            for one in counts
        ][:_ROWS]


def _happenings(days: Iterable[Any], inquiry: Inquiry, shown: _Shown) -> Iterable[Happening]:
    for one in days:
        href = inquiry.viewer.href(one.fact) or ""
        if one.count > 1:
            href = shown.facts(one.part, month=one.day or "undated")
        yield Happening(KINDS[one.part], one.day, one.count, href, one.own, one.words)
