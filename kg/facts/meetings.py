"""Meetings: the mentions of one event brought together."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.meeting_details import Details
from kg.facts.meeting_events import GENERAL, Event, Told, event_of
from kg.facts.meeting_site import MeetingSite
from kg.facts.meeting_sites import MeetingSites
from kg.facts.meeting_topics import Topics
from kg.facts.model import Evidence, Meeting, MeetingKind, When
from kg.facts.parties import Parties
from kg.mentions import Scan

# What a TIMEX3 value without a day of the month, or with an unknown one, begins with.
_VAGUE_DAY = "XXXX-XX"


def meetings(scan: Scan, cast: Cast, parties: Parties) -> tuple[Meeting, ...]:
    """Return the events at which parties met, or will, in the order of the text."""
    finder, details, topics = MeetingSites(scan, cast, parties), Details(scan, cast), Topics(scan, cast, parties)
    events: list[Event] = []
    for sentence in scan.document.sentences:
        for site in finder.of(sentence):
            event = _place(events, site, details, cast)
            event.topics += [topic for topic in topics.of(site) if not any(map(topic.overlaps, event.topics))]
            if site.kind == "visit" and len(event.parties) == 1:
                parties.visitor = tuple(event.parties)
            pair = site.parties if len(site.parties) == 2 else tuple(event.parties)
            parties.note(scan.words[site.first].span.start, pair)
    kept = [event for event in events if _told(event)]
    return tuple(_meeting(scan, number, event) for number, event in enumerate(kept, 1))


def _told(event: Event) -> bool:
    """Tell whether somebody is said to meet; a headline alone must name two."""
    lone = event.site.kind != "visit" and all(s.sentence.headline for s in event.sites)
    return event.forum is not None or len(event.parties) > lone


def _place(events: list[Event], site: MeetingSite, details: Details, cast: Cast) -> Event:
    """Add a mention to the event it speaks of, or begin a new one."""
    status, when = details.status(site), details.when(site)
    event = event_of(events, Told(site, status, when), cast)
    if event is None:
        event = Event(site, [], None, status)
        events.append(event)
    event.sites.append(site)
    event.parties += [party for party in site.parties if party not in event.parties]
    event.forum = event.forum or site.forum
    event.mode = event.mode or details.mode(site)
    if all(s.sentence.headline for s in event.sites[:-1]):
        # A headline's tense is its own: what the text says of it counts.
        event.status = status
    event.when = _firmer(event.when, when)
    event.place = event.place or (None if site.kind == "call" else details.place(site))
    if event.place and event.mode is None and event.status == "held" and site.kind in GENERAL and site.firm:
        # Parties that met somewhere met in person.
        event.mode = "inPerson"
    return event


def _firmer(known: When | None, new: When | None) -> When | None:
    """Return the time that says more: one with a day before one that only points, the earlier of two alike."""
    if known is None or new is None:
        return known or new
    return new if _VAGUE_DAY in known.timex and _VAGUE_DAY not in new.timex else known


def _called_best(event: Event) -> MeetingSite:
    """Return the mention that calls the event by its name: who met is told, and how rather than that they talked."""
    best = max(event.sites, key=lambda s: (len(s.parties), not s.sentence.headline, -s.first))
    # "He discussed it with X in a meeting": it was a meeting.
    named = (s for s in event.sites if s.occasion and s.kind != "talks")
    return next(named, best) if best.kind == "talks" and best.form != "noun" else best


def _meeting(scan: Scan, number: int, event: Event) -> Meeting:
    best = _called_best(event)
    hit = scan.hit(best.first, "meeting_nouns") or scan.hit(best.first, "meeting_verbs")
    called = event.mode == "phone" and best.kind == "talks"
    kind: MeetingKind = "call" if called else best.kind  # type: ignore[assignment]
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
