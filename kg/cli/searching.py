"""kg search: words found in what a store says, each result with the sentence that proves it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kg.cli.options import Location, Output
from kg.cli.output import json_text, write_text
from kg.text import visible


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='Words, "a phrase", begin*, like~, -without.')],
    *,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="CLASS", help="Meeting, schema:Person, or a class's IRI.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="TAG", help="The language of the matching text.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many results at most.")] = 10,
    offset: Annotated[int, typer.Option("--offset", min=0, max=1000, help="How many of the best to pass over.")] = 0,
    strict: Annotated[bool, typer.Option("--strict", help="All words must be there as they are asked for.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print the results.")] = "text",
    location: Location = None,
    output: Output = "-",
) -> int:
    """Find words in what is published: labels, other names, titles, statements.

    Hamza, marks and joined letters are seen through. Exits with 1 when nothing is found.
    """
    from kg.cli.forms import one_of
    from kg.search import Sought
    from kg.wiring import open_session, read_settings

    one_of(form, "text", "json")
    sought = Sought(
        " ".join(words), tuple(kind or ()), tuple(language or ()), limit=limit, offset=offset, strictest=strict
    )
    with open_session(read_settings({"location": location})) as session:
        found: dict[str, Any] = session.search(sought)
    write_text(json_text(found) if form == "json" else _lines(found), output)
    return 0 if found["results"] else 1


def _lines(found: dict[str, Any]) -> str:
    """Return the results for people: score, kind and IRI, the matching text, the quotes that prove it."""
    lines = []
    for one in found["results"]:
        kinds = [kind.replace("#", "/").rpartition("/")[2] for kind in one["kinds"]]
        lines.append(f"{one['score']:.2f}  {one['iri']}  ({', '.join(kinds)})")
        lines.append(f"      {visible(one['match']['text'])}")
        lines += [f"      [{said['start']}, {said['end']}) {visible(said['exact'])}" for said in one["evidence"][:1]]
    least = "" if found["exact"] else "at least "
    lines.append(f"{least}{found['total']} results; revision {found['revision']}")
    return "".join(f"{line}\n" for line in lines)
