"""Every block of the README runs as it is printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.guides import blocks, free_port, page, run_in_a_shell

pytestmark = pytest.mark.served

BLOCKS = blocks(page("README.md"), "sh")
SETTING_UP = 2  # The first two make virtual environments; CI runs them in clones of their own.


def test_the_first_two_blocks_set_up_run_and_test() -> None:
    main, tests = BLOCKS[:SETTING_UP]
    assert main.rstrip().endswith("kg demo")
    assert "pytest" in tests
    assert main.count("\n") == tests.count("\n") == 1, "one command each"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README shows curl, and there is none here")
def test_the_other_blocks_run_one_after_another(tmp_path: Path) -> None:
    script = "".join(BLOCKS[SETTING_UP:])
    run = run_in_a_shell(script, tmp_path, f"127.0.0.1:{free_port()}", seconds=120)
    assert run.returncode == 0, run.stderr
    assert "statements\n" in run.stdout.replace("\r", ""), "the SPARQL answer came as CSV"
    assert '"action": "unchanged"' in run.stdout.replace('":"', '": "'), "the same article again writes nothing"
    assert (tmp_path / "graph.ttl").stat().st_size > 0
