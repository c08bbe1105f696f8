"""kg network: who met whom and who spoke of whom, for programs that draw."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import Location, Output
from kg.cli.output import write_all


def network(
    location: Location = None,
    *,
    form: Annotated[
        str, typer.Option("--format", metavar="gexf|graphml|json", help="For Gephi; for yEd, Cytoscape; for programs.")
    ] = "gexf",
    output: Output = "-",
) -> None:
    """Write the network of actors.

    Actors are tied when they met, when one spoke of the other or passed the other's words on, or when they agreed. Each
    tie names its facts and articles; actors have labels in Arabic and English, a class and their Wikidata item.
    """
    from kg.cli.forms import one_of
    from kg.questions import ASK_NETWORK, NETWORK_FORMS, optional, read_network, read_rows, write_network
    from kg.sparql import JSON, Query
    from kg.wiring import open_session, read_settings
    from kg.workers import Accept

    one_of(form, *(offered.name for offered in NETWORK_FORMS))
    if form != "json":
        optional("networkx")  # What is missing is said before the store is asked.
    with open_session(read_settings({"location": location})) as session:
        found = session.query(Query(ASK_NETWORK), Accept((JSON,), ()))
        body = write_network(read_network(read_rows(found.chunks)), form)
    write_all([body], output)
