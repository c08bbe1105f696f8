"""kg explain: one fact of an article, with the sentence that says it, the rule that read it, and what the rule saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.inputs import is_document
from kg.cli.options import Base, Id, Location, Output, Published, SourceUrl
from kg.cli.output import json_text, write_text
from kg.errors import NotFound

if TYPE_CHECKING:
    from kg.article import Given
    from kg.pipeline import Toolkit
    from kg.triples import Account
    from kg.wiring import Settings

_NEAREST = 3
_MODEL = "model:"


def explain(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A file, -, or a published article's IRI or key.")],
    fact: Annotated[
        str | None,
        typer.Argument(
            metavar="[FACT]", help="Its IRI, the end of it (statement-232-372), or its id in kg extract (s3, m1)."
        ),
    ] = None,
    *,
    location: Location = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print it.")] = "text",
    iri: Id = None,
    source_url: SourceUrl = None,
    published: Published = None,
    base: Base = None,
    output: Output = "-",
) -> None:
    """Show how a fact was read: its sentence, its rule, what the rule saw.

    Without a fact, all facts of the article are listed with their ids. Positions count as p1, p2 in the order of kg
    extract; links to known actors have no id and are named by the end of their IRI.
    """
    from kg.article import Given
    from kg.cli.forms import one_of
    from kg.wiring import asked_of, read_settings, rulebook, toolkit_for

    one_of(form, "text", "json")
    settings = read_settings({"location": location, "base": base})
    given = Given(iri, source_url, published.date() if published else None)
    toolkit = toolkit_for(settings.base, gate=settings.gate, asked=asked_of(settings) if is_document(article) else None)
    accounts = _accounts(article, given, toolkit, settings)
    book = Rulebook(rulebook(toolkit))
    if fact is None:
        write_text(_listed(accounts, book, form), output)
        return
    chosen = chosen_of(accounts, fact)
    write_text(_explained(chosen, toolkit, book, form), output)


class Rulebook:
    """What each rule looks for; a rule that is not installed here says so."""

    def __init__(self, book: Mapping[str, str]) -> None:
        self._book = book

    def __call__(self, rule: str) -> str:
        """Return what the rule of an id looks for."""
        if rule not in self._book and rule.startswith(_MODEL):
            return f"the model {rule.removeprefix(_MODEL)}, whose every quote was found in the text"
        return self._book.get(rule, "a rule that is not installed here")


def chosen_of(accounts: Sequence[Account], fact: str) -> list[Account]:
    """Return the mentions of the fact that an IRI, its end or an id names; raises NotFound with the nearest ids."""
    found = [account for account in accounts if fact in (account.id, account.end, account.iri)]
    if found:
        return found
    ids = list(dict.fromkeys(name for account in accounts for name in (account.id, account.end)))
    near = get_close_matches(fact.rpartition("/")[2], ids, n=_NEAREST, cutoff=0.5)
    raise NotFound(
        f"there is no fact {fact!r} in this article",
        hint=(f"the nearest: {', '.join(near)}; " if near else "") + "without a fact, all are listed",
    )


def _accounts(article: str, given: Given, toolkit: Toolkit, settings: Settings) -> tuple[Account, ...]:
    """Return the facts of a document that is read now, or of an article as it was published."""
    from kg.cli.reading import graph_of, read_document
    from kg.sparql import N_TRIPLES
    from kg.triples import accounts_of, read_rdf
    from kg.wiring import open_session

    if is_document(article):
        return accounts_of(graph_of(read_document(article, given, toolkit, settings), toolkit).triples)
    try:
        with open_session(settings) as session:
            body = b"".join(session.export(N_TRIPLES, article))
    except NotFound as missing:
        if ":" in article:
            raise
        # A file's name that was mistyped lands here too, and of the store alone it would learn nothing.
        raise NotFound(f"there is no file {article!r}, and {missing}", hint=missing.hint) from None
    return accounts_of(quad.triple for quad in read_rdf(body, N_TRIPLES.name))


def _listed(accounts: Sequence[Account], book: Rulebook, form: str) -> str:
    from kg.cli.accounts import fact_line, to_values

    if form == "json":
        return json_text({"facts": [to_values(account, book) for account in accounts]})
    if not accounts:
        return "no facts\n"
    widths = (max((len(a.id) for a in accounts if a.id != a.end), default=0), max(len(a.end) for a in accounts))
    return "".join(fact_line(account, widths) for account in accounts)


def _explained(chosen: Sequence[Account], toolkit: Toolkit, book: Rulebook, form: str) -> str:
    from kg.cli.accounts import page, to_values

    if form == "json":
        values: dict[str, Any] = {"facts": [to_values(account, book) for account in chosen]}
        return json_text(values)
    return "\n".join(page(account, toolkit.authority, book) for account in chosen)
