"""Offices that people are called by in this article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts.cast import Cast
from kg.facts.model import Evidence, Position
from kg.mentions import Actor, Mention, Scan
from kg.text import Span

_BODIES = ("Organization", "Forum")


def positions(scan: Scan, cast: Cast) -> Iterator[Position]:
    """Yield the distinct titles of each person whom the text names; one that only shortens another is left out.

    An office alone is already what its nameless holder is called by, and tells no more of him.
    """
    within = _by_place(cast)
    for actor in cast.actors():
        if actor.type == "Person" and actor.resolved:
            yield from _of(scan, actor, within)


def _by_place(cast: Cast) -> dict[int, list[tuple[Span, str, str]]]:
    """Return countries and bodies by the character their mention begins at."""
    places: dict[int, list[tuple[Span, str, str]]] = {}
    for actor in cast.actors():
        if actor.type == "Country" or actor.type in _BODIES:
            for mention in actor.mentions:
                places.setdefault(mention.span.start, []).append((mention.span, actor.id, actor.type))
    return places


def _of(scan: Scan, actor: Actor, within: dict[int, list[tuple[Span, str, str]]]) -> Iterator[Position]:
    titles: list[tuple[Span, Mention, str | None]] = []
    for mention in actor.mentions:
        titles += [(office, mention, _body_or_country(office, within)) for office in mention.features.offices]
    own = [t for t in titles if not t[1].features.counterpart]
    kept: list[tuple[frozenset[str], str, str | None]] = []
    found: list[Position] = []
    for office, mention, of in sorted(own or titles, key=lambda t: (t[2] is None, t[0].start)):
        words, head = _words(scan, office), _head(scan, office)
        if not words or any(words <= w or (head == h and (of == o or of is None)) for w, h, o in kept):
            continue
        kept.append((words, head, of))
        found.append(Position(actor.id, office, of, (Evidence(mention.extent, mention.rule),)))
    yield from sorted(found, key=lambda p: p.title.start)


def _head(scan: Scan, office: Span) -> str:
    """Return the plain word of an office, the same for all its grammatical variants."""
    first = scan.word_at(office.start)
    hit = scan.hit(first, "offices") if first is not None else None
    return hit.entry.column(3) if hit else office.of(scan.text)


def _words(scan: Scan, office: Span) -> frozenset[str]:
    """Return an office's words with their articles off, so that variants of one title are equal."""
    stems = set()
    for key in scan.lexicon.keys(office.of(scan.text)):
        plain = [s.stem for s in scan.lexicon.splits(key) if s.definite and not s.preposition]
        stems.add(plain[0] if plain else key)
    return frozenset(stems)


def _body_or_country(office: Span, within: dict[int, list[tuple[Span, str, str]]]) -> str | None:
    """Return the actor an office is of: the body named in it, else the country."""
    found = [
        (span, actor, kind)
        for start in range(office.start, office.stop)
        for span, actor, kind in within.get(start, ())
        if span.stop <= office.stop
    ]
    bodies = [actor for span, actor, kind in found if kind in _BODIES and span.start > office.start]
    countries = [actor for _, actor, kind in found if kind == "Country"]
    return bodies[0] if bodies else countries[0] if countries else None
