"""Graphs that the gate's two engines do not agree on, kept beside the store until somebody has looked at them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOST = 200
"""More are counted in the log only: a fault that many graphs share is understood from a few."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A folder of graphs, each with what was said of it: two files of one name, .nt and .json."""

    folder: Path

    def keep(self, name: str, graph: bytes, said: Mapping[str, object]) -> bool:
        """Keep *graph* (N-Triples) and what was *said* of it, once; tell whether there was room. Raises OSError."""
        if self.count() >= MOST:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write(f"{name}.nt", graph)
        # Last, since it is what counts.
        self._write(f"{name}.json", json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8"))
        return True

    def _write(self, name: str, content: bytes) -> None:
        making = self.folder / f".{name}.{os.getpid()}"
        making.write_bytes(content)
        making.replace(self.folder / name)

    def count(self) -> int:
        """Return how many graphs are kept."""
        with suppress(FileNotFoundError):
            return sum(file.suffix == ".json" for file in self.folder.iterdir() if not file.name.startswith("."))
        return 0
