"""Where published graphs live.

In: Publication, Query, Update, Decision
Out: Reader, Writer, Answer, Change, Entry, Receipt, Rejection, Draft
Touches: kg.decisions kg.errors kg.search kg.sparql pyoxigraph
"""

from kg.store import decided, drafts
from kg.store.audit import Deed, Wanted
from kg.store.books import Books
from kg.store.contract import Action, Answer, Beside, Change, Entry, Publication, Reader, Receipt, Rejection, Writer
from kg.store.copies import Copy, Manifest, Tell, back_up, damaged_files, read_manifest, remove, restore, write_durably
from kg.store.drafts import Draft
from kg.store.editions import Edition
from kg.store.findings import Findings, Found, Wish
from kg.store.folder import Folder
from kg.store.history import Course, GraphChange, GraphSum, History, HistoryPage
from kg.store.inspecting import CheckShapes, Fault, Inspection, inspect
from kg.store.intents import kept
from kg.store.ledger import Ledger
from kg.store.memory import MemoryStore
from kg.store.oxigraph import OxigraphStore, clone, open_store
from kg.store.patterns import matching
from kg.store.quads import Dataset, Identity, Kind, Scratch, authority_graph, examples_graph, named_apart, rules_of
from kg.store.quarantine import Quarantine
from kg.store.queueing import queue_of
from kg.store.rights import note_right
from kg.store.sources import Source, source_of
from kg.store.statistics import ClassUse, Profile, Statistics, Use, read_statistics, statistics_of
from kg.store.sums import Sum, by_graph, line_sum
from kg.store.texts import being_made, index_beside
from kg.store.ungated import covers, declared

__all__ = [
    "Action",
    "Answer",
    "Beside",
    "Books",
    "Change",
    "CheckShapes",
    "ClassUse",
    "Copy",
    "Course",
    "Dataset",
    "Deed",
    "Draft",
    "Edition",
    "Entry",
    "Fault",
    "Findings",
    "Folder",
    "Found",
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
    "Quarantine",
    "Reader",
    "Receipt",
    "Rejection",
    "Scratch",
    "Source",
    "Statistics",
    "Sum",
    "Tell",
    "Use",
    "Wanted",
    "Wish",
    "Writer",
    "authority_graph",
    "back_up",
    "being_made",
    "by_graph",
    "clone",
    "covers",
    "damaged_files",
    "decided",
    "declared",
    "drafts",
    "examples_graph",
    "index_beside",
    "inspect",
    "kept",
    "line_sum",
    "matching",
    "named_apart",
    "note_right",
    "open_store",
    "queue_of",
    "read_manifest",
    "read_statistics",
    "remove",
    "restore",
    "rules_of",
    "source_of",
    "statistics_of",
    "write_durably",
]
