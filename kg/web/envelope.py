"""What every answer travels in: headers for safety and other origins, conditions kept, a body as small as asked for.

It stands outside of everything that answers, errors included, and looks at heads: what a handler has said of its
answer is never said otherwise.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.caching import NEVER, READING, REVALIDATE, failed, sent
from kg.web.conditions import State, coded, date_of, verdict
from kg.web.encoding import CODERS, IDENTITY, Coder, best, taken, weights
from kg.web.gatekeeper import is_local
from kg.web.pages import PREFIX
from kg.web.problems import Refused, problem_of
from kg.web.telling import answer

# An answer that a browser opens by itself may run, load and frame nothing; pages say what they need.
_NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
_SAFE: Final = {"x-content-type-options": "nosniff"}
# Reads for everyone. No page of another origin may send a token: Authorization is not among the headers.
OPEN: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
PREFLIGHT: Final = {
    "access-control-allow-methods": ", ".join(OPEN),
    "access-control-allow-headers": "Accept, Accept-Language, Cache-Control, Content-Type, "
    "If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since",
    "access-control-max-age": "86400",
}
_EXPOSED: Final = (
    "Accept-Post, Accept-Query, Allow, Content-Disposition, Content-Encoding, Content-Location, Date, ETag, "
    "Isnad-Point, Link, Location, Repr-Digest, Retry-After, Vary, WWW-Authenticate, X-Request-Id"
)
# Below this a body grows rather than shrinks, or fits one packet anyway.
_SMALLEST: Final = 600
# Below this a turn of the loop costs more than compressing.
_AT_ONCE: Final = 4 << 10
_SPEAKING: Final = frozenset({"json", "xml", "javascript", "n-triples", "n-quads", "trig", "manifest", "wasm"})
_OF_CONTENT: Final = ("content-type", "content-length", "content-encoding", "content-disposition", "content-language")
_workers = ThreadPoolExecutor(os.cpu_count() or 2, "compress")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Puts every answer of *inner* into its envelope; *prefix* is what addresses on pages begin with."""

    inner: ASGIApp
    prefix: str = "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        scope[PREFIX] = self.prefix
        request = Request(scope, receive)
        asked = sent(request.headers, "accept-encoding")
        liked = weights(asked)
        if is_local(scope) and liked[IDENTITY] > 0:
            # Nothing is gained within one machine.
            liked = weights(None)
        sealed = _Sealed(request, best(liked), needed=liked[IDENTITY] == 0, send=send)
        if sealed.coding is None:
            hint = f"take identity or one of {', '.join(CODERS)}"
            refused = Refused("no content coding you accept is written here", status=406, hint=hint)
            await answer(problem_of(refused), request)(scope, receive, sealed)
            return
        await self.inner(scope, receive, sealed)


