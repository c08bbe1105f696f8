"""Sessions: random, hashed, ended by idleness, age, sign-out; kept over a restart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.access import Sessions
from kg.access.sessions import IDLE, LONGEST
from kg.errors import StoreError


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sessions.sqlite"


def test_a_session_stands_for_its_token_until_it_is_ended(clock: Clock) -> None:
    sessions = Sessions(clock=clock)
    one, other = sessions.begin("3"), sessions.begin("4")
    assert (sessions.find(one), sessions.find(other)) == ("3", "4")
    sessions.end(one)
    assert (sessions.find(one), sessions.find(other)) == (None, "4")


@pytest.mark.parametrize("wrong", ["", "x", "\ud800", "isnad_abc", "a" * 9999, "' OR 1=1 --"])
def test_what_was_never_begun_stands_for_nobody(wrong: str, clock: Clock) -> None:
    sessions = Sessions(clock=clock)
    begun = sessions.begin("3")
    assert sessions.find(wrong) is None
    assert sessions.find(begun[:-1]) is None
    sessions.end(wrong)
    assert sessions.find(begun) == "3"


def test_what_is_used_goes_on_and_what_is_idle_ends(clock: Clock) -> None:
    sessions = Sessions(idle=100, clock=clock)
    used, idle = sessions.begin("3"), sessions.begin("3")
    for _ in range(3):
        clock.now += 90
        assert sessions.find(used) == "3"
    assert sessions.find(idle) is None
    clock.now += 101
    assert sessions.find(used) is None


def test_no_session_is_older_than_the_longest(clock: Clock) -> None:
    sessions = Sessions(clock=clock)
    begun, end = sessions.begin("3"), clock.now + LONGEST
    while clock.now + IDLE / 2 < end:
        clock.now += IDLE / 2
        assert sessions.find(begun) == "3"
    clock.now = end + 1
    assert sessions.find(begun) is None


def test_a_session_outlives_a_restart_and_its_file_tells_nothing(file: Path, clock: Clock) -> None:
    before = Sessions(file, clock=clock)
    begun = before.begin("3")
    before.close()
    after = Sessions(file, clock=clock)
    assert after.find(begun) == "3"
    assert file.stat().st_mode & 0o077 == 0
    kept = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert begun.encode() not in kept


def test_one_token_is_in_so_many_browsers_and_no_more(clock: Clock) -> None:
    sessions = Sessions(clock=clock)
    begun = []
    for _ in range(60):
        clock.now += 1
        begun.append(sessions.begin("3"))
    assert [bool(sessions.find(one)) for one in begun] == [False] * 10 + [True] * 50


def test_a_file_that_is_none_is_told(file: Path, clock: Clock) -> None:
    file.write_bytes(b"this is no database, and was never one" * 100)
    with pytest.raises(StoreError, match="is no ledger"):
        Sessions(file, clock=clock).begin("3")
