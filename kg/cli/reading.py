"""kg extract: an article in, what it says out; no store is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.inputs import Room, load
from kg.cli.options import AllowService, Base, Id, Output, Published, Publisher, SourceUrl
from kg.cli.output import json_text, say, sink, write_text

if TYPE_CHECKING:
    from kg.article import Given
    from kg.facts import Reading
    from kg.pipeline import Toolkit
    from kg.triples import Graph
    from kg.wiring import Settings

Form = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="json (facts with their spans), or turtle, trig, jsonld, ntriples, nquads, rdfxml, n3.",
    ),
]


def extract(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL|-", help="A file, a web address, or - for standard input.")
    ],
    *,
    form: Form = "json",
    iri: Id = None,
    source_url: SourceUrl = None,
    published: Published = None,
    publisher: Publisher = None,
    base: Base = None,
    allow_service: AllowService = None,
    output: Output = "-",
) -> None:
    """Read one article and print what it says.

    Each fact comes with its place in the text; nothing is stored.
    """
    from kg.article import Given
    from kg.cli.forms import graph_form
    from kg.facts.exchange import to_exchange
    from kg.triples import write_graphs
    from kg.wiring import asked_of, judging_of, read_settings, toolkit_for

    settings = read_settings({"base": base, "allow_service": allow_service})
    chosen = None if form.lower() == "json" else graph_form(form)
    toolkit = toolkit_for(settings.base, gate=settings.gate, asked=asked_of(settings), judging=judging_of(settings))
    given = Given(iri, source_url, published.date() if published else None, publisher)
    reading = read_document(source, given, toolkit, settings)
    if chosen is None:
        write_text(json_text(to_exchange(reading)), output)
        return
    with sink(output) as file:
        write_graphs([graph_of(reading, toolkit)], chosen.name, toolkit.names, file)


def read_document(source: str, given: Given, toolkit: Toolkit, settings: Settings) -> Reading:
    """Return what the article behind *source* says, and say what became of the extractors' proposals."""
    from dataclasses import asdict, replace

    from kg.article import read_article
    from kg.cli.tally import gleaned_line
    from kg.pipeline import read_through

    document = load(source, Room.of(settings))
    known = replace(given, source_url=given.source_url or document.url)
    reading, gleaned = read_through(read_article(document.raw, known), toolkit)
    say(*(gleaned_line(asdict(one)) for one in gleaned))
    return reading


def graph_of(reading: Reading, toolkit: Toolkit) -> Graph:
    """Return an article's graph, not yet checked."""
    from kg.triples import Run, to_graph

    return to_graph(reading, toolkit.names, toolkit.authority, Run(toolkit.reader))
