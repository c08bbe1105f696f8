"""What every part of an article's graph needs to know: the reading, and the names of what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.document import Sentence
from kg.facts import Reading, Statement
from kg.mentions import Actor
from kg.text import Span
from kg.triples.literals import label, words
from kg.triples.names import Names

Triples = Iterator[Triple]


@dataclass(frozen=True, slots=True)
class Frame:
    """A reading with its names: actors, meetings, statements and agreements by their local ids.

    `anchors` holds the span each actor is named by. Statements that repeat one another share a name. `states` are the
    review states of the facts that somebody decided about.
    """

    reading: Reading
    names: Names
    key: str
    article: NamedNode
    run: NamedNode
    anchors: Mapping[str, Span]
    actors: Mapping[str, NamedNode]
    facts: Mapping[str, NamedNode]
    states: Mapping[NamedNode, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the article's text as published."""
        return self.reading.document.text

    @property
    def language(self) -> str:
        """Return the article's language code."""
        return self.reading.document.article.language

    def inside(self, kind: str, *spans: Span) -> NamedNode:
        """Return the name of a thing in this article."""
        return self.names.inside(self.key, kind, *spans)

    def label(self, span: Span) -> Literal:
        """Return the words of *span* as a label."""
        return label(span.of(self.text), self.language)

    def words(self, span: Span) -> Literal:
        """Return the words of *span* exactly as published."""
        return words(span.of(self.text), self.language)

    def sentences(self, span: Span) -> tuple[Sentence, ...]:
        """Return the sentences that *span* touches."""
        return tuple(s for s in self.reading.document.sentences if s.span.overlaps(span))


def frame_of(reading: Reading, names: Names, reader: str, authority_revision: str) -> Frame:
    """Return the frame of *reading*, all its names minted."""
    article = reading.document.article
    key = names.key(article)
    anchors = dict(_anchors(reading))
    actors = dict(_actor_names(reading.actors, names, key, anchors))
    run = names.inside(key, f"run-{names.run(article.text_hash, reader, authority_revision)}")
    facts = dict(_fact_names(reading, names, key, anchors))
    return Frame(reading, names, key, names.article(article), run, anchors, actors, facts)


def _anchors(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield each actor's span: its first mention by its fullest name, else where a fact first needs it."""
    text = reading.document.text
    needed = dict(reversed(list(_needs(reading))))
    for actor in reading.actors:
        spans = sorted(mention.span for mention in actor.mentions)
        fullest = [span for span in spans if actor.names and span.of(text) == actor.names[0]]
        yield actor.id, (fullest or spans or [needed.get(actor.id, Span(0, 0))])[0]


def _needs(reading: Reading) -> Iterator[tuple[str, Span]]:
    for statement in reading.statements:
        for actor in (*statement.speakers, *statement.via):
            yield actor, statement.cue or statement.content
    for meeting in reading.meetings:
        for actor in (*meeting.participants, *((meeting.forum,) if meeting.forum else ())):
            yield actor, meeting.cue
    for agreement in reading.agreements:
        for actor in agreement.parties:
            yield actor, agreement.content


def _actor_names(
    actors: Iterable[Actor], names: Names, key: str, anchors: Mapping[str, Span]
) -> Iterator[tuple[str, NamedNode]]:
    shared = Counter(anchors[actor.id] for actor in actors if actor.link is None)
    for actor in actors:
        if actor.link is not None:
            yield actor.id, names.actor(actor.link.key)
        else:
            # Two unlinked actors read from the very same words differ by what they are.
            kind = "actor" if shared[anchors[actor.id]] == 1 else f"actor-{actor.type.lower()}"
            yield actor.id, names.inside(key, kind, anchors[actor.id])


def _fact_names(
    reading: Reading, names: Names, key: str, anchors: Mapping[str, Span]
) -> Iterator[tuple[str, NamedNode]]:
    def parties(ids: Iterable[str]) -> tuple[Span, ...]:
        return tuple(sorted(anchors[actor] for actor in ids))

    yield from _minted(
        {m.id: (m.cue, parties(m.participants)) for m in reading.meetings},
        lambda *spans: names.inside(key, "meeting", *spans),
    )
    yield from _minted(
        {a.id: (a.content, parties(a.parties)) for a in reading.agreements},
        lambda *spans: names.inside(key, "agreement", *spans),
    )
    first = {s.id: root(s, reading.statements) for s in reading.statements}
    minted = dict(
        _minted(
            {s.id: (s.content, parties(s.speakers)) for s in reading.statements if first[s.id] == s.id},
            lambda *spans: names.inside(key, "statement", *spans),
        )
    )
    yield from ((id_, minted[origin]) for id_, origin in first.items())


def root(statement: Statement, statements: tuple[Statement, ...]) -> str:
    """Return the id of the first statement that *statement* repeats: its own when it repeats none."""
    known = {s.id: s for s in statements}
    path = [statement]
    while (earlier := known.get(path[-1].same_as or "")) is not None:
        if earlier in path:
            return min(path[path.index(earlier) :], key=lambda s: s.content).id
        path.append(earlier)
    return path[-1].id


def _minted(
    facts: Mapping[str, tuple[Span, tuple[Span, ...]]], mint: Callable[..., NamedNode]
) -> Iterator[tuple[str, NamedNode]]:
    """Yield a name for each fact: by its own span, and by its parties' too where several facts share the span."""
    shared = Counter(span for span, _ in facts.values())
    for id_, (span, parties) in facts.items():
        yield id_, mint(span) if shared[span] == 1 else mint(span, *parties)
