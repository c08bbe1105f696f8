"""kg serve: the store on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from kg.cli.options import Base, Dataset, Gate, Location
from kg.cli.output import say

if TYPE_CHECKING:
    from pathlib import Path

Bind = Annotated[
    str | None, typer.Option("--bind", "-b", metavar="HOST:PORT", help="The address to listen at.  [KG_BIND]")
]

Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="How many queries run at once.  [KG_WORKERS]")
]
Log = Annotated[
    str | None, typer.Option("--log", metavar="text|json", help="Lines for people, or JSON objects.  [KG_LOG]")
]
Level = Annotated[
    str | None,
    typer.Option("--log-level", metavar="LEVEL", help="debug, info (every request), warning, error.  [KG_LOG_LEVEL]"),
]

Scratch = Annotated[
    list[str] | None,
    typer.Option(
        "--scratch",
        metavar="IRI",
        help="A graph that no shapes are held to (repeatable); ending in / # or :, all below it.  [KG_SCRATCH]",
    ),
]

Contact = Annotated[
    str | None,
    typer.Option(
        "--contact",
        metavar="ADDRESS",
        help="An e-mail or web address for corrections and withdrawals, on every page.  [KG_CONTACT]",
    ),
]

PublishText = Annotated[
    bool | None,
    typer.Option(
        "--publish-text/--no-publish-text",
        help="Let everybody read articles to their end, not only quoted sentences.  [KG_PUBLISH_TEXT]",
    ),
]


def serve(
    location: Location = None,
    *,
    bind: Bind = None,
    base: Base = None,
    dataset: Dataset = None,
    gate: Gate = None,
    workers: Workers = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-service",
            metavar="URL",
            help="An endpoint that SERVICE may ask (repeatable); ending in /, all below it.  [KG_ALLOW_SERVICE]",
        ),
    ] = None,
    scratch: Scratch = None,
    contact: Contact = None,
    publish_text: PublishText = None,
    log: Log = None,
    log_level: Level = None,
) -> None:
    """Serve the store on the web.

    SPARQL query and update at /sparql, the graph store protocol at /store, articles at /articles; requests that write
    need a token (kg token create). The other commands on the same folder go through this server while it runs.
    """
    from kg.web import log_to_stderr
    from kg.wiring import read_settings
    from kg.wiring.serving import serve as serve_store

    flags: dict[str, object] = {"location": location, "bind": bind, "base": base, "dataset": dataset, "gate": gate}
    flags |= {"workers": workers, "allow_service": allow_service, "scratch": scratch, "contact": contact}
    flags |= {"publish_text": publish_text, "log": log, "log_level": log_level}
    settings = read_settings(flags)
    log_to_stderr(settings.log, settings.log_level)
    serve_store(settings, lambda address: _ready(settings.location, address))


def _ready(location: Path, address: str) -> None:
    say(f"{location} is served at {address}", "stop with Ctrl-C")
    tell_names(location, address)


_HERE = ("localhost", "127.0.0.1", "::1")


def tell_names(location: Path, address: str) -> None:
    """Say what the names in the store begin with, where that is not the *address* it is served at."""
    from kg.store.folder import Folder, identify

    base = identify(Folder(location), None, None, create=False).base
    named, served = urlsplit(base), urlsplit(address)
    local = named.hostname in _HERE
    if base == f"{address}/" or (local and served.hostname in _HERE and (named.port, named.path) == (served.port, "/")):
        return
    say(f"names in this store begin with {base}, its base, and answer where that address leads to this server")
    if local:
        say(
            "a base is chosen when a store is made; for one whose names answer here:",
            f"  kg init --location FOLDER --base {address}/, or the address that readers will use; then ingest again",
        )
