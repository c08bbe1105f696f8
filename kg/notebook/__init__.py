"""Isnad for programs and notebooks: a store to ask, and articles to read, in a few calls.

`from kg import open_store, extract` is the door; `kg/__init__.py` opens it at first use.

In: a folder, an address or nothing; articles as text, bytes or paths; SPARQL
Out: OpenStore, Answer, Extract, Report, Evidence, Iri, Text
Touches: kg.article kg.errors kg.facts kg.pipeline kg.questions kg.search kg.sparql kg.store kg.triples kg.validation
    kg.wiring kg.workers pyoxigraph rdflib
"""
