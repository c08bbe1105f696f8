"""The owner's door beside the store."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from kg.access.door import NAME, answers, listen, within_reach
from kg.errors import NetworkError, StoreBusy


@pytest.fixture(params=["short", "long/" + "مجلد طويل/" * 20], ids=["short", "long"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / request.param
    folder.mkdir(parents=True)
    return folder / NAME


def test_it_is_open_to_its_owner_alone_from_the_first(door: Path) -> None:
    with listen(door) as listener:
        assert stat.S_IMODE(door.stat().st_mode) == 0o600
        with socket.socket(socket.AF_UNIX) as caller, within_reach(door) as name:
            assert len(os.fsencode(name)) <= 108
            caller.connect(name)
            heard, _ = listener.accept()
            caller.sendall(b"x")
            assert heard.recv(1) == b"x"
            heard.close()


def test_one_server_at_a_time(door: Path) -> None:
    with listen(door), pytest.raises(StoreBusy, match="already"):
        listen(door)


def test_what_a_killed_server_left_is_no_server(door: Path) -> None:
    listen(door).close()
    assert door.exists()
    assert not answers(door)
    with listen(door):
        assert answers(door)


def test_nothing_there_does_not_answer(door: Path) -> None:
    assert not answers(door)


def test_a_file_in_its_place_is_left_alone(door: Path) -> None:
    door.write_text("mine")
    with pytest.raises(NetworkError, match="in use"):
        listen(door)
    assert door.read_text() == "mine"
    umask = os.umask(0o022)
    os.umask(umask)
    assert umask != 0o177
