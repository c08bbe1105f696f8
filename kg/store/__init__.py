"""Where published graphs live.

In: Publication, Query, Update
Out: Reader, Writer, Answer, Change, Entry, Receipt, Rejection
Touches: kg.errors kg.search kg.sparql pyoxigraph
"""

from kg.store.audit import Deed, Wanted
from kg.store.books import Books
from kg.store.contract import Action, Answer, Change, Entry, Publication, Reader, Receipt, Rejection, Writer
from kg.store.copies import Copy, Manifest, Tell, back_up, damaged_files, read_manifest, remove, restore, write_durably
from kg.store.editions import Edition
from kg.store.folder import Folder
from kg.store.history import Course, GraphChange, GraphSum, History, HistoryPage
from kg.store.inspecting import CheckShapes, Fault, Inspection, inspect
from kg.store.intents import kept
from kg.store.ledger import Ledger
from kg.store.memory import MemoryStore
from kg.store.oxigraph import OxigraphStore, clone, open_store
from kg.store.patterns import matching
from kg.store.quads import Dataset, Identity, Kind, Scratch, authority_graph, examples_graph, named_apart, rules_of
from kg.store.rights import note_right
from kg.store.statistics import ClassUse, Profile, Statistics, Use, read_statistics, statistics_of
from kg.store.sums import Sum, by_graph, line_sum
from kg.store.texts import being_made, index_beside
from kg.store.ungated import covers, declared

__all__ = [
    "Action",
    "Answer",
    "Books",
    "Change",
    "CheckShapes",
    "ClassUse",
    "Copy",
    "Course",
    "Dataset",
    "Deed",
    "Edition",
    "Entry",
    "Fault",
    "Folder",
    "GraphChange",
    "GraphSum",
    "History",
    "HistoryPage",
    "Identity",
    "Inspection",
    "Kind",
    "Ledger",
    "Manifest",
    "MemoryStore",
    "OxigraphStore",
    "Profile",
    "Publication",
    "Reader",
    "Receipt",
    "Rejection",
    "Scratch",
    "Statistics",
    "Sum",
    "Tell",
    "Use",
    "Wanted",
    "Writer",
    "authority_graph",
    "back_up",
    "being_made",
    "by_graph",
    "clone",
    "covers",
    "damaged_files",
    "declared",
    "examples_graph",
    "index_beside",
    "inspect",
    "kept",
    "line_sum",
    "matching",
    "named_apart",
    "note_right",
    "open_store",
    "read_manifest",
    "read_statistics",
    "remove",
    "restore",
    "rules_of",
    "statistics_of",
    "write_durably",
]
