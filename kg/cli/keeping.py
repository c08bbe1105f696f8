"""kg init, kg token, kg config: what surrounds a store."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kg.cli.options import Base, Dataset, Location
from kg.cli.output import json_line, json_text, say, write_text

TextOrJson = Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")]


def init(location: Location = None, base: Base = None, dataset: Dataset = None) -> None:
    """Make an empty store.

    kg ingest and kg serve make one too when there is none.
    """
    from kg.wiring import open_session, read_settings

    settings = read_settings({"location": location, "base": base, "dataset": dataset})
    with open_session(settings, create=True) as session:
        revision = session.stats()["revision"]
    say(
        f"{settings.location}: a {settings.dataset} store under {settings.base}, at revision {revision}",
        f"hint: kg ingest FILE... --location {settings.location}",
    )


def create_token(
    scope: Annotated[str, typer.Option("--scope", metavar="read|write|review|admin", help="What it may do.")],
    location: Location = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What it is for, shown by kg token list.")] = "",
) -> None:
    """Make a token and print it, alone.

    Only its hash is kept, so it cannot be shown again. The folder is made when there is none.
    """
    from kg.wiring import now, open_tokens, read_settings

    with open_tokens(read_settings({"location": location})) as tokens:
        write_text(tokens.create(scope, note, now()) + "\n")


def list_tokens(location: Location = None, form: TextOrJson = "text") -> None:
    """List the tokens of a store, without their secrets."""
    from kg.cli.forms import one_of
    from kg.wiring import open_tokens, read_settings

    one_of(form, "text", "json")
    with open_tokens(read_settings({"location": location})) as tokens:
        known = tokens.list()
    if form == "json":
        write_text("".join(json_line(asdict(token)) for token in known))
        return
    for token in known:
        state = f"revoked {token.revoked:%Y-%m-%d %H:%M}" if token.revoked else "in force"
        write_text(f"{token.id}  {token.scope}  {token.created:%Y-%m-%d %H:%M}  {state}  {token.note}".rstrip() + "\n")


def revoke_token(
    token: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as kg token list shows it.")],
    location: Location = None,
) -> None:
    """Revoke a token.

    Requests that carry it are refused from then on.
    """
    from kg.wiring import now, open_tokens, read_settings

    with open_tokens(read_settings({"location": location})) as tokens:
        tokens.revoke(token, now())
    say(f"token {token} is revoked")


def show_config(
    *,
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
    form: TextOrJson = "text",
) -> None:
    """Print every setting.

    A flag beats a KG_* variable, which beats ./kg.toml, which beats [tool.kg] in ./pyproject.toml.
    """
    from kg.cli.forms import one_of
    from kg.wiring import list_settings

    one_of(form, "text", "json")
    settings = list_settings()
    if form == "json":
        write_text(
            json_text([{"name": s.name, "value": s.value, "origin": s.origin, "help": s.meaning} for s in settings])
        )
        return
    width, tail = (max(len(getattr(s, part)) for s in settings) for part in ("name", "value"))
    for s in settings:
        write_text(
            f"{s.name:<{width}}  {s.value:<{tail}}  {s.origin}\n" if origin else f"{s.name:<{width}}  {s.value}\n"
        )
