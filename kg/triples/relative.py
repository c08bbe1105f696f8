"""A reference made absolute (RFC 3986, 5.2), to the letter: the standard library's urljoin knows only some schemes."""

from __future__ import annotations

import re

from kg.errors import MalformedData

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?\Z", re.DOTALL)


def resolved(reference: str, base: str) -> str:
    """Return the IRI that *reference* means at *base*; raises MalformedData when there is no base and one is needed."""
    scheme, host, path, query, fragment = _split(reference)
    if scheme is not None:
        return (
            reference
            if host is None and not path.startswith("/")
            else _put(scheme, host, dotless(path), query, fragment)
        )
    on_scheme, on_host, on_path, on_query, _ = _split(base)
    if on_scheme is None:
        raise MalformedData(
            f"{reference[:200]!r} is relative, and the document has no base", hint="give it an xml:base"
        )
    if host is not None:
        return _put(on_scheme, host, dotless(path), query, fragment)
    if not path:
        return _put(on_scheme, on_host, on_path, on_query if query is None else query, fragment)
    if not path.startswith("/"):
        path = "/" + path if on_host is not None and not on_path else on_path[: on_path.rfind("/") + 1] + path
    return _put(on_scheme, on_host, dotless(path), query, fragment)


def dotless(path: str) -> str:
    """Return a path without its "." and ".." (5.2.4)."""
    if not path.startswith("/"):
        return path
    kept: list[str] = []
    parts = path[1:].split("/")
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _split(reference: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.match(reference)
    assert match
    return match[1], match[2], match[3], match[4], match[5]


def _put(scheme: str, host: str | None, path: str, query: str | None, fragment: str | None) -> str:
    return f"{scheme}:{'' if host is None else '//' + host}{path}{query or ''}{fragment or ''}"
