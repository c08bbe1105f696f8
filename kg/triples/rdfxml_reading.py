"""RDF/XML read by the grammar of RDF 1.1 XML Syntax, on the standard library's XML parser, which fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import MalformedData
from kg.triples.canonical_xml import Canonical
from kg.triples.rdfxml_terms import (
    FIRST,
    ITS,
    NIL,
    RDF,
    REIFIES,
    REST,
    TYPE,
    Subject,
    Thing,
    iri,
    literal,
    node_of,
    of_xml,
    reification,
    shown,
)
from kg.triples.relative import resolved
from kg.triples.xml_events import XML, Name, Tag, tell

_CORE: Final = frozenset(
    {"RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"}
    | {"version", "annotation", "annotationNodeID"}
)
_NO_NODE: Final = _CORE | {"aboutEach", "aboutEachPrefix", "bagID", "li"}
_NO_PROPERTY: Final = _CORE | {"aboutEach", "aboutEachPrefix", "bagID", "Description"}
_NO_ATTRIBUTE: Final = _CORE | {"aboutEach", "aboutEachPrefix", "bagID", "Description", "li"}
_NAME: Final = re.compile(r"[^\W\d][\w.\-\u00b7]*\Z")
_DEEPEST: Final = 1000
_BLANK: Final = " \t\r\n"


def read_rdf_xml(body: bytes, base: str) -> list[Quad]:
    """Return the triples of *body*, its relative IRIs resolved against *base*; raises MalformedData with the place."""
    grammar = _Grammar(base)
    tell(body, grammar)
    return grammar.quads


@dataclass(slots=True)
class _Level:
    """One open element: what it is in the grammar, and what holds within it.

    "nodes" (rdf:RDF), "node", "property" (of text or one node), "list" (parseType Collection), or "bag of properties"
    (parseType Resource), which is as a node is.
    """

    kind: str
    base: str
    language: str
    direction: str
    version: str
    subject: Subject | None = None
    predicate: NamedNode | None = None
    reified: NamedNode | None = None
    annotations: list[Subject] = field(default_factory=list)
    """What reifies the triple, in the way of RDF 1.2."""
    datatype: str = ""
    text: list[str] = field(default_factory=list)
    objects: list[Subject] = field(default_factory=list)
    whole: bool = False
    """Whether its attributes say all, so that nothing may stand in it."""
    members: int = 0
    before: int = 0
    """How many triples there were when it began."""


class _Grammar:
    """Takes the events of an XML document and gathers its triples; raises MalformedData."""

    def __init__(self, base: str) -> None:
        self.quads: list[Quad] = []
        self._levels = [_Level("document", base.partition("#")[0], "", "", "1.1")]
        self._blank: dict[str, BlankNode] = {}
        self._used: set[str] = set()
        self._literal: Canonical | None = None

    def start(self, tag: Tag) -> None:
        """Take the start of an element."""
        if self._literal is not None:
            self._literal.start(tag.written, tag.as_written, tag.spaces)
            return
        name, attributes = tag.name, tag.attributes
        above = self._levels[-1]
        if len(self._levels) > _DEEPEST:
            raise MalformedData(f"elements are nested deeper than {_DEEPEST} levels")
        base = above.base
        if (XML, "base") in attributes:
            base = resolved(attributes[XML, "base"], base).partition("#")[0]
        level = _Level("", base, attributes.get((XML, "lang"), above.language), above.direction, above.version)
        own = {name: value for name, value in attributes.items() if not of_xml(name)}
        self._of_1_2(level, attributes, own)
        self._levels.append(level)
        if above.kind == "document" and name == (RDF, "RDF"):
            level.kind = "nodes"
            if own:
                raise MalformedData("rdf:RDF has no attributes but xml:base and xml:lang")
        elif above.kind in ("node", "bag"):
            self._property(level, above, name, own)
        else:
            self._node(level, above, name, own)

    def _of_1_2(self, level: _Level, attributes: Mapping[Name, str], own: dict[Name, str]) -> None:
        """Take what RDF 1.2 adds to every element: its version, and a direction for text where that is 1.2."""
        level.version = own.pop((RDF, "version"), level.version)
        if level.version not in ("1.1", "1.2"):
            raise MalformedData(f"rdf:version is 1.1 or 1.2, not {level.version[:20]!r}")
        direction = attributes.get((ITS, "dir"))
        if direction is not None and level.version == "1.2":
            if direction not in ("ltr", "rtl"):
                raise MalformedData(f"its:dir is ltr or rtl, not {direction[:20]!r}")
            level.direction = direction

    def text(self, data: str) -> None:
        """Take characters."""
        if self._literal is not None:
            self._literal.text(data)
            return
        level = self._levels[-1]
        if level.kind == "property" and not level.whole:
            level.text.append(data)
        elif data.strip(_BLANK):
            raise MalformedData("text stands where no text may stand")

    def aside(self, data: str) -> None:
        """Take a comment or a processing instruction, as written: only an XML literal keeps it."""
        if self._literal is not None:
            self._literal.aside(data)

    def end(self) -> None:
        """Take the end of an element."""
        if self._literal is not None:
            if self._literal.depth:
                self._literal.end()
                return
            self._levels[-1].text, self._levels[-1].datatype = [self._literal.written()], RDF + "XMLLiteral"
            self._literal = None
        level = self._levels.pop()
        if level.kind == "property":
            self._close(level)
        elif level.kind == "list":
            self._say(level, self._levels[-1].subject, self._listed(level.objects))
        elif level.kind == "triple":
            inner = self.quads[level.before :]
            if len(inner) != 1:
                raise MalformedData("rdf:parseType Triple holds one triple")
            del self.quads[level.before :]
            self._say(level, self._levels[-1].subject, inner[0].triple)

    # Nodes: production nodeElement.

    def _node(self, level: _Level, above: _Level, name: Name, own: dict[Name, str]) -> None:
        if not name[0] or (name[0] == RDF and name[1] in _NO_NODE):
            raise MalformedData(f"{shown(name)} is no node")
        if above.objects and above.kind in ("property", "document"):
            raise MalformedData("a property has one node, and no more")
        level.kind, level.subject = "node", self._subject(level, own)
        above.objects.append(level.subject)
        if name != (RDF, "Description"):
            self._put(level.subject, TYPE, iri(name))
        self._attributes(level.subject, own, level)

    def _subject(self, level: _Level, own: dict[Name, str]) -> Subject:
        given = [key for key in ("ID", "about", "nodeID") if (RDF, key) in own]
        if len(given) > 1:
            raise MalformedData(f"rdf:{given[0]} and rdf:{given[1]} exclude each other")
        if not given:
            return BlankNode()
        value = own.pop((RDF, given[0]))
        if given[0] == "nodeID":
            return self._named_blank(value)
        return self._identified(value, level.base) if given[0] == "ID" else node_of(resolved(value, level.base))

    def _named_blank(self, name: str) -> BlankNode:
        if not _NAME.match(name):
            raise MalformedData(f"{name[:100]!r} is no name for rdf:nodeID")
        return self._blank.setdefault(name, BlankNode())

    def _identified(self, name: str, base: str) -> NamedNode:
        if not _NAME.match(name):
            raise MalformedData(f"{name[:100]!r} is no name for rdf:ID")
        iri = resolved(f"#{name}", base)
        if iri in self._used:
            raise MalformedData(f"rdf:ID {name[:100]!r} is given twice")
        self._used.add(iri)
        return node_of(iri)

    def _attributes(self, subject: Subject, own: Mapping[Name, str], level: _Level) -> None:
        """Say what attributes say of *subject*: production propertyAttr."""
        for name, value in own.items():
            if not name[0] or (name[0] == RDF and name[1] in _NO_ATTRIBUTE):
                raise MalformedData(f"the attribute {shown(name)} says nothing here")
            if name == (RDF, "type"):
                self._put(subject, TYPE, node_of(resolved(value, level.base)))
            else:
                self._put(subject, iri(name), literal(value, level.language, level.direction))

    # Properties: production propertyElt.

    def _property(self, level: _Level, above: _Level, name: Name, own: dict[Name, str]) -> None:
        if (name[0] == RDF and name[1] in _NO_PROPERTY) or not name[0]:
            raise MalformedData(f"{shown(name)} is no property")
        if name == (RDF, "li"):
            above.members += 1
            name = (RDF, f"_{above.members}")
        level.kind, level.predicate = "property", iri(name)
        self._statement(level, own)
        parse = own.pop((RDF, "parseType"), None)
        if parse is not None:
            if own:
                raise MalformedData(f"rdf:parseType and {shown(next(iter(own)))} exclude each other")
            self._parse_type(level, above, parse)
        elif (RDF, "datatype") in own:
            level.datatype = resolved(own.pop((RDF, "datatype")), level.base)
            if own:
                raise MalformedData(f"rdf:datatype and {shown(next(iter(own)))} exclude each other")
        elif own:
            self._said_by_attributes(level, own)

    def _statement(self, level: _Level, own: dict[Name, str]) -> None:
        """Take what gives the statement itself a name, in the old way and in that of RDF 1.2."""
        if (identity := own.pop((RDF, "ID"), None)) is not None:
            level.reified = self._identified(identity, level.base)
        if (annotation := own.pop((RDF, "annotation"), None)) is not None:
            level.annotations.append(node_of(resolved(annotation, level.base)))
        if (annotation := own.pop((RDF, "annotationNodeID"), None)) is not None:
            level.annotations.append(self._named_blank(annotation))

    def _parse_type(self, level: _Level, above: _Level, parse: str) -> None:
        if parse == "Resource":
            level.kind, level.subject = "bag", BlankNode()
            self._say(level, above.subject, level.subject)
        elif parse == "Collection":
            level.kind = "list"
        elif parse == "Triple" and level.version == "1.2":
            level.kind, level.before = "triple", len(self.quads)
        else:
            # 7.2.20: whatever other value is as Literal.
            self._literal = Canonical()

    def _said_by_attributes(self, level: _Level, own: dict[Name, str]) -> None:
        resource, blank = own.pop((RDF, "resource"), None), own.pop((RDF, "nodeID"), None)
        if resource is not None and blank is not None:
            raise MalformedData("rdf:resource and rdf:nodeID exclude each other")
        if resource is not None:
            target: Subject = node_of(resolved(resource, level.base))
        else:
            target = self._named_blank(blank) if blank is not None else BlankNode()
        level.whole = True
        level.objects.append(target)
        self._attributes(target, own, level)

    def _close(self, level: _Level) -> None:
        subject = self._levels[-1].subject
        if level.objects:
            if level.datatype or "".join(level.text).strip(_BLANK):
                raise MalformedData("a property has one node or text, not both")
            return self._say(level, subject, level.objects[0])
        text = "".join(level.text)
        if level.datatype:
            return self._say(level, subject, Literal(text, datatype=node_of(level.datatype)))
        return self._say(level, subject, literal(text, level.language, level.direction))

    def _listed(self, items: list[Subject]) -> Subject:
        rest: Subject = NIL
        for item in reversed(items):
            cell = BlankNode()
            self._put(cell, FIRST, item)
            self._put(cell, REST, rest)
            rest = cell
        return rest

    def _say(self, level: _Level, subject: Subject | None, thing: Thing) -> None:
        """Say what the property *level* says of *subject*, and what is said of that."""
        assert subject is not None
        assert level.predicate is not None
        self._put(subject, level.predicate, thing)
        if level.reified is not None:
            self.quads.extend(reification(level.reified, subject, level.predicate, thing))
        for name in level.annotations:
            self._put(name, REIFIES, Triple(subject, level.predicate, thing))

    def _put(self, subject: Subject, predicate: NamedNode, thing: Thing) -> None:
        self.quads.append(Quad(subject, predicate, thing))
