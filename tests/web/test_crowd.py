"""One connection too many ends the oldest that waits; whoever is at work stays, and whoever comes next may ask."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from kg.sparql import Limits, Query
from kg.web.crowd import OURS, YOURS, Crowd
from kg.web.gatekeeper import Proxies
from kg.web.problems import Problem
from kg.workers import Accept, Reply
from tests.web.service import FakeService
from tests.web.test_server import served


@dataclass(eq=False)
class Guest:
    waiting: bool = True
    told: Problem | None = None

    def waits(self) -> bool:
        return self.waiting

    def leave(self, problem: Problem) -> None:
        self.told = problem


def arrive(crowd: Crowd, address: str, *waiting: bool) -> list[Guest]:
    guests = [Guest(one) for one in waiting]
    assert [crowd.admit(one, address) for one in guests] == [None] * len(guests)
    return guests


def test_the_oldest_that_waits_makes_room_for_the_next_of_its_client() -> None:
    crowd = Crowd(100, 3)
    others = arrive(crowd, "10.0.0.2", True, True, True)
    busy, first, second = arrive(crowd, "10.0.0.1", False, True, True)
    (third,) = arrive(crowd, "10.0.0.1", True)
    assert (first.told, busy.told, second.told) == (YOURS, None, None)
    second.waiting = third.waiting = False
    assert crowd.admit(Guest(), "10.0.0.1") is YOURS
    crowd.dismiss(busy)
    arrive(crowd, "10.0.0.1", True)
    assert [one.told for one in others] == [None] * 3


def test_the_largest_crowd_makes_room_when_the_house_is_full() -> None:
    crowd = Crowd(5, 4)
    (lone,) = arrive(crowd, "10.0.0.2", True)
    many = arrive(crowd, "10.0.0.1", True, True, True, True)
    arrive(crowd, "10.0.0.3", True)
    assert (many[0].told, lone.told) == (OURS, None)
    for one in many:
        one.waiting = False
    arrive(crowd, "10.0.0.4", False)
    assert lone.told is OURS, "where the largest crowd is at work, anybody who waits"
    arrive(crowd, "10.0.0.5", False)
    assert crowd.admit(Guest(), "10.0.0.6") is OURS


def test_one_subscriber_is_one_client_and_a_proxy_is_many() -> None:
    crowd = Crowd(100, 1, Proxies(["10.0.0.0/8"]))
    (first,) = arrive(crowd, "2001:db8::1", True)
    arrive(crowd, "2001:db8::2", True)
    assert first.told is YOURS
    assert not any(one.told for one in arrive(crowd, "10.1.2.3", *(True,) * 20))


@pytest.mark.served
def test_silent_connections_are_ended_and_a_small_query_passes() -> None:
    async def talk(port: int) -> None:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(12)]
        half = await asyncio.open_connection("127.0.0.1", port)
        half[1].write(b"GET /health HTTP/1.1\r\nHost: x\r\nX-")
        await asyncio.sleep(0.1)
        later = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
        later[-1][1].write(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await later[-1][0].read()).startswith(b"HTTP/1.1 200 ")
        assert await silent[0][0].read() == b""
        assert (await half[0].read()).startswith(b"HTTP/1.1 429 ")
        for _, writer in (*silent, half, *later):
            writer.close()

    served(talk, connections=100, client_connections=4)


class Slow(FakeService):
    async def query(self, query: Query, accept: Accept, limits: Limits, client: str) -> Reply:
        await asyncio.sleep(5)
        return await super().query(query, accept, limits, client)


@pytest.mark.served
def test_who_finds_no_room_is_told_so() -> None:
    async def talk(port: int) -> None:
        reading = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        for _, writer in reading:
            writer.write(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.1)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after: 5" in answer.lower()
        assert b"application/problem+json" in answer

    served(talk, service=Slow("plain"), connections=100, client_connections=2)
