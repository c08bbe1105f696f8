"""The store in memory keeps the contract."""

from __future__ import annotations

import pytest

from kg.store import MemoryStore
from tests.store.contract import BASE, Make, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def make(self) -> Make:
        return lambda kind: MemoryStore(base=BASE, kind=kind)
