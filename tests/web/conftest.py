"""The application over a service in this process, and clients of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from kg.access import Scope, Token
from kg.web import WebSettings, create_app
from tests.web.service import NOW, FakeService

TOKENS = {f"isnad_{scope.value}": scope for scope in Scope}


@dataclass
class Book:
    """Tokens that need no file."""

    known: dict[str, Scope] = field(default_factory=lambda: dict(TOKENS))

    def find(self, token: str) -> Token | None:
        scope = self.known.get(token)
        return Token(str(list(Scope).index(scope) + 1), scope, scope.value, NOW, None) if scope else None

    def holder(self, id: str) -> Token | None:
        return next((known for known in map(self.find, self.known) if known and known.id == id), None)


class Client:
    """Sends requests to an application in this process, one at a time."""

    def __init__(self, app: ASGIApp, headers: dict[str, str] | None = None) -> None:
        self.app = app
        self.headers = headers or {}

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://testserver", headers=self.headers
            ) as client:
                return await client.request(method, url, **more)

        return asyncio.run(send())

    def get(self, url: str, accept: str | None = None, **more: Any) -> httpx.Response:
        headers = {**({"accept": accept} if accept is not None else {}), **more.pop("headers", {})}
        return self.request("GET", url, headers=headers, **more)

    def post(self, url: str, **more: Any) -> httpx.Response:
        return self.request("POST", url, **more)


class Stage:
    """A service whose part is played by whichever was put on it last, so that one application serves many tests."""

    actor: FakeService

    def __getattr__(self, name: str) -> Any:
        return getattr(self.actor, name)


@cache
def _staged(**settings: object) -> tuple[ASGIApp, Stage]:
    stage = Stage()
    app = create_app(stage, tokens=Book(), settings=WebSettings(**settings))  # type: ignore[arg-type]
    return app, stage


def application(service: FakeService, **settings: object) -> ASGIApp:
    """Return the application over *service*; making one anew for each test is most of what the tests would cost."""
    app, stage = _staged(**settings)
    stage.actor = service
    return app


def bearer(scope: str = "admin") -> dict[str, str]:
    return {"authorization": f"Bearer isnad_{scope}"}


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def plain() -> FakeService:
    """An ordinary dataset, empty."""
    return FakeService("plain")


@pytest.fixture
def client(service: FakeService) -> Client:
    """A client of a merged dataset with one article, without a token."""
    service.publish()
    return Client(application(service))


@pytest.fixture
def store(plain: FakeService) -> Client:
    """A client of an ordinary dataset that carries an admin's token."""
    return Client(application(plain, dataset="plain"), bearer())
