"""What a question is written with: prefixes, and values from outside made safe to stand in SPARQL."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.triples import NAMESPACES

_USED: Final = ("dcterms", "foaf", "isnad", "oa", "org", "prov", "rdf", "rdfs", "schema", "sem", "skos")
PREFIXES: Final = "".join(f"PREFIX {prefix}: <{NAMESPACES[prefix]}>\n" for prefix in _USED)

# What IRIREF does not allow (SPARQL 1.1, production 139), and what no IRI of ours begins with.
_UNFIT = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def iri(text: str) -> str:
    """Return *text* as an IRI of SPARQL; raises UsageError for what is none."""
    if why := _amiss(text):
        raise UsageError(f"{text[:200]!r} is no IRI: {why}", hint="write it in full, such as http://example.org/id/1")
    return f"<{text}>"


def is_iri(text: str) -> bool:
    """Tell whether *text* can be asked about as an IRI."""
    return not _amiss(text)


def _amiss(text: str) -> str:
    """Return why *text* is no IRI; empty when it is one."""
    if unfit := _UNFIT.search(text):
        return f"{unfit[0]!r} stands in no IRI"
    if not _SCHEME.match(text):
        return "it has no scheme"
    try:
        NamedNode(text)
    except ValueError as error:
        return str(error)
    return ""


def literal(text: str) -> str:
    """Return *text* as a string of SPARQL (production 156)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
