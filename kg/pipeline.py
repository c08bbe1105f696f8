"""The road in code: one article in, a checked publication out, or the reasons why not.

In: bytes, Given, Toolkit
Out: Prepared, Receipt
Touches: kg.article kg.authority kg.document kg.errors kg.extractors kg.facts kg.lang kg.store kg.triples kg.validation
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kg.article import Article, Given, read_article
from kg.authority import Authority
from kg.document import segment
from kg.errors import DoesNotConform
from kg.extractors import Gleaned, Ready, glean
from kg.facts import Craft, Reading, assembled, gathered
from kg.lang import LanguagePack
from kg.store import Publication, Receipt, Rejection, Writer
from kg.triples import Graph, Names, Run, to_graph, write_graphs
from kg.validation import Shapes, check, to_json


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What reading and checking need beside the article; chosen by wiring.

    `pack_for` gives the language pack of a code and raises UnknownLanguage. `shared` is the authority's graph, the same
    for every article. `gate` False lets violations pass. `craft` is who reads, `extractors` who reads beside the rules.
    """

    pack_for: Callable[[str], LanguagePack]
    authority: Authority
    names: Names
    shared: Graph
    shapes: Shapes
    reader: str
    gate: bool = True
    craft: Craft = field(default_factory=Craft)
    extractors: tuple[Ready, ...] = ()


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


def ingest(raw: bytes, given: Given, toolkit: Toolkit, writer: Writer, now: datetime) -> Receipt:
    """Read, check and store one article, all or nothing; raises InputError, DoesNotConform."""
    prepared = prepare(raw, given, toolkit, now)
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


def prepare(raw: bytes, given: Given, toolkit: Toolkit, now: datetime) -> Prepared:
    """Read and check one article; nothing is stored; raises InputError."""
    article = read_article(raw, given)
    reading, gleaned = read_through(article, toolkit)
    counts = [asdict(one) for one in gleaned]
    graph = to_graph(reading, toolkit.names, toolkit.authority, Run(toolkit.reader))
    report = check(graph, article.text, toolkit.shared, toolkit.shapes)
    key, name = toolkit.names.key(article), toolkit.names.article(article).value
    told, facts = to_json(report), _counts(reading)
    if toolkit.gate and not report.conforms:
        findings = json.dumps(told, ensure_ascii=False)
        refused = Rejection(key, name, article.text, article.text_hash, findings, now)
        return Prepared(None, refused, told, facts, counts)
    quads = io.BytesIO()
    write_graphs([graph], "nquads", toolkit.names, quads)
    publication = Publication(key, name, graph.name, article.text, article.text_hash, toolkit.reader, quads.getvalue())
    return Prepared(publication, None, told, facts, counts)


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
    document = segment(article, toolkit.pack_for(article.language))
    actors, facts = gathered(document, toolkit.authority, toolkit.craft)
    reading = assembled(document, actors, facts)
    return glean(reading, actors, toolkit.extractors) if toolkit.extractors else (reading, ())


def _counts(reading: Reading) -> dict[str, int]:
    kinds = ("actors", "positions", "meetings", "statements", "agreements")
    return {kind: len(getattr(reading, kind)) for kind in kinds}
