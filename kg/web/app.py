"""The application: every room's routes behind one front door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from kg import __version__
from kg.errors import KGError, NotFound
from kg.sparql import Limits, Query
from kg.web.articles import Articles
from kg.web.description import Description
from kg.web.front import Front, unforeseen
from kg.web.gatekeeper import Checker, Gatekeeper
from kg.web.graphs import GraphStore
from kg.web.problems import Refused, answer, problem_of
from kg.web.publishing import Publishing
from kg.web.review import Review
from kg.web.settings import WebSettings
from kg.web.sparql import SparqlEndpoint
from kg.web.things import Things
from kg.workers import Service

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    service: Service,
    *,
    tokens: Checker | None = None,
    settings: WebSettings | None = None,
    lifespan: Lifespan | None = None,
) -> ASGIApp:
    """Return the server's application over *service*; without *tokens* only the store's owner may write.

    *lifespan* is entered when the server starts and left when it stops.
    """
    chosen = settings or WebSettings()
    gatekeeper = Gatekeeper(tokens)
    api = _api(service, gatekeeper, chosen, lifespan)
    endpoint = SparqlEndpoint(service, gatekeeper, chosen, Description(chosen, _form), _no_page)
    plain: dict[str, ASGIApp] = {"sparql": endpoint, "store": GraphStore(service, gatekeeper, chosen)}
    front = Front(plain, api, urlsplit(chosen.base).path or "/")
    return ServerErrorMiddleware(front, handler=unforeseen)


def _api(service: Service, gatekeeper: Gatekeeper, settings: WebSettings, lifespan: Lifespan | None) -> FastAPI:
    api = FastAPI(
        title="Isnad",
        version=__version__,
        description="Political news as linked data, every fact with the sentence that says it.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        exception_handlers={
            KGError: _told,
            HTTPException: _told_by_router,
            RequestValidationError: _told_by_parameters,
        },
    )
    api.include_router(Articles(service, gatekeeper, settings).routes())
    api.include_router(Review(service, gatekeeper).routes())
    api.include_router(Publishing(service).routes())
    api.include_router(Things(service, settings.base).routes())
    return api


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, KGError)
    return answer(problem_of(error), request.headers.get("accept"))


async def _told_by_router(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        told: KGError = NotFound("there is nothing at this address", hint="/docs lists what there is")
    else:
        told = Refused(f"{request.method[:20]} is not answered here", status=error.status_code, headers=error.headers)
    return answer(problem_of(told), request.headers.get("accept"))


async def _told_by_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    told = Refused(f"{first['loc'][-1]}: {first['msg']}", hint="see /docs")
    return answer(problem_of(told), request.headers.get("accept"))


async def _form(request: Request) -> Response:
    raise NotFound("no page")


async def _no_page(request: Request, query: Query, limits: Limits) -> Response | None:
    return None
