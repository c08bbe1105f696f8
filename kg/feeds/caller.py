"""Requests to the one server that a mirror follows: its own addresses only, within sizes and times."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import httpx

from kg.errors import HistoryGone, NetworkError, NotFound, TooLarge, UsageError

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HEADERS: Final = {"user-agent": "isnad mirror", "accept-encoding": "gzip"}
_MOST_TOLD: Final = 64 * 1024
_REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many bytes one document may have, how many a whole dump, how many seconds the two may take."""

    document: int = 256 << 20
    dump: int = 64 << 30
    seconds: float = 60.0
    dump_seconds: float = 6 * 3600.0


class Caller:
    """A client of the server at *url*, the address of its first page.

    Whatever address the server names is asked for at this very place: a feed leads nowhere else, and there is no
    address, be it in a private network, that its user did not give.
    """

    def __init__(self, url: str, caps: Caps) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{url[:200]!r} is no web address", hint="it must begin with http:// or https://")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise UsageError("give the server's first page only: no user, no query", hint="https://news.example.org/")
        self.url = url if url.endswith("/") else f"{url}/"
        self.caps = caps
        self.base = self.url
        """What the server's own names begin with; the same, unless it is reached by another address."""
        timeout = httpx.Timeout(caps.seconds, connect=min(10.0, caps.seconds))
        self._http = httpx.Client(timeout=timeout, headers=_HEADERS, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def here(self, address: str) -> str:
        """Return the address at the server we were given that an address of its own, or a path, stands for."""
        own = next((start for start in (self.base, self.url) if address.startswith(start)), "")
        rest = address[len(own) :].lstrip("/")
        if _SCHEME.match(rest):
            raise NetworkError(f"the server leads to {address[:200]}, which is not its own", hint="nothing is asked")
        return self.url + rest

    def get(self, address: str, accept: str) -> bytes:
        """Return the document at an address of the server; raises NotFound, HistoryGone, NetworkError, TooLarge."""
        with self.open(address, accept, self.caps.seconds) as (_, pieces):
            body = bytearray()
            for piece in pieces:
                body += piece
                if len(body) > self.caps.document:
                    raise TooLarge(f"{address} is longer than {self.caps.document} bytes")
            return bytes(body)

    @contextmanager
    def open(self, address: str, accept: str, seconds: float) -> Iterator[tuple[Mapping[str, str], Iterator[bytes]]]:
        """Lend the headers of a document and its bytes as they come, for so many seconds."""
        until = time.monotonic() + seconds
        target, left = self.here(address), 3
        while True:
            with _told(target), self._http.stream("GET", target, headers={"accept": accept}) as response:
                if response.status_code in _REDIRECTS and left:
                    target, left = self._onward(target, response), left - 1
                    continue
                _check(target, response)
                yield response.headers, self._pieces(target, response, until)
                return

    def _onward(self, target: str, response: httpx.Response) -> str:
        location = response.headers.get("location", "")
        return self.here(location if location.startswith(self.base) else urljoin(target, location))

    def _pieces(self, target: str, response: httpx.Response, until: float) -> Iterator[bytes]:
        with _told(target):
            for piece in response.iter_bytes():
                if time.monotonic() > until:
                    raise NetworkError(f"{target} did not end in time")
                yield piece


def _check(target: str, response: httpx.Response) -> None:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", ""):
        # A kilobyte in another coding may be a gigabyte, all at once.
        raise NetworkError(f"{target} answered in the coding {coding[:40]!r}, which nobody asked for")
    if response.is_success:
        return
    try:
        problem = json.loads(_beginning(response))
        detail, slug = str(problem.get("detail")), str(problem.get("type", "")).rpartition("problem-")[2]
    except (ValueError, AttributeError):
        detail, slug = response.reason_phrase, ""
    told = f"{target} answered {response.status_code}: {detail[:500]}"
    if slug == "history-gone":
        raise HistoryGone(told)
    if response.status_code in (404, 410):
        raise NotFound(told, hint="is this the first page of a kg server?")
    raise NetworkError(told)


def _beginning(response: httpx.Response) -> bytes:
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > _MOST_TOLD:
            break
    return body


@contextmanager
def _told(target: str) -> Iterator[None]:
    """Turn a connection's failures into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise NetworkError(f"{target} did not answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NetworkError(f"{target} could not be fetched: {str(error) or type(error).__name__}") from error
