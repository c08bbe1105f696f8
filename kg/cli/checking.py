"""kg validate: whether articles, graphs and stores conform to the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.inputs import is_document
from kg.cli.options import Base, Language, Location, Output
from kg.cli.output import write_all
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.wiring import Settings


def validate(
    subject: Annotated[
        str | None,
        typer.Argument(metavar="[FILE|ARTICLE]", help="An article, an RDF file, or a published article's IRI or key."),
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Check all that is published.")] = False,
    location: Location = None,
    form: Annotated[
        str, typer.Option("--format", metavar="text|turtle|json", help="How to print the report.")
    ] = "text",
    language: Language = "en",
    base: Base = None,
    output: Output = "-",
) -> int:
    """Check an article, a graph or a store against the shapes.

    The report says which fact, which sentence, what is wrong, and how to mend it. The exit code is 1 when something
    does not conform.
    """
    from kg.cli.forms import one_of
    from kg.cli.reports import FORMATS, printed
    from kg.wiring import open_session, read_settings

    one_of(form, *FORMATS)
    if (subject is None) != everything:
        raise UsageError("give one thing to check: a file, an article, or --all", hint="see kg validate --help")
    settings = read_settings({"location": location, "base": base})
    if subject is not None and is_document(subject):
        report = _checked(subject, settings)
    else:
        with open_session(settings) as session:
            report = session.validate(subject)
    write_all([printed(report, form, language, settings.base)], output)
    return 0 if report["conforms"] else 1


def _checked(name: str, settings: Settings) -> dict[str, Any]:
    """Return the report on a document: RDF by its file's ending, else an article."""
    from kg.article import Given
    from kg.cli.converting import rdf_form_of, read_quads
    from kg.cli.inputs import Room, load
    from kg.pipeline import prepare
    from kg.validation import check_rdf, to_json
    from kg.wiring import asked_of, judging_of, now, toolkit_for

    toolkit = toolkit_for(settings.base, gate=settings.gate, asked=asked_of(settings), judging=judging_of(settings))
    form = rdf_form_of(name)
    if form is not None:
        return to_json(check_rdf(read_quads(name, form, settings), toolkit.shapes))
    document = load(name, Room.of(settings))
    return prepare(document.raw, Given(), toolkit, now()).report
