"""kg mirror: a copy of another server's graphs that follows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Dataset, Location
from kg.cli.output import json_line, say, write_text
from kg.errors import NetworkError

if TYPE_CHECKING:
    from kg.feeds import Caps, Passed
    from kg.wiring import Settings

_PATIENCE, _LOOKS, _LONGEST = 1.0, 5, 300.0


def mirror(
    url: Annotated[str, typer.Argument(metavar="URL", help="The first page of a kg server.")],
    location: Location = None,
    dataset: Dataset = None,
    *,
    follow: Annotated[bool, typer.Option("--follow/--once", help="Go on looking, until it is interrupted.")] = False,
    interval: Annotated[float, typer.Option(metavar="SECONDS", min=1.0, help="How long between two looks.")] = 60.0,
    largest: Annotated[int, typer.Option(metavar="MIB", min=1, help="How long the dump may be, unpacked.")] = 65536,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Copy the graphs of another server into a store here, and follow its changes.

    The first look loads the dump of one revision; later ones fetch what changed since, each graph held to the checksum
    in the feed. Where the copy stands is kept beside it. Nothing is asked of any other address. Each look that changed
    something prints a line of JSON.
    """
    from kg.feeds import Caps
    from kg.wiring import read_settings

    settings = read_settings({"location": location, "dataset": dataset})
    tell = _silent if quiet else say
    wait = 0.0
    while True:
        try:
            passed = _look(settings, url, Caps(dump=largest << 20), tell)
            wait = interval
        except NetworkError as error:
            if not follow:
                raise
            say(f"{error}; trying again")
            wait = min(max(1.0, 2 * wait), _LONGEST)
        else:
            if passed.anew or passed.written or passed.dropped or not follow:
                write_text(json_line({"source": url, "location": str(settings.location), **asdict(passed)}))
        if not follow:
            return
        time.sleep(wait)


def _silent(*lines: str) -> None:
    """Say nothing."""


def _look(settings: Settings, url: str, caps: Caps, tell: Callable[[str], None]) -> Passed:
    """Look once, and again while graphs move on under our eyes; the store is let go of afterwards."""
    from kg.sparql import on_deep_stack
    from kg.wiring import open_mirror

    def look() -> Passed:
        with open_mirror(settings, url, caps, tell) as copy:
            passed = copy.look()
            for _ in range(_LOOKS):
                if not passed.late:
                    return passed
                time.sleep(_PATIENCE)
                passed = passed.and_then(copy.look())
            tell(f"{len(passed.late)} graphs are not what the feed says they are: taking the dump")
            return copy.begin()

    # What the parser is given nests as deep as it likes.
    return on_deep_stack(look)
