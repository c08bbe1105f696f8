"""A store whose work is done in processes that may be killed.

    front (holds no store, parses no RDF) -> engine workers, each on a read-only checkpoint of a revision
                                          -> reading workers: articles, and graphs held to the shapes
                                          -> the writer, which owns the store

In: Query, Update, documents, Decision
Out: Service, Reply, Receipt, Pool
Touches: kg.article kg.decisions kg.errors kg.pipeline kg.search kg.sparql kg.store kg.triples httpx pyoxigraph
"""

from kg.workers.acting import Moved, act_as, author, held_to, request_id, work_for
from kg.workers.pool import Pool, start
from kg.workers.service import Accept, Figures, Receipt, Reply, Running, Service
from kg.workers.settings import EditorsDesk, Gate, Prepare, Trades, WorkerSettings

__all__ = [
    "Accept",
    "EditorsDesk",
    "Figures",
    "Gate",
    "Moved",
    "Pool",
    "Prepare",
    "Receipt",
    "Reply",
    "Running",
    "Service",
    "Trades",
    "WorkerSettings",
    "act_as",
    "author",
    "held_to",
    "request_id",
    "start",
    "work_for",
]
