"""A thread with room for deeply nested requests: the engine recurses on the native stack."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

STACK = 512 << 20
"""Bytes of stack. 6 kB of nested braces end a process on the usual 8 MiB; with this, 100,000 levels did not."""

_setting = threading.Lock()


def on_deep_stack(call: Callable[[], Result]) -> Result:
    """Return what *call* returns, or raise what it raises, having run it on a deep stack."""
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            _let_go(error)
            failures.append(error)

    thread = start_deep(run)
    thread.join()
    if failures:
        raise failures[0]
    return results[0]


def _let_go(error: BaseException | None) -> None:
    """Clear the frames that a failure holds: what the engine gave them may only be let go of in this thread."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def start_deep(run: Callable[[], None]) -> threading.Thread:
    """Start *run* in a daemon thread with a deep stack and return the thread."""
    with _setting:
        # The size is the interpreter's, not the thread's: it is set back before anyone else starts a thread.
        before = threading.stack_size(STACK)
        try:
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
    return thread
