"""Words found inside a query: `?thing text:query "words"`, the property that Jena's text search is asked with.

    ?thing text:query "words"
    ?thing text:query ( property ... "words" limit "lang:ar" "kind:Meeting" )
    ( ?thing ?score ?literal ?graph ?property ) text:query ( ... )

It is no triple: before the engine reads the query, the index is asked and its answer stands there as VALUES, at most
1,000 rows, joined with the rest. A row counts where the matching triple is in the graph that the pattern is about; the
rows are as distinct as what is asked for: each thing once when nothing else is, with its best score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lark import Token, Tree
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from kg.errors import MalformedQuery
from kg.sparql.mending import Node, prologue_of, words
from kg.sparql.syntax import parse_query
from kg.sparql.tokens import place_of

TEXT: Final = "http://jena.apache.org/text#"
QUERY: Final = f"{TEXT}query"
MOST: Final = 1000
_ROLES = ("thing", "score", "literal", "graph", "property")
FORMS = 'write ?thing text:query "words", or ?thing text:query ( property ... "words" limit "lang:ar" "kind:Meeting" )'
Graph = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the index is asked: words, under which properties, in which languages, of which kinds, of which resource."""

    words: str
    properties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    resource: str | None = None
    limit: int = MOST
    literals: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One literal that was found, and how well it matches (0 to 1)."""

    resource: str
    predicate: str
    literal: Literal
    score: float


Keep = Callable[[str, str, Literal], bool]
"""Tells whether a triple counts."""
Finder = Callable[[Lookup, Keep], Sequence[Match]]
"""Asks an index: matches, best first, each literal or the best of each resource; raises UsageError."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The dataset of a query: its default graphs, and its named ones, None for all of the store's."""

    store: Store
    default: tuple[Graph, ...]
    named: tuple[Graph, ...] | None

    def hold(self, graph: Graph | None) -> Keep:
        """Return what tells whether a triple is in *graph*, None for the default graph."""
        among = self.default if graph is None else (graph,) if self.names(graph) else ()
        return lambda s, p, o: any(Quad(NamedNode(s), NamedNode(p), o, one) in self.store for one in among)

    def holders(self, resource: str, predicate: str, literal: Literal) -> list[NamedNode]:
        """Return the named graphs that hold a triple."""
        quads = self.store.quads_for_pattern(NamedNode(resource), NamedNode(predicate), literal, None)
        graphs = (quad.graph_name for quad in quads)
        return [graph for graph in graphs if isinstance(graph, NamedNode) and self.names(graph)]

    def names(self, graph: Graph) -> bool:
        """Tell whether *graph* is a named graph of the dataset."""
        return self.named is None or graph in self.named


@dataclass(frozen=True, slots=True)
class Speller:
    """Reads the terms of one query, by its own prologue."""

    text: str
    prologue: str
    base: str | None

    def prefixed(self, node: Node | Token) -> bool:
        """Tell whether a part of the query is the name of the property that finds."""
        return isinstance(node, Tree) and node.data == "iri" and self.term(node) == NamedNode(QUERY)

    def term(self, node: Node | Token) -> object:
        """Return the IRI or literal that a part of the query writes; None for one that cannot be read."""
        said = words(self.text, node)
        if not said.startswith("<") and said.partition(":")[0] + ":" not in self.prologue:
            return None
        return self.value(node)

    def value(self, node: Node | Token) -> object:
        """Return the term that a part of the query writes."""
        asked = f"{self.prologue} SELECT ?v {{ VALUES ?v {{ {words(self.text, node)} }} }}"
        rows = Store().query(asked, base_iri=self.base)
        assert isinstance(rows, QuerySolutions)
        return next(rows)["v"]

    def fault(self, node: Node | Token, message: str, hint: str = FORMS) -> MalformedQuery:
        """Return the error of a part of the query, with its place."""
        offset = (node.start_pos or 0) if isinstance(node, Token) else node.meta.start_pos
        place = place_of(self.text, offset)
        return MalformedQuery(f"line {place.line}, column {place.column}: {message}", place=place, hint=hint)


