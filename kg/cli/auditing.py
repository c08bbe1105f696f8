"""kg audit: who changed what in a store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Location
from kg.cli.output import json_line, write_text

if TYPE_CHECKING:
    from kg.store import Deed

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def audit(
    *,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHO", help="By whom: 'token 3', local, 'the server'.")
    ] = None,
    action: Annotated[
        str | None,
        typer.Option("--action", metavar="ACTION", help="added, replaced, withdrawn, updated; granted, revoked."),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="IRI|KEY", help="About one graph, one article by key, or 'token 3'."),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", metavar="TIME", formats=_TIMES, help="Not before this time, in UTC.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="How many, at most.")] = 100,
    location: Location = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
) -> None:
    """List the changes of a store: who, when, what, which graphs.

    The newest come first. Every write is there, by whatever way it came, and every token given out or taken back.
    """
    from kg.cli.forms import one_of
    from kg.store import Wanted
    from kg.wiring import open_session, read_settings

    one_of(form, "text", "json")
    wanted = Wanted(by, action, about, since.replace(tzinfo=UTC) if since else None, None, limit)
    with open_session(read_settings({"location": location})) as session:
        found = session.deeds(wanted)
    write_text("".join(map(_line if form == "text" else _json, found)))


def _line(deed: Deed) -> str:
    graphs = [graph or "the default graph" for graph in deed.graphs]
    what = ", ".join(graphs[:1]) + (f" and {len(graphs) - 1} more" if len(graphs) > 1 else "")
    moved = f"{deed.before} -> {deed.revision}  {deed.action:<9}  +{deed.added} -{deed.removed}"
    return f"{deed.at:%Y-%m-%d %H:%M:%S}  {moved}  {what or deed.subject}  by {deed.by}\n"


def _json(deed: Deed) -> str:
    return json_line(asdict(deed) | {"at": deed.at.isoformat()})
