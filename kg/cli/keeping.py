"""kg init, kg config, kg token: what surrounds a store."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import examples
from kg.cli.output import json_text, write_text
from kg.errors import UsageError

config = typer.Typer(help="Show the settings in force here.")


@config.command(
    "show",
    epilog=examples("kg config show", "kg config show --origin", "KG_DEADLINE=5 kg config show --format json"),
)
def show_config(
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print them.")] = "text",
) -> None:
    """Print every setting.

    A flag beats a KG_* variable, which beats ./kg.toml, which beats [tool.kg] in ./pyproject.toml.
    """
    from kg.wiring import list_settings

    settings = list_settings()
    if form == "json":
        write_text(
            json_text([{"name": s.name, "value": s.value, "origin": s.origin, "help": s.meaning} for s in settings])
        )
    elif form == "text":
        width = max(len(s.name) for s in settings)
        tail = max(len(s.value) for s in settings) if origin else 0
        lines = (f"{s.name:<{width}}  {s.value:<{tail}}" + (f"  {s.origin}" if origin else "") for s in settings)
        write_text("".join(f"{line.rstrip()}\n" for line in lines))
    else:
        raise UsageError(f"unknown format {form!r}", hint="offered: text, json")
