"""Every block of the README runs as it is printed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.served

TOP = Path(__file__).parent.parent
BLOCKS = re.findall(r"^```sh\n(.*?)^```", (TOP / "README.md").read_text("utf-8"), re.M | re.S)
SETTING_UP = 2  # The first two make virtual environments; CI runs them in clones of their own.


def free_port() -> int:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        return int(there.getsockname()[1])


def test_the_first_two_blocks_set_up_run_and_test() -> None:
    main, tests = BLOCKS[:SETTING_UP]
    assert main.rstrip().endswith("kg demo")
    assert "pytest" in tests
    assert main.count("\n") == tests.count("\n") == 1, "one command each"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README shows curl, and there is none here")
def test_the_other_blocks_run_one_after_another(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    kg = bin_folder / "kg"
    kg.write_text(f'#!/bin/sh\nPYTHONPATH="{TOP}" exec "{sys.executable}" -m kg.cli "$@"\n')
    kg.chmod(0o755)
    script = "".join(BLOCKS[SETTING_UP:]).replace("127.0.0.1:8000", f"127.0.0.1:{free_port()}")
    environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    run = subprocess.run(
        # A step that fails must not leave the server behind.
        ("bash", "-euo", "pipefail", "-c", f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "statements\n" in run.stdout.replace("\r", ""), "the SPARQL answer came as CSV"
    assert '"action": "unchanged"' in run.stdout.replace('":"', '": "'), "the same article again writes nothing"
    assert (tmp_path / "graph.ttl").stat().st_size > 0
