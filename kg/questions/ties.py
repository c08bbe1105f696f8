"""Who is tied to whom around some actors: bounded, however many articles speak of them.

`kg.questions.network` is the whole network, for files; here only what stands around a few is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions.facts import Between
from kg.questions.network import AGREED, MET, PASSED_ON, SPOKE_OF
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri, literal
from kg.triples import ISNAD

OFFICE, FORUM = "office", "forum"
"""Two relations more: holds an office of the other; took part in a meeting under the other, a forum."""
RELATIONS: Final = (MET, SPOKE_OF, PASSED_ON, AGREED, OFFICE, FORUM)
MOST_FACTS_OF_TIES: Final = 5_000
"""Of how many facts the ties of one relation are counted."""
MOST_PLACES: Final = 400
"""In how many places of texts it is looked who is named within what was said."""
MOST_COMPARED: Final = 2_500
"""With how many other places their offsets are compared."""

# Each relation: what has the fact's source, what has its target, and whether there is a direction.
_JOINED: Final = {
    MET: ("?fact isnad:participant ?source", "?fact isnad:participant ?target", True),
    AGREED: ("?fact isnad:party ?source", "?fact isnad:party ?target", True),
    PASSED_ON: ("?fact isnad:relayer ?source", "?fact isnad:speaker ?target", False),
    OFFICE: ("?fact org:member ?source", "?fact org:organization ?target", False),
    FORUM: ("?fact isnad:participant ?source", "?fact isnad:heldWithin ?target", False),
}
_SAID: Final = """?fact isnad:speaker ?source ; isnad:content/oa:hasSelector ?place .
    ?place oa:start ?start ; oa:end ?end ."""
_NAMED: Final = "?target isnad:mention/oa:hasSelector ?spot . ?spot oa:start ?first ; oa:end ?last ."


@dataclass(frozen=True, slots=True)
class Bond:
    """One relation between two actors: how many facts say so, and one of them."""

    source: str
    target: str
    relation: str
    count: int
    fact: str

    @property
    def mutual(self) -> bool:
        """Tell whether the relation has no direction."""
        return self.relation.startswith((MET, AGREED))


@dataclass(frozen=True, slots=True)
class Within:
    """What narrows ties: their relations, the days and the publisher of what says so."""

    relations: Sequence[str] = RELATIONS
    between: Between = field(default_factory=Between)
    publisher: str | None = None

    @property
    def pattern(self) -> str:
        """Return what the article has to be like."""
        found = ""
        if self.publisher:
            found += f" ?article schema:publisher/rdfs:label ?house . FILTER(STR(?house) = {literal(self.publisher)})"
        if self.between.since or self.between.until:
            found += (
                " OPTIONAL { ?fact sem:hasTime/isnad:date ?own } OPTIONAL { ?article schema:datePublished ?published }"
                f" BIND(COALESCE(STR(?own), STR(?published)) AS ?day) {self.between.of('?day')}"
            )
        return f"?fact isnad:reportedIn ?article .{found}" if found else ""


def ask_bonds(actors: Sequence[str], within: Within, most: int, among: bool = False) -> str:
    """Return the question for the ties of *actors*, up to *most* of each relation and direction.

    With *among* only ties between two of them. Rows: `relation`, `source`, `target`, `status`, `count`, `one`.
    Raises UsageError for what is no IRI.
    """
    known = " ".join(map(iri, actors))
    branches = []
    for relation in within.relations:
        for side in ("source", "target"):
            mutual = relation in _JOINED and _JOINED[relation][2]
            if side == "target" and (mutual or among):
                continue
            values = f"VALUES ?{side} {{ {known} }}" + (f" VALUES ?target {{ {known} }}" if among else "")
            branches.append(_branch(relation, values, within, most))
    return f"{PREFIXES}SELECT ?relation ?source ?target ?status ?count ?one WHERE {{\n  " + _union(branches) + "\n}"


def _union(branches: Sequence[str]) -> str:
    return "\n  UNION ".join(branches) or "{ FILTER(false) }"


def _branch(relation: str, values: str, within: Within, most: int) -> str:
    narrowed = within.pattern
    if relation == SPOKE_OF:
        # The facts first, bounded; who is named in each is told from the offsets.
        both = "VALUES ?source" in values
        first, then = (_SAID, _NAMED) if both else (_NAMED, _SAID)
        kept = "?g ?fact ?source ?start ?end" if both else "?g ?target ?first ?last"
        rest = "?g ?target ?first ?last" if both else "?g ?fact ?source ?start ?end"
        own, other = _split(values)
        here, there = (narrowed, "") if both else ("", narrowed)
        begun = f"SELECT DISTINCT {kept} WHERE {{ {own} GRAPH ?g {{ {first} {here} }} }} LIMIT {MOST_PLACES}"
        body = f"""{{ {begun} }}
    {{ SELECT {rest} WHERE {{ {{ SELECT DISTINCT ?g WHERE {{ {{ {begun} }} }} }} {other}
      GRAPH ?g {{ {then} {there} }} }} LIMIT {MOST_COMPARED} }}
    FILTER(?start <= ?first && ?last <= ?end)"""
    else:
        source, target, _ = _JOINED[relation]
        status = "OPTIONAL { ?fact isnad:status ?status }" if relation == MET else ""
        body = f"""{{ SELECT DISTINCT ?fact ?source ?target ?status WHERE {{
      {values} GRAPH ?g {{ {source} . {target} . {status} {narrowed} }} }} LIMIT {MOST_FACTS_OF_TIES} }}"""
    return f"""{{ SELECT ("{relation}" AS ?relation) ?source ?target ?status
    (COUNT(DISTINCT ?fact) AS ?count) (MIN(STR(?fact)) AS ?one) WHERE {{
    {body} FILTER(?source != ?target)
  }} GROUP BY ?source ?target ?status ORDER BY DESC(?count) ?source ?target LIMIT {most} }}"""


def _split(values: str) -> tuple[str, str]:
    """Return the VALUES of the side that facts are found by, and those of the other side if there are."""
    first, _, rest = values.partition("} VALUES")
    return (f"{first}}}", f"VALUES{rest}") if rest else (values, "")


def read_bonds(rows: Iterable[Row]) -> tuple[Bond, ...]:
    """Return what answers `ask_bonds`, the heaviest first; what has no direction stands once, from the lower IRI."""
    found: dict[tuple[str, str, str], tuple[int, str]] = defaultdict(lambda: (0, ""))
    for row in rows:
        if "source" not in row:
            continue
        source, target, relation = row["source"], row["target"], row["relation"]
        status = row.get("status", "").removeprefix(f"{ISNAD}status-")
        if relation == MET and status not in ("", "held"):
            relation = f"{MET}-{status}"
        if relation.startswith((MET, AGREED)):
            source, target = sorted((source, target))
        key = (source, target, relation)
        # The same tie may be found from both of its ends.
        found[key] = max(found[key], (int(row["count"]), row["one"]))
    bonds = [Bond(*key, count, fact) for key, (count, fact) in found.items()]
    return tuple(sorted(bonds, key=lambda bond: (-bond.count, bond.source, bond.target, bond.relation)))
