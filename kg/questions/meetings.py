"""What stands around a meeting: its parties, who spoke there, others that may be the same, its forum's others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in a meeting.

    `offices` are the capacities in which the article has him there, each an IRI and its words; `sides` the IRIs of
    those on whose behalf he is there, as a delegation is.
    """

    actor: str
    offices: tuple[tuple[str, str], ...]
    sides: tuple[str, ...]


_PARTIES: Final = """SELECT DISTINCT ?meeting ?who ?office ?called ?side WHERE {{
  VALUES ?meeting {{ {meetings} }}
  ?meeting isnad:participant ?who .
  OPTIONAL {{ ?meeting isnad:participation ?part . ?part isnad:actor ?who ; isnad:inCapacity ?office .
    ?office rdfs:label ?called }}
  OPTIONAL {{ ?who isnad:onBehalfOf ?side }}
}} ORDER BY ?meeting ?who ?office
"""
_SPOKEN: Final = """SELECT DISTINCT ?fact ?medium WHERE {{
  VALUES ?meeting {{ {meeting} }}
  ?meeting isnad:reportedIn ?article ; isnad:evidence ?there .
  ?fact isnad:reportedIn ?article ; a isnad:Statement ; isnad:evidence ?there .
  OPTIONAL {{ ?fact isnad:medium ?medium }}
}} ORDER BY ?fact LIMIT 50
"""
_SAME: Final = """SELECT ?other (COUNT(DISTINCT ?who) AS ?shared) WHERE {{
  VALUES ?meeting {{ {meeting} }}
  ?meeting isnad:participant ?who .
  ?who rdfs:label ?name . ?twin rdfs:label ?name . ?other isnad:participant ?twin ; a isnad:Meeting .
  FILTER(?other != ?meeting)
}} GROUP BY ?other ORDER BY DESC(?shared) ?other LIMIT 40
"""
_SESSIONS: Final = """SELECT DISTINCT ?meeting ?article ?published ?date ?timex WHERE {{
  VALUES ?forum {{ {forum} }}
  {{ ?meeting isnad:heldWithin ?forum }}
  UNION {{ ?forum rdfs:label ?name . ?twin rdfs:label ?name ; a isnad:Forum . ?meeting isnad:heldWithin ?twin }}
  ?meeting isnad:reportedIn ?article .
  OPTIONAL {{ ?article schema:datePublished ?published }}
  OPTIONAL {{ ?meeting sem:hasTime/isnad:timex ?timex }} OPTIONAL {{ ?meeting sem:hasTime/isnad:date ?date }}
}} ORDER BY ?meeting LIMIT 500
"""
_MEMBERS: Final = """SELECT ?who (COUNT(DISTINCT ?meeting) AS ?count) WHERE {{
  VALUES ?forum {{ {forums} }}
  ?meeting isnad:heldWithin ?forum ; isnad:participant ?who .
}} GROUP BY ?who ORDER BY DESC(?count) ?who LIMIT 100
"""
_TWINS: Final = """SELECT DISTINCT ?twin WHERE {{
  VALUES ?forum {{ {forum} }} ?forum rdfs:label ?name . ?twin rdfs:label ?name ; a isnad:Forum
}} ORDER BY ?twin LIMIT 50
"""


def ask_parties(meetings: Iterable[str]) -> str:
    """Return the question for who takes part in meetings, and as what."""
    return PREFIXES + _PARTIES.format(meetings=" ".join(map(iri, meetings)))


def read_parties(rows: Iterable[Row]) -> Mapping[str, tuple[Party, ...]]:
    """Return the parties that answer `ask_parties`, by meeting."""
    offices: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
    sides: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        key = row["meeting"], row["who"]
        found[row["meeting"]][row["who"]] = None
        if "called" in row:
            offices[key][row["office"], row["called"]] = None
        if "side" in row:
            sides[key][row["side"]] = None
    return {
        meeting: tuple(Party(who, tuple(offices[meeting, who]), tuple(sides[meeting, who])) for who in actors)
        for meeting, actors in found.items()
    }


def ask_spoken_at(meeting: str) -> str:
    """Return the question for statements in the sentences that tell of a meeting; rows `fact`, and `medium` if any."""
    return PREFIXES + _SPOKEN.format(meeting=iri(meeting))


def ask_same_parties(meeting: str) -> str:
    """Return the question for other meetings of parties called the same; rows `other`, `shared` (how many parties)."""
    return PREFIXES + _SAME.format(meeting=iri(meeting))


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of a forum with what tells when it was: `date` where the text fixes it (a day, a month, a year)."""

    meeting: str
    article: str
    published: str | None
    date: str | None
    timex: str | None

    @property
    def order(self) -> tuple[bool, str, str]:
        """Return what sessions are sorted by: the dated by time, then the undated by the days of their articles."""
        return (self.date is None, self.date or self.published or "", self.meeting)


def ask_sessions(forum: str) -> str:
    """Return the question for the meetings of a forum, those of one called the same in another article among them."""
    return PREFIXES + _SESSIONS.format(forum=iri(forum))


def read_sessions(rows: Iterable[Row]) -> tuple[Session, ...]:
    """Return the sessions that answer `ask_sessions`, in order of time as far as it is known."""
    found = {
        row["meeting"]: Session(row["meeting"], row["article"], row.get("published"), row.get("date"), row.get("timex"))
        for row in rows
    }
    return tuple(sorted(found.values(), key=lambda session: session.order))


def ask_twins(forum: str) -> str:
    """Return the question for forums that are called the same, itself among them; rows `twin`."""
    return PREFIXES + _TWINS.format(forum=iri(forum))


def ask_members(forums: Iterable[str]) -> str:
    """Return the question for who took part in meetings of forums, and in how many; rows `who`, `count`."""
    return PREFIXES + _MEMBERS.format(forums=" ".join(map(iri, forums)))
