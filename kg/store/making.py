"""The text index of a whole dataset made anew: beside the old one, in the background where others wait for nothing."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from itertools import islice
from pathlib import Path

from kg.errors import StoreError
from kg.search import Source, TextIndex

_log = logging.getLogger("kg.search")
_AT_ONCE = 1000
_TOLD_EVERY = 5.0


class Making:
    """An index being made in the folder *place*, of the dataset as it was at *revision*."""

    def __init__(self, place: Path, source: Source, revision: int) -> None:
        self.place = place
        self.failure: Exception | None = None
        self._source, self._revision = source, revision
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Go on in the background."""
        self._thread = threading.Thread(target=self._run, name="text index", daemon=True)
        self._thread.start()

    @property
    def going_on(self) -> bool:
        """Tell whether it is not made yet."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Let it be."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            self.make()
        except (OSError, RuntimeError, StoreError) as error:
            self.failure = error
            _log.error("the text index could not be made: %s", error)

    def make(self) -> None:
        """Make it, and say in the log how far that is; raises OSError, StoreError."""
        shutil.rmtree(self.place, ignore_errors=True)
        index, total = TextIndex(self.place), self._source.count()
        if total:
            _log.warning("making the text index: %d texts", total)
        documents, done, told = self._source.all(), 0, time.monotonic()
        while not self._stopped.is_set() and (batch := list(islice(documents, _AT_ONCE))):
            index.renew((), batch)
            done += len(batch)
            if time.monotonic() - told > _TOLD_EVERY:
                told = time.monotonic()
                _log.warning("making the text index: %d of %d texts", done, total)
            # Whoever writes meanwhile comes first.
            time.sleep(0)
        index.commit(self._revision)
        index.close()
        if total:
            _log.warning("the text index is made: %d texts", done)
