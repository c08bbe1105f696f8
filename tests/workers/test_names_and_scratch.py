"""Scratch graphs pass without the gate and nothing else does; names that deceive the eye come in nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DerivedGraph, DoesNotConform, MalformedData, UsageError
from kg.sparql import JSON_LD, N3, N_QUADS, N_TRIPLES, TRIG, TURTLE
from tests.workers.conftest import Client, whole
from tests.workers.trades import BASE

pytestmark = pytest.mark.served

Play = Callable[..., None]
BAD = '"forbidden"'
BODY = f"<http://e/s> <http://e/p> {BAD} .".encode()


def test_only_scratch_graphs_pass_without_the_gate(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(f"INSERT DATA {{ GRAPH <http://e/lab/1> {{ e:s e:p {BAD} }} }}")
        await c.pool.write_graph("http://e/lab/2", BODY, TURTLE, base=BASE, replace=True)
        assert (await c.count(), await c.count("?s ?p ?o")) == (2, 0)
        for both in (
            f"INSERT DATA {{ GRAPH <http://e/lab/3> {{ e:s e:p 1 }} GRAPH e:g {{ e:s e:p {BAD} }} }}",
            "ADD GRAPH <http://e/lab/1> TO GRAPH e:g",
            "INSERT { GRAPH e:g { ?s ?p ?o } } WHERE { GRAPH <http://e/lab/1> { ?s ?p ?o } }",
            f"INSERT DATA {{ GRAPH <http://e/lab> {{ e:s e:p {BAD} }} }}",
        ):
            with pytest.raises(DoesNotConform):
                await c.update(both)
        assert await c.count() == 2, "all or nothing"
        exported = await whole(await c.pool.export(N_QUADS))
        assert exported == b"", "what no gate has seen is not published"
        named = await whole(await c.pool.read_graph("http://e/lab/1", N_TRIPLES))
        assert b"forbidden" in named

    play_alone(scene, scratch=("http://e/lab/",))


def test_a_document_of_several_graphs_is_held_to_the_same_rules(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        trig = b"<g> { _:x <p> 1 } _:n { _:x <p> _:n } <http://e/lab/1> { <s> <p> 'forbidden' }"
        await c.pool.add_quads(trig, TRIG, base="http://e/")
        published = (await whole(await c.pool.export(N_QUADS))).splitlines()
        assert len(published) == 2
        skolem = next(line for line in published if b"/genid/" in line).split()
        assert skolem[2] == skolem[3], "a graph's blank node is one with that in a triple"
        for document, error in (
            (b"{ <s> <p> 1 }", DerivedGraph),
            (b"<g> { <s> <p> 2 } <h> { <s> <p> 'forbidden' }", DoesNotConform),
            ("<http://e/\u202e> { <s> <p> 1 }".encode(), UsageError),
            (b"<g> { <s> <p> ", MalformedData),
        ):
            with pytest.raises(error):
                await c.pool.add_quads(document, TRIG, base="http://e/")
        assert await c.count() == 3, "all or nothing"

    play_alone(scene, scratch=("http://e/lab/",))


def test_the_default_graph_of_a_plain_dataset_is_held_to_the_shapes_too(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        with pytest.raises(DoesNotConform, match="the default graph"):
            await c.update(f"INSERT DATA {{ e:s e:p {BAD} }}")
        with pytest.raises(DoesNotConform):
            await c.pool.write_graph(None, BODY, TURTLE, base=BASE, replace=False)
        await c.update("INSERT DATA { e:s e:p 1 }")
        assert await c.count("?s ?p ?o") == 1

    play_alone(scene, kind="plain")


def test_no_scratch_graph_takes_in_what_the_house_publishes(play_alone: Play, tmp_path: Path) -> None:
    async def scene(c: Client) -> None:
        raise AssertionError("the service began")

    with pytest.raises(UsageError, match="articles"):
        play_alone(scene, scratch=(BASE,))


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u200f", "\u061c"])
def test_names_that_deceive_the_eye_come_in_nowhere(play: Play, hidden: str) -> None:
    name = f"http://e/a{hidden}b"

    async def scene(c: Client) -> None:
        for update in (
            f"INSERT DATA {{ GRAPH <{name}> {{ e:s e:p 1 }} }}",
            f"CREATE GRAPH <{name}>",
            f'INSERT {{ GRAPH ?g {{ e:s e:p 1 }} }} WHERE {{ BIND(IRI("{name}") AS ?g) }}',
            f"INSERT DATA {{ GRAPH e:g {{ <{name}> e:p 1 }} }}",
            f"INSERT DATA {{ GRAPH e:g {{ e:s <{name}> 1 }} }}",
            f"INSERT DATA {{ GRAPH e:g {{ e:s e:p <{name}> }} }}",
            f'INSERT DATA {{ GRAPH e:g {{ e:s e:p "1"^^<{name}> }} }}',
        ):
            with pytest.raises(UsageError, match="hidden character"):
                await c.update(update)
        with pytest.raises(UsageError, match="hidden character"):
            await c.pool.write_graph(name, b"<http://e/s> <http://e/p> 1 .", TURTLE, base=BASE, replace=True)
        for form, body in (
            (TURTLE, f"<{name}> <http://e/p> 1 ."),
            (N_TRIPLES, f"<http://e/s> <http://e/p> <{name}> ."),
            (N3, f"<http://e/s> <{name}> 1 ."),
            (JSON_LD, f'{{"@id": "{name}", "http://e/p": 1}}'),
        ):
            with pytest.raises(UsageError, match="hidden character"):
                await c.pool.write_graph("http://e/g", body.encode(), form, base=BASE, replace=True)
        await c.update(f'INSERT DATA {{ GRAPH e:g {{ e:s e:p "a{hidden}b" }} }}')
        assert await c.count() == 1, "texts are kept as they are"

    play(scene)


def test_graphs_are_named_under_schemes_that_the_settings_list(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update("INSERT DATA { GRAPH <HTTPS://e/a> { e:s e:p 1 } GRAPH e:b { e:s e:p <urn:x:o> } }")
        for update in (
            "INSERT DATA { GRAPH <urn:x:g> { e:s e:p 1 } }",
            "CREATE GRAPH <file:///etc/passwd>",
            "COPY GRAPH e:b TO GRAPH <javascript:alert>",
        ):
            with pytest.raises(UsageError, match="begins with none of http, https"):
                await c.update(update)
        assert await c.count() == 2

    play_alone(scene, schemes=("http", "https"))
