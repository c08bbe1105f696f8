"""kg query, kg update, kg stats: questions to a store, changes to it, and how much is in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Gate, Location, Output
from kg.cli.output import json_line, json_text, write_all, write_text
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.wiring import Found

QueryFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="json, xml, csv, tsv or table; turtle, trig, ntriples, nquads, jsonld, rdfxml or n3 for graphs.  "
        "[default: table on a terminal, else json; turtle for graphs]",
    ),
]
QueryFile = Annotated[
    Path | None, typer.Option("--query-file", metavar="FILE", help="Read it from a file; - is standard input.")
]


def query(
    text: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="A SPARQL query.", show_default=False)] = None,
    *,
    query_file: QueryFile = None,
    option: Annotated[str | None, typer.Option("--query", "-q", metavar="QUERY", help="The same as an option.")] = None,
    location: Location = None,
    form: QueryFormat = None,
    output: Output = "-",
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit with 1 when an ASK answers false.")] = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", help="How long it may run.  [KG_DEADLINE]")
    ] = None,
) -> int:
    """Ask a SPARQL query of the store."""
    from kg.cli.forms import TABLE, accept
    from kg.sparql import Query
    from kg.wiring import open_session, read_settings

    words = _words(text if text is not None else option, query_file, "query")
    if form is None and output == "-" and sys.stdout.isatty():
        form = TABLE
    with open_session(read_settings({"location": location, "deadline": timeout})) as session:
        found = session.query(Query(words), accept(form))
        no = _print_answer(found, form, output)
    return int(exit_status and no)


def update(
    text: Annotated[str | None, typer.Argument(metavar="[UPDATE]", help="A SPARQL update.", show_default=False)] = None,
    update_file: Annotated[
        Path | None, typer.Option("--update-file", metavar="FILE", help="Read it from a file; - is standard input.")
    ] = None,
    location: Location = None,
    gate: Gate = None,
) -> None:
    """Run a SPARQL update on the store.

    The gate checks every article's graph that it touches.
    """
    from kg.sparql import Update
    from kg.wiring import open_session, read_settings

    words = _words(text, update_file, "update")
    with open_session(read_settings({"location": location, "gate": gate}), own_gate=gate is not None) as session:
        change = session.update(Update(words))
    write_text(json_line({"action": change.action, "revision": change.revision}))


def stats(
    location: Location = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
) -> None:
    """Count what the store holds."""
    from kg.cli.forms import one_of
    from kg.wiring import open_session, read_settings

    one_of(form, "text", "json")
    with open_session(read_settings({"location": location})) as session:
        counts = session.stats()
    write_text(json_text(counts) if form == "json" else "".join(_lines(counts)))


def _words(given: str | None, file: Path | None, what: str) -> str:
    """Return the text of a query or update from the one place it was given in."""
    if (given is None) == (file is None):
        raise UsageError(f"give one {what}: as an argument, or with --{what}-file", hint=f"see kg {what} --help")
    if given is not None:
        return given
    raw = sys.stdin.buffer.read() if str(file) == "-" else Path(str(file)).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"the {what} in {file} is not UTF-8") from error


def _print_answer(found: Found, form: str | None, output: str) -> bool:
    """Print an answer and tell whether it is the false of an ASK."""
    from kg.cli.forms import TABLE, table

    if found.kind == "truth":
        body = b"".join(found.chunks)
        write_all([table(body).encode() if form == TABLE else body], output)
        # Every form of a truth spells it out.
        return b"true" not in body
    if found.kind == "solutions" and form == TABLE:
        write_text(table(b"".join(found.chunks)), output)
    else:
        write_all(found.chunks, output)
    return False


def _lines(counts: dict[str, object], before: str = "") -> Iterator[str]:
    for name, value in counts.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{before}{name}.")
        else:
            yield f"{before}{name}  {value}\n"
