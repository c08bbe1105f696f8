"""Nothing a client sends takes the service down, reaches out, or keeps others waiting: a canary follows each case."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from kg.article import Given
from kg.errors import Denied, KGError, MalformedData, Overloaded, Overrun, UsageError
from kg.sparql import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Limits, Query
from kg.workers import Pool
from tests.workers.conftest import ACCEPT, Client

pytestmark = pytest.mark.served

Play = Callable[..., None]
ENDLESS = "WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MONSTER = f"SELECT (COUNT(*) AS ?n) {ENDLESS}"
DATA = "INSERT DATA { GRAPH e:g { " + " ".join(f"e:s{n} e:p e:s{n * 7 % 400} ." for n in range(400)) + " } }"


async def canary(c: Client) -> None:
    began = time.monotonic()
    assert b"http://e/s7" in await c.ask("SELECT ?o { <http://e/s1> <http://e/p> ?o }", client="canary")
    assert time.monotonic() - began < 2


async def raises(kind: type[KGError], work: Awaitable[object]) -> KGError:
    with pytest.raises(kind) as caught:
        await work
    return caught.value


def graph(pool: Pool, body: bytes, form: object) -> Awaitable[object]:
    return pool.write_graph("http://e/z", body, form, base="http://b/", replace=True)  # type: ignore[arg-type]


def test_bombs_end_in_an_error_of_their_own(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        optionals = " ".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }}" for n in range(100))
        doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
        entities = b'<!DOCTYPE r [<!ENTITY a "b">]><r/>'
        deep = "<<( <a:a> <a:b> " * 20_000 + "<a:c>" + " )>>" * 20_000
        braces = "{" * 3000 + "}" * 3000
        nested = f"<a:a> <a:b> {deep} ."
        cases: list[tuple[str, type[KGError] | None, Callable[[], Awaitable[object]]]] = [
            ("braces", None, lambda: c.ask("SELECT * " + braces)),
            ("braces without end", KGError, lambda: c.ask("SELECT * {" + "{" * 20_000)),
            ("parentheses", None, lambda: c.ask("SELECT (" + "(" * 9000 + "1" + ")" * 9000 + " AS ?x) {}")),
            ("braces in an update", None, lambda: c.update("INSERT { GRAPH e:x { ?a ?b 1 } } WHERE " + braces)),
            ("memory", Overrun, lambda: c.ask(f"SELECT * {{ ?s0 ?p ?o {optionals} }} ORDER BY ?s0", seconds=4)),
            ("doubling", Overrun, lambda: c.ask(f'SELECT * {{ BIND("aaaaaaaaaa" AS ?a0) {doubled} }}', seconds=4)),
            ("literal", None, lambda: c.ask(f'SELECT ("{"ق" * 1_000_000}" AS ?x) {{}}')),
            ("service", Denied, lambda: c.ask("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }")),
            ("load", Denied, lambda: c.update("LOAD <http://127.0.0.1:9/>")),
            ("update", Overrun, lambda: c.update("INSERT { GRAPH e:h { ?a ?b ?f } } " + ENDLESS, seconds=0.5)),
            ("half a character", UsageError, lambda: c.ask('SELECT ("\ud800" AS ?x) {}')),
            ("entities", MalformedData, lambda: graph(c.pool, entities, RDF_XML)),
            ("triple terms", MalformedData, lambda: graph(c.pool, nested.encode(), TURTLE)),
            ("triple terms in lines", MalformedData, lambda: graph(c.pool, nested.encode(), N_TRIPLES)),
            ("triple terms in an update", KGError, lambda: c.update(f"INSERT DATA {{ GRAPH e:z {{ {nested} }} }}")),
            ("json", MalformedData, lambda: graph(c.pool, b'{"@graph":[' * 3000 + b"]}" * 3000, JSON_LD)),
            ("context", MalformedData, lambda: graph(c.pool, b'{"@context":"http://127.0.0.1:9/c","a":1}', JSON_LD)),
            ("bytes", MalformedData, lambda: graph(c.pool, b'<a:a> <a:b> "\xff\xfe" .', TURTLE)),
            ("name", UsageError, lambda: c.pool.drop_graph("no iri")),
        ]  # fmt: skip
        for name, kind, work in cases:
            if kind is None:
                await work()
            else:
                error = await raises(kind, work())
                assert str(error), name
            await canary(c)
        assert c.pool.revision == 1

    # Little memory, so that its limit is met soon.
    play_alone(scene, limits=Limits(memory=600_000_000))


def test_a_deadline_holds_to_half_a_second_and_others_are_unaffected(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        began = time.monotonic()
        monsters = [asyncio.ensure_future(c.ask(MONSTER, client=f"m{n}", seconds=1.6)) for n in range(4)]
        slowest = 0.0
        while time.monotonic() - began < 1.5:
            before = time.monotonic()
            await canary(c)
            slowest = max(slowest, time.monotonic() - before)
            await asyncio.sleep(0.02)
        ends = await asyncio.gather(*monsters, return_exceptions=True)
        assert {type(end) for end in ends} <= {Overrun, Overloaded}
        assert time.monotonic() - began < 3.0, "each began within a second or gave way"
        overrun = [end for end in ends if isinstance(end, Overrun)]
        assert [end.limit for end in overrun] == ["deadline"] * len(overrun)
        assert len(overrun) >= 2
        assert slowest < 1.5

    play(scene)


def test_an_update_that_never_ends_lets_others_be_made(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        monster = asyncio.ensure_future(c.update("INSERT { GRAPH e:h { ?a ?b ?f } } " + ENDLESS, seconds=9, client="m"))
        await asyncio.sleep(0.1)
        for n in range(2):
            await c.update(f"INSERT DATA {{ GRAPH e:k {{ e:a e:b {n} }} }}")
        assert not monster.done()
        monster.cancel()
        await asyncio.gather(monster, return_exceptions=True)
        await canary(c)

    play(scene)


def test_a_client_that_hangs_up_ends_its_work(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        for text in (MONSTER, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
            task = asyncio.ensure_future(c.pool.query(Query(text), ACCEPT, Limits(seconds=60), "c"))
            await asyncio.sleep(0.3)
            if task.done():
                assert await anext((await task).chunks)
                await (await task).chunks.aclose()  # type: ignore[attr-defined]
            else:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            # One client's queries run one after another: this one runs only when the other has ended.
            began = time.monotonic()
            await c.count()
            assert time.monotonic() - began < 1

    play(scene)


def test_a_reply_that_nobody_reads_gives_its_worker_back(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        reply = await c.pool.query(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }"), ACCEPT, Limits(), "c")
        del reply
        await c.count()

    play(scene)


def test_an_answer_too_long_is_broken_off_and_not_closed(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        limits = Limits(seconds=10, result=1_000_000)
        reply = await c.pool.query(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }"), ACCEPT, limits, "c")
        read = b""

        async def read_on() -> None:
            nonlocal read
            async for chunk in reply.chunks:
                read += chunk

        error = await raises(Overrun, read_on())
        assert str(error) == "the answer is longer than 0 MiB"
        assert 0 < len(read) <= 1_000_000
        assert not read.endswith(b"]}}")
        await canary(c)

    play(scene)


def test_one_client_waits_for_itself_and_the_queue_has_an_end(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        greedy = [asyncio.ensure_future(c.ask(MONSTER, client="greedy", seconds=0.7)) for _ in range(8)]
        await asyncio.sleep(0.1)
        await canary(c)
        ends = await asyncio.gather(*greedy, return_exceptions=True)
        assert sum(isinstance(end, Overloaded) and end.yours for end in ends) >= 4
        assert any(isinstance(end, Overrun) for end in ends)

    play_alone(scene, waiting=3)


def test_an_article_that_takes_for_ever_is_stopped(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await raises(Overrun, c.pool.ingest(b"endless", Given()))
        assert (await c.pool.ingest(b"short", Given())).action == "added"

    play_alone(scene, limits=Limits(seconds=1))
