"""The store in memory keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.store import Kind, MemoryStore
from tests.store.contract import BASE, Make, StoreContract, assert_sound


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def make(self) -> Iterator[Make]:
        made: list[MemoryStore] = []

        def make(kind: Kind) -> MemoryStore:
            made.append(MemoryStore(base=BASE, kind=kind))
            return made[-1]

        yield make
        for store in made:
            assert_sound(store)
