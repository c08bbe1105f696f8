"""The application: every room's routes behind one front door."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp

from kg import __version__
from kg.access import Sessions
from kg.errors import KGError, NotFound
from kg.web import asset_files
from kg.web.actors import Actors
from kg.web.article_list import ArticleList
from kg.web.articles import Articles
from kg.web.crowd import Crowd
from kg.web.decisions import Decisions
from kg.web.description import Description
from kg.web.discovery import Discovery
from kg.web.dumps import Dumps
from kg.web.editing.reception import Reception, Tokens
from kg.web.editing.rooms import editors_routes
from kg.web.envelope import Envelope
from kg.web.feeds import Feeds
from kg.web.front import Front, unforeseen
from kg.web.full_texts import FullTexts
from kg.web.gatekeeper import Gatekeeper, Proxies
from kg.web.graphs import GraphStore
from kg.web.groups import Groups
from kg.web.home import Home
from kg.web.iris import prefix_of
from kg.web.keeping import Keeping
from kg.web.lists import Lists
from kg.web.metrics import Metrics
from kg.web.networks import Networks
from kg.web.offering import Offering
from kg.web.openapi import described
from kg.web.operating import Operating
from kg.web.overview import Overviews
from kg.web.porter import Porter
from kg.web.preferences import Preferences
from kg.web.problems import Refused, problem_of
from kg.web.publishing import Publishing
from kg.web.reconciling import Reconciling
from kg.web.results import QueryPages
from kg.web.review import Review
from kg.web.searching import Searching
from kg.web.settings import WebSettings
from kg.web.sitemap import Sitemap
from kg.web.snapshot import Album
from kg.web.sparql import SparqlEndpoint
from kg.web.telling import answer
from kg.web.terms_page import TermPages
from kg.web.thing_page import ThingPages
from kg.web.things import Things
from kg.web.validating import Validation
from kg.web.validation_page import ValidationPage
from kg.web.workbench import Workbench
from kg.workers import Service

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def create_app(
    service: Service,
    *,
    tokens: Tokens | None = None,
    settings: WebSettings | None = None,
    sessions: Sessions | None = None,
    beside: Mapping[str, ASGIApp] | None = None,
) -> Porter:
    """Return the server's application over *service*; without *tokens* only the store's owner may write.

    *sessions* remember who is signed in, in memory where none are given. *beside* are applications that answer under
    other first parts of a path, behind the same front door.
    """
    chosen = settings or WebSettings()
    gatekeeper = Gatekeeper(tokens)
    prefix = prefix_of(chosen.base)
    offering = Offering(service)
    pages = QueryPages(service, chosen, prefix, offering)
    metrics, album = Metrics(service), Album(service, chosen.base)
    description = Description(chosen, pages.form, album)
    reception = Reception(tokens, sessions or Sessions(), prefix)
    api = _api(service, gatekeeper, chosen, FullTexts(chosen.publish_text, (gatekeeper.reviews, reception.reviews)))
    api.include_router(Workbench(service, chosen, offering).routes())
    endpoint = SparqlEndpoint(service, gatekeeper, chosen, description, pages.answer, metrics, api)
    plain: dict[str, ASGIApp] = {"sparql": endpoint, "store": GraphStore(service, gatekeeper, chosen)}
    plain |= beside or {}
    _found_by(api, album, chosen, prefix, plain)
    for routes in editors_routes(service, reception, chosen):
        api.include_router(routes)
    api.include_router(Operating(service, gatekeeper, metrics).routes())
    house = ServerErrorMiddleware(Front(plain, api, prefix, chosen.contact), handler=unforeseen)
    crowd = Crowd(chosen.connections, chosen.client_connections, Proxies(chosen.proxies))
    return Porter(Envelope(house, prefix), metrics, service, crowd)


def _api(service: Service, gatekeeper: Gatekeeper, settings: WebSettings, texts: FullTexts) -> FastAPI:
    api = FastAPI(
        title="Isnad",
        version=__version__,
        description="Political news as linked data, every fact with the sentence that says it.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={
            KGError: _told,
            HTTPException: _told_by_router,
            RequestValidationError: _told_by_parameters,
            Exception: unforeseen,
        },
    )
    api.openapi = described(api.openapi)  # type: ignore[method-assign]
    things = Things(service, settings.base, settings.licence)
    rooms = (
        Articles(service, gatekeeper, settings, ArticleList(service, settings.base, things.prefix)),
        Review(service, gatekeeper),
        Decisions(service, gatekeeper, settings),
        Keeping(service, gatekeeper),
        Validation(service, gatekeeper, settings),
        Publishing(service),
        Dumps(service, settings, things.prefix),
        Feeds(service, settings.base, things.prefix),
        Networks(service, settings.limits),
        Searching(service, settings.base, things.prefix),
        Actors(service, settings.base, things.prefix),
        Reconciling(service, settings),
        things,
        Lists(service, settings.base, things.prefix),
        ValidationPage(service, settings.base, things.prefix, texts),
        Groups(service, settings.base, things.prefix),
        ThingPages(things, settings.dataset == "merged", texts),
        TermPages(service, settings.base, things.prefix, settings.dataset == "merged"),
    )
    for room in rooms:
        api.include_router(room.routes())
    return api


def _found_by(api: FastAPI, album: Album, settings: WebSettings, prefix: str, beside: Container[str]) -> None:
    """Add what the service is found by, which tells of all the rest; *beside* answer under those parts of a path."""

    @cache  # Few addresses are asked about, and the routes stay as they are once the first request comes.
    def answers(address: str) -> bool:
        asked = {"type": "http", "method": "GET", "path": address, "headers": []}
        routed = any(route.matches(asked)[0] != Match.NONE for route in api.routes)
        return routed or address.removeprefix("/") in beside

    rooms = (
        Home(album, settings, prefix, api.openapi, answers, Overviews(album.service, settings.base, prefix)),
        Discovery(album, settings, prefix, answers),
        Sitemap(album.service, settings.base),
    )
    for room in rooms:
        api.include_router(room.routes())
    for router in (asset_files.routes(), Preferences(prefix).routes()):
        api.include_router(router)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, KGError)
    return answer(problem_of(error), request)


async def _told_by_router(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        told: KGError = NotFound("there is nothing at this address", hint="/docs lists what there is")
    else:
        headers = {"allow": ", ".join(_methods(request))} if error.status_code == 405 else error.headers
        told = Refused(f"{request.method[:20]} is not answered here", status=error.status_code, headers=headers)
    return answer(problem_of(told), request)


def _methods(request: Request) -> list[str]:
    """Return what the address does answer; the router itself only tells of the first route it found."""
    app: FastAPI = request.app
    return [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] == Match.FULL for route in app.routes)
    ]


async def _told_by_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    told = Refused(f"{first['loc'][-1]}: {first['msg']}", hint="see /docs")
    return answer(problem_of(told), request)
