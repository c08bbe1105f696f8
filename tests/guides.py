"""Pages as their readers use them: the blocks that are to be run, run as they are printed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent


def page(name: str) -> str:
    """Return the text of a page, by its path from the top of the project."""
    return (TOP / name).read_text("utf-8")


def blocks(text: str, kind: str) -> list[str]:
    """Return the blocks of a page that are marked as of that kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        return int(there.getsockname()[1])


def run_in_a_shell(script: str, folder: Path, address: str, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a script in *folder*, where `kg` and the seeds are, served at *address* and not at the usual one."""
    (folder / "seeds").symlink_to(TOP / "seeds")
    tools = folder / "bin"
    tools.mkdir()
    (tools / "kg").write_text(f'#!/bin/sh\nPYTHONPATH="{TOP}" exec "{sys.executable}" -m kg.cli "$@"\n')
    (tools / "kg").chmod(0o755)
    return subprocess.run(
        # A step that fails must not leave the server behind.
        (
            *("bash", "-euo", "pipefail", "-c"),
            "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + script.replace("127.0.0.1:8000", address),
        ),
        cwd=folder,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder), "KG_BIND": address},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