@dataclass(frozen=True, slots=True)
class Call:
    """One use of the property: what is asked for, under which names, and where it stands."""

    node: Node
    thing: Token | NamedNode
    variables: dict[str, str]
    lookup: Lookup
    within: Node | Token | None
    """The graph that the pattern is about: a variable, an IRI, None for the default graph."""


def asks_index(text: str, base: str | None) -> bool:
    """Tell whether a query has the property anywhere."""
    tree = parse_query(text) if TEXT in text else None
    if tree is None:
        return False
    spell = Speller(text, prologue_of(text, tree), base)
    return any(spell.prefixed(iri) for iri in tree.find_data("iri"))


def calls_in(tree: Node, spell: Speller) -> Iterator[tuple[Node, list[Node], list[Call]]]:
    """Yield each block of triples that uses the property: the block, its other properties, the uses."""
    for construct in tree.find_data("construct"):
        _refuse_short_form(construct, spell)
    for block, within in _blocks(tree, None):
        subject, properties = block.children[0], block.children[1:]
        found = [part for node in properties if isinstance(node, Tree) for part in node.children]
        uses = [part for part in found if isinstance(part, Tree) and spell.prefixed(_verb(part))]
        others = [part for part in found if isinstance(part, Tree) and part not in uses]
        for part in [subject, *others]:
            _refuse_elsewhere(part, spell)
        if uses:
            if others and isinstance(subject, Tree) and subject.data == "collection":
                raise spell.fault(subject, "what text:query binds is a list, which has no other properties")
            yield block, others, [_call(subject, use, within, spell) for use in uses]


def _refuse_short_form(construct: Node, spell: Speller) -> None:
    """Raise MalformedQuery for the property in CONSTRUCT WHERE, which is pattern and template in one."""
    pattern = construct.children[1]
    for iri in pattern.find_data("iri") if isinstance(pattern, Tree) and pattern.data == "where" else ():
        if spell.prefixed(iri):
            raise spell.fault(iri, "CONSTRUCT WHERE takes triples only", "write CONSTRUCT { ... } WHERE { ... }")


def _blocks(tree: Node, within: Node | Token | None) -> Iterator[tuple[Node, Node | Token | None]]:
    """Yield the blocks of triples that are matched, each with the graph it is matched in."""
    parts = tree.children
    if tree.data == "construct":
        # The template says what is made, and matches nothing.
        parts = parts[2:]
    inside = tree.children[1] if tree.data == "graph" else within
    for part in parts:
        if isinstance(part, Tree) and part.data == "triples":
            yield part, inside
        elif isinstance(part, Tree):
            yield from _blocks(part, inside)


def _verb(prop: Node) -> Node | Token:
    """Return the term of a property's verb; the verb itself when it is a path."""
    verb = prop.children[0]
    while isinstance(verb, Tree) and verb.data in ("primary", "bracketed") and len(verb.children) == 1:
        verb = verb.children[0]
    return verb


def _refuse_elsewhere(part: Node | Token, spell: Speller) -> None:
    """Raise MalformedQuery for the property in a path, or below a node without a name."""
    for verb in (prop.children[0] for prop in part.find_data("property")) if isinstance(part, Tree) else ():
        for iri in verb.find_data("iri") if isinstance(verb, Tree) else ():
            if spell.prefixed(iri):
                raise spell.fault(iri, "text:query stands in a path or below [ ], and finds nothing there", _APART)


_APART = 'give the thing a variable, and write ?thing text:query "words" as a pattern of its own'


def _call(subject: Node | Token, use: Node, within: Node | Token | None, spell: Speller) -> Call:
    thing, variables = _bound(subject, spell)
    if isinstance(within, Token) and "graph" in variables:
        raise spell.fault(subject, f"the graph is {within} already", "leave the fourth variable out")
    objects = [part for part in use.children[1:] if isinstance(part, Tree) and part.data == "objects"]
    given = [one for part in objects for one in part.children if isinstance(one, Tree) and one.data == "object"]
    if len(given) != 1 or len(given[0].children) != 1:
        raise spell.fault(use, "text:query takes one text, or one list")
    return Call(use, thing, variables, _lookup(given[0].children[0], spell), within)


