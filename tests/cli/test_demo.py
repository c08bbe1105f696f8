"""kg demo: the newcomer's first command."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import demonstrating
from kg.wiring import read_settings
from kg.workers import Receipt

pytestmark = pytest.mark.served

PROGRAM = [sys.executable, "-m", "kg.cli"]
FREE = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


def test_the_demo_proves_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    words = [*PROGRAM, "demo", "--check", "--bind", "127.0.0.1:0"]
    env = FREE | {"TMPDIR": str(tmp_path)}
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, env=env, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "three things to try" in done.stdout
    assert done.stderr.splitlines()[-1] == "check: all is well"
    assert list(tmp_path.iterdir()) == []


def test_what_to_try_can_be_pasted() -> None:
    receipt = Receipt("k", "urn:a", "urn:g", "added", 1, {}, [])
    lines = demonstrating._what_to_try("http://127.0.0.1:1", receipt).splitlines()
    commands = [shlex.split(line) for line in lines if line.strip().startswith("curl ")]
    assert [command[2] for command in commands] == [
        "http://127.0.0.1:1/sparql",
        "http://127.0.0.1:1/export?format=turtle&article=k",
    ]
    assert f"query={demonstrating.QUESTION}" in commands[0]


def test_the_names_of_a_new_store_answer_at_its_port(tmp_path: Path) -> None:
    at = {"location": tmp_path / "new", "bind": "127.0.0.1:8123"}
    assert demonstrating._named_by_its_port(read_settings(at)).base == "http://localhost:8123/"
    chosen = read_settings(at | {"base": "https://news.example/"})
    assert demonstrating._named_by_its_port(chosen) is chosen
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "store.json").write_text("{}")
    there = read_settings(at)
    assert demonstrating._named_by_its_port(there) is there


def test_another_port_is_taken_only_when_nobody_chose_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not demonstrating._is_free(f"127.0.0.1:{port}")
        chosen = read_settings({"bind": f"127.0.0.1:{port}"})
        assert demonstrating._on_a_free_port(chosen) is chosen
        monkeypatch.setattr(demonstrating, "_is_free", lambda bind: False)
        moved = demonstrating._on_a_free_port(read_settings())
    assert moved.host == "127.0.0.1"
    assert moved.port not in (port, 8000)
    assert capsys.readouterr().err == f"port 8000 is taken: {moved.port} instead\n"
