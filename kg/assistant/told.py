"""What the tools answer, as values whose fields are the tools' output schemas."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kg.questions import Proof

Offset = Annotated[int, Field(description="Unicode code points from the beginning of the article's text")]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class Evidence(_Told):
    """The words of an article that prove a fact, and the sentence around them."""

    fact: Annotated[str, Field(description="IRI of the fact it proves")]
    article: Annotated[str, Field(description="IRI of the article")]
    sentence: Annotated[str, Field(description="the sentence as published; quote it as it is")]
    start: Offset
    end: Annotated[int, Field(description="where the sentence ends; the offset behind its last character")]
    words: Annotated[str | None, Field(description="the words that prove it, where they are not the sentence")] = None
    words_start: int | None = None
    words_end: int | None = None
    headline: str | None = None
    publisher: str | None = None
    published: Annotated[str | None, Field(description="day of publication, where it is known")] = None
    url: Annotated[str | None, Field(description="where the article was published")] = None


def evidence_of(proof: Proof) -> Evidence:
    """Return one piece of evidence as the tools tell it."""
    same = proof.span == proof.sentence_span
    return Evidence(
        fact=proof.fact,
        article=proof.article,
        sentence=proof.sentence,
        start=proof.sentence_span.start,
        end=proof.sentence_span.stop,
        words=None if same else proof.words,
        words_start=None if same else proof.span.start,
        words_end=None if same else proof.span.stop,
        headline=proof.headline,
        publisher=proof.publisher,
        published=proof.published,
        url=proof.url,
    )


class Evidences(_Told):
    """Evidence, by fact and in the order of the text."""

    evidence: list[Evidence]


class Party(_Told):
    """An actor by IRI and name."""

    iri: str
    label: str


class EntityTold(_Told):
    """A person, body, country, forum, group or place; without a Wikidata item it is known from one article only."""

    iri: str
    label: str
    label_en: str | None
    kind: str
    names: Annotated[list[str], Field(description="other names, as articles and the authority file write them")]
    wikidata: str | None
    offices: Annotated[list[str], Field(description="offices by which articles call it")]
    statements: Annotated[int, Field(description="how many statements it made")]
    meetings: Annotated[int, Field(description="how many meetings it took part in")]
    score: Annotated[float | None, Field(description="how well the name fits, from 0 to 1")] = None
    evidence: Annotated[list[Evidence], Field(description="some sentences that name it")] = []


class EntitiesTold(_Told):
    """Entities, the best first; `note` says what to do when there are none, or too many."""

    results: list[EntityTold]
    note: str = ""


class StatementTold(_Told):
    """What an article says somebody said. Said is not so: attribute it to its speaker and its article."""

    iri: str
    text: str
    speakers: list[Party]
    passed_on_by: Annotated[list[Party], Field(description="who passed the speaker's words on to the article")]
    mode: Annotated[list[str], Field(description="direct, indirect or mixed quotation")]
    medium: str | None
    condition: Annotated[str | None, Field(description="the words that make it conditional")]
    evidence: list[Evidence]


class StatementsTold(_Told):
    """Statements, the newest article's first; `speakers` and `about` are whom the given names were taken for."""

    speakers: list[Party]
    about: list[Party]
    results: list[StatementTold]
    next_offset: Annotated[int | None, Field(description="give it as offset for the next page; null at the end")]
    note: str = ""


class MeetingTold(_Told):
    """A meeting, call, visit, talks or summit, as an article tells it."""

    iri: str
    called: str | None
    kind: str | None
    status: Annotated[str | None, Field(description="held, planned or cancelled")]
    participants: list[Party]
    forum: list[Party]
    date: Annotated[str | None, Field(description="only where the text or the day of publication fix it")]
    time_as_written: str | None
    place: str | None
    topics: list[str]
    evidence: list[Evidence]


class MeetingsTold(_Told):
    """Meetings, the newest first; `participants` are whom the given names were taken for."""

    participants: list[Party]
    results: list[MeetingTold]
    next_offset: Annotated[int | None, Field(description="give it as offset for the next page; null at the end")]
    note: str = ""


class TermTold(_Told):
    """One class or property: how queries write it, what it means, where it stands."""

    term: str
    type: str
    means: str
    domain: list[str]
    range: list[str]


class SchemaTold(_Told):
    """The ontology's terms, the prefixes to declare, and how the graph is put together."""

    prefixes: str
    shape: str
    terms: list[TermTold]


class ExampleTold(_Told):
    """A ready question with its query."""

    name: str
    asks: str
    asks_ar: str
    sparql: str


class ExamplesTold(_Told):
    """Ready questions, each of which runs as it stands."""

    examples: list[ExampleTold]


class Verdict(_Told):
    """Whether a query can be run: where it does not parse and how to mend it, or what it answers with."""

    valid: bool
    kind: Annotated[str | None, Field(description="solutions, truth or graph")] = None
    variables: list[str] = []
    message: str | None = None
    line: int | None = None
    column: int | None = None
    mend: str | None = None
    warnings: Annotated[list[str], Field(description="terms that the ontology does not have, and others")] = []


class Table(_Told):
    """A query's answer; `evidence` proves the facts whose IRIs stand in it."""

    kind: Annotated[str, Field(description="solutions, truth or graph")]
    variables: list[str] = []
    rows: Annotated[list[dict[str, str | None]], Field(description="IRIs and literals as text; null: unbound")] = []
    truth: Annotated[bool | None, Field(description="the answer of an ASK")] = None
    truncated: Annotated[bool, Field(description="there is more: use LIMIT and OFFSET, or be more selective")] = False
    evidence: list[Evidence] = []
    warnings: list[str] = []
