"""A plug-in for one test: a module and its distribution's metadata in a folder of its own on sys.path."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Attach = Callable[..., None]


@contextmanager
def attaching(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attach]:
    """Lend a function that attaches source code to an entry point group."""
    monkeypatch.syspath_prepend(str(folder))
    modules: list[str] = []

    def attach(group: str, name: str, source: str, *, distribution: str = "throwaway", target: str = "run") -> None:
        module = f"plugin_of_{distribution}_{name}".replace("-", "_")
        (folder / f"{module}.py").write_text(source, "utf-8")
        metadata = folder / f"{distribution}-3.1.dist-info"
        metadata.mkdir(exist_ok=True)
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 3.1\n", "utf-8")
        with (metadata / "entry_points.txt").open("a", encoding="utf-8") as file:
            file.write(f"[{group}]\n{name} = {module}:{target}\n")
        modules.append(module)

    try:
        yield attach
    finally:
        for module in modules:
            sys.modules.pop(module, None)
