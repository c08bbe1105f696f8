"""Who met whom, and who spoke of whom: the ties between actors, each with the articles that tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES
from kg.text import visible
from kg.triples import ISNAD, NAMESPACES

MET, SPOKE_OF, PASSED_ON, AGREED = "met", "spoke-of", "passed-on", "agreed"
"""The relations: took part in the same meeting; said something in which the other is named; passed the other's words
on; agreed on something together. A meeting that was not held ties by "met" and its status: "met-planned"."""

_MUTUAL: Final = (MET, AGREED)
_HELD: Final = "held"


@dataclass(frozen=True, slots=True)
class Node:
    """One actor: its IRI, labels by language, its most telling class by local name, and its Wikidata item."""

    iri: str
    labels: Mapping[str, str]
    kind: str
    wikidata: str | None

    @property
    def label(self) -> str:
        """Return the label to draw: the Arabic one, else any, else the end of the IRI."""
        first = next(iter(self.labels.values()), self.iri.rpartition("/")[2])
        return self.labels.get("ar", first)


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation between two actors, with all the facts that say so.

    `mutual` ties have no direction and stand once. `kinds` are the kinds of meetings (call, visit …); `dates` are the
    days, months or years of the meetings as far as the text fixes them, `published` the days of the articles. `counted`
    is the number of facts where `facts` are some of them.
    """

    source: str
    target: str
    relation: str
    facts: tuple[str, ...]
    articles: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    counted: int = 0

    @property
    def weight(self) -> int:
        """Return how many facts say so: all that were counted, where only some are named."""
        return self.counted or len(self.facts)

    @property
    def mutual(self) -> bool:
        """Tell whether the relation has no direction."""
        return self.relation.startswith(_MUTUAL)


@dataclass(frozen=True, slots=True)
class Network:
    """The actors that are tied to others, and their ties, both sorted."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


# One question, so that all of it is of one revision. Who is named in what was said is told from the offsets, by the
# reader of the answer: a join over offsets costs the engine seconds a thousand articles.
ASK_NETWORK: Final = (
    PREFIXES
    + """SELECT ?row ?fact ?article ?a ?b ?start ?end ?value ?language ?kind
