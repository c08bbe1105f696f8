"""A store in memory: nothing is kept when it is let go."""

from __future__ import annotations

from pyoxigraph import Store

from kg.store.books import Books
from kg.store.ledger import Ledger
from kg.store.quads import Identity, Kind
from kg.store.texts import Texts


class MemoryStore(Books):
    """A Reader and a Writer whose dataset and ledger are in memory."""

    def __init__(self, *, base: str, kind: Kind = "merged") -> None:
        super().__init__(Store(), Ledger(None), Identity(base, kind), Texts(None))