def _bound(subject: Node | Token, spell: Speller) -> tuple[Token | NamedNode, dict[str, str]]:
    """Return the thing that is found, and the variables beside it by what they are bound to."""
    listed = isinstance(subject, Tree) and subject.data == "collection"
    parts = [part for part in subject.children if _counts(part)] if listed and isinstance(subject, Tree) else [subject]
    if not 1 <= len(parts) <= len(_ROLES):
        raise spell.fault(subject, f"text:query binds {', '.join(_ROLES)}, in this order and as far as wanted")
    thing, *rest = parts
    for one in rest:
        if not isinstance(one, Token) or one.type != "VARIABLE":
            raise spell.fault(one, f"{words(spell.text, one)[:40]} is no variable, and text:query binds variables")
    names = [str(one)[1:] for one in parts if isinstance(one, Token)]
    if len(set(names)) < len(names):
        raise spell.fault(subject, "text:query cannot bind one variable twice", "give each its own name")
    if isinstance(thing, Token) and thing.type == "VARIABLE":
        return thing, dict(zip(_ROLES[1:], map(str, rest), strict=False))
    if isinstance(thing, Tree) and thing.data == "iri" and isinstance(found := spell.value(thing), NamedNode):
        return found, dict(zip(_ROLES[1:], map(str, rest), strict=False))
    raise spell.fault(thing, "only a variable or an IRI can have text:query", _APART)


def _counts(part: Node | Token) -> bool:
    return not (isinstance(part, Token) and part.type in ("LPAR", "RPAR"))


def _lookup(given: Node | Token, spell: Speller) -> Lookup:
    listed = isinstance(given, Tree) and given.data == "collection"
    parts = [part for part in given.children if _counts(part)] if listed and isinstance(given, Tree) else [given]
    values = [(part, _constant(part, spell)) for part in parts]
    properties: list[str] = []
    for _, value in values:
        if not isinstance(value, NamedNode):
            break
        properties.append(value.value)
    values = values[len(properties) :]
    if not values or not _is_text(values[0][1]):
        raise spell.fault(values[0][0] if values else given, "the words to look for are missing here")
    (place, said), *options = values
    assert isinstance(said, Literal)
    told: dict[str, list[str]] = {"lang": [said.language] if said.language else [], "kind": []}
    limit = MOST
    for number, (part, value) in enumerate(options):
        if number == 0 and isinstance(value, Literal) and value.value.isdecimal() and not _is_text(value):
            limit = int(value.value)
            if not 1 <= limit <= MOST:
                raise spell.fault(part, f"text:query gives 1 to {MOST} results", f"write a limit from 1 to {MOST}")
            continue
        name, _, choice = value.value.partition(":") if _is_text(value) and isinstance(value, Literal) else ("", "", "")
        if name not in told or not choice:
            raise spell.fault(part, f"{words(spell.text, part)[:40]} is no option of text:query")
        told[name].append(choice)
    languages = tuple(tag.lower() for tag in told["lang"])
    if not said.value.strip():
        raise spell.fault(place, "the words to look for are empty")
    return Lookup(said.value, tuple(properties), languages, tuple(told["kind"]), limit=limit)


def _constant(part: Node | Token, spell: Speller) -> object:
    if isinstance(part, Token) and part.type == "VARIABLE":
        raise spell.fault(
            part,
            f"{part} is a variable, and the index is asked before anything is bound",
            "write the words themselves; to hold one text to another, FILTER with CONTAINS or REGEX",
        )
    if not isinstance(part, Tree) or part.data not in ("iri", "literal"):
        raise spell.fault(part, f"{words(spell.text, part)[:40]} cannot stand here")
    return spell.value(part)


def _is_text(value: object) -> bool:
    return isinstance(value, Literal) and (
        bool(value.language) or value.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    )
