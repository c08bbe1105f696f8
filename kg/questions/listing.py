"""Lists of facts, narrowed by facets: which facts, how many, and how many for each value of a facet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import UsageError
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri, literal
from kg.triples import ISNAD

TEXT: Final = "PREFIX text: <http://jena.apache.org/text#>\n"
EACH: Final = 12
"""Values of a facet that are counted, the most frequent first."""
SORTS: Final = {"newest": "DESC(STR(?day)) ?fact", "oldest": "(!BOUND(?day)) STR(?day) ?fact"}
"""The orders a list may have; what has no day comes last in either."""
Values = Literal["iri", "iris", "concept", "words", "search"]
_ORDER: Final[Mapping[Values, int]] = {"search": 0, "iris": 0, "iri": 1, "concept": 1, "words": 2}
Chosen = Mapping[str, Sequence[str]]
"""The values a list is narrowed by, all of which hold, by facet."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list.

    `pattern` is what holds of `?fact` (and its `?article`) with the value {v}; {n} makes variables of its own. Values
    are IRIs, names of concepts of ours ("held"; `scheme` is "status"), words that are compared as they stand, or words
    that are searched for, which cannot be counted. `several` facets may be chosen more than once, as parties are.
    """

    name: str
    pattern: str
    values: Values
    scheme: str = ""
    several: bool = False
    counted: bool = True

    def holds(self, value: str, number: int) -> str:
        """Return the pattern for one value; raises UsageError for what is none."""
        match self.values:
            case "iri":
                return self.pattern.format(v=iri(value), n=number)
            case "iris":
                return self.pattern.format(v=" ".join(map(iri, value.split())), n=number)
            case "concept":
                if not value.isascii() or not value.replace("-", "").isalpha():
                    raise UsageError(f"{self.name}: {value[:100]!r} is no name of a concept", hint="see /ontology")
                return self.pattern.format(v=iri(f"{ISNAD}{self.scheme}-{value}"), n=number)
            case "words":
                variable = f"?v{number}"
                return f"{self.pattern.format(v=variable, n=number)} FILTER({variable} = {literal(value)})"
            case "search":
                return self.pattern.format(v=literal(value), n=number)

    def asked(self) -> str:
        """Return the pattern with the variable ?value."""
        return self.pattern.format(v="?value", n="")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of facts of one kind.

    `pattern` finds `?fact` in `?article`, `day` the `?day` it is sorted by; a table of them has `columns`, found by the
    pattern `table`, beside the fact.
    """

    pattern: str
    day: str
    facets: tuple[Facet, ...]
    columns: str
    table: str

    def _found(self, chosen: Chosen) -> str:
        numbered = enumerate((facet, value) for facet in self.facets for value in chosen.get(facet.name, ()))
        # A search finds least, and words are compared of what all else has left.
        held = [(_ORDER[facet.values], facet.holds(value, number)) for number, (facet, value) in numbered]
        return "\n  ".join(pattern for _, pattern in sorted([*held, (1, self.pattern)], key=lambda one: one[0]))

    def ask_facts(self, chosen: Chosen, sort: str, most: int, first: int) -> str:
        """Return the question for facts, one more than *most* from the *first* on; rows `fact`, and `day` if known."""
        return (
            f"{TEXT}{PREFIXES}SELECT DISTINCT ?fact ?day WHERE {{\n  {self._found(chosen)}\n  {self.day}\n}} "
            f"ORDER BY {SORTS[sort]} LIMIT {most + 1} OFFSET {first}\n"
        )

    def ask_table(self, chosen: Chosen) -> str:
        """Return the question for all the facts with their words, as a table for programs."""
        return (
            f"{TEXT}{PREFIXES}SELECT DISTINCT ?fact {self.columns} ?day ?article WHERE {{\n"
            f"  {self._found(chosen)}\n  {self.day}\n  {self.table}\n}} ORDER BY DESC(STR(?day)) ?fact\n"
        )

    def ask_counts(self, chosen: Chosen) -> str:
        """Return the question for how many facts there are, and for how many the values of each facet hold."""
        found = self._found(chosen)
        counted = "(COUNT(DISTINCT ?fact) AS ?count)"
        branches = [f'{{ SELECT ("" AS ?facet) {counted} WHERE {{ {found} }} }}']
        branches += [
            f'{{ SELECT ("{facet.name}" AS ?facet) ?value {counted} WHERE {{ {found} {facet.asked()} }}'
            f" GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {EACH + len(chosen.get(facet.name, ()))} }}"
            for facet in self.facets
            if facet.counted and (facet.several or not chosen.get(facet.name))
        ]
        return f"{TEXT}{PREFIXES}SELECT ?facet ?value ?count WHERE {{\n" + "\nUNION ".join(branches) + "\n}\n"

    def read_counts(self, rows: Iterable[Row]) -> tuple[int, Mapping[str, tuple[tuple[str, int], ...]]]:
        """Return how many facts there are, and the values of each facet with how many they hold for, most first."""
        total, found = 0, defaultdict(list)
        schemes = {facet.name: f"{ISNAD}{facet.scheme}-" for facet in self.facets if facet.values == "concept"}
        for row in rows:
            if not row["facet"]:
                total = int(row["count"])
            elif "value" in row:
                value = row["value"].removeprefix(schemes.get(row["facet"], ""))
                found[row["facet"]].append((value, int(row["count"])))
        return total, {name: tuple(sorted(of, key=lambda one: (-one[1], one[0]))) for name, of in found.items()}
