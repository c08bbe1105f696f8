"""Words found in what a dataset says: labels, other names, titles, statements.

The index belongs to a store (kg.store), which keeps it at the revision of its graph. Ask it through the session or the
service (`search`), through SPARQL (`?thing text:query "words"`), or here: `TextIndex.find(Sought("words"))` returns
`Found`, whose hits carry the document (resource, property, literal, classes), a score between 0 and 1 that means the
same in every search (kg/search/grading.py), and the places of the matching words. `Sought.strictest` False falls back
on similar words; `kinds` are class IRIs.

In: a dataset, Sought
Out: TextIndex, Found, Hit, Document
Touches: kg.errors kg.lang kg.sparql kg.text pyoxigraph tantivy
"""

from kg.search.answers import search
from kg.search.asking import MOST, Sought
from kg.search.documents import Document, Source, touched
from kg.search.fields import FIELDS
from kg.search.files import copy_index
from kg.search.folding import Folding, folding
from kg.search.index import Found, Hit, Keep, TextIndex
from kg.search.lookup import finder

__all__ = [
    "FIELDS",
    "MOST",
    "Document",
    "Folding",
    "Found",
    "Hit",
    "Keep",
    "Sought",
    "Source",
    "TextIndex",
    "copy_index",
    "finder",
    "folding",
    "search",
    "touched",
]
