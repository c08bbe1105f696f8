"""An article's triples by subject and predicate, and the facts read back out of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Triple

from kg.text import Span
from kg.triples.account import Account, ActorTold, LinkTold, Passage
from kg.triples.actors import TYPES
from kg.triples.vocabulary import (
    ABOUT_ACTOR,
    CONDITION,
    CONFIDENCE,
    CONTENT,
    CUE,
    DATE,
    EVIDENCE,
    HELD_WITHIN,
    LABEL,
    LINK,
    MEDIUM,
    MENTION,
    ON_BEHALF_OF,
    PARTICIPANT,
    PARTY,
    POSITION,
    QUOTE_MODE,
    RELAYER,
    REPORTED_IN,
    RULE,
    SENTENCE,
    SPEAKER,
    STATUS,
    TIMEX,
    UNRESOLVED_ACTOR,
    A,
    term,
)  # fmt: skip

Node = NamedNode | Literal

# Who takes part in a fact, and as what.
_ROLES = (
    (SPEAKER, "speaker"),
    (RELAYER, "relayer"),
    (PARTICIPANT, "participant"),
    (HELD_WITHIN, "forum"),
    (term("org:member"), "holder"),
    (term("org:organization"), "of"),
    (PARTY, "party"),
    (ABOUT_ACTOR, "actor"),
)
# Parts whose words stand behind a thing of their own.
_CIRCUMSTANCES = (
    (term("sem:hasTime"), "time"),
    (term("schema:location"), "place"),
    (term("schema:about"), "topic"),
)
# What is said of a fact in one word, by the last part of a concept's name.
_TRAITS = (
    (QUOTE_MODE, "mode"),
    (MEDIUM, "medium"),
    (term("dcterms:type"), "kind"),
    (STATUS, "status"),
    (term("schema:eventAttendanceMode"), "mode"),
)


class Index:
    """An article's triples by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._held: dict[tuple[Node, NamedNode], list[Node]] = defaultdict(list)
        self._kinds: dict[Node, list[NamedNode]] = defaultdict(list)
        for triple in triples:
            subject, predicate, target = triple.subject, triple.predicate, triple.object
            if isinstance(subject, NamedNode) and isinstance(target, NamedNode | Literal):
                self._held[subject, predicate].append(target)
                if predicate == A:
                    self._kinds[target].append(subject)
        self._known: dict[Node, ActorTold] = {}
        self._links = {self.one(node, ABOUT_ACTOR): node for node in self._kinds[LINK]}

    def of_kind(self, kind: NamedNode) -> list[NamedNode]:
        """Return the nodes of a class."""
        return self._kinds[kind]

    def all(self, node: Node, predicate: NamedNode) -> list[Node]:
        """Return the values of a property, in order."""
        return sorted(self._held[node, predicate], key=str)

    def one(self, node: Node, predicate: NamedNode) -> Node | None:
        """Return the first value of a property."""
        return next(iter(self.all(node, predicate)), None)

    def value(self, node: Node, predicate: NamedNode) -> str | None:
        """Return the first value of a property, as a string."""
        found = self.one(node, predicate)
        return found.value if found is not None else None

    def values(self, node: Node, predicate: NamedNode) -> tuple[str, ...]:
        """Return the values of a property, as strings."""
        return tuple(found.value for found in self.all(node, predicate))

    def passages(self, node: Node, predicate: NamedNode) -> tuple[Passage, ...]:
        """Return the words of the article that a property points to, in the order of the text."""
        found = (self._passage(place) for place in self.all(node, predicate))
        return tuple(sorted((passage for passage in found if passage), key=lambda passage: passage.span))

    def _passage(self, place: Node) -> Passage | None:
        start = stop = words = None
        for selector in self.all(place, term("oa:hasSelector")):
            start = self.value(selector, term("oa:start")) or start
            stop = self.value(selector, term("oa:end")) or stop
            words = self.value(selector, term("oa:exact")) or words
        if start is None or stop is None or words is None:
            return None
        return Passage(Span(int(start), int(stop)), words, self.values(place, RULE))

    def account(self, node: NamedNode, kind: str) -> Account:
        """Return what the graph says of a fact, all mentions of it together."""
        evidence = self.passages(node, EVIDENCE)
        sentences = {s for e in self.all(node, EVIDENCE) for s in self.passages(e, SENTENCE)}
        run = self.one(node, term("prov:wasGeneratedBy"))
        software = self.one(run, term("prov:wasAssociatedWith")) if run else None
        return Account(
            id="",
            iri=node.value,
            kind=kind,
            article=self.value(node, REPORTED_IN) or "",
            rules=self.values(node, RULE),
            reader=(self.value(software, term("schema:softwareVersion")) if software else None) or "",
            # A link's confidence is its score, which stands with the actor.
            confidence=self.value(node, CONFIDENCE) if kind != "link" else None,
            sentences=tuple(sorted(sentences, key=lambda passage: passage.span)),
            evidence=evidence,
            parts=tuple(self._parts(node)),
            actors=tuple((role, self._actor(who)) for predicate, role in _ROLES for who in self.all(node, predicate)),
            traits=tuple(self._traits(node)),
        )

    def _parts(self, node: Node) -> Iterator[tuple[str, Passage]]:
        for predicate, name in ((CUE, "cue"), (CONTENT, "content"), (CONDITION, "condition")):
            yield from ((name, passage) for passage in self.passages(node, predicate))
        for predicate, name in _CIRCUMSTANCES:
            for thing in self.all(node, predicate):
                yield from ((name, passage) for passage in self.passages(thing, MENTION))
        yield from self._title(node)

    def _title(self, node: Node) -> Iterator[tuple[str, Passage]]:
        """Yield the words of an office, where its evidence has them."""
        for words in self.values(node, LABEL) if POSITION in self._held[node, A] else ():
            for passage in self.passages(node, EVIDENCE):
                start = passage.words.find(words)
                if start >= 0:
                    first = passage.span.start + start
                    yield "title", Passage(Span(first, first + len(words)), words)

    def _traits(self, node: Node) -> Iterator[tuple[str, str]]:
        for predicate, name in _TRAITS:
            yield from ((name, value.rpartition("#")[2].partition("-")[2]) for value in self.values(node, predicate))
        for moment in self.all(node, term("sem:hasTime")):
            yield from (("timex", value) for value in self.values(moment, TIMEX))
            yield from (("date", value) for value in self.values(moment, DATE))

    def _actor(self, node: Node) -> ActorTold:
        """Return somebody, read back once however many facts they stand in."""
        if node not in self._known:
            self._known[node] = self._read_actor(node)
        return self._known[node]

    def _read_actor(self, node: Node) -> ActorTold:
        kinds = set(self._held[node, A])
        known = next((name for name, terms in TYPES.items() if terms[-1] in kinds), "Actor")
        return ActorTold(
            node.value,
            known,
            self.values(node, term("schema:alternateName")),
            self.passages(node, MENTION),
            self._link(node),
            UNRESOLVED_ACTOR not in kinds,
            self.value(node, ON_BEHALF_OF),
        )

    def _link(self, node: Node) -> LinkTold | None:
        link = self._links.get(node)
        if link is None:
            return None
        item = self.value(link, term("skos:exactMatch")) or self.value(node, term("skos:exactMatch"))
        return LinkTold(
            unquote(node.value.rpartition("/")[2]),
            self.value(link, CONFIDENCE) or "",
            self.value(link, term("skos:note")) or "",
            item.rpartition("/")[2] if item else None,
        )
