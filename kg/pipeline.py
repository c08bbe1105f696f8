"""The road in code: one article in, a checked publication out, or the reasons why not.

In: bytes, Given, Toolkit, Decision
Out: Prepared, Receipt
Touches: kg.article kg.authority kg.decisions kg.document kg.errors kg.extractors kg.facts kg.lang kg.mentions kg.review
    kg.store kg.triples kg.validation
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from kg.article import Article, Given, read_article, told_of
from kg.authority import Authority
from kg.decisions import FACTS, Decision
from kg.document import segment
from kg.errors import DoesNotConform
from kg.extractors import Gleaned, Ready, glean
from kg.facts import Craft, Fact, Reading, assembled, gathered
from kg.lang import LanguagePack
from kg.mentions import Actor
from kg.review import Decided, apply
from kg.store import Beside, Publication, Receipt, Rejection, Writer
from kg.triples import Graph, Names, Run, to_graph, write_graphs
from kg.validation import Shapes, Validator, check, to_json


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What reading and checking need beside the article; chosen by wiring.

    `pack_for` gives the language pack of a code and raises UnknownLanguage. `shared` is the authority's graph, the same
    for every article. `validator` holds graphs to the shapes, the reference where it is None; `gate` False lets
    violations pass. `craft` is who reads, `extractors` who reads beside the rules.
    """

    pack_for: Callable[[str], LanguagePack]
    authority: Authority
    names: Names
    shared: Graph
    shapes: Shapes
    reader: str
    validator: Validator | None = None
    gate: bool = True
    craft: Craft = field(default_factory=Craft)
    extractors: tuple[Ready, ...] = ()


