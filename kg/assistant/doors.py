"""The two ways in: standard input and output, and HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.assistant.library import Library, client_now
from kg.assistant.server import make_server
from kg.errors import NotFound
from kg.web.exchange import attended, body_of
from kg.web.gatekeeper import client_of
from kg.web.problems import Refused

# A query of 256 KiB, escaped as JSON escapes at worst.
_LONGEST: Final = 2 * 1024 * 1024
_ALWAYS: Final = ("localhost", "127.0.0.1", "[::1]")


async def serve_stdio(library: Library) -> None:
    """Speak the protocol over standard input and output until the other end closes."""
    await make_server(library).run_stdio_async()


@asynccontextmanager
async def http_door(library: Library, hosts: Iterable[str]) -> AsyncIterator[ASGIApp]:
    """Lend the application that answers at /mcp (streamable HTTP, no sessions), for requests to *hosts*.

    A page of another origin that a browser was led to speak for (DNS rebinding) has another Host or Origin.
    """
    names = dict.fromkeys((*_ALWAYS, *hosts))
    security = TransportSecuritySettings(
        allowed_hosts=[*names, *(f"{name}:*" for name in names)],
        allowed_origins=[
            f"{scheme}://{name}{port}" for name in names for scheme in ("http", "https") for port in ("", ":*")
        ],
    )
    server: MCPServer[None] = make_server(library)
    # Making the application makes the manager; it is asked past the application, which would add routes and pages.
    server.streamable_http_app(
        json_response=True, stateless_http=True, transport_security=security, max_request_body_size=_LONGEST
    )
    manager = server.session_manager
    async with manager.run():
        yield HttpDoor(manager, TransportSecurityMiddleware(security))


@dataclass(frozen=True, slots=True)
class HttpDoor:
    """Answers at /mcp, one message a request."""

    manager: StreamableHTTPSessionManager
    security: TransportSecurityMiddleware

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that hangs up ends the work it started."""
        request = Request(scope, receive)
        if scope["path"].rstrip("/") != "/mcp":
            raise NotFound("there is nothing at this address", hint="assistants speak to /mcp")
        if scope["method"] != "POST":
            raise Refused(
                f"{scope['method'][:20]} is not answered here: there are no sessions and no streams",
                status=405,
                headers={"allow": "POST"},
                hint="an MCP client posts to this address; see /docs",
            )
        await self._check(request)
        body = await body_of(request, _LONGEST)
        client_now.set(client_of(scope))
        await attended(receive, self.manager.handle_request(scope, _again(body), send))

    async def _check(self, request: Request) -> None:
        """Let requests pass that are meant for this server; raises Refused."""
        refused = await self.security.validate_request(request, is_post=True)
        if refused is not None:
            what = {421: "the Host", 403: "the Origin"}.get(refused.status_code)
            raise Refused(
                f"{what} is none that this server answers to" if what else "MCP messages are application/json",
                status=refused.status_code if what else 415,
                hint="KG_MCP_HOSTS names the hosts it is reached by" if what else None,
            )


def _again(body: bytes) -> Receive:
    """Return what gives a body that was read already, and then nothing more: the hang-up is watched elsewhere."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if left:
            return left.pop()
        never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await never

    return receive
