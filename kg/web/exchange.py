"""One request and its answer: bodies under a cap, answers that stream, and a client that may leave."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.errors import KGError, TooLarge
from kg.web.negotiate import content_type
from kg.web.problems import Refused
from kg.workers import Reply

Result = TypeVar("Result")
Rows = list[dict[str, dict[str, str]]]
"""Solutions as the JSON results format writes them: variable to `value`, `type` and `xml:lang`."""
_log = logging.getLogger("kg.web")
_LOOK_AHEAD = 0.01


def media_type_of(request: Request) -> str:
    """Return the media type of a request's body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request; raises TooLarge over *most* bytes, Refused for a compressed one."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        # A compressed body says nothing of its size; few clients send one, and bombs do.
        raise Refused(
            f"bodies in the encoding {encoding[:40]!r} are not read",
            status=415,
            headers={"accept-encoding": "identity"},
        )
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _too_large(most)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"the body is larger than {most} bytes")


async def attended(receive: Receive, work: Coroutine[Any, Any, Result]) -> Result:
    """Return what *work* returns; a client that hangs up first ends it, and raises ClientDisconnect."""
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_hung_up(receive))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        watch.cancel()
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Streamed(Response):
    """An answer whose bytes come from the service as they are made."""

    def __init__(self, reply: Reply, media_type: str, headers: Mapping[str, str] | None = None) -> None:
        self.reply = reply
        self.broken: KGError | None = None
        """What broke the body off, after its head was out."""
        super().__init__(headers=headers, media_type=content_type(media_type))
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and end the work behind it when the client leaves."""
        await attended(receive, self.deliver(scope["method"] == "HEAD", send))

    async def deliver(self, head: bool, send: Send) -> None:
        """Send it; what fails before the first bytes are out is raised, what fails later breaks the body off."""
        chunks = self.reply.chunks
        try:
            first = await anext(chunks, b"")
            # Most answers are one piece. Waiting this little tells them apart, and gives a failure its proper status.
            following = asyncio.ensure_future(anext(chunks, None))
            try:
                await asyncio.wait({following}, timeout=_LOOK_AHEAD)
                whole = following.done() and following.result() is None
                await send(self._start(len(first) if whole else None))
                if whole or head:
                    await send({"type": "http.response.body", "body": b"" if head else first})
                    return
                await send({"type": "http.response.body", "body": first, "more_body": True})
                await self._rest(following, chunks, send)
            finally:
                if not following.done():
                    following.cancel()
                    await asyncio.gather(following, return_exceptions=True)
        finally:
            await close(chunks)

    async def _rest(self, following: asyncio.Future[bytes | None], chunks: AsyncIterator[bytes], send: Send) -> None:
        try:
            chunk = await following
            while chunk is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                chunk = await anext(chunks, None)
        except KGError as error:
            # The head is out. Returning without an end makes the server close the connection inside the chunked body.
            _log.warning("an answer was broken off: %s", error)
            self.broken = error
            return
        await send({"type": "http.response.body", "body": b""})

    def _start(self, length: int | None) -> dict[str, Any]:
        headers = list(self.raw_headers)
        if length is not None:
            headers.append((b"content-length", str(length).encode("ascii")))
        return {"type": "http.response.start", "status": self.status_code, "headers": headers}


async def close(chunks: AsyncIterator[bytes]) -> None:
    """End the work behind an answer that is not read to its end."""
    end = getattr(chunks, "aclose", None)
    if end is not None:
        await end()


async def text_of(reply: Reply, most: int) -> tuple[str, bool]:
    """Return an answer's text, at most about *most* bytes of it, and whether that is all."""
    body, whole = await bytes_of(reply, most)
    return body.decode("utf-8", "replace"), whole


async def rows_of(reply: Reply, most: int) -> Rows | None:
    """Return the solutions in an answer in JSON; None where they take more than about *most* bytes."""
    text, whole = await text_of(reply, most)
    rows: Rows | None = json.loads(text)["results"]["bindings"] if whole else None
    return rows


async def bytes_of(reply: Reply, most: int) -> tuple[bytes, bool]:
    """Return an answer's bytes, at most about *most* of them, and whether that is all."""
    parts, size, whole = [], 0, True
    try:
        async for chunk in reply.chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                whole = False
                break
    finally:
        await close(reply.chunks)
    return b"".join(parts), whole
