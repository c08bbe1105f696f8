"""A pack's data files: one row a line, columns split at tabs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from kg.lang.model import Row

ENDINGS = (".txt", ".tsv")


def read_tables(folder: Path) -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of every .txt and .tsv file in *folder*, by the file's stem."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)
    return MappingProxyType({path.stem: tuple(_rows(path.read_text("utf-8"))) for path in paths})


def _rows(text: str) -> list[Row]:
    lines = (line.rstrip("\r\n") for line in text.split("\n"))
    return [tuple(cell.strip() for cell in line.split("\t")) for line in lines if line.strip() and line[0] != "#"]
