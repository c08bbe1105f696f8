"""The terms this project writes: its own, and the public ones it builds on."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

ISNAD: Final = "https://w3id.org/isnad/ontology#"

# Prefix -> namespace. Every writer of RDF uses these and no others of its own.
NAMESPACES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "greg": "http://www.w3.org/ns/time/gregorian#",
    "isnad": ISNAD,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def term(curie: str) -> NamedNode:
    """Return the term that *curie* ("prov:agent") names."""
    prefix, _, local = curie.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def concept(scheme: str, value: str) -> NamedNode:
    """Return the concept for *value* in one of the ontology's own schemes: ("status", "held") -> isnad:status-held."""
    return NamedNode(f"{ISNAD}{scheme}-{value}")


# Classes of our own
AGREEMENT = term("isnad:Agreement")
ACTOR = term("isnad:Actor")
ARTICLE = term("isnad:Article")
ATTRIBUTION_STEP = term("isnad:AttributionStep")
DECISION = term("isnad:Decision")
FORUM = term("isnad:Forum")
LINK = term("isnad:Link")
MEETING = term("isnad:Meeting")
PARTICIPATION = term("isnad:Participation")
POSITION = term("isnad:Position")
STATEMENT = term("isnad:Statement")
TIME_REFERENCE = term("isnad:TimeReference")
UNNAMED_GROUP = term("isnad:UnnamedGroup")
UNRESOLVED_ACTOR = term("isnad:UnresolvedActor")

# Properties of our own
ABOUT_ACTOR = term("isnad:actor")
AUTHORITY_REVISION = term("isnad:authorityRevision")
CONDITION = term("isnad:condition")
CONFIDENCE = term("isnad:confidence")
CONTENT = term("isnad:content")
COUNTRY = term("isnad:country")
CREDITED_SOURCE = term("isnad:creditedSource")
CUE = term("isnad:cue")
DATE = term("isnad:date")
EVIDENCE = term("isnad:evidence")
HELD_WITHIN = term("isnad:heldWithin")
IN_CAPACITY = term("isnad:inCapacity")
LEVEL = term("isnad:level")
MEDIUM = term("isnad:medium")
MENTION = term("isnad:mention")
METONYM_FOR = term("isnad:metonymFor")
ON_BEHALF_OF = term("isnad:onBehalfOf")
PARTICIPANT = term("isnad:participant")
TAKES_PART = term("isnad:participation")
PARTY = term("isnad:party")
QUOTE_MODE = term("isnad:quoteMode")
RELAYER = term("isnad:relayer")
REPORTED_IN = term("isnad:reportedIn")
REVIEW_STATE = term("isnad:reviewState")
RULE = term("isnad:rule")
SENTENCE = term("isnad:sentence")
SPEAKER = term("isnad:speaker")
STATUS = term("isnad:status")
TEXT_HASH = term("isnad:textHash")
TIMEX = term("isnad:timex")
TIME_STATUS = term("isnad:timeStatus")

# Public terms
A = term("rdf:type")
LABEL = term("rdfs:label")
