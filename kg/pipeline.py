"""The road in code: one article in, a checked publication out, or the reasons why not.

In: bytes, Given, Toolkit
Out: Prepared, Receipt
Touches: kg.article kg.authority kg.document kg.errors kg.facts kg.lang kg.store kg.triples kg.validation
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kg.article import Article, Given, read_article
from kg.authority import Authority
from kg.document import segment
from kg.errors import DoesNotConform
from kg.facts import Reading, read
from kg.lang import LanguagePack
from kg.store import Publication, Receipt, Rejection, Writer
from kg.triples import Graph, Names, Run, to_graph, write_graphs
from kg.validation import Shapes, check, to_json


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What reading and checking need beside the article; chosen by wiring.

    `pack_for` gives the language pack of a code and raises UnknownLanguage. `shared` is the authority's graph, the same
    for every article. `gate` False lets violations pass.
    """

    pack_for: Callable[[str], LanguagePack]
    authority: Authority
    names: Names
    shared: Graph
    shapes: Shapes
    reader: str
    gate: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article read and checked: the publication, or the rejection when the gate refused it; never both.

    `report` is the findings as JSON values, `facts` counts by kind.
    """

    publication: Publication | None
    rejection: Rejection | None
    report: dict[str, Any]
    facts: dict[str, int]


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
    )


def prepare(raw: bytes, given: Given, toolkit: Toolkit, now: datetime) -> Prepared:
    """Read and check one article; nothing is stored; raises InputError."""
    article = read_article(raw, given)
    reading = understand(article, toolkit)
    graph = to_graph(reading, toolkit.names, toolkit.authority, Run(toolkit.reader))
    report = check(graph, article.text, toolkit.shared, toolkit.shapes)
    key, name = toolkit.names.key(article), toolkit.names.article(article).value
    told, facts = to_json(report), _counts(reading)
    if toolkit.gate and not report.conforms:
        findings = json.dumps(told, ensure_ascii=False)
        return Prepared(None, Rejection(key, name, article.text, article.text_hash, findings, now), told, facts)
    quads = io.BytesIO()
    write_graphs([graph], "nquads", toolkit.names, quads)
    publication = Publication(key, name, graph.name, article.text, article.text_hash, toolkit.reader, quads.getvalue())
    return Prepared(publication, None, told, facts)


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
    """Return what *article* says; raises UnknownLanguage."""
    return read(segment(article, toolkit.pack_for(article.language)), toolkit.authority)


def _counts(reading: Reading) -> dict[str, int]:
    kinds = ("actors", "positions", "meetings", "statements", "agreements")
    return {kind: len(getattr(reading, kind)) for kind in kinds}