WHERE {
  { GRAPH ?g { ?fact a isnad:Meeting ; isnad:participant ?a ; isnad:reportedIn ?article ; isnad:status ?value .
      OPTIONAL { ?fact dcterms:type ?kind } } BIND("participant" AS ?row) }
  UNION { GRAPH ?g { ?fact a isnad:Meeting ; sem:hasTime/isnad:date ?value } BIND("date" AS ?row) }
  UNION { GRAPH ?g { ?fact isnad:party ?a ; isnad:reportedIn ?article } BIND("party" AS ?row) }
  UNION { GRAPH ?g { ?fact isnad:relayer ?a ; isnad:speaker ?b ; isnad:reportedIn ?article } BIND("relayer" AS ?row) }
  UNION { GRAPH ?g { ?fact isnad:speaker ?a ; isnad:content ?span .
      ?span oa:hasSource ?article ; oa:hasSelector ?place .
      ?place oa:start ?start ; oa:end ?end } BIND("content" AS ?row) }
  UNION { GRAPH ?g { ?a a isnad:Actor ; isnad:mention ?span .
      ?span oa:hasSource ?article ; oa:hasSelector ?place .
      ?place oa:start ?start ; oa:end ?end } BIND("mention" AS ?row) }
  UNION { GRAPH ?g { ?article a isnad:Article ; schema:datePublished ?value } BIND("published" AS ?row) }
  UNION { GRAPH ?g { ?a a isnad:Actor ; rdfs:label ?value } BIND(LANG(?value) AS ?language) BIND("label" AS ?row) }
  UNION { GRAPH ?g { ?a a isnad:Actor ; a ?value } BIND("class" AS ?row) }
  UNION { GRAPH ?g { ?a a isnad:Actor ; skos:exactMatch ?value } BIND("same" AS ?row) }
}
"""
)

# The classes an actor may have, the most telling first.
_CLASSES: Final = (
    f"{ISNAD}UnnamedGroup",
    f"{ISNAD}Forum",
    *(NAMESPACES[prefix] + name for prefix, name in (("schema", "Country"), ("schema", "NewsMediaOrganization"))),
    *(NAMESPACES["schema"] + name for name in ("Person", "Organization", "Place")),
    f"{ISNAD}UnresolvedActor",
)
_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Told:
    """The answer, sorted by what it tells of."""

    parties: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    relays: set[tuple[str, str, str, str]] = field(default_factory=set)
    contents: set[tuple[str, int, int, str, str]] = field(default_factory=set)
    mentions: dict[str, set[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    classes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    same: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, row: Row) -> None:
        """Note one row."""
        match row["row"]:
            case "participant" | "party" as what:
                self._party(row, what)
            case "relayer":
                self.relays.add((row["fact"], row["article"], row["a"], row["b"]))
            case "content":
                self.contents.add((row["article"], int(row["start"]), int(row["end"]), row["fact"], row["a"]))
            case "mention":
                self.mentions[row["article"]].add((int(row["start"]), int(row["end"]), row["a"]))
            case "date":
                self.dates[row["fact"]].add(row["value"])
            case "published":
                self.dates[row["article"]].add(row["value"])
            case _:
                self._actor(row)

    def _party(self, row: Row, what: str) -> None:
        relation = AGREED
        if what == "participant":
            status = row["value"].removeprefix(f"{ISNAD}status-")
            relation = MET if status == _HELD else f"{MET}-{status}"
            self.kinds[row["fact"]].add(row.get("kind", "").removeprefix(f"{ISNAD}kind-"))
        self.parties[row["fact"], row["article"], relation].add(row["a"])

    def _actor(self, row: Row) -> None:
        actor, value = row["a"], row["value"]
        match row["row"]:
            case "label":
                self._label(actor, visible(value), row["language"])
            case "class":
                self.classes[actor].add(value)
            case "same":
                self.same[actor].add(value)

    def _label(self, actor: str, label: str, language: str) -> None:
        # Where there are several, the same one every time.
        known = self.labels[actor].get(language, label)
        if label:
            self.labels[actor][language] = min(label, known)


def read_network(rows: Iterable[Row]) -> Network:
    """Return the network that the answer to ASK_NETWORK tells of."""
    told = _Told()
    for row in rows:
        told.take(row)
    facts: dict[_Key, set[tuple[str, str]]] = defaultdict(set)
    for key, fact, article in (*_together(told), *_passed_on(told), *_spoken_of(told)):
        facts[key].add((fact, article))
    ties = tuple(_tie(key, found, told) for key, found in sorted(facts.items()))
    actors = sorted({actor for tie in ties for actor in (tie.source, tie.target)})
    return Network(tuple(_node(actor, told) for actor in actors), ties)


def _together(told: _Told) -> Iterator[tuple[_Key, str, str]]:
    for (fact, article, relation), actors in told.parties.items():
        for source, target in combinations(sorted(actors), 2):
            yield (source, target, relation), fact, article


def _passed_on(told: _Told) -> Iterator[tuple[_Key, str, str]]:
    for fact, article, relayer, speaker in told.relays:
        if relayer != speaker:
            yield (relayer, speaker, PASSED_ON), fact, article


def _spoken_of(told: _Told) -> Iterator[tuple[_Key, str, str]]:
    for article, start, end, fact, speaker in told.contents:
        for first, last, actor in told.mentions.get(article, ()):
            if start <= first and last <= end and actor != speaker:
                yield (speaker, actor, SPOKE_OF), fact, article


def _tie(key: _Key, found: set[tuple[str, str]], told: _Told) -> Tie:
    facts = sorted({fact for fact, _ in found})
    articles = sorted({article for _, article in found})

    def gathered(about: Iterable[str], table: Mapping[str, set[str]]) -> tuple[str, ...]:
        return tuple(sorted({value for one in about for value in table.get(one, ()) if value}))

    return Tie(
        *key,
        facts=tuple(facts),
        articles=tuple(articles),
        kinds=gathered(facts, told.kinds),
        dates=gathered(facts, told.dates),
        published=gathered(articles, told.dates),
    )


def _node(actor: str, told: _Told) -> Node:
    labels = dict(sorted(told.labels.get(actor, {}).items()))
    return node_of(actor, labels, told.classes.get(actor, set()), told.same.get(actor, set()))


def node_of(actor: str, labels: Mapping[str, str], classes: set[str], same: set[str]) -> Node:
    """Return an actor as a node: of its classes the most telling one, of its links the one to Wikidata."""
    known = next((name for name in _CLASSES if name in classes), f"{ISNAD}Actor")
    kind = known.rpartition("#")[2] if "#" in known else known.rpartition("/")[2]
    items = (item for item in same if item.startswith(NAMESPACES["wd"]))
    return Node(actor, labels, kind, min(items, default=None))
