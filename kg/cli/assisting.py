"""kg mcp: the store for assistants, over standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import Location
from kg.errors import UsageError


def mcp(
    address: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="A running server's address, instead of a folder.")
    ] = None,
    location: Location = None,
) -> None:
    """Serve the store to an assistant (Model Context Protocol) over standard input and output.

    The assistant's program starts this command; nothing is ever written. A folder is held only while a question is
    answered, and asked through the server that serves it, if one does. A running server answers at /mcp itself.
    """
    import asyncio

    from kg.assistant import serve_stdio
    from kg.wiring import library_of, read_settings

    if address is not None and location is not None:
        raise UsageError("give a folder or an address, not both", hint="see kg mcp --help")
    asyncio.run(serve_stdio(library_of(read_settings({"location": location}), address)))
