"""The lists there are, each with the facets that narrow it; and forums and topics, which are lists of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.questions.listing import TEXT, Facet, Listing
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, literal
from kg.search import folding

_PUBLISHED: Final = "OPTIONAL { ?article schema:datePublished ?day }"
_PUBLISHER: Final = Facet("publisher", "?article schema:publisher/rdfs:label ?p{n} . BIND(STR(?p{n}) AS {v})", "words")
_ARTICLE: Final = Facet("article", "?fact isnad:reportedIn {v} .", "iri", counted=False)
_MONTH: Final = Facet("month", "?article schema:datePublished ?d{n} . BIND(SUBSTR(STR(?d{n}), 1, 7) AS {v})", "words")
# Two sides, each found by itself and joined by article: any other order costs the engine minutes of a large store.
_NAMES_IT: Final = (
    "{{ SELECT DISTINCT ?article ?f{n} ?l{n} WHERE {{ {v} isnad:mention ?m{n} . ?m{n} oa:hasSource ?article ;"
    " oa:hasSelector ?s{n} . ?s{n} oa:start ?f{n} ; oa:end ?l{n} }} }}"
    " {{ SELECT ?fact ?article ?a{n} ?z{n} WHERE {{ ?fact isnad:quoteMode ?q{n} ; isnad:reportedIn ?article ;"
    " isnad:content ?c{n} . ?c{n} oa:hasSelector ?cs{n} . ?cs{n} oa:start ?a{n} ; oa:end ?z{n} }} }}"
    " FILTER(?a{n} <= ?f{n} && ?l{n} <= ?z{n})"
)

STATEMENTS: Final = Listing(
    "?fact a isnad:Statement .",
    _PUBLISHED,
    (
        Facet("q", '?fact text:query ( schema:text {v} 1000 "kind:Statement" ) .', "search", counted=False),
        Facet("topic", '?fact text:query ( schema:text {v} 1000 "kind:Statement" ) .', "search", counted=False),
        Facet("speaker", "?fact isnad:speaker {v} .", "iri", tells=True),
        Facet("actor", _NAMES_IT, "iri", several=True, counted=False, tells=True, repeats=True, places=True),
        Facet("relayer", "?fact isnad:relayer {v} .", "iri", tells=True),
        Facet("mode", "?fact isnad:quoteMode {v} .", "concept", "quote", tells=True),
        Facet("medium", "?fact isnad:medium {v} .", "concept", "medium"),
        Facet("conditional", '?fact isnad:condition ?c{n} . BIND("yes" AS {v})', "words", tells=True, repeats=True),
        _PUBLISHER,
        _MONTH,
        _ARTICLE,
    ),
    "?speaker ?text ?mode ?medium",
    "?fact schema:text ?text ; isnad:speaker ?who ; isnad:quoteMode ?mode . OPTIONAL { ?who rdfs:label ?speaker }"
    " OPTIONAL { ?fact isnad:medium ?medium }",
)
_MEETING_DAY: Final = (
    "OPTIONAL { ?fact sem:hasTime/isnad:date ?own } OPTIONAL { ?article schema:datePublished ?published }"
    " BIND(COALESCE(?own, ?published) AS ?day)"
)
_TOUCHES: Final = (
    "{{ SELECT DISTINCT ?fact WHERE {{ ?t{n} text:query ( {v} 1000 ) ."
    " ?fact isnad:participant|isnad:heldWithin|schema:about|schema:location|isnad:reportedIn ?t{n} }} }}"
)
MEETINGS: Final = Listing(
    "?fact a isnad:Meeting .",
    _MEETING_DAY,
    (
        Facet("q", _TOUCHES, "search", counted=False),
        Facet("actor", "?fact isnad:participant {v} .", "iri", several=True, tells=True),
        Facet("kind", "?fact dcterms:type {v} .", "concept", "kind"),
        Facet("status", "?fact isnad:status {v} .", "concept", "status", tells=True),
        Facet("mode", "?fact schema:eventAttendanceMode {v} .", "concept", "mode"),
        Facet("forum", "?fact isnad:heldWithin {v} .", "iri", tells=True),
        Facet("place", "?fact schema:location/rdfs:label ?w{n} . BIND(STR(?w{n}) AS {v})", "words"),
        Facet("topic", "VALUES ?t{n} {{ {v} }} ?fact schema:about ?t{n} .", "iris", counted=False, repeats=True),
        _PUBLISHER,
        Facet(
            "month",
            "OPTIONAL {{ ?fact sem:hasTime/isnad:date ?o{n} }} OPTIONAL {{ ?article schema:datePublished ?d{n} }}"
            " BIND(SUBSTR(STR(COALESCE(?o{n}, ?d{n})), 1, 7) AS {v})",
            "words",
        ),
        _ARTICLE,
    ),
    "?party ?kind ?status ?time ?place",
    "?fact dcterms:type ?kind ; isnad:status ?status ."
    " OPTIONAL { ?fact isnad:participant ?who . ?who rdfs:label ?party }"
    " OPTIONAL { ?fact sem:hasTime/rdfs:label ?time } OPTIONAL { ?fact schema:location/rdfs:label ?place }",
    by="STR(?day)",
)
AGREEMENTS: Final = Listing(
    "?fact a isnad:Agreement .",
    _PUBLISHED,
    (
        Facet("q", '?fact text:query ( schema:text {v} 1000 "kind:Agreement" ) .', "search", counted=False),
        Facet("actor", "?fact isnad:party {v} .", "iri", several=True, tells=True),
        _PUBLISHER,
        _MONTH,
        _ARTICLE,
    ),
    "?party ?text",
    "?fact schema:text ?text ; isnad:party ?who . OPTIONAL { ?who rdfs:label ?party }",
)
LISTS: Final[Mapping[str, Listing]] = {"statements": STATEMENTS, "meetings": MEETINGS, "agreements": AGREEMENTS}
"""The lists by the names of their pages."""

MOST_NAMES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are called alike, each in its article: `label` as it is written most, `count` how many facts."""

    key: str
    label: str
    count: int
    things: tuple[str, ...]


