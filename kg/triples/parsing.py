"""RDF from outside, parsed without touching the network or the file system."""

from __future__ import annotations

import json
from codecs import BOM_UTF8

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import MalformedData, Place, TooLarge, UnknownFormat
from kg.triples.jsonld import published_context
from kg.triples.notation3 import refuse_rules
from kg.triples.rdfxml_reading import read_rdf_xml
from kg.triples.vocabulary import ISNAD

CONTEXT_IRI = ISNAD.rstrip("#") + "/context.jsonld"
_FORMS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
}
_DEEPEST = 100


def read_rdf(body: bytes, form: str, base: str | None = None) -> list[Quad]:
    """Return the quads of *body*, in the format of that name; raises MalformedData, UnknownFormat."""
    if form not in _FORMS:
        raise UnknownFormat(f"no graph is read as {form!r}", tuple(_FORMS))
    if form == "rdfxml":
        # The engine's reader takes UTF-8 alone, no comment within text, no entity, and writes XML literals its own way.
        return read_rdf_xml(body, base or "")
    # Editors on Windows begin a file so; it is no part of the text.
    body = body.removeprefix(BOM_UTF8)
    if form == "jsonld":
        body = _with_bundled_context(body)
    elif form == "n3":
        refuse_rules(body)
    try:
        return [quad for quad in parse(body, format=_FORMS[form], base_iri=base) if isinstance(quad, Quad)]
    except SyntaxError as error:
        place = Place(error.lineno, error.offset or 1) if error.lineno else None
        raise MalformedData(error.args[0], place=place) from error
    except MemoryError as error:
        if "buffer" not in str(error):
            raise
        # The parser's own bound, which has nothing to do with how much memory there is.
        raise TooLarge("a text or a name in the document is longer than 16 MiB") from error


def _with_bundled_context(body: bytes) -> bytes:
    """Put our own context in where a document names it; refuse every other context that would be fetched."""
    try:
        document = json.loads(body)
    except json.JSONDecodeError as error:
        raise MalformedData(f"no JSON: {error.msg}", place=Place(error.lineno, error.colno)) from error
    except UnicodeDecodeError as error:
        raise MalformedData("no UTF-8 text") from error
    except ValueError as error:
        # Python reads no integer of more than 4300 digits, since that takes time that grows with their square.
        raise MalformedData("a number in the JSON has too many digits") from error
    except RecursionError as error:
        raise MalformedData("JSON nested too deep") from error
    replaced = _replaced(document, 0)
    return json.dumps(replaced, ensure_ascii=True).encode("utf-8") if replaced != document else body


def _replaced(value: object, depth: int) -> object:
    if depth > _DEEPEST:
        raise MalformedData(f"JSON nested deeper than {_DEEPEST} levels")
    if isinstance(value, list):
        return [_replaced(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {k: _context(v) if k == "@context" else _replaced(v, depth + 1) for k, v in value.items()}
    return value


def _context(value: object) -> object:
    if isinstance(value, list):
        return [_context(item) for item in value]
    if value == CONTEXT_IRI:
        return published_context()
    if isinstance(value, dict):
        value = {name: _scoped(definition) for name, definition in value.items()}
    imported = value.get("@import") if isinstance(value, dict) else None
    if isinstance(value, str) or imported is not None:
        raise MalformedData(
            f"the context {imported or value!r} would have to be fetched", hint="put the context inline"
        )
    return value


def _scoped(definition: object) -> object:
    if isinstance(definition, dict) and "@context" in definition:
        return {**definition, "@context": _context(definition["@context"])}
    return definition
