"""IRIs from outside, and the address a request was sent to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from starlette.types import Scope

from kg.sparql import hidden_in
from kg.web.problems import Refused

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+\Z")
_HOST = re.compile(r"(?=.{1,261}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z")


def absolute(iri: str, what: str) -> str:
    """Return *iri* if it is an absolute IRI without hidden characters; raises Refused."""
    if not _IRI.match(iri):
        raise Refused(
            f"{what}: {iri[:200]!r} is no absolute IRI", hint="write it in full, such as http://example.org/g"
        )
    if hidden := hidden_in(iri):
        raise Refused(f"{what} holds the hidden character {hidden}", hint="percent-encode it")
    return iri


def asked_at(scope: Scope, base: str) -> str:
    """Return scheme and host the request was sent to, without a slash; those of *base* when it does not say."""
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not _HOST.match(host):
        return base.split("/", 3)[0] + "//" + base.split("/", 3)[2]
    # Behind a proxy that ends TLS the scheme is the public one, which the base tells.
    scheme = base.partition(":")[0] if base.split("/", 3)[2] == host else scope.get("scheme", "http")
    return f"{scheme}://{host}"


def prefix_of(base: str) -> str:
    """Return the path that *base* itself has, which addresses on our pages begin with; "/" where it has none."""
    return urlsplit(base).path or "/"


def home_of(scope: Scope, base: str) -> str:
    """Return the address of the service as the client asked for it, the base's own path included, with a slash."""
    return asked_at(scope, base) + prefix_of(base)


def canonical_path(raw: str) -> str:
    """Return a request's path as our names spell it: each segment percent-encoded in one way."""
    return "/".join(quote(unquote(segment), safe="-._~") for segment in raw.split("/"))


def raw_path(scope: Scope) -> str:
    """Return the path of a request as it was sent, percent-encoding untouched."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])


def header_iri(iri: str) -> str:
    """Return *iri* as a header can carry it: in ASCII."""
    return quote(iri, safe=":/?#[]@!$&'()*+,;=%-._~")
