"""RDF/XML, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import UnknownFormat
from kg.triples.vocabulary import NAMESPACES

_NAME = re.compile(r"[A-Za-z_\u00c0-\u02ff\u0370-\u037d\u037f-\u1fff][\w.\u00b7-]*\Z")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2), however it is escaped."""
_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
_ROOT = "".join(f'\n    xmlns:{prefix}="{namespace}"' for prefix, namespace in sorted(NAMESPACES.items()))

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{_ROOT}>\n'
TAIL = "</rdf:RDF>\n"


def descriptions(triples: Sequence[Triple]) -> Iterator[str]:
    """Yield one rdf:Description for each subject; raises UnknownFormat for what XML cannot carry."""
    for subject, group in groupby(triples, key=lambda t: t.subject):
        yield f"  <rdf:Description {_reference(subject, 'about')}>\n"
        yield from (f"    {_property(triple)}\n" for triple in group)
        yield "  </rdf:Description>\n"


def _property(triple: Triple) -> str:
    tag, declaration = _tag(triple.predicate.value)
    node = triple.object
    if isinstance(node, NamedNode | BlankNode):
        return f"<{tag}{declaration} {_reference(node, 'resource')}/>"
    if not isinstance(node, Literal) or node.direction is not None:
        raise _impossible(f"the term {node}")
    attribute = ""
    if node.language is not None:
        attribute = f" xml:lang={quoteattr(node.language)}"
    elif node.datatype.value != NAMESPACES["xsd"] + "string":
        attribute = f" rdf:datatype={quoteattr(node.datatype.value)}"
    return f"<{tag}{declaration}{attribute}>{_text(node.value)}</{tag}>"


def _reference(node: NamedNode | BlankNode | Triple, attribute: str) -> str:
    if isinstance(node, NamedNode):
        return f"rdf:{attribute}={quoteattr(node.value)}"
    if isinstance(node, BlankNode):
        # An XML name may not begin with a digit, and blank nodes' names do.
        return f'rdf:nodeID="b{node.value}"'
    raise _impossible(f"the term {node}")


def _tag(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind(mark) for mark in "#/:") + 1
    while cut < len(iri) and not _NAME.match(iri, cut):
        cut += 1
    namespace, local = iri[:cut], iri[cut:]
    if not local:
        raise _impossible(f"the property <{iri}>")
    prefix = _PREFIXES.get(namespace)
    return (f"{prefix}:{local}", "") if prefix else (f"p:{local}", f" xmlns:p={quoteattr(namespace)}")


def _text(text: str) -> str:
    wrong = NO_XML.search(text)
    if wrong:
        raise _impossible(f"the character U+{ord(wrong[0]):04X}")
    # A parser of XML turns a bare carriage return into a newline.
    return escape(text, {"\r": "&#13;"})


def _impossible(what: str) -> UnknownFormat:
    return UnknownFormat(f"RDF/XML cannot carry {what}", ("turtle", "ntriples", "trig", "nquads"))
