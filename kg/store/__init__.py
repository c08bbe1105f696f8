"""Where published graphs live.

In: Publication, Query, Update
Out: Reader, Writer, Answer, Change, Entry, Receipt, Rejection
Touches: kg.errors kg.sparql pyoxigraph
"""

from kg.store.audit import Deed, Wanted
from kg.store.books import Books, Identity
from kg.store.contract import Action, Answer, Change, Entry, Publication, Reader, Receipt, Rejection, Writer
from kg.store.folder import Folder
from kg.store.ledger import Ledger
from kg.store.memory import MemoryStore
from kg.store.oxigraph import OxigraphStore, clone, open_store
from kg.store.quads import Dataset, Kind, Scratch, authority_graph, named_apart, rules_of

__all__ = [
    "Action",
    "Answer",
    "Books",
    "Change",
    "Dataset",
    "Deed",
    "Entry",
    "Folder",
    "Identity",
    "Kind",
    "Ledger",
    "MemoryStore",
    "OxigraphStore",
    "Publication",
    "Reader",
    "Receipt",
    "Rejection",
    "Scratch",
    "Wanted",
    "Writer",
    "authority_graph",
    "clone",
    "named_apart",
    "open_store",
    "rules_of",
]
