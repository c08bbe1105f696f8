"""What is asked of the graph again and again: SPARQL with its answers as values.

A question is a text and what reads its answer; who asks, and where, is not known here.

In: the answers of a store (SPARQL results as JSON)
Out: question texts, Proof, Entity, Fact, Link, Network, files of a network
Touches: kg.errors kg.sparql kg.text kg.triples pyoxigraph
"""

from kg.questions.chains import Link, ask_chains, read_chains
from kg.questions.drawing import NETWORK_FORMS, drawn, optional, write_network
from kg.questions.entities import Entity, ask_entities, ask_facts_of, read_entities
from kg.questions.evidence import MOST_FACTS, Proof, ask_proofs, read_proofs
from kg.questions.facts import Between, Fact, ask_meetings, ask_parts, ask_statements, read_parts
from kg.questions.names import ask_classes, ask_names
from kg.questions.network import ASK_NETWORK, Network, Node, Tie, read_network
from kg.questions.overview import (
    ASK_NAMED,
    Busy,
    Headed,
    ask_busiest,
    ask_heads,
    ask_told,
    read_busiest,
    read_heads,
)
from kg.questions.rows import Row, read_rows
from kg.questions.words import PREFIXES, iri, is_iri, literal

__all__ = [
    "ASK_NAMED",
    "ASK_NETWORK",
    "MOST_FACTS",
    "NETWORK_FORMS",
    "PREFIXES",
    "Between",
    "Busy",
    "Entity",
    "Fact",
    "Headed",
    "Link",
    "Network",
    "Node",
    "Proof",
    "Row",
    "Tie",
    "ask_busiest",
    "ask_chains",
    "ask_classes",
    "ask_entities",
    "ask_facts_of",
    "ask_heads",
    "ask_meetings",
    "ask_names",
    "ask_parts",
    "ask_proofs",
    "ask_statements",
    "ask_told",
    "drawn",
    "iri",
    "is_iri",
    "literal",
    "optional",
    "read_busiest",
    "read_chains",
    "read_entities",
    "read_heads",
    "read_network",
    "read_parts",
    "read_proofs",
    "read_rows",
    "write_network",
]
