"""The service does what its contract says: each write is durable, held to the shapes, and seen by the next query."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.article import Given
from kg.errors import (
    Denied,
    DerivedGraph,
    DoesNotConform,
    KGError,
    MalformedData,
    MalformedQuery,
    NotFound,
    StoreBusy,
    StoreMismatch,
    UnknownFormat,
    UsageError,
    Withdrawn,
)
from kg.search import Sought
from kg.sparql import CSV, JSON, JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TSV, TURTLE, Query
from kg.store import folder, open_store
from kg.workers import Accept, Moved, WorkerSettings, held_to, start
from tests.workers.conftest import ACCEPT, LIMITS, Client, whole
from tests.workers.trades import BASE, TRADES

pytestmark = pytest.mark.served

Play = Callable[..., None]


def test_writes_are_seen_by_the_next_query_and_stay(play_alone: Play, tmp_path: Path) -> None:
    async def scene(c: Client) -> None:
        assert await c.count() == c.pool.revision == 0
        for number in range(1, 6):
            change = await c.update(f"INSERT DATA {{ GRAPH e:g {{ e:s e:p {number} }} }}")
            assert (change.action, change.revision, c.pool.revision) == ("updated", number, number)
            assert await c.count() == number
        assert (await c.update("INSERT DATA { GRAPH e:g { e:s e:p 1 } }")).action == "unchanged"

    play_alone(scene)
    store = open_store(tmp_path / "store")
    assert (store.revision, store.quads) == (5, 5)
    store.close()


def test_a_query_is_explained_in_a_worker_and_not_evaluated(play: Play) -> None:
    async def scene(c: Client) -> None:
        endless = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        told = await c.pool.explain(endless, LIMITS, "", rewritten=True)
        assert (told["kind"], told["variables"]) == ("solutions", ["n"])
        assert len(told["steps"]) == 4  # type: ignore[arg-type]
        with pytest.raises(MalformedQuery) as caught:
            await c.pool.explain(Query("SELECT * {\n ?s a }"), LIMITS, "", rewritten=False)
        assert caught.value.place is not None
        assert caught.value.place.line == 2

    play(scene)


def test_an_article_goes_in_once_is_replaced_and_withdrawn(play: Play) -> None:
    async def scene(c: Client) -> None:
        given = Given(iri=f"{BASE}id/article/one")
        receipt = await c.pool.ingest("قال الوزير".encode(), given)
        assert (receipt.key, receipt.action, receipt.revision) == ("one", "added", c.pool.revision)
        assert (receipt.facts, receipt.findings) == ({"statement": 2}, [{"severity": "info"}])
        assert (await c.pool.ingest("قال الوزير".encode(), given)).action == "unchanged"
        assert (await c.pool.ingest("قال السفير".encode(), given)).action == "replaced"
        assert "قال السفير" in (await whole(await c.pool.describe(receipt.article, TURTLE))).decode()
        stats = await c.pool.stats()
        assert (stats["quads"], stats["articles"], stats["facts"]) == (2, 1, {"Article": 1})
        assert await c.pool.article_text("one") == "قال السفير"
        assert (await c.pool.withdraw("one")).action == "withdrawn"
        for gone in (
            lambda: c.pool.describe(receipt.article, TURTLE),
            lambda: c.pool.describe(f"{receipt.article}/statement-1-2", TURTLE),
            lambda: c.pool.export(TURTLE, "one"),
            lambda: c.pool.validate("one"),
            lambda: c.pool.withdraw("one"),
            lambda: c.pool.article_text("one"),
        ):
            with pytest.raises(Withdrawn):
                await gone()
        assert ("one", True) in [(e.key, e.withdrawn) for e in await c.pool.entries()]

    play(scene)


def test_what_breaks_the_shapes_is_refused_and_an_article_is_kept_among_the_rejected(play: Play) -> None:
    async def scene(c: Client) -> None:
        with pytest.raises(DoesNotConform) as caught:
            await c.pool.ingest(b"forbidden", Given())
        assert caught.value.report["conforms"] is False
        assert [r.text for r in await c.pool.rejections()] == ["forbidden"]
        revision = (await c.pool.ingest(b"fine", Given(iri=f"{BASE}id/article/a"))).revision
        with pytest.raises(DoesNotConform) as caught:
            await c.update(
                f'INSERT DATA {{ GRAPH <{BASE}graph/a> {{ e:s e:p "forbidden" }} GRAPH e:x {{ e:s e:p 1 }} }}'
            )
        assert (caught.value.report["graph"], caught.value.report["text"]) == (f"{BASE}graph/a", "fine")
        assert (await c.pool.rejections())[0].key == "a", "what would have broken a published article is kept too"
        for body in (b'<http://e/s> <http://e/p> "forbidden" .', b'<http://e/s> <http://e/forbidden> "" .'):
            with pytest.raises(DoesNotConform):
                await c.pool.write_graph("http://e/g", body, TURTLE, base=BASE, replace=False)
        assert (await c.count(), c.pool.revision) == (2, revision), "all or nothing"
        report = await c.pool.validate(None)
        assert report["conforms"] is True
        assert (await c.pool.validate("a"))["text"] == "fine"

    play(scene)


def test_graphs_are_written_read_and_dropped(play: Play) -> None:
    async def scene(c: Client) -> None:
        body = '@prefix : <#> . <s> :p "قال"@ar , [ :q 1 ] .'.encode()
        change, new = await c.pool.write_graph("http://e/g", body, TURTLE, base="http://b/doc", replace=True)
        assert (change.action, new) == ("updated", True)
        triples = await whole(await c.pool.read_graph("http://e/g", N_TRIPLES))
        assert '<http://b/s> <http://b/doc#p> "قال"@ar .'.encode() in triples
        _, new = await c.pool.write_graph("http://e/g", body, TURTLE, base="http://b/doc", replace=False)
        assert (await c.count(), new) == (5, False), "the label is there already, the blank node is another"
        for form in (TURTLE, N_TRIPLES, N_QUADS, TRIG, RDF_XML, JSON_LD):
            exported = await whole(await c.pool.export(form))
            name = f"http://e/{form.name}"
            if form in (N_QUADS, TRIG, JSON_LD):
                with pytest.raises(MalformedData, match="http://e/g"):
                    await c.pool.write_graph(name, exported, form, base="http://b/", replace=True)
            else:
                await c.pool.write_graph(name, exported, form, base="http://b/", replace=True)
                assert await c.count(f"GRAPH <{name}> {{ ?s ?p ?o }}") == 5, form.name
                await c.pool.drop_graph(name)
        await c.pool.drop_graph("http://e/g")
        for gone in (lambda: c.pool.drop_graph("http://e/g"), lambda: c.pool.read_graph("http://e/g", TURTLE)):
            with pytest.raises(NotFound):
                await gone()
        for derived in (
            lambda: c.pool.write_graph(None, b"", TURTLE, base="http://b/", replace=True),
            lambda: c.pool.drop_graph(None),
            lambda: c.update("INSERT DATA { e:s e:p 1 }"),
        ):
            with pytest.raises(DerivedGraph):
                await derived()

    play(scene)


def test_answers_have_the_form_the_client_takes_first(play: Play) -> None:
    async def scene(c: Client) -> None:
        reply = await c.pool.query(
            Query("CONSTRUCT WHERE { ?s ?p ?o }"), Accept((JSON,), (RDF_XML, TURTLE)), LIMITS, "c"
        )
        assert (reply.kind, reply.form, reply.revision) == ("graph", RDF_XML, c.pool.revision)
        assert b"rdf:RDF" in await whole(reply)
        assert (await c.pool.query(Query("ASK {}"), Accept((JSON,), ()), LIMITS, "c")).kind == "truth"
        with pytest.raises(UnknownFormat) as caught:
            await c.pool.query(Query("SELECT * {}"), Accept((), (TURTLE,)), LIMITS, "c")
        assert JSON.media_type in caught.value.offered
        with pytest.raises(MalformedQuery, match="line 1, column 15") as wrong:
            await c.ask("SELECT * { ?s foaf:name ?o }")
        assert wrong.value.place is not None
        assert "PREFIX foaf:" in (wrong.value.hint or "")

    play(scene)


def test_a_thing_is_described_with_its_neighbours_labels(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX isnad: <https://w3id.org/isnad/ontology#>"
            'INSERT DATA { GRAPH e:g { e:s e:by e:man ; isnad:evidence e:span . e:man rdfs:label "رجل"@ar ; e:age 40 .'
            "e:span e:start 1 . e:other e:about e:s } }"
        )
        text = (await whole(await c.pool.describe("http://e/s", N_TRIPLES))).decode()
        for part in ('"رجل"@ar', "<http://e/start>", "<http://e/about> <http://e/s>"):
            assert part in text
        assert "<http://e/age>" not in text
        with pytest.raises(NotFound):
            await c.pool.describe("http://e/nothing", TURTLE)
        with pytest.raises(UsageError):
            await c.pool.describe("no iri", TURTLE)

    play(scene)


def test_a_plain_store_is_an_ordinary_dataset(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update("INSERT DATA { e:s e:p 1 } ; INSERT DATA { GRAPH e:g { e:s e:p 2 } }")
        await c.pool.write_graph(None, b"<http://e/s> <http://e/p> 3 .", TURTLE, base=BASE, replace=False)
        assert (await c.count("?s ?p ?o"), await c.count()) == (2, 1)
        assert (await c.pool.stats())["quads"] == 3
        with pytest.raises(Denied):
            await c.update("LOAD <http://127.0.0.1:9/>")
        await c.update("DROP ALL")
        assert (await c.count("?s ?p ?o"), await c.count()) == (0, 0)

    play_alone(scene, kind="plain")


def test_concurrent_increments_are_all_there(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update("INSERT DATA { GRAPH e:g { e:s e:n 0 } }")
        step = "WITH e:g DELETE { e:s e:n ?n } INSERT { e:s e:n ?m } WHERE { e:s e:n ?n BIND(?n + 1 AS ?m) }"
        articles = [c.pool.ingest(f"article {n}".encode(), Given()) for n in range(12)]
        await asyncio.gather(*[c.update(step) for _ in range(16)], *articles)
        assert await c.count("GRAPH <http://e/g> { <http://e/s> <http://e/n> 16 }") == 1
        assert await c.count() == 1 + 2 * 12

    play(scene)


def test_a_store_that_is_held_or_does_not_fit_is_said_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(**choices: Any) -> KGError:
        with pytest.raises(KGError) as caught:
            await start(tmp_path, WorkerSettings(TRADES, **choices))
        return caught.value

    async def all_refused() -> list[type[KGError]]:
        return [type(e) for e in await asyncio.gather(refused(), refused(kind="plain"))]

    assert type(asyncio.run(refused(create=False))) is NotFound
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    assert asyncio.run(all_refused()) == [StoreBusy, StoreBusy]
    store.close()
    assert type(asyncio.run(refused(kind="plain"))) is StoreMismatch
    monkeypatch.setattr(folder, "PATIENCE", 0.0)
    open_store(tmp_path).close()


def test_a_change_that_must_rest_on_a_revision_rests_on_it(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        graph = "http://e/counter"

        async def write(number: int) -> None:
            body = f"<{graph}> <http://e/n> {number} .".encode()
            await c.pool.write_graph(graph, body, TURTLE, base=graph, replace=True)

        await write(0)

        async def add_one() -> None:
            while True:
                before = c.pool.revision
                said = await whole(await c.pool.read_graph(graph, N_TRIPLES))
                try:
                    with held_to(before):
                        await write(int(said.split(b'"')[1]) + 1)
                    return
                except Moved:
                    continue

        await asyncio.gather(*(add_one() for _ in range(12)))
        assert b'"12"' in await whole(await c.pool.read_graph(graph, N_TRIPLES))

    play_alone(scene)


def test_the_front_knows_editions_before_it_asks(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update("INSERT DATA { GRAPH e:a { e:s e:p 1 } }")
        first = c.pool.edition
        assert (first.revision, await c.pool.edition_of("http://e/a")) == (c.pool.revision, first)
        assert await c.pool.holds("http://e/a")
        assert not await c.pool.holds("http://e/b")
        await c.update("INSERT DATA { GRAPH e:b { e:s e:p 1 } }")
        assert await c.pool.edition_of("http://e/a") == first
        second = await c.pool.edition_of("http://e/b")
        assert (second.revision, second.seal) == (c.pool.edition.revision, c.pool.edition.seal)
        assert second.seal != first.seal

    play_alone(scene)


BYTES = [
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?p (COUNT(*) AS ?n) (GROUP_CONCAT(STR(?o)) AS ?all) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p",
    "SELECT DISTINCT ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 40",
    "SELECT ?a ?b { GRAPH ?g { ?a ?p ?x . ?b ?q ?x FILTER(?a != ?b) } } LIMIT 300",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE ?s { GRAPH ?g { ?s e:p1 ?o } }",
]


def test_the_same_question_gets_the_same_bytes_from_every_worker(play_alone: Play) -> None:
    """What strong entity tags rest on: no answer depends on which process, of which start, gives it."""
    quads = " ".join(
        f"GRAPH e:g{n % 3} {{ {'_:b' if n % 7 == 0 else 'e:s'}{n % 40} e:p{n % 4} {n if n % 2 else f'_:b{n % 9}'} }}"
        for n in range(400)
    )

    async def answers(c: Client) -> list[bytes]:
        accepted = [Accept((form,), (graph,)) for form, graph in ((JSON, TURTLE), (CSV, RDF_XML), (TSV, JSON_LD))]
        asked = [Query("PREFIX e: <http://e/> " + text) for text in BYTES]
        return [await whole(await c.pool.query(q, accept, LIMITS, "c")) for q in asked for accept in accepted]

    async def scene(c: Client) -> None:
        await c.update(f"INSERT DATA {{ {quads} }}")
        first = await answers(c)
        for _ in range(3):
            for one in c.pool.running():
                c.pool.cancel(one.id)
            # A query that is hung up on costs its worker: the next is answered by another process.
            await (await c.pool.query(Query("SELECT * { GRAPH ?g { ?s ?p ?o } }"), ACCEPT, LIMITS, "c")).chunks.aclose()
            assert await answers(c) == first

    play_alone(scene)


def test_statistics_are_those_of_the_revision_that_queries_see(play: Play) -> None:
    async def scene(c: Client) -> None:
        before = (await c.pool.statistics()).default.triples
        for number in range(1, 4):
            await c.update(f"INSERT DATA {{ GRAPH e:g {{ e:s e:p {number} }} GRAPH e:h {{ e:s e:p {number} }} }}")
            said = await c.pool.statistics()
            assert said.revision == c.pool.revision
            assert said.default.triples == before + number == await c.count("?s ?p ?o")
            use = said.default.properties["http://e/p"]
            assert (use.triples, use.subjects, use.objects) == (number, 1, number)
        graphs, many = await c.pool.sizes(1)
        assert graphs == [("http://e/g", 3)]
        assert many == 2

    play(scene)


def test_what_is_written_is_found_by_the_next_search_and_query(play: Play) -> None:
    prefixes = "PREFIX text: <http://jena.apache.org/text#> PREFIX e: <http://e/>"
    found = prefixes + 'SELECT ?n { ?s text:query "أحمد" ; e:name ?n } ORDER BY ?n'

    async def scene(c: Client) -> None:
        async def names(words: str) -> list[str]:
            said = await c.pool.search(Sought(words, strictest=True), "someone")
            assert said["revision"] == c.pool.revision
            return [one["iri"] for one in said["results"]]  # type: ignore[attr-defined]

        label = "<http://www.w3.org/2000/01/rdf-schema#label>"
        for number in range(3):
            thing = f"e:person-{number}"
            await c.update(f'INSERT DATA {{ GRAPH e:g {{ {thing} {label} "أحمد {number}" ; e:name "{number}" }} }}')
            assert len(await names("احمد")) == number + 1
        await c.update(f'DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s {label} "أحمد 1" ; ?p ?o }} }}')
        assert len(await names("وأحمد")) == 2
        assert re.findall(r'"value":"(.)"', (await c.ask(found)).decode()) == ["0", "2"]
        with pytest.raises(UsageError, match="no word"):
            await names("؟")
        with pytest.raises(MalformedQuery, match="is a variable"):
            await c.ask(found.replace('"أحمد"', "?words"))

    play(scene)
