"""A document as the engine keeps it."""

from __future__ import annotations

import json
from typing import Final

import tantivy

from kg.search.documents import Document
from kg.search.fields import FIELDS, LONGEST
from kg.search.folding import Folding, digest

SCHEMA: Final = 1
"""The version of what is indexed, and how."""
_ORDER: Final = {"label": 14.0, "alias": 6.0, "title": 6.0, "text": 0.0}
"""What the engine multiplies a literal's own score by, before it proposes: the binary logarithm of 2 more."""


_ROW: Final = ("resource", "predicate", "text", "language", "direction", "kinds")


def version() -> int:
    """Return the version that an index of this program has: of its fields, and of the tables words are compared by."""
    return SCHEMA << 48 | int.from_bytes(digest(), "big")


def schema() -> tantivy.Schema:
    """Return the fields of the index; they are told in docs/decisions."""
    builder = tantivy.SchemaBuilder()
    for name in ("resource", "property", "lang", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("row", stored=True)
    builder.add_float_field("weight", fast=True)
    builder.add_unsigned_field("revision", fast=True)
    builder.add_unsigned_field("schema", indexed=True)
    return builder.build()


def encoded(document: Document, folding: Folding) -> tantivy.Document:
    """Return a document as the engine takes it."""
    made = tantivy.Document()
    made.add_text("resource", document.resource)
    made.add_text("property", document.predicate)
    language = document.language.lower()
    for tag in dict.fromkeys((language, language.partition("-")[0])):
        made.add_text("lang", tag)
    for kind in document.kinds:
        made.add_text("kind", kind)
    keys = folding.keys(document.text[:LONGEST])
    made.add_text("words", " ".join(keys))
    stems = (stem for key in keys for stem in folding.stems(key))
    made.add_text("stems", " ".join(dict.fromkeys(stems)))
    row = json.dumps([getattr(document, name) for name in _ROW], ensure_ascii=False)
    made.add_bytes("row", row.encode("utf-8", "surrogatepass"))
    made.add_float("weight", _ORDER[FIELDS[document.predicate].kind])
    return made


def decoded(made: tantivy.Document) -> Document:
    """Return the document that `encoded` was given."""
    row = made.get_first("row")
    assert isinstance(row, bytes)
    resource, predicate, text, language, direction, kinds = json.loads(row.decode("utf-8", "surrogatepass"))
    return Document(resource, predicate, text, language, direction, tuple(kinds))
