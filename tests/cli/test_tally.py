"""The count of many articles, on a terminal and elsewhere."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from kg.cli.tally import Tally
from kg.errors import DoesNotConform, NetworkError, NotText
from kg.workers import Receipt

pytestmark = pytest.mark.served

RECEIPT = Receipt("k", "urn:a", "urn:g", "added", 7, {"actors": 2, "meetings": 1, "statements": 0}, [])


def test_each_outcome_is_counted_and_the_worst_names_the_exit_code(capfd: pytest.CaptureFixture[str]) -> None:
    with Tally(5) as tally:
        tally.published("a.txt", RECEIPT)
        assert tally.exit_code == 0
        tally.refused("b.txt", DoesNotConform("refused", {"findings": []}))
        assert tally.exit_code == 1
        tally.failed("c.txt", NotText("the document is empty"))
        tally.failed("d.txt", NetworkError("no answer"))
    assert tally.exit_code == 5
    out, err = capfd.readouterr()
    assert [json.loads(line)["action"] for line in out.splitlines()] == ["added", "rejected"]
    assert err.splitlines()[0] == "added      a.txt  urn:a  (2 actors, 1 meeting)"
    assert err.splitlines()[2:4] == ["kg: c.txt: the document is empty", "kg: d.txt: no answer"]
    assert err.splitlines()[-1].startswith("4 of 5 documents: 1 added, 1 rejected, 2 unreadable; revision 7; ")


def test_quiet_says_only_what_went_wrong(capfd: pytest.CaptureFixture[str]) -> None:
    with Tally(2, quiet=True) as tally:
        tally.published("a.txt", RECEIPT)
        tally.failed("c.txt", NotText("the document is empty"))
    assert capfd.readouterr().err == "kg: c.txt: the document is empty\n"


def test_what_was_done_is_told_when_the_work_is_cut_short(capfd: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        with Tally(2) as tally:
            tally.published("a.txt", RECEIPT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert "1 of 2 documents: 1 added" in capfd.readouterr().err


COUNTING = """
from kg.cli.tally import Tally
from kg.errors import NotText
from kg.workers import Receipt
with Tally(2) as tally:
    for name in "ab":
        tally.begin(name)
        tally.published("a.txt", Receipt("k", "urn:a", "urn:g", "added", 7, {}, [])) if name == "a" else None
    tally.failed("b.txt", NotText("the document is empty"))
"""


def on_a_terminal(program: str) -> tuple[bytes, bytes]:
    """Return what a program prints to standard output in a pipe, and to standard error on a terminal."""
    ours, theirs = pty.openpty()
    env = os.environ | {"TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, env=env) as process:
        os.close(theirs)
        assert process.stdout is not None
        out, shown = process.stdout.read(), b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # how Linux says that the other end of a terminal is gone
            pass
        os.close(ours)
    return out, shown


def test_a_terminal_gets_a_bar_and_standard_output_only_receipts() -> None:
    out, shown = on_a_terminal(COUNTING)
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["a.txt"]
    assert b"0/2" in shown
    assert b"added      a.txt" not in shown
    assert b"kg: b.txt: the document is empty" in shown
    assert b"2 documents: 1 added, 1 unreadable" in shown
    assert not re.search(rb"\x1b\[(?:3|4|9|10)\d", shown), "colours in spite of NO_COLOR"
