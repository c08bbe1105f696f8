"""kg backup, kg restore, kg verify: a store kept safe, brought back, and held to what it says of itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Base, Location
from kg.cli.output import json_line, json_text, say, write_text
from kg.cli.progress import Progress

if TYPE_CHECKING:
    from kg.store import Inspection, Manifest

_SHOWN = 50


def backup(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="The new folder to back up to.")],
    location: Location = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Copy the store, as it is now, to a new folder.

    A server that holds the store goes on meanwhile. The copy is whole or not there: every file with its hash, opened
    and held to its own ledger before the command ends. It holds the private texts and the hashes of the tokens.
    """
    from kg.wiring import back_up, read_settings

    with Progress(quiet=quiet) as tell:
        manifest = back_up(read_settings({"location": location}), target, tell)
    write_text(json_line({"backup": str(target), **_told(manifest)}))
    if not quiet:
        say(f"hint: kg restore {target} --location DIR makes a store of it; kg verify {target} looks at it again")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What kg backup made.")],
    location: Location = None,
    base: Base = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
) -> None:
    """Make a store of a backup.

    The folder must be new, or empty. Every file is held to its hash; the store is there whole, or not.
    """
    from kg.wiring import read_settings
    from kg.wiring import restore as bring_back

    settings = read_settings({"location": location, "base": base})
    with Progress(quiet=quiet) as tell:
        manifest = bring_back(settings, source, tell)
    write_text(json_line({"location": str(settings.location), **_told(manifest)}))


def verify(
    source: Annotated[
        Path | None, typer.Argument(metavar="[BACKUP]", help="A backup; by default the store.", show_default=False)
    ] = None,
    location: Location = None,
    *,
    shapes: Annotated[bool, typer.Option("--shapes/--no-shapes", help="Hold each article to the shapes too.")] = True,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Read each of the engine's indexes too: seven times as long.")
    ] = False,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing when all is well.")] = False,
) -> int:
    """Hold a store, or a backup, to what it says of itself.

    Every graph to the checksum that the ledger recorded, the derived default graph to the graphs it is derived from,
    every text to its hash, every quote to its place in the text, every article to the shapes, every file of a backup to
    its hash. A server that holds the store goes on meanwhile. The exit code is 1 when something is wrong.
    """
    from kg.cli.forms import one_of
    from kg.wiring import read_settings
    from kg.wiring import verify as inspect

    one_of(form, "text", "json")
    with Progress(quiet=quiet) as tell:
        found = inspect(read_settings({"location": location}), source, tell, shapes=shapes, thorough=thorough)
    if form == "json":
        write_text(json_text(asdict(found) | {"sound": found.sound}))
    else:
        write_text(_page(found, quiet=quiet))
    return 0 if found.sound else 1


def _told(manifest: Manifest) -> dict[str, object]:
    size = sum(sealed.size for sealed in manifest.files.values())
    said = {"base": manifest.identity.base, "dataset": manifest.identity.kind, "revision": manifest.revision}
    return said | {
        "quads": manifest.quads,
        "made": manifest.made.isoformat(),
        "files": len(manifest.files),
        "bytes": size,
    }


def _page(found: Inspection, *, quiet: bool) -> str:
    lines = [f"{fault.check}: {fault.subject + ': ' if fault.subject else ''}{fault.message}" for fault in found.faults]
    shown = lines[:_SHOWN] + ([f"and {len(lines) - _SHOWN} faults more"] if len(lines) > _SHOWN else [])
    looked = f"{found.quads} quads in {found.graphs} graphs, {found.articles} articles, {found.quotes} quotes"
    end = f"revision {found.revision}: {looked}: {'sound' if found.sound else f'{len(lines)} faults'}"
    return "".join(f"{line}\n" for line in [*shown, *([] if quiet and found.sound else [end])])
