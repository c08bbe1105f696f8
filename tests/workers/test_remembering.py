"""Answers that are kept: whole, steady, of the revision that can be seen, no more of them than there is room for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kg.errors import StoreError
from kg.sparql import CSV, JSON, TURTLE, Query
from kg.store import Edition
from kg.workers import Accept, Reply
from kg.workers.remembering import LARGEST, Answers, key_of
from kg.workers.scribe import Seen

NOW = Seen(3, "", 0, Edition())
KEY = ("SELECT",)


async def chunks(*parts: bytes, broken: bool = False) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if broken:
        raise StoreError("the worker behind this answer was ended")


def reply(*parts: bytes, revision: int = 3, steady: bool = True, broken: bool = False) -> Reply:
    return Reply("solutions", JSON, revision, chunks(*parts, broken=broken), steady=steady)


def read(answer: Reply) -> bytes:
    async def all_of_it() -> bytes:
        return b"".join([chunk async for chunk in answer.chunks])

    return asyncio.run(all_of_it())


def remembered(answers: Answers, key: tuple[str, ...] = KEY, seen: Seen = NOW) -> bytes | None:
    found = answers.to(key, seen)
    return None if found is None else read(found)


def test_what_was_read_to_its_end_is_answered_again() -> None:
    answers = Answers(1 << 20)
    assert remembered(answers) is None
    assert read(answers.keeping(KEY, NOW, reply(b"one ", b"two"))) == b"one two"
    assert [remembered(answers), remembered(answers)] == [b"one two", b"one two"]
    assert (answers.found, answers.sought) == (2, 1)


def test_an_empty_answer_is_an_answer() -> None:
    answers = Answers(1 << 20)
    read(answers.keeping(KEY, NOW, reply()))
    assert remembered(answers) == b""


@pytest.mark.parametrize(
    "made",
    [
        lambda: reply(b"x", steady=False),
        lambda: reply(b"x", revision=2),
        lambda: reply(b"x" * LARGEST, b"x"),
    ],
    ids=["another each time", "of an older revision", "too large"],
)
def test_some_answers_are_not_kept(made: type[Reply]) -> None:
    answers = Answers(1 << 30)
    read(answers.keeping(KEY, NOW, made()))
    assert remembered(answers) is None


def test_what_broke_off_is_not_kept() -> None:
    answers = Answers(1 << 20)
    with pytest.raises(StoreError):
        read(answers.keeping(KEY, NOW, reply(b"half", broken=True)))
    assert remembered(answers) is None


def test_what_a_client_left_is_not_kept_and_its_work_ends() -> None:
    ended = []

    class Work(AsyncIterator[bytes]):
        async def __anext__(self) -> bytes:
            return b"more"

        async def aclose(self) -> None:
            ended.append(True)

    async def leave(answer: Reply) -> None:
        await anext(answer.chunks)
        await answer.chunks.aclose()  # type: ignore[attr-defined]

    answers = Answers(1 << 20)
    asyncio.run(leave(answers.keeping(KEY, NOW, Reply("solutions", JSON, 3, Work()))))
    assert ended == [True]
    assert remembered(answers) is None


def test_a_change_forgets_all_and_what_is_late_does_not_come_back() -> None:
    answers, later = Answers(1 << 20), Seen(4, "", 0, Edition())
    read(answers.keeping(KEY, NOW, reply(b"old")))
    assert remembered(answers, seen=later) is None
    late = answers.keeping(("late",), NOW, reply(b"late"))
    read(answers.keeping(KEY, later, reply(b"new", revision=4)))
    read(late)
    assert remembered(answers, seen=later) == b"new"
    assert remembered(answers, ("late",), later) is None
    assert remembered(answers) is None


def test_those_least_asked_for_go_first_and_the_room_is_never_exceeded() -> None:
    answers = Answers(10 * 1024)
    for name in ("a", "b", "c"):
        read(answers.keeping((name,), NOW, reply(b"x" * 2500)))
    assert remembered(answers, ("a",)) is not None
    read(answers.keeping(("d",), NOW, reply(b"x" * 2500)))
    assert remembered(answers, ("b",)) is None
    assert all(remembered(answers, (name,)) for name in "acd")
    read(answers.keeping(("e",), NOW, reply(b"x" * 20_000)))
    assert all(remembered(answers, (name,)) for name in "acd")


def test_without_room_nothing_is_kept() -> None:
    answers = Answers(0)
    read(answers.keeping(KEY, NOW, reply(b"x")))
    assert remembered(answers) is None


def test_questions_are_told_apart_by_their_words_their_dataset_and_their_form() -> None:
    json, csv = Accept((JSON,), (TURTLE,)), Accept((CSV,), (TURTLE,))
    of = [
        key_of(Query("ASK {}"), json),
        key_of(Query("ASK { }"), json),
        key_of(Query("ASK {}"), csv),
        key_of(Query("ASK {}", ("urn:a",)), json),
        key_of(Query("ASK {}", (), ("urn:a",)), json),
    ]
    assert len(set(of)) == len(of)
    assert key_of(Query("ASK {}"), Accept((JSON, CSV), (TURTLE,))) == of[0]
