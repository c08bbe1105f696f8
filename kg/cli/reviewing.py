"""kg review: what editors decided, taken to other stores and away as gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.keeping import TextOrJson
from kg.cli.options import Location, Output
from kg.cli.output import json_line, json_text, say, sink, write_text
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.wiring import Session

_PAGE = 50


def _open(location: Path | None, *, create: bool = False) -> Session:
    from kg.wiring import open_session, read_settings

    return open_session(read_settings({"location": location}), create=create)


def list_queue(
    location: Location = None,
    *,
    after: Annotated[str | None, typer.Option("--after", metavar="PLACE", help="Begin behind this place.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="How many, at most.")] = _PAGE,
    form: TextOrJson = "text",
) -> None:
    """List the texts to review.

    Drafts and refused texts come first, then published ones, those of the lowest confidence first.
    """
    from kg.cli.forms import one_of

    one_of(form, "text", "json")
    with _open(location) as session:
        found = session.review.review_queue(after, limit)
    write_text("".join(map(json_line if form == "json" else _item, found["items"])))
    if found["next"]:
        say(f"hint: --after '{found['next']}' goes on")


def _item(item: dict[str, Any]) -> str:
    guess = f"  confidence {item['lowest_confidence']}" if item["lowest_confidence"] is not None else ""
    done = "  done" if item["done"] else ""
    counts = f"{item['decided']} decided, {item['undecided']} not"
    return f"{item['key']}  {item['state']:<9}  {counts}{guess}{done}  {item['title']}\n"


def show_draft(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The text's key, as kg review list shows it.")],
    location: Location = None,
) -> None:
    """Print all that an editor sees of a text, as JSON."""
    with _open(location) as session:
        write_text(json_text(session.review.draft(key)))


def list_aliases(location: Location = None, form: TextOrJson = "text") -> None:
    """List the names that were learned from links.

    A name that another row goes by is not learned; the link itself holds.
    """
    from kg.cli.forms import one_of

    one_of(form, "text", "json")
    with _open(location) as session:
        found = session.review.aliases()
    if form == "json":
        write_text(json_text(found))
        return
    for one in found["aliases"]:
        write_text(f"{one['name']}  {one['key']}  {one['language']}  decision {one['number']}\n")
    for one in found["refused"]:
        alias = one["alias"]
        say(f"not learned: {alias['name']} for {alias['key']} (decision {alias['number']}): {one['other']} goes by it")


def export_decisions(location: Location = None, output: Output = "-") -> None:
    """Write all decisions out, one JSON object a line, oldest first."""
    from kg.decisions import write_lines

    with _open(location) as session:
        found = session.review.decisions()
    with sink(output) as file:
        file.write(write_lines(found).encode("utf-8"))


def import_decisions(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What kg review decisions wrote; - is standard input.")],
    location: Location = None,
) -> None:
    """Take over the decisions of another store.

    What is known already is left as it is: taking the same file again changes nothing.
    """
    from kg.cli.inputs import Room, load
    from kg.decisions import read_lines
    from kg.wiring import read_settings

    room = Room.of(read_settings({"location": location}))
    decisions = list(read_lines(load(file, room).raw))
    with _open(location, create=True) as session:
        taken = session.review.take_decisions(decisions)
    write_text(json_line({"taken": taken, "known": len(decisions) - taken}))


def export_gold(
    folder: Annotated[Path, typer.Option("--gold", metavar="DIR", help="Where to write NAME.txt and NAME.gold.json.")],
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY...]", help="Which texts; by default those that are done.")
    ] = None,
    location: Location = None,
) -> None:
    """Write reviewed texts out as gold, by which readers are measured.

    The files hold whole texts: give them only to whom the texts may be given.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="name one, or a place for a new one")
    with _open(location) as session:
        chosen = keys or session.review.done()
        if not chosen:
            say("no text is done: an editor says so in review")
        for key in chosen:
            text, gold = session.review.draft(key)["text"], session.review.gold(key)
            folder.mkdir(parents=True, exist_ok=True)
            # Newlines stay as they are, since spans count them.
            (folder / f"{key}.txt").write_bytes(text.encode("utf-8"))
            told = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{key}.gold.json").write_text(told, "utf-8")
            write_text(
                json_line({"key": key, "statements": len(gold["statements"]), "meetings": len(gold["meetings"])})
            )
