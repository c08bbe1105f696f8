"""Lists of facts, narrowed by facets: which facts, how many, and how many for each value of a facet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import UsageError
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri, literal
from kg.triples import ISNAD

TEXT: Final = "PREFIX text: <http://jena.apache.org/text#>\n"
MOST: Final = 10_000
"""Facts that are counted, and leafed through, where they have to be found one by one."""
_REPORTED: Final = "?fact isnad:reportedIn ?article ."
EACH: Final = 12
"""Values of a facet that are counted, the most frequent first."""
SORTS: Final = {"newest": "DESC({by}) ?fact", "oldest": "(!BOUND(?day)) {by} ?fact"}
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
    `tells` that what it holds for is of the list's kind; where it `repeats`, it may hold for a fact in several ways;
    where it `places`, it finds the `?article` as well.
    """

    name: str
    pattern: str
    values: Values
    scheme: str = ""
    several: bool = False
    counted: bool = True
    tells: bool = False
    repeats: bool = False
    places: bool = False

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

    `kind` tells of `?fact` that it is one, `day` finds the `?day` it is sorted by; a table of them has `columns`, found
    by the pattern `table`, beside the fact. Days that are months or years too are compared as words (`by`).
    """

    kind: str
    day: str
    facets: tuple[Facet, ...]
    columns: str
    table: str
    by: str = "?day"

    def _found(self, chosen: Chosen, beside: Facet | None = None, *, more: str = "") -> str:
        """Return the pattern for facts, and for a value of the facet *beside*: no join that is not needed."""
        taken = [(facet, value) for facet in self.facets for value in chosen.get(facet.name, ())]
        held = [(_ORDER[facet.values], facet.holds(value, number)) for number, (facet, value) in enumerate(taken)]
        if beside:
            held.append((_ORDER[beside.values], beside.asked()))
        there = any(facet.places for facet, _ in taken)
        if not there and ("?article" in more or any("?article" in pattern for _, pattern in held)):
            held.append((1, _REPORTED))
        if not any(facet.tells for facet in (*(facet for facet, _ in taken), *([beside] if beside else ()))):
            held.append((1, self.kind))
        # A search finds least, and words are compared of what all else has left.
        return "\n  ".join(pattern for _, pattern in sorted(held, key=lambda one: one[0]))

    def _distinct(self, chosen: Chosen, beside: Facet | None = None) -> str:
        held = [facet for facet in self.facets if chosen.get(facet.name)] + ([beside] if beside else [])
        return "DISTINCT " if any(facet.repeats for facet in held) else ""

    def ask_facts(self, chosen: Chosen, sort: str, most: int, first: int) -> str:
        """Return the question for facts, one more than *most* from the *first* on; rows `fact`, and `day` if known."""
        found = f"{self._found(chosen, more=self.day)}\n  {self.day}"
        if not chosen and "?fact" not in self.day:
            # All there are: sides that are found each by itself are joined at once, not looked up for each fact.
            days = f"SELECT DISTINCT ?article ?day WHERE {{ GRAPH ?g {{ ?article a isnad:Article {self.day} }} }}"
            found = f"{{ {days} }}\n  {{ SELECT ?fact ?article WHERE {{ {_REPORTED} }} }}"
            found += f"\n  {{ SELECT ?fact WHERE {{ {self.kind} }} }}"
        return (
            f"{TEXT}{PREFIXES}SELECT {self._distinct(chosen)}?fact ?day WHERE {{\n"
            f"  {found}\n}} "
            f"ORDER BY {SORTS[sort].format(by=self.by)} LIMIT {most + 1} OFFSET {first}\n"
        )

    def ask_table(self, chosen: Chosen) -> str:
        """Return the question for all the facts with their words, as a table for programs."""
        return (
            f"{TEXT}{PREFIXES}SELECT DISTINCT ?fact {self.columns} ?day ?article WHERE {{\n"
            f"  {self._found(chosen, more=self.day)}\n  {self.day}\n  {self.table}\n}} ORDER BY DESC(STR(?day)) ?fact\n"
        )

    def ask_counts(self, chosen: Chosen) -> str:
        """Return the question for how many facts there are, and for how many the values of each facet hold."""

        def counted(beside: Facet | None = None) -> str:
            return f"(COUNT({self._distinct(chosen, beside)}?fact) AS ?count)"

        if self._distinct(chosen):
            return self._counts_of_once(chosen)
        branches = [f'{{ SELECT ("" AS ?facet) {counted()} WHERE {{ {self._found(chosen)} }} }}']
        branches += [
            f'{{ SELECT ("{facet.name}" AS ?facet) ?value {counted(facet)} WHERE {{ {self._found(chosen, facet)} }}'
            f" GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {EACH + len(chosen.get(facet.name, ()))} }}"
            for facet in self._open(chosen)
        ]
        return f"{TEXT}{PREFIXES}SELECT ?facet ?value ?count WHERE {{\n" + "\nUNION ".join(branches) + "\n}\n"

    def _counts_of_once(self, chosen: Chosen) -> str:
        """Return the question for facts that cost most to find: once, each with its values, to be counted here."""
        values = " ".join(
            f"OPTIONAL {{ {facet.pattern.format(v=f'?{facet.name}', n=f'_{facet.name}')} }}"
            for facet in self._open(chosen)
        )
        found, names = self._found(chosen, more="?article"), " ".join(f"?{one.name}" for one in self._open(chosen))
        return (
            f"{TEXT}{PREFIXES}SELECT DISTINCT ?fact ?day {names} WHERE {{\n"
            f"  {{ SELECT DISTINCT ?fact ?article WHERE {{ {found} }} LIMIT {MOST} }}\n  {self.day} {values}\n}}\n"
        )

    def once(self, chosen: Chosen) -> bool:
        """Tell whether `ask_counts` asks for the facts themselves, of which `sorted_facts` makes pages."""
        return bool(self._distinct(chosen))

    def _open(self, chosen: Chosen) -> list[Facet]:
        return [one for one in self.facets if one.counted and (one.several or not chosen.get(one.name))]

    def read_counts(self, rows: Iterable[Row]) -> tuple[int, Mapping[str, tuple[tuple[str, int], ...]]]:
        """Return how many facts there are, and the values of each facet with how many they hold for, most first."""
        schemes = {facet.name: f"{ISNAD}{facet.scheme}-" for facet in self.facets if facet.values == "concept"}
        total, found = 0, defaultdict(list)
        listed = list(rows)
        for row in listed if listed and "facet" in listed[0] else _counted(listed):
            if not row["facet"]:
                total = int(row["count"])
            elif "value" in row:
                value = row["value"].removeprefix(schemes.get(row["facet"], ""))
                found[row["facet"]].append((value, int(row["count"])))
        most = {name: sorted(of, key=lambda one: (-one[1], one[0]))[: EACH + 4] for name, of in found.items()}
        return total, {name: tuple(of) for name, of in most.items()}


def sorted_facts(rows: Iterable[Row], sort: str, most: int, first: int) -> list[Row]:
    """Return the facts of one page, and one more where there is one, of an answer that has them all."""
    days = {row["fact"]: row.get("day", "") for row in rows}
    facts = sorted(days)
    facts.sort(key=lambda fact: days[fact], reverse=sort == "newest")
    if sort == "oldest":
        facts.sort(key=lambda fact: not days[fact])
    return [{"fact": fact} for fact in facts[first : first + most + 1]]


def _counted(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield counts of facts that come each with its values, as the engine would have counted them."""
    facts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        facts["", ""].add(row["fact"])
        for name, value in row.items():
            if name not in ("fact", "day"):
                facts[name, value].add(row["fact"])
    for (facet, value), held in facts.items():
        yield {"facet": facet, "value": value, "count": str(len(held))}