class _Sealed:
    """Sends on what is sent, in its envelope."""

    def __init__(self, request: Request, coding: str | None, *, needed: bool, send: Send) -> None:
        self.coding = coding
        self._request, self._needed, self._send = request, needed, send
        self._held: Message | None = None
        self._coder: Coder | None = None
        self._over = False
        self._judged = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            _dress(headers, self._request.method, message["status"])
            self._held = {**message, "headers": headers.raw}
            if "content-length" not in headers:
                # A stream's first bytes may be long in coming, and its head is complete without them.
                await self._open(None)
        elif message["type"] != "http.response.body":
            await self._send(message)
        else:
            await self._body(message)

    async def _body(self, message: Message) -> None:
        last = not message.get("more_body", False)
        if self._held is not None:
            await self._open(message.get("body", b"") if last else None)
        if self._over:
            if last:
                return
            # Nobody is sent the rest: whoever makes it may stop.
            raise ClientDisconnect
        if self._coder is None:
            await self._send(message)
            return
        body = await _compressed(self._coder, message.get("body", b""), last=last)
        if body or last:
            await self._send({**message, "body": body})

    async def _open(self, whole: bytes | None) -> None:
        """Send the head, when all is known that it says; *whole* is the body, where that is at hand."""
        assert self._held is not None
        head, self._held = self._held, None
        headers = MutableHeaders(raw=head["headers"])
        if self._request.method in READING and head["status"] == 200 and not self._judged:
            _name(headers, whole, self._request.headers)
            told, held = verdict(self._request.headers, _state(headers, self._request.headers))
            if told == "unchanged":
                await self._not_modified(headers, held)
                return
            if told == "failed":
                await self._fail()
                return
        if head["status"] == 304:
            headers.add_vary_header("Accept-Encoding")
        elif _is_text(headers, head["status"]):
            headers.add_vary_header("Accept-Encoding")
            if self.coding not in (None, IDENTITY) and (self._needed or _is_large(headers)):
                self._compress(headers, str(self.coding))
        await self._send({**head, "headers": headers.raw})

    def _compress(self, headers: MutableHeaders, coding: str) -> None:
        headers["content-encoding"] = coding
        del headers["content-length"]
        del headers["accept-ranges"]
        # It would be that of other bytes (RFC 9530, 3).
        del headers["repr-digest"]
        if tag := headers.get("etag"):
            headers["etag"] = coded(tag, coding)
        if self._request.method != "HEAD":
            self._coder = CODERS[coding]()

    async def _not_modified(self, headers: MutableHeaders, held: str | None) -> None:
        """Send 304 (RFC 9110, 15.4.5): no content, nor what is said of it, but which answer it is that holds."""
        if held and held != "*":
            headers["etag"] = held
        if _is_text(headers, 200):
            headers.add_vary_header("Accept-Encoding")
        for name in _OF_CONTENT:
            del headers[name]
        self._over = True
        await self._send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": b""})

    async def _fail(self) -> None:
        """Send 412 in place of the answer (RFC 9110, 15.5.13)."""
        told = answer(problem_of(failed("what is there now is not what the request's condition names")), self._request)
        self._judged = True
        await told(self._request.scope, self._request.receive, self)
        self._over = True


def _dress(headers: MutableHeaders, method: str, status: int) -> None:
    """Add what every answer carries."""
    headers.update(_SAFE)
    if status != 304:
        # A browser holds the page that it has kept to what a 304 says: whose policy is not told keeps its own.
        headers.setdefault("content-security-policy", _NOTHING)
    headers.setdefault("referrer-policy", "no-referrer")
    if method in OPEN:
        # Credentials are never allowed, nor is a private network opened: what is not said is refused.
        headers["access-control-allow-origin"] = "*"
        headers.setdefault("access-control-expose-headers", _EXPOSED)


def _name(headers: MutableHeaders, whole: bytes | None, asked: Headers) -> None:
    """Give an answer that came without validators, but whole, a tag made of its bytes."""
    headers.setdefault("cache-control", f"private, {REVALIDATE}" if "authorization" in asked else REVALIDATE)
    at_hand = whole is not None and str(len(whole)) == headers.get("content-length")
    if whole is not None and at_hand and "etag" not in headers and NEVER not in headers["cache-control"]:
        headers["etag"] = f'"{hashlib.sha256(whole).hexdigest()[:32]}"'


def _state(headers: Headers, asked: Headers) -> State:
    return State(headers.get("etag"), date_of(headers, "last-modified"), taken(sent(asked, "accept-encoding")))


def _is_text(headers: Headers, status: int) -> bool:
    """Tell whether a body is made of text, which shrinks; and is neither a part nor compressed or sealed already."""
    if status in (204, 206, 304) or status < 200 or "content-encoding" in headers:
        return False
    if "no-transform" in headers.get("cache-control", ""):
        return False
    kind, _, name = headers.get("content-type", "").partition(";")[0].strip().lower().partition("/")
    if kind == "text":
        # Events are few and wait for nobody.
        return name != "event-stream"
    return bool(_SPEAKING & {name, name.rpartition("+")[2], name.rpartition("-")[2]})


def _is_large(headers: Headers) -> bool:
    length = headers.get("content-length")
    return length is None or int(length) >= _SMALLEST


async def _compressed(coder: Coder, data: bytes, *, last: bool) -> bytes:
    """Return *data* compressed; in a thread, which holds up nobody else, unless that takes no time."""
    work = coder.last if last else coder.piece
    if len(data) <= _AT_ONCE:
        return work(data) if data or last else b""
    return await asyncio.get_running_loop().run_in_executor(_workers, work, data)
