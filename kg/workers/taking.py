"""What a client wrote, as the workers take it."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.errors import UsageError


def graph_name(iri: str) -> str:
    """Return *iri* if the engine takes it as a name; raises UsageError."""
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise UsageError(f"{iri[:200]!r} is no absolute IRI: {error}") from None


def utf8(text: str) -> bytes:
    """Return the bytes of *text*; raises UsageError for half a character."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"the request holds half a character (U+{ord(text[error.start]):04X})") from None
