"""The page on adding a language: its blocks run as printed, and it tells of every trait there is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from kg.lang import load_packs
from tests.guides import TOP, blocks, page

PAGE = page("docs/how-to/add-a-language.md")


def test_a_copied_folder_is_a_language(tmp_path: Path) -> None:
    shutil.copytree(TOP / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__", "assets"))
    script = blocks(PAGE, "sh")[0].replace("python -c", f"{sys.executable} -c")
    run = subprocess.run(
        ["sh", "-ec", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "ar en nl\n", "")
    assert f"prints `{run.stdout.strip()}`" in PAGE


def test_the_python_block_runs() -> None:
    for block in blocks(PAGE, "python"):
        exec(compile(block, "add-a-language.md", "exec"), {})


def test_every_trait_is_told_of() -> None:
    asked = {
        trait
        for file in (TOP / "kg").rglob("*.py")
        for trait in re.findall(r'\.has\("(\w+)"\)', file.read_text("utf-8"))
    }
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    given = {row[0] for pack in load_packs().values() for row in pack.table("traits")}
    assert asked == told
    assert given <= told


def test_every_table_says_at_its_top_what_its_columns_are() -> None:
    silent = [
        path.name
        for folder in sorted((TOP / "kg" / "lang").iterdir())
        if folder.is_dir()
        for path in sorted(folder.glob("*.t[xs][tv]"))
        if not path.read_text("utf-8").startswith("# ")
    ]
    assert silent == []
