"""An article read from end to end."""

from __future__ import annotations

from dataclasses import replace

from kg.authority import Authority
from kg.document import Document
from kg.facts.agreements import agreements
from kg.facts.cast import Cast
from kg.facts.meetings import meetings
from kg.facts.model import Agreement, Meeting, Position, Reading, Statement
from kg.facts.parties import Parties
from kg.facts.positions import positions
from kg.facts.sites import Desk
from kg.facts.statements import statements
from kg.mentions import Actor, mentions_in, resolve, scan_of


def read(document: Document, authority: Authority) -> Reading:
    """Return what *document* says: its actors and the facts they stand in."""
    scan = scan_of(document, authority)
    cast = Cast(scan, resolve(document, mentions_in(scan), authority))
    parties = Parties(scan, cast)
    held = meetings(scan, cast, parties)
    said = statements(Desk(scan, cast, parties))
    offices = tuple(sorted(positions(scan, cast), key=lambda p: (p.title, p.holder)))
    agreed = agreements(scan, said)
    acting = _acting(cast.actors(), (offices, held, said, agreed))
    return Reading(document, acting, offices, held, said, agreed)


_Facts = tuple[tuple[Position, ...], tuple[Meeting, ...], tuple[Statement, ...], tuple[Agreement, ...]]


def _acting(actors: tuple[Actor, ...], facts: _Facts) -> tuple[Actor, ...]:
    """Return the actors that some fact names, and those they act for."""
    offices, held, said, agreed = facts
    named: set[str | None] = {p.of for p in offices}
    named |= {p.holder for p in offices}
    for meeting in held:
        named |= {*meeting.participants, meeting.forum}
    for statement in said:
        named |= {*statement.speakers, *statement.via}
    for agreement in agreed:
        named |= set(agreement.parties)
    kept = [actor for actor in actors if actor.id in named]
    ids = {actor.id for actor in kept}
    return tuple(a if a.on_behalf_of in ids else replace(a, on_behalf_of=None) for a in kept)
