"""Formats by the words people use for them, and answers drawn for a terminal."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import UnknownFormat
from kg.sparql import GRAPHS, JSON, JSON_LD, RDF_XML, SOLUTIONS, TURTLE, Format, format_named

if TYPE_CHECKING:
    from kg.workers import Accept

TABLE = "table"

# One word for both kinds of answer: what it means for a graph.
_OF_GRAPHS = {"json": JSON_LD, "xml": RDF_XML}


def one_of(word: str, *offered: str) -> str:
    """Return *word* when it is offered; raises UnknownFormat."""
    if word not in offered:
        raise UnknownFormat(f"unknown format {word!r}", offered)
    return word


def graph_form(word: str) -> Format:
    """Return the graph format that *word* names: its name, file ending or media type; raises UnknownFormat."""
    return _OF_GRAPHS.get(word) or format_named(word, GRAPHS)


def accept(word: str | None) -> Accept:
    """Return what answers may come in: a table's cells or Turtle when no format was asked for; raises UnknownFormat."""
    from kg.workers import Accept

    if word is None or word == TABLE:
        return Accept((JSON,), (TURTLE,))
    solutions = tuple(f for f in SOLUTIONS if word.lower() in (f.name, f.extension, f.media_type))
    graphs = (_OF_GRAPHS[word],) if word in _OF_GRAPHS else ()
    if not solutions and not graphs:
        try:
            return Accept((), (format_named(word, GRAPHS),))
        except UnknownFormat as error:
            names = (*(f.name for f in SOLUTIONS), TABLE, *(f.name for f in GRAPHS))
            raise UnknownFormat(str(error), tuple(dict.fromkeys(names))) from error
    return Accept(solutions, graphs)


def table(body: bytes) -> str:
    """Return SPARQL results (JSON) as a table of plain lines, or true or false."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    results = json.loads(body)
    if "boolean" in results:
        return f"{str(results['boolean']).lower()}\n"
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    variables = results["head"].get("vars", [])
    for name in variables:
        drawn.add_column(Text(f"?{name}"), overflow="fold")
    for row in results["results"]["bindings"]:
        drawn.add_row(*(Text(_cell(row.get(name))) for name in variables))
    words = io.StringIO()
    # In a pipe nothing is folded: a line is a row.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100_000
    Console(file=words, width=width, no_color=True).print(drawn)
    count = len(results["results"]["bindings"])
    lines = (line.rstrip() for line in words.getvalue().splitlines())
    return "".join(f"{line}\n" for line in lines) + f"({count} row{'' if count == 1 else 's'})\n"


def _cell(term: dict[str, object] | None) -> str:
    if term is None:
        return ""
    value = str(term["value"]) if not isinstance(term["value"], dict) else _quoted(term["value"])
    if term["type"] == "uri":
        return f"<{value}>"
    if term["type"] == "bnode":
        return f"_:{value}"
    language = term.get("xml:lang")
    return f"{value} @{language}" if language else value


def _quoted(triple: dict[str, object]) -> str:
    """Return a triple term (SPARQL 1.2) in one cell."""
    parts: Iterable[object] = (triple["subject"], triple["predicate"], triple["object"])
    return "<<( " + " ".join(_cell(part) for part in parts if isinstance(part, dict)) + " )>>"
