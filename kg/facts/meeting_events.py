"""Which event a mention of a meeting speaks of: one told before, or a new one."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.facts.cast import Cast
from kg.facts.meeting_site import MeetingSite
from kg.facts.model import Mode, Status, When
from kg.text import Span

# Kinds by which one event may be called in turn.
GENERAL = frozenset({"meeting", "talks", "summit"})
# Talks are told as a call in the same sentence.
_TALKED = {"talks", "call"}
# How many events back a definite noun may point, and how many back the same parties are looked for.
_BACK = 4
_FAR_BACK = 12
# Forms of a verb that says a meeting was held.
_TOLD_AS_PAST = ("finite", "past", "relative")


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


@dataclass(frozen=True, slots=True)
class Told:
    """What one mention tells: its site, whether it took place, and when."""

    site: MeetingSite
    status: Status
    when: When | None


def event_of(events: list[Event], told: Told, cast: Cast) -> Event | None:
    """Return the event that a mention speaks of again, or None when it tells of a new one."""
    return _same(events, told) or _headline_of(events, told.site, cast)


def _same(events: list[Event], told: Told) -> Event | None:
    """Return the event that a mention speaks of again: by its parties, its forum, or because it points back."""
    site = told.site
    if site.again and (event := _told_of(events, site)):
        return event
    if site.parties and not site.joins:
        for event in reversed(events[-_FAR_BACK:]):
            if _one(event, told):
                return event
        return None
    return _pointed_at(events, told)


def _pointed_at(events: list[Event], told: Told) -> Event | None:
    """Return the event that a mention without parties points back to."""
    site, last = told.site, events[-1] if events else None
    if not site.definite and site.bare and last and last.sites[-1].sentence is site.sentence:
        # "He discussed it with X in a call": the call is how they talked.
        return last if last.site.kind != "visit" and site.kind != "visit" else None
    if not site.definite:
        return next((e for e in reversed(events[-_BACK:]) if _session_of(e, told)), None)
    for event in reversed(events[-_BACK:]):
        if told.status in ("planned", "cancelled") and event.status == "held" and event.site.form in _TOLD_AS_PAST:
            # What is still to come is no meeting of which a verb said that it was held.
            continue
        if _kinds_agree(event.site.kind, site.kind) and (not site.forum or event.forum in (None, site.forum)):
            return event
    return None


def _told_of(events: list[Event], site: MeetingSite) -> Event | None:
    """Return the last event at which the two met who now "discuss": they are not told to meet once more."""
    for event in reversed(events[-_BACK:]):
        if event.site.kind != "visit" and set(site.parties) <= set(event.parties):
            return event
    last = events[-1] if events else None
    return last if last and last.site.kind != "visit" and set(site.parties) & set(last.parties) else None


def _session_of(event: Event, told: Told) -> bool:
    """Tell whether a mention without parties is of the same forum's session."""
    site, status = told.site, told.status
    same = site.forum is not None and event.forum == site.forum and _kinds_agree(event.site.kind, site.kind)
    # "Since the last session" is another one than the session told of.
    told_before = status == "planned" or all(s.sentence.headline for s in event.sites)
    return same and event.status == status and told_before


def _headline_of(events: list[Event], site: MeetingSite, cast: Cast) -> Event | None:
    """Return the headline's event whose countries stand for the parties of this mention, and put these in their place.

    Headlines say "Washington and Moscow discuss" where the text goes on with the ministers who do.
    """
    for event in events[-_BACK:]:
        told = all(s.sentence.headline for s in event.sites) and _kinds_agree(event.site.kind, site.kind)
        if not told or len(event.parties) < 2 or len(site.parties) < 2:
            continue
        if all(any(cast.stands_for(old, new) for new in site.parties) for old in event.parties):
            event.parties = []
            return event
    return None


def _one(event: Event, told: Told) -> bool:
    """Tell whether a mention with parties speaks of *event*: the same parties, or some of them, and the same kind."""
    site = told.site
    talked = {event.site.kind, site.kind} == _TALKED and event.sites[-1].sentence is site.sentence
    if not talked and not _kinds_agree(event.site.kind, site.kind):
        return False
    have, new = set(event.parties), set(site.parties)
    if not have:
        return site.definite and event.site.definite
    if told.status != event.status and (have != new or _apart(event, told)):
        return False
    if site.kind == "visit":
        return have == new
    return have == new if min(len(have), len(new)) < 2 else have <= new or new <= have


def _apart(event: Event, told: Told) -> bool:
    """Tell whether a mention of another status has a time of its own: a meeting to come beside one that was held."""
    if told.site.definite or told.site.sentence.headline or all(s.sentence.headline for s in event.sites):
        return False
    return told.when is not None and event.when is not None and told.when.timex != event.when.timex


def _kinds_agree(one: str, other: str) -> bool:
    return one == other or (one in GENERAL and other in GENERAL)
