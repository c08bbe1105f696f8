"""The service's description of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode, Quad
from starlette.requests import Request
from starlette.responses import Response

from kg.sparql import GRAPHS
from kg.triples import read_rdf
from kg.web.caching import NEVER
from kg.web.dataset import Catalogue, CatalogueNames, Describer, iri, short
from kg.web.iris import home_of
from kg.web.links import Around, links
from kg.web.negotiate import HTML, called, chosen
from kg.web.rendering import graph_response
from kg.web.settings import WebSettings
from kg.web.snapshot import Album, Snapshot

_A = "rdf:type"
_TEMPLATE = Template(Path(__file__).with_name("assets").joinpath("description.ttl").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Description:
    """Answers a request at the endpoint that asks nothing: RDF for programs, the page with a form for people."""

    settings: WebSettings
    form: Callable[[Request], Awaitable[Response]]
    album: Album

    async def __call__(self, request: Request, word: str | None) -> Response:
        """Return the description as the client takes it."""
        accept = request.headers.get("accept")
        form = chosen(word, accept, (*GRAPHS, HTML))[0]
        if form is HTML:
            return await self.form(request)
        media_type = called(form, word, accept)
        home, taken = home_of(request.scope, self.settings.base), await self.album.newest(request)
        response = graph_response(self.quads(home, taken), form, CatalogueNames(self.settings.base), media_type)
        # It names the endpoint as the client did: no cache may give one client's word to another.
        response.headers["cache-control"] = NEVER
        response.headers["link"] = links(Around(describedby=f"{home}.well-known/void"))
        return response

    def quads(self, home: str, taken: Snapshot) -> list[Quad]:
        """Return the description of the service at *home*, of its graphs as they were *taken*, and of its dataset."""
        endpoint, say = f"{home}sparql", Describer()
        say.quads.extend(read_rdf(_TEMPLATE.substitute(endpoint=endpoint).encode("utf-8"), "turtle"))
        if self.settings.dataset == "merged":
            say.say(endpoint, ("sd:feature", iri("sd:UnionDefaultGraph")))
        catalogue = Catalogue(self.settings)
        dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
        say.say(endpoint, ("rdfs:seeAlso", NamedNode(catalogue.document)))
        say.say(dataset, (_A, iri("void:Dataset")), ("dcterms:isVersionOf", NamedNode(catalogue.dataset)))
        if taken.statistics.revision == taken.revision:
            counted = taken.statistics.default
            say.say(default, (_A, iri("void:Dataset")), ("void:inDataset", NamedNode(catalogue.dataset)))
            say.say(default, ("void:triples", counted.triples), ("void:distinctSubjects", counted.subjects))
        for name, triples in taken.graphs:
            self._named(say, dataset, name, triples)
        return say.quads

    def _named(self, say: Describer, dataset: str, name: str, triples: int) -> None:
        """Say of a named graph that is no article's how large it is; those of articles are too many to be listed."""
        part = f"{dataset}-{short(name)}"
        say.say(dataset, ("sd:namedGraph", NamedNode(part)))
        say.say(
            part, (_A, iri("sd:NamedGraph")), ("sd:name", NamedNode(name)), ("sd:graph", NamedNode(f"{part}-graph"))
        )
        say.say(f"{part}-graph", (_A, iri("sd:Graph")), (_A, iri("void:Dataset")), ("void:triples", triples))
