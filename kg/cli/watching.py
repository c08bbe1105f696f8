"""kg queries: what runs in the server that holds a store, and how to stop it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Location
from kg.cli.output import json_line, say, write_text

if TYPE_CHECKING:
    from kg.workers import Running

_SHOWN = 70


def queries(
    *,
    cancel: Annotated[str | None, typer.Option("--cancel", metavar="ID", help="Stop the one of this id.")] = None,
    location: Location = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
) -> None:
    """List what runs in the server that holds the store, or stop one of it.

    The oldest come first: id, seconds, lane, client, and the beginning of the query. Whoever asked what is stopped is
    told so with 503.
    """
    from kg.cli.forms import one_of
    from kg.wiring import open_session, read_settings

    one_of(form, "text", "json")
    with open_session(read_settings({"location": location})) as session:
        if cancel is not None:
            session.cancel(cancel)
            say(f"{cancel} is stopped")
            return
        found = session.running()
    write_text("".join(map(_line if form == "text" else _json, found)))


def _line(one: Running) -> str:
    text = one.text[:_SHOWN] + ("…" if len(one.text) > _SHOWN else "")
    return f"{one.id:<12} {one.seconds:8.1f} s  {one.lane:<7}  {one.client or '-':<15}  {one.job:<8} {text}\n"


def _json(one: Running) -> str:
    return json_line(asdict(one) | {"begun": one.begun.isoformat()})
