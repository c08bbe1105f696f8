"""A session with a server: with the one that holds the store, over the socket beside it, or with one at an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode

import httpx
from pyoxigraph import Store

from kg.access import door
from kg.errors import NetworkError, UsageError
from kg.sparql import Format, Query, Update, defer
from kg.web.wire import (
    change_from_json,
    deed_from_json,
    entry_from_json,
    error_from_problem,
    receipt_from_json,
    rejection_from_json,
    running_from_json,
    sought_to_params,
)
from kg.wiring.keys import form_for, key_of
from kg.wiring.remote_bureau import RemoteBureau
from kg.wiring.session import Editing, Found

if TYPE_CHECKING:
    from kg.article import Given
    from kg.search import Sought
    from kg.store import Change, Copy, Deed, Entry, Rejection, Wanted
    from kg.workers import Accept, Receipt, Running

_PAGE = 10_000
# Longer than any deadline of the server, which is the one that decides; a server that hangs is left all the same.
_PATIENCE = httpx.Timeout(10.0, read=600.0)


class RemoteSession:
    """One store, asked through its server; *folder* is the store's, where it lies on this machine."""

    def __init__(
        self, http: httpx.Client, open: ExitStack, *, folder: Path | None = None, deadline: float | None = None
    ) -> None:
        self._http, self._open = http, open
        self._folder, self._deadline = folder, deadline

    @classmethod
    def at_door(cls, place: Path, deadline: float | None = None) -> Self:
        """Return a session with the server behind the socket *place*, which only the store's owner reaches."""
        open = ExitStack()
        name = open.enter_context(door.within_reach(place))
        # The address's host is never looked up: everything goes through the socket.
        http = httpx.Client(
            transport=httpx.HTTPTransport(uds=name), base_url="http://kg", timeout=_PATIENCE, trust_env=False
        )
        return cls(http, open, folder=place.parent, deadline=deadline)

    @classmethod
    def at_address(cls, address: str, token: str | None = None, deadline: float | None = None) -> Self:
        """Return a session with the server at a web address; *token* goes with every request. Raises UsageError."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise UsageError(f"{address!r} is no web address: {error}") from None
        if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
            raise UsageError(f"{address!r} is no server's address", hint="write it like http://127.0.0.1:8000/")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        # A proxy of the surroundings has no business between a program and its own machine.
        near = url.host in ("localhost", "127.0.0.1", "::1")
        http = httpx.Client(base_url=url, timeout=_PATIENCE, trust_env=not near, headers=headers)
        return cls(http, ExitStack(), deadline=deadline)

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._http.close()
        self._open.close()

    def ingest(self, raw: bytes, given: Given) -> Receipt:
        """Read, check and publish one article; raises InputError, DoesNotConform."""
        beside = {
            "id": given.iri,
            "source_url": given.source_url,
            "published": given.published.isoformat() if given.published else None,
            "publisher": given.publisher,
        }
        # The reader looks at the bytes themselves; the media type only sets how many may come.
        told = {name: value for name, value in beside.items() if value is not None}
        return receipt_from_json(self._json("POST", "/articles", params=told, content=raw, headers=_DOCUMENT))

    def query(self, query: Query, accept: Accept) -> Found:
        """Answer a query; raises MalformedQuery, UnknownFormat, Overrun."""
        kind = defer(Store(), query).kind
        form = form_for(kind, accept)
        asked = {"query": query.text, "default-graph-uri": query.default_graphs, "named-graph-uri": query.named_graphs}
        if self._deadline is not None:
            asked["timeout"] = str(self._deadline)
        return Found(kind, form, self._stream("POST", "/sparql", data=asked, headers={"accept": form.media_type}))

    def update(self, update: Update) -> Change:
        """Run an update; raises MalformedQuery, DerivedGraph, DoesNotConform, Overrun."""
        asked = {
            "update": update.text,
            "using-graph-uri": update.using_graphs,
            "using-named-graph-uri": update.using_named_graphs,
        }
        return change_from_json(self._json("POST", "/sparql", data=asked))

    def export(self, form: Format, article: str | None, *, packed: bool = False) -> Iterator[bytes]:
        """Yield the published graph, or one article's, *packed* with gzip; raises NotFound, Withdrawn."""
        what = f"article/{quote(key_of(article, self.entries), safe='')}" if article else "all"
        return self._stream("GET", f"/dumps/{what}.{form.extension}{'.gz' if packed else ''}")

    def validate(self, article: str | None) -> dict[str, Any]:
        """Check one article, or all of them, again; return the report as JSON values."""
        path = f"/articles/{key_of(article, self.entries)}/report" if article else "/report"
        return dict(self._json("GET", path))

    def search(self, sought: Sought) -> dict[str, object]:
        """Find words in what is published; raises UsageError."""
        found = dict(self._json("GET", "/search", params=sought_to_params(sought)))
        del found["next"]
        return found

    def withdraw(self, article: str) -> Change:
        """Take an article out; raises NotFound, Withdrawn."""
        return change_from_json(self._json("DELETE", f"/articles/{key_of(article, self.entries)}"))

    def entries(self) -> list[Entry]:
        """Return the articles the ledger knows."""
        found: list[Entry] = []
        following: str | None = f"/articles?limit={_PAGE}"
        while following:
            page = self._json("GET", following)
            found += map(entry_from_json, page["articles"])
            following = page["next"]
        return found

    def rejections(self) -> list[Rejection]:
        """Return the articles the gate refused, newest first."""
        return [rejection_from_json(said) for said in self._json("GET", "/rejected")]

    def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""
        told = {name: value for name, value in asdict(wanted).items() if value is not None}
        asked = told | ({"since": wanted.since.isoformat()} if wanted.since else {})
        found: list[Deed] = []
        following: str | None = f"/audit?{urlencode(asked | {'limit': min(wanted.limit, _PAGE)})}"
        while following and len(found) < wanted.limit:
            page = self._json("GET", following)
            found += map(deed_from_json, page["changes"])
            following = page["next"]
        return found[: wanted.limit]

    def running(self) -> list[Running]:
        """Return what the server's workers are at, the oldest first."""
        return [running_from_json(one) for one in self._json("GET", "/queries")["queries"]]

    def cancel(self, id: str) -> None:
        """Stop one job that runs; raises NotFound."""
        with _told():
            _raise_for(self._http.delete(f"/queries/{quote(id, safe='')}"))

    @contextmanager
    def copied(self) -> Iterator[Copy]:
        """Lend a copy of the whole store at this revision, gone at the end."""
        from kg.store import Copy, Folder
        from kg.store.folder import identify

        if self._folder is None:
            raise UsageError("a store is copied on the machine it lies on", hint="name its folder")
        folder = Folder(self._folder)
        identity = identify(folder, None, None, create=False)
        name = str(self._json("POST", "/copies")["name"])
        try:
            yield Copy(folder.copies / name, identity)
        finally:
            with _told():
                self._http.delete(f"/copies/{name}")

    @property
    def review(self) -> Editing:
        """Return what editors ask of the store."""
        return RemoteBureau(self._asked)

    def _asked(self, method: str, path: str, **request: Any) -> httpx.Response:
        with _told():
            response = self._http.request(method, path, **request)
        _raise_for(response)
        return response

    def stats(self) -> dict[str, Any]:
        """Return counts: quads, articles, facts by kind, revision."""
        return dict(self._json("GET", "/stats"))

    def _json(self, method: str, path: str, **request: Any) -> Any:
        try:
            return self._asked(method, path, **request).json()
        except ValueError:
            raise NetworkError("what answers there is no server of Isnad's") from None

    def _stream(self, method: str, path: str, **request: Any) -> Iterator[bytes]:
        """Yield the body as it comes; the head is looked at before the first byte is asked for."""
        with _told():
            response = self._http.send(self._http.build_request(method, path, **request), stream=True)
            if not response.is_success:
                response.read()
        _raise_for(response)
        return _chunks(response)


_DOCUMENT: Mapping[str, str] = {"content-type": "text/html"}


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    try:
        with _told():
            yield from response.iter_bytes()
    finally:
        response.close()


def _raise_for(response: httpx.Response) -> None:
    if response.is_error:
        try:
            problem = response.json()
        except ValueError:
            problem = None
        if not isinstance(problem, dict) or "title" not in problem:
            raise NetworkError(f"the server answered {response.status_code} {response.reason_phrase}")
        raise error_from_problem(problem)
    if response.is_redirect:
        raise NetworkError(f"the server sends on to {response.headers.get('location', '')[:200]!r}", hint="ask there")


@contextmanager
def _told() -> Iterator[None]:
    """Turn a connection's failures into ours."""
    try:
        yield
    except httpx.RemoteProtocolError as error:
        # The server breaks a body off when it fails after the head (a limit, a lost worker).
        raise NetworkError(
            "the server broke its answer off", hint="its log says why; a limit is the usual reason"
        ) from error
    except httpx.HTTPError as error:
        raise NetworkError(f"the server does not answer: {error}") from error
