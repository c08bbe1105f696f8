"""kg ingest, kg withdraw, kg rejected: what goes into a store, comes out of it, or was kept out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.failures import from_system
from kg.cli.inputs import Room, expand, load
from kg.cli.options import AllowService, Base, Dataset, Gate, Id, Language, Location, Published, Publisher, SourceUrl
from kg.cli.output import json_line, say, write_all, write_text
from kg.cli.tally import Tally
from kg.errors import BrokenPlugin, DoesNotConform, InputError, NetworkError, NotFound, Overrun, UsageError

if TYPE_CHECKING:
    from kg.article import Given
    from kg.store import Rejection
    from kg.wiring import Session

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Files, folders, globs, web addresses, or - for standard input.")
]
ListFormat = Annotated[
    str, typer.Option("--format", metavar="text|turtle|json", help="How to print it; turtle is for one.")
]


def ingest(
    files: Files,
    *,
    location: Location = None,
    iri: Id = None,
    source_url: SourceUrl = None,
    published: Published = None,
    publisher: Publisher = None,
    base: Base = None,
    dataset: Dataset = None,
    gate: Gate = None,
    allow_service: AllowService = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Plain lines instead of a bar.")] = False,
) -> int:
    """Read articles, check them against the shapes, and publish them.

    Receipts are JSON, one line an article. One bad document does not stop the others. The same text again writes
    nothing. The exit code is 0 when all are published, else that of the worst failure.
    """
    from kg.article import Given
    from kg.wiring import open_session, read_settings

    flags: dict[str, object] = {"location": location, "base": base, "dataset": dataset, "gate": gate}
    settings = read_settings(flags | {"allow_service": allow_service})
    names = list(expand(files))
    if len(names) > 1 and (iri or source_url):
        raise UsageError("--id and --source-url name one article, and several were given")
    given = Given(iri, source_url, published.date() if published else None, publisher)
    room = Room.of(settings)
    tally = Tally(len(names), quiet=quiet, bar=not no_progress)
    with open_session(settings, create=True, own_gate=gate is not None) as session, tally:
        for name in names:
            tally.begin(name)
            _ingest_one(session, name, given, room, tally)
    return tally.exit_code


def _ingest_one(session: Session, name: str, given: Given, room: Room, tally: Tally) -> None:
    try:
        document = load(name, room)
    except (InputError, NetworkError) as error:
        tally.failed(name, error)
        return
    except OSError as error:
        tally.failed(name, from_system(error))
        return
    # What fails from here on and is not the document's fault stops the run: the next document would fare no better.
    try:
        receipt = session.ingest(document.raw, replace(given, source_url=given.source_url or document.url))
    except DoesNotConform as refusal:
        tally.refused(name, refusal)
    except (InputError, Overrun, BrokenPlugin) as error:
        # What a rule stumbles over is in this document; the next may be read.
        tally.failed(name, error)
    else:
        tally.published(name, receipt)


def withdraw(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's key or IRI.")],
    location: Location = None,
) -> None:
    """Take an article out of the store.

    Its address answers 410 Gone from then on.
    """
    from kg.wiring import open_session, read_settings

    with open_session(read_settings({"location": location})) as session:
        change = session.withdraw(article)
    write_text(json_line({"article": article, "action": change.action, "revision": change.revision}))
    say(f"withdrawn {article}")


def rejected(
    article: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show one in full, by key or IRI.")] = None,
    location: Location = None,
    *,
    form: ListFormat = "text",
    language: Language = "en",
) -> None:
    """List the articles the gate refused, or show one.

    The newest come first; one is shown with all its findings and their sentences.
    """
    from kg.cli.forms import one_of
    from kg.cli.reports import printed
    from kg.wiring import open_session, read_settings

    one_of(form, *(("text", "json") if article is None else ("text", "turtle", "json")))
    settings = read_settings({"location": location})
    with open_session(settings) as session:
        found = session.rejections()
    if article is None:
        write_text("".join(map(_rejection_line if form == "text" else _rejection_json, found)))
        if not found:
            say("no article was rejected")
        return
    chosen = next((r for r in found if article in (r.key, r.article, r.text_hash)), None)
    if chosen is None:
        raise NotFound(f"no rejected article {article}", hint="kg rejected lists them")
    head = _rejection_line(chosen).encode("utf-8") + b"\n" if form == "text" else b""
    write_all([head, printed(json.loads(chosen.report), form, language, settings.base)], "-")


def _rejection_line(rejection: Rejection) -> str:
    return f"{rejection.key}  {rejection.rejected:%Y-%m-%d %H:%M:%S}  {rejection.article}\n"


def _rejection_json(rejection: Rejection) -> str:
    return json_line(
        {
            "key": rejection.key,
            "article": rejection.article,
            "rejected": rejection.rejected.isoformat(),
            "textHash": rejection.text_hash,
            "report": json.loads(rejection.report),
        }
    )
