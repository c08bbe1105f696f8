"""What may be kept of our answers, and by what it is known again: entity tags made of the store's edition.

A handler asks for the version of what it answers from before it begins, and so can say that nothing has changed
without doing the work:

    version, parts = await version_of(service), (iri, media_type)
    if held := unchanged(request, version, *parts):
        return held
    reply = await service.describe(iri, form)
    return Streamed(reply, media_type, {"vary": "Accept", **known(reply, version, *parts)})
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from kg.resources import resource
from kg.sparql import Query
from kg.store import Edition
from kg.web.conditions import State, http_date, verdict
from kg.web.encoding import taken
from kg.web.problems import Refused
from kg.workers import Reply, Service

REVALIDATE: Final = "no-cache"
"""May be kept, but not used before it was asked whether it still holds: a 304 costs next to nothing."""
NEVER: Final = "no-store"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""For an address that names its content by a hash."""
READING: Final = ("GET", "HEAD", "QUERY")
_LETTERS: Final = 20
_MOST: Final = 10_000
_given: OrderedDict[str, None] = OrderedDict()
"""Tags that answers went out with: what they stand for is there, for whoever asks with a date alone."""


@dataclass(frozen=True, slots=True)
class Version:
    """The edition that an answer will rest on, looked up while revision `seen` was the one that could be seen."""

    edition: Edition
    seen: int

    def tag(self, *parts: str) -> str:
        """Return the entity tag of the representation that *parts* tell from all others: what of, in which form."""
        return f'"{issue_of(self.edition)}.{_digest(*parts)}"'

    def is_of(self, words: str, coding: str) -> bool:
        """Tell whether a tag's words are those of any representation of this edition, whatever its coding."""
        return words.partition(".")[0] == issue_of(self.edition)

    def headers(self, revision: int, *parts: str) -> dict[str, str]:
        """Return the validators of an answer that rests on *revision*, none if that is not the one looked up."""
        if revision != self.seen:
            return {"cache-control": REVALIDATE}
        tag = self.tag(*parts)
        _given[tag] = None
        if len(_given) > _MOST:
            _given.popitem(last=False)
        return {"etag": tag, "cache-control": REVALIDATE} | since(self.edition.changed)


async def version_of(service: Service, graph: str | None = None, *, whole: bool = True) -> Version:
    """Return the version of the whole store, or, with *whole* False, of one graph (None: the default graph)."""
    seen = service.revision
    return Version(service.edition if whole else await service.edition_of(graph), seen)


def known(reply: Reply, version: Version, *parts: str) -> dict[str, str]:
    """Return the validators of a service's answer; one that is another each time is known again by nothing."""
    return version.headers(reply.revision, *parts) if reply.steady else {"cache-control": NEVER}


def parts_of(query: Query) -> tuple[str, ...]:
    """Return what tells a query's answers from those of others."""
    return (query.text, *query.default_graphs, "named", *query.named_graphs)


def since(changed: datetime | None) -> dict[str, str]:
    """Return the header that tells when something changed, if that is known."""
    return {"last-modified": http_date(changed)} if changed else {}


ON_ACCEPT: Final[Mapping[str, str]] = {"vary": "Accept"}


def unchanged(request: Request, version: Version, *parts: str, also: Mapping[str, str] = ON_ACCEPT) -> Response | None:
    """Return the answer to a client that has this representation already, before any work is done; else None.

    *also* are the headers that tell where it is from and what it depends on, as the whole answer would.

    A tag of ours proves that there is such an answer. What only the work can tell is left to `kg.web.envelope`: whether
    there is anything at all. Raises Refused (412) for a method that does not read.
    """
    state = State(version.tag(*parts), version.edition.changed, taken(sent(request.headers, "accept-encoding")))
    told, held = verdict(request.headers, state)
    if told != "unchanged" or held == "*" or (held is None and state.tag not in _given):
        return None
    if request.method not in READING:
        raise failed("the answer is the one you have: its ETag is among those of If-None-Match")
    headers = {**also, "etag": held or str(state.tag), "cache-control": REVALIDATE}
    return Response(status_code=304, headers=headers | since(version.edition.changed))


def sent(headers: Headers, name: str) -> str | None:
    """Return what was sent under a name, in one line or in several; None for nothing."""
    values = headers.getlist(name)
    return ",".join(values) if values else None


def failed(why: str) -> Refused:
    """Return the error of a condition that does not hold."""
    return Refused(why, status=412, hint="leave the condition out, or take the ETag of the present answer")


@lru_cache(_MOST)
def issue_of(edition: Edition) -> str:
    """Return the part of a tag that stands for an edition, as this very program writes it."""
    return _digest(house(), str(edition.revision), edition.seal)


@cache
def house() -> str:
    """Return a hash of all that decides on bytes beside the data: our own files, and the engine that writes RDF."""
    found = hashlib.sha256()
    for root in (Path(__file__).parents[1], resource("ontology"), resource("shapes")):
        for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            found.update(hashlib.sha256(path.read_bytes()).digest())
    found.update(metadata.version("pyoxigraph").encode())
    return found.hexdigest()


def _digest(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        # Each part with its length: no two lists of parts run into one.
        raw = part.encode("utf-8", "surrogatepass")
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.hexdigest()[:_LETTERS]
