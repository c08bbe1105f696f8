"""The known actors as one named graph: labels in each language, other names, checked links."""

from __future__ import annotations

from urllib.parse import unquote

from pyoxigraph import NamedNode, Triple

from kg.authority import Authority, AuthorityRow
from kg.text import visible
from kg.triples.actors import TYPES
from kg.triples.frame import Triples
from kg.triples.literals import label, plain
from kg.triples.model import Graph
from kg.triples.names import Names
from kg.triples.order import in_order
from kg.triples.vocabulary import AUTHORITY_REVISION, COUNTRY, LABEL, A, term


def authority_graph(authority: Authority, names: Names) -> Graph:
    """Return the graph of everything the authority knows, and its revision."""
    name = names.authority_graph
    triples = [triple for row in authority.rows() for triple in _row(row, names)]
    triples.append(Triple(name, AUTHORITY_REVISION, plain(authority.revision)))
    return Graph(name.value, in_order(triples))


def known_in(graph: Graph, authority: Authority, names: Names) -> Graph:
    """Return what the authority says of the actors that *graph* speaks of, and of their countries."""
    home = names.actor("").value
    terms = (term_ for t in graph.triples for term_ in (t.subject, t.object) if isinstance(term_, NamedNode))
    keys = {unquote(node.value.removeprefix(home)) for node in terms if node.value.startswith(home)}
    rows = [row for row in authority.rows() if row.key in keys]
    countries = {row.country for row in rows} - keys
    rows += [row for row in authority.rows() if row.key in countries]
    return Graph(names.authority_graph.value, in_order(triple for row in rows for triple in _row(row, names)))


def row_node(row: AuthorityRow, names: Names) -> NamedNode:
    """Return the IRI of one row: an office is no actor."""
    return names.office(row.key) if row.type == "Office" else names.actor(row.key)


def _row(row: AuthorityRow, names: Names) -> Triples:
    node = row_node(row, names)
    kinds = (term("org:Post"),) if row.type == "Office" else TYPES[row.type]
    yield from (Triple(node, A, kind) for kind in kinds)
    yield Triple(node, term("schema:additionalType"), plain(row.kind))
    for language, name in row.names:
        yield Triple(node, LABEL, label(name, language))
        yield Triple(node, term("skos:prefLabel"), label(name, language))
    for language, name in row.alternatives:
        yield Triple(node, term("skos:altLabel"), label(name, language))
    # A demonym finds its country but does not name it.
    for language, name in row.adjectives:
        yield Triple(node, term("skos:hiddenLabel"), label(name, language))
    if row.country is not None:
        yield Triple(node, COUNTRY, names.actor(row.country))
    if row.wikidata is not None:
        yield Triple(node, term("skos:exactMatch"), names.wikidata(row.wikidata))
    yield Triple(node, term("dcterms:source"), plain(visible(row.source)))
    if row.evidence:
        yield Triple(node, term("skos:editorialNote"), plain(visible(row.evidence)))