ASK_TOPICS: Final = (
    f"{PREFIXES}SELECT ?thing (MIN(?label) AS ?name) (COUNT(DISTINCT ?fact) AS ?count) WHERE {{\n"
    "  ?fact schema:about ?thing ; a isnad:Meeting . ?thing rdfs:label ?label\n"
    f"}} GROUP BY ?thing ORDER BY ?thing LIMIT {MOST_NAMES}\n"
)
ASK_FORUMS: Final = (
    f"{PREFIXES}SELECT ?thing (MIN(?label) AS ?name) (COUNT(DISTINCT ?fact) AS ?count) WHERE {{\n"
    "  ?thing a isnad:Forum ; isnad:mention ?m ; rdfs:label ?label . OPTIONAL { ?fact isnad:heldWithin ?thing }\n"
    f"}} GROUP BY ?thing ORDER BY ?thing LIMIT {MOST_NAMES}\n"
)
ASK_PLACES: Final = (
    f"{PREFIXES}SELECT ?thing (MIN(?label) AS ?name) (COUNT(DISTINCT ?fact) AS ?count) WHERE {{\n"
    "  ?fact schema:location ?thing ; a isnad:Meeting . ?thing rdfs:label ?label\n"
    f"}} GROUP BY ?thing ORDER BY ?thing LIMIT {MOST_NAMES}\n"
)


def folded(words: str) -> str:
    """Return *words* as they are compared: the same for all spellings of the same words."""
    return " ".join(folding().keys(words))


def read_groups(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Return what answers one of the questions for names, grouped by what they are called, most facts first."""
    things: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in rows:
        if "name" in row and (key := folded(row["name"])):
            things[key].append((row["thing"], row["name"], int(row["count"])))
    groups = []
    for key, found in things.items():
        labels: dict[str, int] = defaultdict(int)
        for _, label, count in found:
            labels[label] += count
        label = min(labels, key=lambda one: (-labels[one], one))
        groups.append(Group(key, label, sum(labels.values()), tuple(sorted(thing for thing, _, _ in found))))
    return tuple(sorted(groups, key=lambda group: (-group.count, group.label)))


def ask_called(words: str, property_: str) -> str:
    """Return the question for what has *words* in its label and is a value of *property_* ("schema:about").

    Its rows have `thing` and `label`; whether the words are all of the label is for `folded` to tell.
    """
    return (
        f"{TEXT}{PREFIXES}SELECT DISTINCT ?thing ?label WHERE {{\n"
        f"  (?thing ?score ?label) text:query ( rdfs:label {literal(phrase(words))} 1000 ) .\n"
        f"  ?fact {property_} ?thing\n}} LIMIT 500\n"
    )


def phrase(words: str) -> str:
    """Return *words* as a search for them side by side."""
    return '"' + " ".join(words.replace('"', " ").split()) + '"'
