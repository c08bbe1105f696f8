"""The program as a whole: help, version, usage errors, exit codes."""

from __future__ import annotations

import errno
import subprocess
import sys
import time

import pytest

import kg
from kg.cli import failures, run
from kg.errors import InputError, KGError, MalformedQuery, NetworkError, StoreError, StoreReadOnly


def test_without_a_command_help_is_printed_and_serve_is_hinted_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    out, err = capsys.readouterr()
    assert "Usage: kg" in out
    assert "kg serve" in err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"kg {kg.__version__}\n"


@pytest.mark.parametrize("words", [["no-such-command"], ["config"], ["config", "show", "--nope"], ["--nope"]])
def test_a_wrong_call_gets_one_sentence_and_a_hint(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[0] for line in err.splitlines()] == ["kg", "hint"]


def test_help_is_there_at_once() -> None:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import kg.cli; kg.cli.main()", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - began < 1.5  # measured 0.06 s; the room is for a busy machine

    heavy = "import sys, kg.cli; print({'fastapi', 'httpx', 'pyoxigraph', 'rdflib', 'rich'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", heavy], check=True, capture_output=True, text=True)
    assert loaded.stdout == "set()\n"


def test_a_failure_is_told_with_its_hint(capsys: pytest.CaptureFixture[str]) -> None:
    failures.tell(MalformedQuery("unexpected word", hint="close the brace"), "q.rq")
    assert capsys.readouterr().err == "kg: q.rq: unexpected word\nhint: close the brace\n"


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (FileNotFoundError(errno.ENOENT, "", "a.txt"), InputError, 3),
        (IsADirectoryError(errno.EISDIR, "", "d"), InputError, 3),
        (PermissionError(errno.EACCES, "", "d"), StoreReadOnly, 4),
        (OSError(errno.EROFS, "", "d"), StoreReadOnly, 4),
        (OSError(errno.ENOSPC, "", "d"), StoreError, 4),
        (OSError(errno.EADDRINUSE, ""), NetworkError, 5),
        (OSError(errno.EIO, "Input/output error", "x"), InputError, 3),
    ],
)
def test_what_the_system_refuses_becomes_one_of_ours(error: OSError, kind: type[KGError], code: int) -> None:
    ours = failures.from_system(error)
    assert (type(ours), ours.exit_code) == (kind, code)
    assert "\n" not in str(ours)
