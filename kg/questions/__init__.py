"""What is asked of the graph again and again: SPARQL with its answers as values.

A question is a text and what reads its answer; who asks, and where, is not known here.

In: the answers of a store (SPARQL results as JSON)
Out: question texts, Proof, Entity, Fact, Link, Network, files of a network
Touches: kg.errors kg.search kg.sparql kg.text kg.triples pyoxigraph
"""

from kg.questions.chains import Link, ask_chains, read_chains
from kg.questions.drawing import NETWORK_FORMS, drawn, optional, write_network
from kg.questions.entities import Entity, ask_entities, ask_facts_of, read_entities
from kg.questions.evidence import MOST_FACTS, Proof, ask_proofs, read_proofs
from kg.questions.facts import Between, Fact, ask_meetings, ask_parts, ask_statements, read_parts
from kg.questions.listing import SORTS, Facet, Listing
from kg.questions.lists import (
    ASK_FORUMS,
    ASK_PLACES,
    ASK_TOPICS,
    LISTS,
    MOST_NAMES,
    Group,
    ask_called,
    folded,
    phrase,
    read_groups,
)
from kg.questions.meetings import (
    Party,
    Session,
    ask_members,
    ask_parties,
    ask_same_parties,
    ask_sessions,
    ask_spoken_at,
    ask_twins,
    read_parties,
    read_sessions,
)
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
from kg.questions.ready import ASK_PREFIXES, ASK_READY, Ready, dedented, read_ready
from kg.questions.rows import Row, read_rows
from kg.questions.statements import ask_agreements_in, ask_around, ask_facts_through, ask_named, ask_speakers
from kg.questions.told import MOST_TOLD, Place, Told, ask_things, read_things, short
from kg.questions.words import PREFIXES, iri, is_iri, literal

__all__ = [
    "ASK_FORUMS",
    "ASK_NAMED",
    "ASK_NETWORK",
    "ASK_PLACES",
    "ASK_PREFIXES",
    "ASK_READY",
    "ASK_TOPICS",
    "LISTS",
    "MOST_FACTS",
    "MOST_NAMES",
    "MOST_TOLD",
    "NETWORK_FORMS",
    "PREFIXES",
    "SORTS",
    "Between",
    "Busy",
    "Entity",
    "Facet",
    "Fact",
    "Group",
    "Headed",
    "Link",
    "Listing",
    "Network",
    "Node",
    "Party",
    "Place",
    "Proof",
    "Ready",
    "Row",
    "Session",
    "Tie",
    "Told",
    "ask_agreements_in",
    "ask_around",
    "ask_busiest",
    "ask_called",
    "ask_chains",
    "ask_classes",
    "ask_entities",
    "ask_facts_of",
    "ask_facts_through",
    "ask_heads",
    "ask_meetings",
    "ask_members",
    "ask_named",
    "ask_names",
    "ask_parties",
    "ask_parts",
    "ask_proofs",
    "ask_same_parties",
    "ask_sessions",
    "ask_speakers",
    "ask_spoken_at",
    "ask_statements",
    "ask_things",
    "ask_told",
    "ask_twins",
    "dedented",
    "drawn",
    "folded",
    "iri",
    "is_iri",
    "literal",
    "optional",
    "phrase",
    "read_busiest",
    "read_chains",
    "read_entities",
    "read_groups",
    "read_heads",
    "read_network",
    "read_parties",
    "read_parts",
    "read_proofs",
    "read_ready",
    "read_rows",
    "read_sessions",
    "read_things",
    "short",
    "write_network",
]
