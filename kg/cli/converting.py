"""kg convert: RDF files, or what articles say, in another RDF format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.inputs import STDIN, Room, expand, is_url, load
from kg.cli.options import Base, Output
from kg.cli.output import sink
from kg.cli.reading import graph_of, read_document
from kg.errors import KGError, MalformedData

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

    from kg.sparql import Format
    from kg.wiring import Settings

    Term = NamedNode | BlankNode | Literal | Triple


def convert(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="RDF files, articles, web addresses, or - for standard input."),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format", "--to", metavar="FORMAT", help="turtle, trig, jsonld, ntriples, nquads, rdfxml or n3."
        ),
    ] = "turtle",
    given: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FORMAT", help="What the files are, when their names do not tell; article for text."
        ),
    ] = None,
    base: Base = None,
    output: Output = "-",
) -> None:
    """Write RDF, or what articles say, in another RDF format.

    Sorted, with clean prefixes: the same graph gives the same bytes every time.
    """
    from kg.cli.forms import graph_form
    from kg.triples import Names, write_quads
    from kg.wiring import read_settings

    chosen, settings = graph_form(form), read_settings({"base": base})
    spoken = graph_form(given) if given and given != "article" else None
    quads: set[Quad] = set()
    names = list(expand(files))
    for number, name in enumerate(names):
        source = spoken or (None if given else rdf_form_of(name))
        found = read_quads(name, source, settings) if source else _said_by(name, settings)
        quads.update((_apart(quad, number) for quad in found) if len(names) > 1 else found)
    with sink(output) as file:
        write_quads(sorted(quads, key=lambda quad: _place(quad.graph_name)), chosen.name, Names(settings.base), file)


def rdf_form_of(name: str) -> Format | None:
    """Return the RDF format that a file's ending names; None when it names none."""
    from kg.sparql import GRAPHS

    ending = Path(name).suffix.lower().removeprefix(".")
    return next((form for form in GRAPHS if ending in (form.extension, form.name)), None) if ending else None


def read_quads(name: str, form: Format, settings: Settings) -> list[Quad]:
    """Return the quads of one RDF document; raises MalformedData with the document's name."""
    from kg.triples import read_rdf

    document = load(name, Room.of(settings))
    # A relative IRI means the file it stands in (RFC 3986 5.1.3).
    base = document.url or (None if name == STDIN or is_url(name) else Path(name).resolve().as_uri())
    try:
        return read_rdf(document.raw, form.name, base)
    except MalformedData as error:
        place = f":{error.place.line}:{error.place.column}" if error.place else ""
        raise MalformedData(f"{name}{place}: {error}", place=error.place, hint=error.hint) from error


def _said_by(name: str, settings: Settings) -> list[Quad]:
    from kg.article import Given
    from kg.wiring import asked_of, judging_of, toolkit_for

    toolkit = toolkit_for(settings.base, gate=settings.gate, asked=asked_of(settings), judging=judging_of(settings))
    try:
        return graph_of(read_document(name, Given(), toolkit, settings), toolkit).quads()
    except KGError as error:
        # Several files were named: say which one it was.
        error.args = (f"{name}: {error}",) if not str(error).startswith(name) else error.args
        raise


def _apart(quad: Quad, number: int) -> Quad:
    """Return *quad* with its blank nodes kept apart from those of the other files (RDF 1.1 Semantics 4.1)."""
    from pyoxigraph import BlankNode, Quad, Triple

    def own(term: Term) -> Term:
        if isinstance(term, BlankNode):
            return BlankNode(f"f{number}_{term.value}")
        if isinstance(term, Triple):
            return Triple(own(term.subject), term.predicate, own(term.object))  # type: ignore[arg-type]
        return term

    graph = own(quad.graph_name) if isinstance(quad.graph_name, BlankNode) else quad.graph_name
    return Quad(own(quad.subject), quad.predicate, own(quad.object), graph)  # type: ignore[arg-type]


def _place(graph: NamedNode | BlankNode | DefaultGraph) -> tuple[bool, str]:
    from pyoxigraph import DefaultGraph

    return (not isinstance(graph, DefaultGraph), str(graph))
