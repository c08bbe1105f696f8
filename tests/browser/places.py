"""Every page there is, and what it holds for a reader without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from tests.browser.servers import Server

_ISNAD = "https://w3id.org/isnad/ontology#"
_MET = "SELECT ?meeting ?p ?who WHERE { ?meeting a <" + _ISNAD + "Meeting> ; ?p ?who } ORDER BY ?meeting LIMIT 40"


@dataclass(frozen=True, slots=True)
class Place:
    """A page: `path` below the server's address, where {Meeting} is the path of some meeting's page.

    `holds` are selectors of what stands there with scripts and without; `heavy` pages load a library when it is needed,
    `signed` ones are for those who signed in.
    """

    name: str
    path: str
    holds: tuple[str, ...] = ("main h1",)
    status: int = 200
    heavy: bool = False
    signed: bool = False

    def __str__(self) -> str:
        return self.name


PLACES = (
    Place("home", "", ("main h1", "main a[href*='sparql']")),
    Place("sparql", "sparql", ("textarea[name=query]", "main button"), heavy=True),
    Place("results", f"sparql?query={quote(_MET)}", ("main table", "main td a[href*='id/']"), heavy=True),
    Place("results-none", f"sparql?query={quote('SELECT ?s WHERE { ?s a <urn:nothing> }')}", heavy=True),
    Place("results-error", f"sparql?query={quote('SELECT ?s WHERE {')}", ("main h1",), 400, heavy=True),
    Place("search", "search?q=" + quote("السودان"), ("main h1", "main ol a, main li a, main article a")),
    Place("search-none", "search?q=zzzzzz"),
    Place("ontology", "ontology", ("main h1", "main a[href*='ontology/']")),
    Place("term", "ontology/Statement", ("main h1", "main table")),
    Place("shapes", "shapes", ("main h1", "main a")),
    Place("docs", "docs", ("main h1", "main code")),
    Place("dumps", "dumps/", ("main h1", "main a[href*='dumps']")),
    Place("void", ".well-known/void?format=html", ("main h1",)),
    Place("article", "page/article/muscat.html", ("main h1", "main a")),
    Place("article-seed", "page/article/seed.html", ("main h1", "main a")),
    Place("article-all", "page/article/muscat.html?view=all", ("main h1", "main a")),
    Place("article-hostile", "page/article/hostile.html", ("main h1",)),
    Place("actor", "page/actor/person-q16730147.html", ("main h1", "main a[href*='id/']")),
    Place("actor-all", "page/actor/person-q16730147.html?view=all", ("main h1", "main a[href*='id/']")),
    Place("actor-unlinked", "page/{Unlinked}", ("main h1",)),
    Place("country", "page/{Country}", ("main h1",)),
    Place("organisation", "page/{Organization}", ("main h1",)),
    Place("meeting", "page/{Meeting}", ("main h1", "main a[href*='id/']")),
    Place("statement", "page/{Statement}", ("main h1", "main a[href*='id/']")),
    Place("agreement", "page/{Agreement}", ("main h1",)),
    Place("forum", "page/{Forum}", ("main h1",)),
    Place("office", "page/{Position}", ("main h1",)),
    Place("article-sifted", "page/article/muscat.html?kind=statement", ("main h1", "main .text mark, main .text a")),
    Place("articles", "articles", ("main h1", "main .articles h3 a")),
    Place("articles-narrowed", "articles?month=2026-03", ("main .chosen a", "main .articles h3 a")),
    Place("validation", "validation", ("main h1", "main dl")),
    Place("meetings", "meetings", ("main h1", "main a[href*='/page/']")),
    Place("statements", "statements", ("main h1", "main a[href*='/page/']")),
    Place("agreements", "agreements", ("main h1",)),
    Place(
        "statements-narrowed",
        "statements?speaker={base}id/actor/person-q16730147",
        ("main h1", "main a[href*='/page/']"),
    ),
    Place("meetings-none", "meetings?q=zzzz"),
    Place("actors", "actors", ("main h1", "main a[href*='id/']")),
    Place("forums", "forums"),
    Place("topics", "topics"),
    Place("places", "places"),
    Place("actor-facts", "actors/facts?of={base}id/actor/person-q16730147&part=statements"),
    Place("explore", "explore", ("main form input[name=who]",), heavy=True),
    Place("actors-none", "actors?letter=Z"),
    Place("explore-actor", "explore?who={base}id/actor/person-q16730147", heavy=True),
    Place("meetings-narrowed", "meetings?status=held", ("main .chosen a", "main a[href*='/page/']")),
    Place("topic", "page/{Concept}", ("main h1",)),
    Place("place", "page/{Place}", ("main h1",)),
    Place("time", "page/{TimeReference}", ("main h1",)),
    Place("step", "page/{AttributionStep}", ("main h1",)),
    Place("span", "page/{SpecificResource}", ("main h1", "main mark")),
    Place("link", "page/{Link}", ("main h1",)),
    Place("about", "about"),
    Place("sign-in", "sign-in", ("main form input[name=token]",)),
    Place("review", "review", ("main h1", "main form"), signed=True),
    Place("review-article", "review/muscat", ("main h1", "main form"), signed=True),
    Place("review-publish", "review/muscat/publish", ("main h1",), signed=True),
    Place("review-add", "review/muscat/add?start=53&end=58", ("main h1", "main form"), signed=True),
    Place("missing", "page/actor/nobody.html", ("main h1",), 404),
    Place("nothing", "there-is-no-such-page", ("main h1",), 404),
)


@cache
def things(server: Server) -> dict[str, str]:
    """Return the path below /page/ of one thing of each class; of an actor whom no authority knows, as Unlinked."""
    found: dict[str, str] = {}
    said = f"?thing a ?class ; <{_ISNAD}reportedIn> ?article"
    query = f"SELECT ?class ?thing WHERE {{ GRAPH ?g {{ {said} }} }} ORDER BY ?thing"
    anything = "SELECT ?class ?thing WHERE { GRAPH ?g { ?thing a ?class } } ORDER BY ?thing"
    for kind, thing in [*server.select(query), *server.select(anything)]:
        if "hostile" not in thing and thing.startswith(f"{server.base}id/"):
            path = thing.removeprefix(f"{server.base}id/") + ".html"
            found.setdefault(re.split(r"[/#]", kind)[-1], path)
            if kind.endswith("Person") and "/article/" in thing:
                found.setdefault("Unlinked", path)
    return found


def path_of(place: Place, server: Server) -> str:
    """Return where a place is on that server."""
    if "{" not in place.path:
        return place.path
    return place.path.format_map({"base": server.base, **things(server)})
