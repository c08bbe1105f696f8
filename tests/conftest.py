"""What all tests are run with."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Leave what the tests' modules hold out of later collections.

    A store that closes, or copies itself, collects; over the tables and graphs of all modules that takes half a second.
    """
    gc.collect()
    gc.freeze()
