"""The writer whose front was killed: what it was given is written, and it leaves without a word."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.store import open_store

pytestmark = pytest.mark.served

ALONE = """
import socket, sys
from datetime import UTC, datetime
from kg.workers.wire import HEAD, JOB, frame, pack
from kg.workers.writing import write

mine, its = socket.socketpair()
now = datetime.now(UTC).isoformat()
first = {"folder": sys.argv[1], "base": None, "kind": "plain", "scratch": None, "now": now, "create": True,
         "keep": 1.0, "fresh": True}
article = {"key": "a", "article": "http://e/a", "graph": "http://e/g", "text": "x", "text_hash": "0", "reader": "r"}
job = {"job": "put", "publication": article, "number": 1, "by": "somebody", "due": None, "now": now}
mine.sendall(frame(HEAD, pack(first)))
mine.sendall(frame(JOB, pack(job, b"<http://e/s> <http://e/p> <http://e/o> <http://e/g> .")))
mine.shutdown(socket.SHUT_WR)
if sys.argv[2] == "gone":
    mine.close()
write(its)
"""


def _left_alone(folder: Path, how: str) -> str:
    words = (sys.executable, "-c", ALONE, str(folder), how)
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


def test_a_writer_whose_front_listens_to_the_end_writes_and_leaves(tmp_path: Path) -> None:
    assert "Traceback" not in _left_alone(tmp_path / "store", "there")
    with closing(open_store(tmp_path / "store")) as store:
        assert store.revision == 1


def test_a_writer_whose_front_is_gone_leaves_without_a_word(tmp_path: Path) -> None:
    assert "Traceback" not in _left_alone(tmp_path / "store", "gone")
    with closing(open_store(tmp_path / "store")) as store:
        assert store.revision == 0, "it never heard of the job: the greeting could not be sent"
