"""Every block of a guide that is marked `sh` runs as it is printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.guides import blocks, free_port, page, run_in_a_shell

pytestmark = pytest.mark.served

GUIDES = ["use-as-linked-data.md"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the guides show curl, and there is none here")
@pytest.mark.parametrize("name", GUIDES)
def test_the_blocks_of_a_guide_run_one_after_another(tmp_path: Path, name: str) -> None:
    steps = blocks(page(f"docs/how-to/{name}"), "sh")
    assert steps
    address = f"127.0.0.1:{free_port()}"
    run = run_in_a_shell("".join(steps), tmp_path, address, seconds=180)
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
