"""Terms as RDF/XML names them, and the triples that stand for a statement which has a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import MalformedData
from kg.triples.vocabulary import NAMESPACES
from kg.triples.xml_events import XML, Name

RDF: Final = NAMESPACES["rdf"]
ITS: Final = "http://www.w3.org/2005/11/its"
TYPE, FIRST, REST, NIL, REIFIES = (NamedNode(RDF + name) for name in ("type", "first", "rest", "nil", "reifies"))

Subject = NamedNode | BlankNode
Thing = Subject | Literal | Triple


def reification(name: NamedNode, subject: Subject, predicate: NamedNode, thing: Thing) -> Iterator[Quad]:
    """Yield what says that *name* is the statement."""
    yield Quad(name, TYPE, NamedNode(RDF + "Statement"))
    for part, value in (("subject", subject), ("predicate", predicate), ("object", thing)):
        yield Quad(name, NamedNode(RDF + part), value)


def of_xml(name: Name) -> bool:
    """Tell whether an attribute is XML's own, or of direction: those say nothing of what is described (6.1.2)."""
    return name[0] in (XML, ITS) or (not name[0] and name[1].lower().startswith("xml"))


def iri(name: Name) -> NamedNode:
    """Return the term of an element or attribute."""
    return node_of("".join(name))


def node_of(iri: str) -> NamedNode:
    """Return the term; raises MalformedData."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise MalformedData(f"<{iri[:200]}> is no IRI: {error}") from None


def literal(text: str, language: str, direction: str) -> Literal:
    """Return a plain literal; it has a direction only with a language. Raises MalformedData."""
    if not language:
        return Literal(text)
    try:
        if direction:
            return Literal(text, language=language, direction=BaseDirection(direction))
        return Literal(text, language=language)
    except ValueError as error:
        raise MalformedData(f"{language[:100]!r} {direction[:10]!r} is no language or direction: {error}") from None


def shown(name: Name) -> str:
    """Return a name as one reads it."""
    return f"rdf:{name[1]}" if name[0] == RDF else "".join(name)
