"""The files that pages are drawn with: ours below assets/, others' below vendor/built/, where a build put them.

They are read once and never change while the server runs. Their addresses begin with a hash over all of them, so that
a browser may keep each for good, and so that a module's relative import (`./near.js`, `../vendor/htmx.js`) leads to
an address of the same kind:

    /assets/<edition>/base.css   /assets/<edition>/js/reader.js   /assets/<edition>/vendor/htmx.js
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from kg.errors import NotFound
from kg.web.caching import FOR_GOOD, REVALIDATE
from kg.web.routing import add_reading

OURS: Final = Path(__file__).with_name("assets")
OTHERS: Final = Path(__file__).with_name("vendor") / "built"
"""What is not there in a source checkout until it was asked for: see the README beside it."""
_VENDOR: Final = "vendor/"
_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""A file of another kind below assets/ is for the server itself, and for nobody else."""
_LICENCES: Final = {".txt": "text/plain; charset=utf-8"}
_LETTERS: Final = 16


@dataclass(frozen=True, slots=True)
class AssetFile:
    """A file as it is sent."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files by their names, which have slashes and no way up; `edition` is another one when anything in them is."""

    files: Mapping[str, AssetFile]
    edition: str

    def address(self, name: str) -> str:
        """Return where the file *name* is, below what all our addresses begin with; raises FileNotFoundError."""
        if name not in self.files:
            raise FileNotFoundError(name)
        return f"assets/{self.edition}/{name}"

    def find(self, path: str) -> tuple[AssetFile, bool]:
        """Return the file at *path*, with or without an edition before it, and whether that is this one.

        A page from before an update asks for an edition that is gone: it gets the files of today, not to be kept.
        Raises NotFound.
        """
        edition, _, rest = path.partition("/")
        found = self.files.get(path) or (self.files.get(rest) if _is_edition(edition) else None)
        if found is None:
            raise NotFound(f"no asset {path[:100]}")
        return found, edition == self.edition


def shelf_of(ours: Path, others: Path) -> Shelf:
    """Return the files of two folders, those of *others* under vendor/; a folder that is not there is empty."""
    files = dict(_files(ours, "", _TYPES)) | dict(_files(others, _VENDOR, {**_TYPES, **_LICENCES}))
    found = hashlib.sha256()
    for name, file in sorted(files.items()):
        found.update(name.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return Shelf(files, found.hexdigest()[:_LETTERS])


def _files(folder: Path, before: str, types: Mapping[str, str]) -> Iterator[tuple[str, AssetFile]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.suffix in types and path.is_file() and not hidden:
            yield before + name, AssetFile(types[path.suffix], path.read_bytes())


def _is_edition(text: str) -> bool:
    return len(text) == _LETTERS and set(text) <= set("0123456789abcdef")


@cache
def shelf() -> Shelf:
    """Return the files of this installation."""
    return shelf_of(OURS, OTHERS)


def asset(name: str) -> str:
    """Return the address of a file that pages are drawn with, without what all begin with: `asset("js/reader.js")`."""
    return shelf().address(name)


def vendored(name: str) -> bool:
    """Tell whether a file of others is here: `vendored("htmx.js")`, whose address is `asset("vendor/htmx.js")`."""
    return _VENDOR + name in shelf().files


def licences() -> list[tuple[str, str]]:
    """Return what is here of others, each with the address of its licence; none in the plainer form of pages."""
    begins = f"{_VENDOR}licences/"
    return [
        (name.removeprefix(begins).removesuffix(".txt"), asset(name))
        for name in shelf().files
        if name.startswith(begins)
    ]


def routes() -> APIRouter:
    """Return the route below /assets."""
    router = APIRouter(include_in_schema=False)
    add_reading(router, "/assets/{path:path}", _show, response_class=Response)
    return router


async def _show(path: str) -> Response:
    file, lasting = shelf().find(path)
    headers = {"content-type": file.media_type, "cache-control": FOR_GOOD if lasting else REVALIDATE}
    return Response(file.content, headers=headers)
