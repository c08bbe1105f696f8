"""One article read, without a store."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import rdflib

from kg.article import read_article
from kg.facts.exchange import to_exchange
from kg.notebook.answers import read_graph
from kg.notebook.sources import Source, given, read_source
from kg.pipeline import read_through
from kg.sparql import GRAPHS, format_named
from kg.triples import Graph, Names, Run, to_graph, write_graphs
from kg.validation import check, to_json
from kg.wiring import asked_of, judging_of, read_settings, toolkit_for


@dataclass(frozen=True, slots=True)
class Extract:
    """What one article says.

    `facts` are JSON values: actors, positions, meetings, statements, agreements, their spans half-open ranges of code
    points of `text`. `report` is what the shapes find, as JSON values with "conforms" and "findings".
    """

    text: str
    language: str
    facts: dict[str, Any]
    report: dict[str, Any]
    graph: Graph
    names: Names

    @property
    def conforms(self) -> bool:
        """Tell whether the shapes hold, so that a store would take it."""
        return bool(self.report["conforms"])

    def words(self, span: list[int]) -> str:
        """Return the words a span of `facts` covers."""
        return self.text[span[0] : span[1]]

    def serialize(self, format: str = "turtle") -> str:
        """Return the article's graph in an RDF format; raises UnknownFormat."""
        sink = io.BytesIO()
        write_graphs([self.graph], format_named(format, GRAPHS).name, self.names, sink)
        return sink.getvalue().decode("utf-8")

    def to_rdflib(self) -> rdflib.Graph:
        """Return the article's graph as an `rdflib.Graph`."""
        return read_graph(self.serialize("ntriples").encode("utf-8"))


def extract(
    source: Source,
    *,
    id: str | None = None,
    source_url: str | None = None,
    published: date | str | None = None,
    publisher: str | None = None,
) -> Extract:
    """Read one article (text or HTML; str, bytes or a Path) and return what it says; nothing is stored.

    Raises NotText, NotAnArticle, TooLarge, UnknownLanguage, UsageError. Settings come from the surroundings, as the
    command line's do (KG_* variables, kg.toml).

    >>> told = extract("عمّان\\n\\nقال وزير الخارجية الأردني أيمن الصفدي إن الأردن يدعم وقف إطلاق النار في غزة.")
    >>> [statement["kind"] for statement in told.facts["statements"]]
    ['indirect']
    >>> told.words(told.facts["statements"][0]["content"])
    'الأردن يدعم وقف إطلاق النار في غزة'
    >>> told.conforms
    True
    """
    settings = read_settings({})
    toolkit = toolkit_for(settings.base, gate=settings.gate, asked=asked_of(settings), judging=judging_of(settings))
    article = read_article(read_source(source), given(id, source_url, published, publisher))
    reading, _ = read_through(article, toolkit)
    graph = to_graph(reading, toolkit.names, toolkit.authority, Run(toolkit.reader))
    report = to_json(check(graph, article.text, toolkit.shared, toolkit.shapes, toolkit.validator))
    return Extract(article.text, article.language, to_exchange(reading), report, graph, toolkit.names)
