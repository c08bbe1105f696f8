"""A call that can be stopped."""

from __future__ import annotations

import os
import signal
import time

import pytest

from kg.errors import MalformedQuery, Overrun, Place
from kg.sparql import Limits
from kg.wiring.child import call_in_child
from kg.workers.wire import DATA, HEAD, Channel, pack

LIMITS = Limits(seconds=10)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The children that were started, to see that none is left."""
    children: list[int] = []
    fork = os.fork

    def noted() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)
    return children


def gone(children: list[int]) -> bool:
    (child,) = children
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_head_comes_first_and_then_the_data(forked: list[int]) -> None:
    def work(channel: Channel) -> None:
        channel.send(HEAD, pack({"pid": os.getpid()}))
        for _ in range(3):
            channel.send(DATA, b"x" * 100_000)

    head, chunks = call_in_child(work, LIMITS)
    assert b"".join(chunks) == b"x" * 300_000
    assert head == {"pid": forked[0]}
    assert gone(forked)


def test_its_errors_are_raised_here_as_they_were(forked: list[int]) -> None:
    def work(channel: Channel) -> None:
        raise MalformedQuery("unexpected }", place=Place(1, 7), hint="remove it")

    with pytest.raises(MalformedQuery) as caught:
        call_in_child(work, LIMITS)
    error = caught.value
    assert (str(error), error.place, error.hint) == ("unexpected }", Place(1, 7), "remove it")
    assert gone(forked)


def test_an_error_after_the_first_bytes_comes_out_of_them() -> None:
    def work(channel: Channel) -> None:
        channel.send(HEAD, pack({}))
        channel.send(DATA, b"half")
        raise Overrun("too much", limit="memory")

    _, chunks = call_in_child(work, LIMITS)
    assert next(chunks) == b"half"
    with pytest.raises(Overrun, match="too much"):
        next(chunks)


def test_at_the_deadline_it_is_stopped(forked: list[int]) -> None:
    def work(channel: Channel) -> None:
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(Overrun) as caught:
        call_in_child(work, Limits(seconds=0.2))
    assert caught.value.limit == "deadline"
    assert time.monotonic() - began < 5
    assert gone(forked)


def test_one_that_dies_is_told_from_one_that_is_done() -> None:
    def work(channel: Channel) -> None:
        channel.send(HEAD, pack({}))
        os.kill(os.getpid(), signal.SIGKILL)

    _, chunks = call_in_child(work, LIMITS)
    with pytest.raises(Overrun) as caught:
        list(chunks)
    assert caught.value.limit == "memory"


def test_an_answer_nobody_reads_to_its_end_leaves_no_child(forked: list[int]) -> None:
    def work(channel: Channel) -> None:
        channel.send(HEAD, pack({}))
        while True:
            channel.send(DATA, b"x" * 1000)

    _, chunks = call_in_child(work, LIMITS)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    assert gone(forked)
