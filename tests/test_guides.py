"""Every block of a guide that is marked `sh` runs as it is printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import TOP, free_port

pytestmark = pytest.mark.served

GUIDES = ["use-as-linked-data.md"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the guides show curl, and there is none here")
@pytest.mark.parametrize("name", GUIDES)
def test_the_blocks_of_a_guide_run_one_after_another(tmp_path: Path, name: str) -> None:
    text = (TOP / "docs" / "how-to" / name).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    assert blocks
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "kg").write_text(f'#!/bin/sh\nPYTHONPATH="{TOP}" exec "{sys.executable}" -m kg.cli "$@"\n')
    (tools / "kg").chmod(0o755)
    address = f"127.0.0.1:{free_port()}"
    script = "".join(blocks).replace("127.0.0.1:8000", address)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path), "KG_BIND": address}
    run = subprocess.run(
        # A step that fails must not leave the server behind.
        ("bash", "-euo", "pipefail", "-c", f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shown = run.stdout
    assert f"303 http://{address}/data/actor/country-ir.ttl" in shown
    for words in (
        "graph:authority {",
        '"id": "actor:country-ir"',
        "isnad:Statement a",
        "shapes#AttributionStep> a",
        "\n1\n",
    ):
        assert words in shown, f"{words}\n{shown}\n{run.stderr}"
