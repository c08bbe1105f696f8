"""The forms answers and graphs are written in: their names, media types and file endings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.errors import UnknownFormat

Kind = Literal["solutions", "graph"]


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation. `named_graphs` tells whether it can say which graph a triple is in."""

    name: str
    media_type: str
    extension: str
    kind: Kind
    named_graphs: bool = False
    aliases: tuple[str, ...] = ()
    profile: str = ""
    """The IRI of the profile that tells this form of a media type from its other ones (RFC 6906)."""


JSON = Format("json", "application/sparql-results+json", "srj", "solutions", aliases=("application/json",))
XML = Format("xml", "application/sparql-results+xml", "srx", "solutions", aliases=("application/xml", "text/xml"))
CSV = Format("csv", "text/csv", "csv", "solutions")
TSV = Format("tsv", "text/tab-separated-values", "tsv", "solutions")

TURTLE = Format("turtle", "text/turtle", "ttl", "graph", aliases=("application/x-turtle", "application/turtle"))
N_TRIPLES = Format("ntriples", "application/n-triples", "nt", "graph", aliases=("text/plain",))
RDF_XML = Format("rdfxml", "application/rdf+xml", "rdf", "graph", aliases=("application/xml", "text/xml"))
JSON_LD = Format("jsonld", "application/ld+json", "jsonld", "graph", named_graphs=True, aliases=("application/json",))
TRIG = Format("trig", "application/trig", "trig", "graph", named_graphs=True, aliases=("application/x-trig",))
N_QUADS = Format("nquads", "application/n-quads", "nq", "graph", named_graphs=True, aliases=("text/x-nquads",))
N3 = Format("n3", "text/n3", "n3", "graph", aliases=("text/rdf+n3",))

_JSON_LD_FORMS = "http://www.w3.org/ns/json-ld#"


def _of_json_ld(name: str) -> Format:
    """Return a form that JSON-LD 1.1 (section 6, IANA considerations) has a profile for."""
    profile = _JSON_LD_FORMS + name
    media_type = f'{JSON_LD.media_type};profile="{profile}"'
    return Format(f"jsonld-{name}", media_type, "jsonld", "graph", True, JSON_LD.aliases, profile)


EXPANDED, COMPACTED, FLATTENED, FRAMED = map(_of_json_ld, ("expanded", "compacted", "flattened", "framed"))

SOLUTIONS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS, N3)
PROFILED = (EXPANDED, COMPACTED, FLATTENED, FRAMED)
"""Forms of JSON-LD that a client names by profile; FRAMED has one resource as its root."""


def format_named(word: str, among: tuple[Format, ...]) -> Format:
    """Return the format that *word* names; raises UnknownFormat.

    It is a name ("ntriples", "n-triples"), a file ending, a media type or what stands behind its slash ("rdf+xml").
    """
    wanted = word.strip().lower().removeprefix(".")
    for form in among:
        types = (form.media_type, *form.aliases)
        if wanted in (form.name, form.extension, *types) or wanted.replace("-", "") == form.name:
            return form
    for form in among:
        if any(kind.partition("/")[2] == wanted for kind in (form.media_type, *form.aliases)):
            return form
    raise UnknownFormat(f"unknown format {word!r}", tuple(form.name for form in among))
