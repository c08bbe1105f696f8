"""The road: every door-plate equals the real imports, every import looks left, and no room grows past its walls."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
ROAD = [
    *("errors", "plugins", "text", "resources", "article", "lang", "authority", "document", "mentions", "facts"),
    *(
        "extractors",
        "decisions",
        "review",
        "triples",
        "validation",
        "sparql",
        "search",
        "store",
        "feeds",
        "pipeline",
        "drafts",
        "workers",
        "access",
        "reconciliation",
        "questions",
        "web",
        "assistant",
        "wiring",
        "notebook",
        "cli",
    ),
]
# The standard library's name for what older versions take from `backports`.
STANDARD = sys.stdlib_module_names | {"compression"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def modules_of(room: str) -> list[Path]:
    """Return the source files of one room, a package or a single module."""
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]


def plate_of(room: str) -> str:
    """Return the room's door-plate: the docstring of its package or module."""
    folder = PACKAGE / room
    source = folder / "__init__.py" if folder.is_dir() else PACKAGE / f"{room}.py"
    return ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of every module a file imports, lazy imports included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            yield from (_meant(node.module or "", alias.name) for alias in node.names)


def _meant(module: str, name: str) -> str:
    """Return what `from module import name` imports: the submodule of that name where there is one."""
    place = PACKAGE.parent.joinpath(*module.split("."), name)
    return f"{module}.{name}" if place.is_dir() or place.with_suffix(".py").is_file() else module


def touched_by(path: Path, room: str) -> set[str]:
    """Return the rooms and foreign packages a file touches, as a door-plate would name them."""
    touched = set()
    for name in imported(path):
        top, *rest = name.split(".")
        if top == "kg":
            if rest and rest[0] in ROAD and rest[0] != room:
                touched.add(f"kg.{rest[0]}")
        elif top not in STANDARD:
            touched.add(top)
    return touched


def all_modules() -> list[Path]:
    """Return every source file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def test_every_file_stands_in_a_room_on_the_road() -> None:
    rooms = {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir() if p.suffix == ".py" or list(p.glob("*.py"))}
    assert rooms - {"__init__"} == set(ROAD)


@pytest.mark.parametrize("room", ROAD)
def test_plate_names_what_goes_in_and_out(room: str) -> None:
    plate = plate_of(room)
    assert re.search(r"^In: \S", plate, re.M), f"{room}: no 'In:' line"
    assert re.search(r"^Out: \S", plate, re.M), f"{room}: no 'Out:' line"


@pytest.mark.parametrize("room", ROAD)
def test_plate_names_exactly_what_the_room_touches(room: str) -> None:
    line = re.search(r"^Touches: (.+(?:\n +.+)*)", plate_of(room), re.M)
    assert line, f"{room}: no 'Touches:' line"
    named = set() if line[1].strip() == "nothing" else set(line[1].split())
    real = set().union(*(touched_by(path, room) for path in modules_of(room)))
    assert named == real, f"{room}: the plate says too much {sorted(named - real)}, too little {sorted(real - named)}"


@pytest.mark.parametrize("room", ROAD)
def test_a_room_looks_left_only(room: str) -> None:
    right = set(ROAD[ROAD.index(room) + 1 :])
    for path in modules_of(room):
        seen = {name.removeprefix("kg.") for name in touched_by(path, room) if name.startswith("kg.")}
        assert not seen & right, f"{path.relative_to(PACKAGE)} looks right: {sorted(seen & right)}"


@pytest.mark.parametrize("path", all_modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_are_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= LONGEST_FILE, f"{path.name} is too long"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path.name}: {node.name} has {length} lines"


@pytest.mark.parametrize("room", ROAD)
def test_modules_of_a_room_stand_in_no_circle(room: str) -> None:
    graph = {
        ".".join(("kg", *p.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): set(imported(p))
        for p in modules_of(room)
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"circle: {' -> '.join((*trail, name))}"
        if name in done:
            return
        for target in graph.get(name, set()) - {name}:
            if target in graph:
                visit(target, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())
