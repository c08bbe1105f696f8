"""What an actor does: lists of the facts that name it, each narrowed by what a reader chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.questions.facts import Between
from kg.questions.words import PREFIXES, iri, literal
from kg.triples import ISNAD

# The day of a meeting is its own where the text fixes it; a time that stays unresolved is no day; without any time
# it is that of the article.
DAY_OF_MEETING: Final = """OPTIONAL { ?fact sem:hasTime ?time .
    OPTIONAL { ?time isnad:date ?own } OPTIONAL { ?time rdfs:label ?when } }
  OPTIONAL { ?article schema:datePublished ?published }
  BIND(IF(BOUND(?own), STR(?own), IF(BOUND(?time), "", COALESCE(STR(?published), ""))) AS ?day)"""
DAY_OF_ARTICLE: Final = """OPTIONAL { ?article schema:datePublished ?published }
  BIND(COALESCE(STR(?published), "") AS ?day)"""
WITHIN: Final = """?fact isnad:content/oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end .
  {named} isnad:mention/oa:hasSelector ?spot . ?spot oa:start ?first ; oa:end ?last .
  FILTER(?start <= ?first && ?last <= ?end)"""

UNDATED: Final = "undated"
"""What stands for the day of what has none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What narrows a list: each by its IRI, name or words, None for any.

    `other` is another actor (met with, named, relaying or relayed, of whom an office is); `medium`, `mode`, `status`
    and `kind` are names of the ontology's concepts ("tweet", "direct", "held", "call"); `called` the words of an
    office, or the note of a link; `month` is YYYY-MM or UNDATED; `forum` is the IRI of the forum of a meeting.
    """

    other: str | None = None
    medium: str | None = None
    mode: str | None = None
    status: str | None = None
    kind: str | None = None
    called: str | None = None
    article: str | None = None
    month: str | None = None
    forum: str | None = None


def _concept(scheme: str, name: str) -> str:
    return iri(f"{ISNAD}{scheme}-{name}")


def statements_of(actor: str, chosen: Chosen) -> str:
    """Return the pattern of what *actor* said."""
    named = WITHIN.format(named=iri(chosen.other)) if chosen.other else ""
    return (
        f"?fact isnad:speaker {iri(actor)} ; a isnad:Statement ; isnad:reportedIn ?article .{_traits(chosen)} {named}"
    )


def _traits(chosen: Chosen) -> str:
    medium = f" ?fact isnad:medium {_concept('medium', chosen.medium)} ." if chosen.medium else ""
    mode = f" ?fact isnad:quoteMode {_concept('quote', chosen.mode)} ." if chosen.mode else ""
    return medium + mode


def _about(actor: str, chosen: Chosen) -> str:
    speaker = f"?fact isnad:speaker {iri(chosen.other)} ." if chosen.other else "?fact isnad:speaker ?other ."
    return (
        f"{WITHIN.format(named=iri(actor))} ?fact a isnad:Statement ; isnad:reportedIn ?article ."
        f" {speaker}{_traits(chosen)} FILTER NOT EXISTS {{ ?fact isnad:speaker {iri(actor)} }}"
    )


def meetings_of(actor: str, chosen: Chosen) -> str:
    """Return the pattern of the meetings that *actor* takes part in."""
    other = f" ?fact isnad:participant {iri(chosen.other)} ." if chosen.other else ""
    status = f" ?fact isnad:status {_concept('status', chosen.status)} ." if chosen.status else ""
    kind = f" ?fact dcterms:type {_concept('kind', chosen.kind)} ." if chosen.kind else ""
    kind += f" ?fact isnad:heldWithin {iri(chosen.forum)} ." if chosen.forum else ""
    return f"?fact isnad:participant {iri(actor)} ; a isnad:Meeting ; isnad:reportedIn ?article .{other}{status}{kind}"


def _offices(actor: str, chosen: Chosen) -> str:
    other = f" ?fact org:organization {iri(chosen.other)} ." if chosen.other else ""
    called = f" FILTER(STR(?words) = {literal(chosen.called)})" if chosen.called else ""
    return f"?fact org:member {iri(actor)} ; rdfs:label ?words ; isnad:reportedIn ?article .{other}{called}"


def _held(actor: str, chosen: Chosen) -> str:
    other = f" ?fact org:member {iri(chosen.other)} ." if chosen.other else ""
    return f"?fact org:organization {iri(actor)} ; a isnad:Position ; isnad:reportedIn ?article .{other}"


def _relayed(actor: str, chosen: Chosen) -> str:
    by = iri(chosen.other) if chosen.other else "?other"
    return f"?fact isnad:speaker {iri(actor)} ; isnad:relayer {by} ; isnad:reportedIn ?article ."


def _relays(actor: str, chosen: Chosen) -> str:
    said_by = iri(chosen.other) if chosen.other else "?other"
    return f"?fact isnad:relayer {iri(actor)} ; isnad:speaker {said_by} ; isnad:reportedIn ?article ."


def _agreements(actor: str, chosen: Chosen) -> str:
    other = f" ?fact isnad:party {iri(chosen.other)} ." if chosen.other else ""
    return f"?fact isnad:party {iri(actor)} ; isnad:reportedIn ?article .{other}"


def _links(actor: str, chosen: Chosen) -> str:
    note = f" FILTER(STR(?note) = {literal(chosen.called)})" if chosen.called else ""
    return f"?fact isnad:actor {iri(actor)} ; skos:note ?note ; isnad:reportedIn ?article .{note}"


def _forum(actor: str, chosen: Chosen) -> str:
    return f"?fact isnad:heldWithin {iri(actor)} ; a isnad:Meeting ; isnad:reportedIn ?article ."


PARTS: Final = {
    "statements": (statements_of, DAY_OF_ARTICLE),
    "about": (_about, DAY_OF_ARTICLE),
    "meetings": (meetings_of, DAY_OF_MEETING),
    "within": (_forum, DAY_OF_MEETING),
    "offices": (_offices, DAY_OF_ARTICLE),
    "holders": (_held, DAY_OF_ARTICLE),
    "relayed": (_relayed, DAY_OF_ARTICLE),
    "relays": (_relays, DAY_OF_ARTICLE),
    "agreements": (_agreements, DAY_OF_ARTICLE),
    "links": (_links, DAY_OF_ARTICLE),
}
"""The lists there are of an actor, each with its pattern and where its facts have their day from."""


def ask_listed(part: str, actor: str, chosen: Chosen, between: Between) -> str:
    """Return the question for one page of a list; its rows have `fact` and `day` ("" for none), the newest first."""
    pattern, day = PARTS[part]
    article = f"VALUES ?article {{ {iri(chosen.article)} }}" if chosen.article else ""
    month = ""
    if chosen.month:
        wanted = "" if chosen.month == UNDATED else chosen.month
        month = 'FILTER(?day = "")' if not wanted else f"FILTER(STRSTARTS(?day, {literal(wanted)}))"
    # What has no day lies within no stretch of days.
    within = f'FILTER(?day != "") {between.of("?day")}' if between.since or between.until else ""
    return f"""{PREFIXES}SELECT DISTINCT ?fact ?day WHERE {{
  {article}
  GRAPH ?g {{ {pattern(actor, chosen)}
  {day} }}
  {month} {within}
}} ORDER BY DESC(?day) ?fact {between.page}"""
