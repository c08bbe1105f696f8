"""The way that words came: who spoke, who relayed it, by which medium, who published it, whom the article credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri

ROLES: Final = ("speaker", "relayer", "medium", "publisher", "source")
"""The links a chain may have, from the mouth that spoke outwards; names of the ontology's concepts `role-…`."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: its role (of ROLES), who or what it is (IRIs), and the offices that the text names.

    A speaker and a publisher are agents, a medium is a concept; `level` is 1 at the mouth that spoke.
    """

    role: str
    level: int
    agents: tuple[str, ...]
    offices: tuple[str, ...] = ()


# Each branch begins with the facts: what an OPTIONAL or a UNION is joined to, the engine would read for all articles.
# So an office has rows of its own.
_STEP: Final = "?step isnad:level ?level ; dcterms:type ?role ; prov:agent|isnad:medium ?agent"
_WAYS: Final = (
    "?fact prov:qualifiedAttribution ?step",
    "?fact isnad:reportedIn ?article . ?article prov:qualifiedAttribution ?step",
)
_OFFICES: Final = ("", " ; isnad:inCapacity/rdfs:label ?office")


def ask_chains(facts: Sequence[str]) -> str:
    """Return the question for the chains of *facts*, by IRI (an article has one too: publisher and sources)."""
    given = f"VALUES ?fact {{ {' '.join(map(iri, facts))} }}"
    branches = [f"{{ {given} GRAPH ?g {{ {way} . {_STEP}{office} }} }}" for way in _WAYS for office in _OFFICES]
    chosen = "\nUNION ".join(branches)
    return f"{PREFIXES}SELECT DISTINCT ?fact ?level ?role ?agent ?office WHERE {{\n{chosen}\n}}\n"


def read_chains(rows: Iterable[Row]) -> dict[str, tuple[Link, ...]]:
    """Return the chains that answer `ask_chains`, by fact, each from the mouth that spoke outwards."""
    agents: dict[str, dict[tuple[int, str], dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    offices: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["agent"], row.get("office", ""))):
        role = row["role"].rpartition("#")[2].removeprefix("role-")
        agents[row["fact"]][int(row["level"]), role][row["agent"]] = None
        if "office" in row:
            offices[row["fact"], role][row["office"]] = None
    return {
        fact: tuple(
            Link(role, level, tuple(steps), tuple(offices.get((fact, role), ())))
            for (level, role), steps in sorted(told.items())
        )
        for fact, told in agents.items()
    }
