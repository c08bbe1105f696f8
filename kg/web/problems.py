"""Every error as an answer: class to status to `application/problem+json` (RFC 9457), said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg import errors
from kg.errors import KGError
from kg.sparql import Format
from kg.triples import HIDDEN

PROBLEM = Format("problem", "application/problem+json", "json", "graph", aliases=("application/json",))
PLAIN = Format("plain", "text/plain", "txt", "graph")

_LONGEST = 600


class Refused(KGError):
    """What only HTTP can get wrong: a method, a media type, a header; `headers` say what would be right."""

    def __init__(
        self, message: str, *, status: int = 400, hint: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as HTTP tells it; `members` are the extensions RFC 9457 allows."""

    status: int
    slug: str
    title: str
    detail: str
    members: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the members of the problem document."""
        head = {"type": f"/docs#problem-{self.slug}", "title": self.title, "status": self.status}
        return {**head, "detail": self.detail, **self.members}

    def as_text(self) -> str:
        """Return it in words, for clients that do not read JSON."""
        lines = [f"{self.status} {self.title}", self.detail]
        lines += [f"{name}: {value}" for name, value in self.members.items() if isinstance(value, str | int | float)]
        return "\n".join(lines) + "\n"


# class -> status, slug, title. The nearest ancestor speaks.
KINDS: dict[type[KGError], tuple[int, str, str]] = {
    errors.UsageError: (400, "usage", "The request's own words are off"),
    errors.InputError: (400, "input", "The document cannot be read"),
    errors.NotText: (400, "not-text", "The document is not text"),
    errors.NotAnArticle: (422, "not-an-article", "The document is no article"),
    errors.UnknownLanguage: (422, "unknown-language", "The article's language is not read here"),
    errors.MalformedQuery: (400, "malformed-query", "The SPARQL does not parse"),
    # Its syntax is right, which 400 would deny.
    errors.UnknownFunction: (422, "unknown-function", "A function is not known here"),
    errors.MalformedData: (400, "malformed-data", "The RDF does not parse"),
    errors.TooLarge: (413, "too-large", "Too large"),
    errors.DoesNotConform: (422, "does-not-conform", "The shapes do not hold"),
    errors.UnknownFormat: (406, "unknown-format", "No format in common"),
    errors.NotFound: (404, "not-found", "Not found"),
    errors.Withdrawn: (410, "withdrawn", "Withdrawn"),
    errors.HistoryGone: (410, "history-gone", "The history does not go back there"),
    errors.StoreError: (500, "store", "The store failed"),
    errors.StoreBusy: (503, "store-busy", "The store is held by another process"),
    errors.StoreMismatch: (500, "store-mismatch", "The store does not fit"),
    errors.StoreReadOnly: (503, "store-read-only", "The store takes no writes"),
    errors.StoreFull: (507, "store-full", "The disk is full"),
    errors.DerivedGraph: (409, "derived-graph", "The default graph is derived"),
    errors.GraphExists: (409, "graph-exists", "The graph is there already"),
    errors.Denied: (403, "denied", "Not allowed"),
    errors.Conflict: (409, "conflict", "Somebody else decided on this meanwhile"),
    errors.Overrun: (503, "overrun", "A limit was reached"),
    errors.Overloaded: (503, "overloaded", "Too many requests wait"),
    errors.NotInstalled: (501, "not-installed", "This server lacks what that needs"),
    errors.BrokenPlugin: (500, "broken-plugin", "A plug-in of this server fails"),
    errors.NetworkError: (502, "network", "Another server does not answer"),
    KGError: (500, "failure", "Failure"),
}

_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    413: "Too large",
    415: "Media type not read here",
}


def problem_of(error: KGError) -> Problem:
    """Return an error of ours as HTTP tells it."""
    status, slug, title = next(KINDS[kind] for kind in type(error).__mro__ if kind in KINDS)
    members = {"hint": error.hint} if error.hint else {}
    headers: dict[str, str] = {}
    match error:
        case Refused():
            status, slug, headers = error.status, f"http-{error.status}", error.headers
            title = _TITLES.get(status, "Refused")
        case errors.Denied():
            if not error.known:
                status, slug, title = 401, "no-token", "A token is needed"
                headers = {"www-authenticate": 'Bearer realm="isnad"'}
        case errors.Overloaded():
            status = 429 if error.yours else 503
            headers = {"retry-after": str(error.seconds)}
    return Problem(status, slug, title, _shortened(str(error)), {**members, **_members(error)}, headers)


def _shortened(detail: str) -> str:
    """Return what an error says without repeating at length what was sent, nor what would reorder the words around."""
    detail = HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", detail)
    return detail if len(detail) <= _LONGEST else detail[: _LONGEST // 2] + " … " + detail[-_LONGEST // 4 :]


def _members(error: KGError) -> dict[str, object]:
    match error:
        case errors.MalformedQuery() | errors.MalformedData():
            return {"line": error.place.line, "column": error.place.column} if error.place else {}
        case errors.DoesNotConform():
            return {"report": error.report}
        case errors.Conflict():
            return {"decision": error.other}
        case errors.UnknownFormat():
            return {"offered": list(error.offered)}
    return {name: getattr(error, name) for name in ("limit", "seconds") if hasattr(error, name)}


UNFORESEEN = Problem(
    500, "failure", "Failure", "Something went wrong here that was not foreseen; it is in the server's log."
)
