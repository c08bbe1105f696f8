"""Meetings: the mentions of one event brought together."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.facts.cast import Cast
from kg.facts.meeting_details import Details
from kg.facts.meeting_sites import MeetingSite, MeetingSites
from kg.facts.model import Evidence, Meeting, MeetingKind, Mode, Status, When
from kg.facts.parties import Parties
from kg.mentions import Scan
from kg.text import Span

# Kinds by which one event may be called in turn.
_GENERAL = frozenset({"meeting", "talks", "summit"})
# How many events back a definite noun may point.
_BACK = 4


@dataclass(slots=True)
class Event:
    """A meeting while its mentions are read."""

    site: MeetingSite
    parties: list[str]
    forum: str | None
    status: Status
    mode: Mode | None = None
    when: When | None = None
    place: Span | None = None
    topics: list[Span] = field(default_factory=list)
    sites: list[MeetingSite] = field(default_factory=list)


def meetings(scan: Scan, cast: Cast, parties: Parties) -> tuple[Meeting, ...]:
    """Return the events at which parties met, or will, in the order of the text."""
    finder, details = MeetingSites(scan, cast, parties), Details(scan, cast)
    events: list[Event] = []
    for sentence in scan.document.sentences:
        for site in finder.of(sentence):
            event = _place(events, site, details)
            pair = site.parties if len(site.parties) == 2 else tuple(event.parties)
            parties.note(scan.words[site.first].span.start, pair)
    kept = [event for event in events if event.parties or event.forum]
    return tuple(_meeting(scan, number, event) for number, event in enumerate(kept, 1))


def _place(events: list[Event], site: MeetingSite, details: Details) -> Event:
    """Add a mention to the event it speaks of, or begin a new one."""
    status = details.status(site)
    event = _same(events, site, status)
    if event is None:
        event = Event(site, [], None, status)
        events.append(event)
    event.sites.append(site)
    event.parties += [party for party in site.parties if party not in event.parties]
    event.forum = event.forum or site.forum
    event.mode = event.mode or details.mode(site)
    event.when = event.when or details.when(site)
    event.place = event.place or details.place(site)
    event.topics += [topic for topic in details.topics(site) if topic not in event.topics]
    return event


def _same(events: list[Event], site: MeetingSite, status: Status) -> Event | None:
    if site.parties and not site.joins:
        for event in reversed(events[-12:]):
            if _one(event, site, status):
                return event
        return None
    if not site.definite:
        return None
    for event in reversed(events[-_BACK:]):
        if _kinds_agree(event.site.kind, site.kind) and (not site.forum or event.forum in (None, site.forum)):
            return event
    return None


def _one(event: Event, site: MeetingSite, status: Status) -> bool:
    """Tell whether a mention with parties speaks of *event*: the same parties, or some of them, and the same kind."""
    if not _kinds_agree(event.site.kind, site.kind):
        return False
    have, new = set(event.parties), set(site.parties)
    if not have:
        return site.definite and event is not None and event.site.definite
    if status != event.status and have != new:
        return False
    if site.kind == "visit":
        return have == new
    return have == new if min(len(have), len(new)) < 2 else have <= new or new <= have


def _kinds_agree(one: str, other: str) -> bool:
    return one == other or (one in _GENERAL and other in _GENERAL)


def _meeting(scan: Scan, number: int, event: Event) -> Meeting:
    best = max(event.sites, key=lambda s: (len(s.parties), not s.sentence.headline, -s.first))
    hit = scan.hit(best.first, "meeting_nouns") or scan.hit(best.first, "meeting_verbs")
    kind: MeetingKind = best.kind  # type: ignore[assignment]
    evidence = tuple(
        Evidence(s.sentence.span, f"meeting-{'noun' if s.form == 'noun' else 'verb'}") for s in event.sites
    )
    return Meeting(
        id=f"m{number}",
        kind=kind,
        cue=scan.bare_span(best.first, best.stop, hit.split.joined if hit else ""),
        participants=tuple(event.parties),
        forum=event.forum,
        mode=event.mode,
        when=event.when,
        place=event.place,
        status=event.status,
        topics=tuple(event.topics),
        evidence=tuple(dict.fromkeys(evidence)),
    )
