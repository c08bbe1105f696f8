"""A request of the SPARQL 1.1 Protocol, read to the letter."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.errors import TooLarge, UnknownFormat
from kg.sparql import GRAPHS, SOLUTIONS, Query, Update, format_named
from kg.web.iris import absolute
from kg.web.problems import Refused

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: an operation (none: a description), a format by name, and how long it may take."""

    operation: Query | Update | None
    format: str | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The parts of an HTTP request that the protocol speaks of."""

    method: str
    content_type: str | None
    query_string: bytes
    body: bytes


def read_request(sent: Sent, longest: int) -> Asked:
    """Return what *sent* asks; raises Refused, and TooLarge for a query or update over *longest* bytes."""
    parameters = decoded(sent.query_string, "the query string")
    direct: tuple[str, str] | None = None
    if sent.method in ("POST", "QUERY"):
        media_type = _media_type(sent.content_type)
        if media_type == FORM:
            parameters += decoded(sent.body, "the form")
        elif media_type in (QUERY, UPDATE):
            direct = ("query" if media_type == QUERY else "update", _text(sent.body, "the body"))
        else:
            raise _unread(media_type)
    elif any(name == "update" for name, _ in parameters):
        raise Refused("an update is never sent by GET", hint="send it by POST")
    operation = _operation(parameters, direct, sent.method)
    if operation is not None and len(operation.text.encode("utf-8", "surrogatepass")) > longest:
        raise TooLarge(f"the request is longer than {longest} bytes", hint="send data to the graph store instead")
    return Asked(operation, _format(parameters), _timeout(_single(parameters, "timeout")))


def decoded(raw: bytes, what: str) -> list[tuple[str, str]]:
    """Return the parameters of a query string or form; raises Refused for what is not UTF-8, or too many."""
    try:
        return parse_qsl(_text(raw, what), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refused(f"{what} holds percent-encoded bytes that are not UTF-8") from None
    except ValueError:
        raise Refused(f"{what} has more than {_MOST_PARAMETERS} parameters") from None


def _operation(parameters: list[tuple[str, str]], direct: tuple[str, str] | None, method: str) -> Query | Update | None:
    asked = [(name, value) for name, value in parameters if name in ("query", "update")]
    if direct:
        asked.append(direct)
    if not asked:
        if method in ("GET", "HEAD"):
            return None
        raise Refused("there is no query and no update in the request", hint="send query=... or update=...")
    if len(asked) > 1:
        # SPARQL 1.1 Protocol 2.1, 2.2: exactly one of them.
        raise Refused(f"the request holds {len(asked)} operations", hint="send exactly one query or one update")
    kind, text = asked[0]
    if kind == "query":
        return Query(text, _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri"))
    if method == "QUERY":
        raise Refused("the method QUERY changes nothing", hint="send updates by POST")
    return Update(text, _graphs(parameters, "using-graph-uri"), _graphs(parameters, "using-named-graph-uri"))


def _graphs(parameters: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(absolute(value, wanted) for name, value in parameters if name == wanted)


def _single(parameters: list[tuple[str, str]], wanted: str) -> str | None:
    values = [value for name, value in parameters if name == wanted]
    if len(values) > 1:
        raise Refused(f"the parameter {wanted} is given {len(values)} times")
    return values[0] if values else None


def _format(parameters: list[tuple[str, str]]) -> str | None:
    """Return the format that is named; SPARQLWrapper names it twice, by its name and by a list of its media types."""
    words = [value for name, value in parameters if name == "format"]
    if len({_meant(word) for word in words}) > 1:
        raise Refused("the parameter format is given more than once, and names different formats")
    return words[0] if words else None


def _meant(word: str) -> str:
    for part in word.split(",", 10)[:10]:
        for among in (SOLUTIONS, GRAPHS):
            with suppress(UnknownFormat):
                return format_named(part, among).name
    return word


def _timeout(word: str | None) -> float | None:
    if word is None:
        return None
    try:
        seconds = float(word)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise Refused(f"timeout: {word[:40]!r} is no number of seconds")
    return seconds


def _media_type(header: str | None) -> str:
    """Return the media type of a body in UTF-8; raises Refused for another charset."""
    if header is None:
        raise _unread("no Content-Type")
    media_type, _, parameters = header.partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\";\s]*)", parameters, re.IGNORECASE)
    if charset and charset[1].lower().replace("-", "") != "utf8":
        raise Refused(f"the charset {charset[1][:40]!r} is not read", hint="send UTF-8")
    return media_type.strip().lower()


def _unread(given: str) -> Refused:
    return Refused(
        f"{given[:100]} is not what a query or update comes in",
        status=415,
        hint=f"send {FORM}, {QUERY} or {UPDATE}",
        headers={"accept-post": f"{FORM}, {QUERY}, {UPDATE}", "accept-query": f'"{QUERY}", "{FORM}"'},
    )


def _text(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{what} is not UTF-8 (byte {error.start})") from None
