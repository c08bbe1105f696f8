"""kg export: all that is in a store, or one article's graph, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Location, Output
from kg.cli.output import STDOUT, write_all
from kg.cli.progress import Progress

if TYPE_CHECKING:
    from kg.sparql import Format

_GZIP = ".gz"


def export(
    location: Location = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="turtle, trig, ntriples, nquads, jsonld, rdfxml or n3.  [default: as the output's ending says, else"
            " turtle]",
            show_default=False,
        ),
    ] = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ARTICLE", help="One article's graph only, by key or IRI.")
    ] = None,
    output: Output = STDOUT,
    *,
    gzip: Annotated[
        bool | None, typer.Option("--gzip/--no-gzip", help="Pack it.  [default: when the output ends in .gz]")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Write out the published graph.

    With clean prefixes, and the same bytes every time for the same revision, packed or not. A file is there whole, or
    not: it gets its name when all of it is on the disk.
    """
    from kg.wiring import open_session, read_settings

    chosen, packed = _form(form, output), output.endswith(_GZIP) if gzip is None else gzip
    with open_session(read_settings({"location": location})) as session, Progress(quiet=quiet) as tell:
        write_all(_counted(session.export(chosen, article, packed=packed), tell), output, closed=not packed)


def _form(word: str | None, output: str) -> Format:
    """Return the format that the word names, or else the ending of the file."""
    from kg.cli.forms import graph_form
    from kg.sparql import GRAPHS

    ending = Path(output.removesuffix(_GZIP)).suffix.removeprefix(".")
    if word is None and output != STDOUT and any(ending == form.extension for form in GRAPHS):
        return graph_form(ending)
    return graph_form(word or "turtle")


def _counted(chunks: Iterator[bytes], tell: Progress) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        yield chunk
        size += len(chunk)
        tell.so_far("bytes", size)
