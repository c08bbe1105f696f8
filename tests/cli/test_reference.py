"""The reference page is what the program says of itself."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from kg.cli import app
from kg.cli.sections import SECTIONS

SCRIPT = Path(__file__).parents[2] / "docs" / "reference" / "cli.py"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cli_reference", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(reference: ModuleType) -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run: python docs/reference/cli.py"


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    parts = getattr(command, "commands", {})
    for part in parts.values():
        yield from leaves(part, f"{name} {part.name}")
    if not parts:
        yield name, command


@pytest.mark.parametrize(("name", "command"), list(leaves(typer.main.get_command(app), "kg")))
def test_every_command_has_examples_that_call_it(name: str, command: Any) -> None:
    examples = (command.epilog or "").partition("Examples:\n")[2].splitlines()
    assert examples
    assert all(name in line for line in examples)


def test_every_command_stands_in_one_section_of_the_help() -> None:
    listed = [name for names in SECTIONS.values() for name in names]
    group: Any = typer.main.get_command(app)
    assert sorted(listed) == sorted(group.commands)
    shown = group.make_context("kg", [], resilient_parsing=True, terminal_width=80).get_help()
    places = [shown.index(f"{title}:\n  {names[0]} ") for title, names in SECTIONS.items()]
    assert places == sorted(places)
