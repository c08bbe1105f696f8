"""A rest for the search for reference cycles, while one large piece of work allocates what has none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no cycles within: each look goes over millions of terms, and halves the speed of a large change."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