class Store(Writer, Protocol):
    """A Writer that tells what people decided about a text."""

    def decisions(self, text_hash: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided, by number."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an article says as its editors left it, and what became of the extractors' proposals."""

    decided: Decided
    gleaned: tuple[Gleaned, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article read and checked: the publication, or the rejection when the gate refused it; never both.

    `report` is the findings as JSON values, `facts` counts by kind, `gleaned` what became of proposals.
    """

    publication: Publication | None
    rejection: Rejection | None
    report: dict[str, Any]
    facts: dict[str, int]
    gleaned: list[dict[str, object]] = field(default_factory=list)


def ingest(raw: bytes, given: Given, toolkit: Toolkit, writer: Store, now: datetime) -> Receipt:
    """Read, check and store one article as its editors left it, all or nothing; raises InputError, DoesNotConform."""
    article = read_article(raw, given)
    prepared = prepare_article(article, toolkit, now, writer.decisions(article.text_hash))
    if prepared.rejection is not None:
        writer.reject(prepared.rejection)
    publication = accepted(prepared)
    change = writer.put(publication, now)
    return Receipt(
        publication.key,
        publication.article,
        publication.graph,
        change.action,
        change.revision,
        prepared.facts,
        prepared.report["findings"],
        prepared.gleaned,
    )


def prepare(raw: bytes, given: Given, toolkit: Toolkit, now: datetime, decisions: Sequence[Decision] = ()) -> Prepared:
    """Read and check one article, and let *decisions* on its text hold; nothing is stored; raises InputError."""
    return prepare_article(read_article(raw, given), toolkit, now, decisions)


def prepare_article(article: Article, toolkit: Toolkit, now: datetime, decisions: Sequence[Decision] = ()) -> Prepared:
    """Check an article that was read, with what *decisions* make of it; nothing is stored."""
    read = decided(article, toolkit, decisions)
    counts = [asdict(one) for one in read.gleaned]
    graph = drawn(read, toolkit)
    report = check(graph, article.text, toolkit.shared, toolkit.shapes, toolkit.validator)
    key, name = toolkit.names.key(article), toolkit.names.article(article).value
    told, facts, beside = to_json(report), _counts(read.decided.reading), beside_of(article, read)
    if toolkit.gate and not report.conforms:
        findings = json.dumps(told, ensure_ascii=False)
        refused = Rejection(key, name, article.text, article.text_hash, findings, now, beside)
        return Prepared(None, refused, told, facts, counts)
    quads = io.BytesIO()
    write_graphs([graph], "nquads", toolkit.names, quads)
    texts = (article.text, article.text_hash)
    said = json.dumps(told["findings"], ensure_ascii=False)
    publication = Publication(key, name, graph.name, *texts, toolkit.reader, quads.getvalue(), beside, said)
    return Prepared(publication, None, told, facts, counts)


def decided(article: Article, toolkit: Toolkit, decisions: Sequence[Decision] = ()) -> Read:
    """Return what *article* says as its editors left it; raises UnknownLanguage, BrokenPlugin."""
    reading, gleaned, cast = _read(article, toolkit)
    return Read(apply(reading, decisions, toolkit.authority, cast), gleaned)


def beside_of(article: Article, read: Read) -> Beside:
    """Return what is kept beside an article's text."""
    reading, states = read.decided.reading, read.decided.states
    added = sum(one.state == "added" and one.anchor.kind in FACTS for one in states.values())
    found: tuple[Fact, ...] = (*reading.positions, *reading.meetings, *reading.statements, *reading.agreements)
    guesses = [one.confidence for fact in found for one in fact.evidence if one.confidence is not None]
    return Beside(told_of(article), len(found) - added + len(read.decided.rejected), min(guesses, default=1.0))


def drawn(read: Read, toolkit: Toolkit) -> Graph:
    """Return the graph of what was read and decided."""
    run, reviewed = Run(toolkit.reader), read.decided.reviewed
    return to_graph(read.decided.reading, toolkit.names, toolkit.authority, run, reviewed)


def accepted(prepared: Prepared) -> Publication:
    """Return what may be stored; raises DoesNotConform when the gate refused the article."""
    if prepared.publication is not None:
        return prepared.publication
    assert prepared.rejection is not None, "what is not published was rejected"
    raise refusal(prepared.rejection.key, prepared.rejection.article, prepared.report)


def refusal(key: str, article: str, report: dict[str, Any]) -> DoesNotConform:
    """Return the error of an article that the gate refused, in the same words wherever it was read.

    The error's report is the gate's, headed by the article's names.
    """
    violations = sum(finding["severity"] == "violation" for finding in report["findings"])
    return DoesNotConform(
        f"the gate refused the article: {violations} violation{'' if violations == 1 else 's'}",
        {"key": key, "article": article, **report},
        hint=f"nothing was stored; `kg rejected {key}` shows the report again",
    )


def understand(article: Article, toolkit: Toolkit) -> Reading:
    """Return what *article* says; raises UnknownLanguage, BrokenPlugin."""
    return read_through(article, toolkit)[0]


def read_through(article: Article, toolkit: Toolkit) -> tuple[Reading, tuple[Gleaned, ...]]:
    """Return what *article* says, and what became of the extractors' proposals; raises what they raise."""
    reading, gleaned, _ = _read(article, toolkit)
    return reading, gleaned


def _read(article: Article, toolkit: Toolkit) -> tuple[Reading, tuple[Gleaned, ...], tuple[Actor, ...]]:
    """Return what *article* says, what became of proposals, and everybody it names."""
    document = segment(article, toolkit.pack_for(article.language))
    actors, facts = gathered(document, toolkit.authority, toolkit.craft)
    reading = assembled(document, actors, facts)
    gleaned: tuple[Gleaned, ...] = ()
    if toolkit.extractors:
        reading, gleaned = glean(reading, actors, toolkit.extractors)
    return reading, gleaned, actors


def _counts(reading: Reading) -> dict[str, int]:
    kinds = ("actors", "positions", "meetings", "statements", "agreements")
    return {kind: len(getattr(reading, kind)) for kind in kinds}
