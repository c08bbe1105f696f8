"""The pages' pure modules, held to what they say by node's own test runner."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPTS = HERE.parent.parent / "kg" / "web" / "assets" / "js"


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "js").glob("*.test.mjs")))
def test_modules_do_what_they_say(name: str, tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("node is not installed, which runs the pages' modules here")
    # Node takes a .js file for a module where a package.json says so, which pages have no use for.
    shutil.copytree(SCRIPTS, tmp_path / "js")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    known = os.environ | {"KG_JS": str(tmp_path / "js"), "KG_PYTHON": sys.executable}
    done = subprocess.run(
        ["node", "--test", str(HERE / "js" / name)],
        check=False,
        env=known,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
