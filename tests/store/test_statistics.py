"""The statistics are what COUNT queries say, after any changes, restarts and crashes, on both kinds of dataset."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count as counting
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import DerivedGraph, NotFound, Withdrawn
from kg.sparql import Delta, Update
from kg.store import Books, ClassUse, Kind, MemoryStore, Profile, Publication, Use, open_store, read_statistics
from tests.store.contract import BASE, NOW, publication

KINDS: tuple[Kind, ...] = ("merged", "plain")
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
HERE, EVERYWHERE = "?s ?p ?o", "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"


def numbers(store: Books, query: str) -> list[tuple[str | int, ...]]:
    rows = store.dataset.store.query(query)
    return [tuple(int(v.value) if isinstance(v, Literal) else v.value for v in row) for row in rows]  # type: ignore[union-attr]


def counted(store: Books, triples: str) -> Profile:
    """Return the same by COUNT queries, over the triples that a pattern finds."""
    each = f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ {triples} }} }}"
    typed = (
        f"{{ SELECT DISTINCT ?s ?c WHERE {{ {triples.replace('?p', TYPE).replace('?o', '?c')} FILTER isIRI(?c) }} }}"
    )
    three = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b)"
    ((total, subjects, objects),) = numbers(store, f"SELECT {three} {{ {each} }}")
    ours = f'FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}id/"))'
    ((entities,),) = numbers(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {each} {ours} }}")
    properties = {p: Use(*row) for p, *row in numbers(store, f"SELECT ?p {three} {{ {each} }} GROUP BY ?p")}
    sizes = dict(numbers(store, f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ {typed} }} GROUP BY ?c"))
    pairs: dict[str, dict[str, tuple[int, int]]] = {}
    both = "(COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?a)"
    for kind, name, *row in numbers(store, f"SELECT ?c ?p {both} {{ {typed} {each} }} GROUP BY ?c ?p"):
        pairs.setdefault(kind, {})[name] = tuple(row)
    classes = {kind: ClassUse(size, pairs[kind]) for kind, size in sizes.items()}
    return Profile(total, subjects, objects, entities, classes, properties)


def assert_counted(store: Books) -> None:
    said = store.statistics
    assert said.revision == store.revision
    assert said.default == counted(store, HERE)
    assert said.whole == counted(store, EVERYWHERE)


SUBJECTS = [NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}id/b"), NamedNode("http://e/c"), BlankNode("x")]
CLASSES = [NamedNode("http://e/C"), NamedNode("http://e/D"), BlankNode("k")]
OBJECTS = [Literal("1"), Literal("1", language="ar"), NamedNode(f"{BASE}id/a"), BlankNode("x"), *CLASSES]
PROPERTIES = [NamedNode("http://e/p"), NamedNode("http://e/q")]
GRAPHS = [f"{BASE}graph/a", f"{BASE}graph/b", "http://e/notes"]

facts = st.one_of(
    st.builds(Triple, st.sampled_from(SUBJECTS), st.sampled_from(PROPERTIES), st.sampled_from(OBJECTS)),
    st.builds(Triple, st.sampled_from(SUBJECTS), st.just(NamedNode(TYPE[1:-1])), st.sampled_from(CLASSES)),
)
graphs = st.lists(facts, max_size=8)


def n_triples(some: list[Triple]) -> bytes:
    return serialize(some, format=RdfFormat.N_TRIPLES) or b""


def article(key: str, some: list[Triple]) -> Publication:
    graph = NamedNode(f"{BASE}graph/{key}")
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in some]
    plain = publication(key, {})
    return Publication(
        key, plain.article, graph.value, "نص", plain.text_hash, "1", serialize(quads, format=RdfFormat.N_QUADS) or b""
    )


UPDATES = (
    "DROP ALL",
    "CLEAR NAMED",
    "CLEAR DEFAULT",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER isBlank(?o) } }",
    "DELETE { GRAPH ?g { ?s a ?c } } INSERT { GRAPH ?g { ?s a <http://e/D> } } WHERE { GRAPH ?g { ?s a ?c } }",
    f"COPY <{GRAPHS[0]}> TO <http://e/notes>",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER isIRI(?o) }",
)
Step = Callable[[Books], object]
steps = st.one_of(
    st.builds(lambda k, g: lambda s: s.put(article(k, g), NOW), st.sampled_from("ab"), graphs),
    st.builds(lambda k: lambda s: s.withdraw(k, NOW), st.sampled_from("ab")),
    st.builds(lambda n, g: lambda s: s.replace(n, n_triples(g), NOW), st.sampled_from([*GRAPHS, None]), graphs),
    st.builds(lambda n, g: lambda s: s.merge(n, n_triples(g), NOW), st.sampled_from([*GRAPHS, None]), graphs),
    st.builds(lambda n: lambda s: s.drop(n, NOW), st.sampled_from(GRAPHS)),
    st.builds(lambda u: lambda s: s.apply(Update(u), NOW), st.sampled_from(UPDATES)),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(st.lists(steps, max_size=8))
def test_statistics_equal_count_queries_after_any_changes(kind: Kind, changes: list[Step]) -> None:
    store = MemoryStore(base=BASE, kind=kind)
    assert_counted(store)
    for change in changes:
        try:
            change(store)
        except (NotFound, Withdrawn, DerivedGraph):
            continue
        assert_counted(store)
    store.close()


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / str(number) for number in counting())


@pytest.mark.served
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(steps, st.sampled_from(["", "", "reopen", "before", "after", "log"])), min_size=4, max_size=8)
)
def test_they_do_so_after_restarts_and_crashes_on_disk(
    kind: Kind, places: Iterator[Path], changes: list[tuple[Step, str]]
) -> None:
    place = next(places)
    store = open_store(place, base=BASE, kind=kind, create=True)
    for change, event in changes:
        with suppress(NotFound, Withdrawn, DerivedGraph, Killed), pytest.MonkeyPatch.context() as patch:
            fail_at(event, store, patch)
            change(store)
        if event:
            store.close()
            store = open_store(place)
        assert_counted(store)
    store.close()


class Killed(BaseException):
    """The process ends here."""


def fail_at(point: str, store: Books, patch: pytest.MonkeyPatch) -> None:
    """Let the next change end before the engine has it, after that, or after the ledger says that it has."""
    commit, applied = type(store.dataset).commit, type(store.ledger).applied

    def dying(dataset: object, delta: Delta) -> None:
        if point == "after":
            commit(dataset, delta)  # type: ignore[arg-type]
        raise Killed

    def dying_later(ledger: object, *more: object) -> None:
        applied(ledger, *more)  # type: ignore[arg-type]
        raise Killed

    if point in ("before", "after"):
        patch.setattr(type(store.dataset), "commit", dying)
    elif point == "log":
        patch.setattr(type(store.ledger), "applied", dying_later)


FACTS = [Triple(SUBJECTS[0], PROPERTIES[0], Literal("1")), Triple(SUBJECTS[0], NamedNode(TYPE[1:-1]), CLASSES[0])]


@pytest.mark.parametrize("loss", ["DROP TABLE tallies; DROP TABLE tallied", "UPDATE tallied SET revision = 1"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_or_of_another_revision_is_counted_anew(tmp_path: Path, kind: Kind, loss: str) -> None:
    store = open_store(tmp_path, base=BASE, kind=kind, create=True)
    store.put(article("a", FACTS), NOW)
    store.put(article("b", FACTS[:1]), NOW)
    store.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as ledger:
        ledger.executescript(loss)
        ledger.execute("DELETE FROM tallies") if loss.startswith("UPDATE") else None
    again = open_store(tmp_path)
    assert again.statistics.whole.triples == 2
    assert_counted(again)
    again.put(article("b", FACTS), NOW)
    assert_counted(again)
    again.close()


def test_a_checkpoint_has_the_statistics_of_its_revision(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, create=True)
    store.put(article("a", FACTS), NOW)
    first, place = store.statistics, store.checkpoint()
    store.put(article("b", FACTS[:1]), NOW)
    store.withdraw("a", NOW)
    assert read_statistics(place) == first
    assert read_statistics(store.checkpoint()) == store.statistics
    assert (first.revision, first.default.triples, store.statistics.default.triples) == (1, 2, 1)
    assert read_statistics(store.folder.dataset) is None
    store.close()


def test_a_graph_that_becomes_a_scratch_graph_leaves_the_statistics(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, create=True)
    store.put(article("a", FACTS), NOW)
    store.merge("http://e/notes", n_triples([*FACTS, Triple(SUBJECTS[1], PROPERTIES[1], Literal("2"))]), NOW)
    assert store.statistics.default.triples == 3
    store.declare(("http://e/notes",), NOW)
    store.merge("http://e/notes", n_triples([Triple(SUBJECTS[2], PROPERTIES[1], Literal("2"))]), NOW)
    assert store.statistics.default.triples == 2
    assert store.statistics.default == counted(store, HERE)
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_told_apart_whatever_their_last_byte(tmp_path: Path, kind: Kind) -> None:
    """On disk the engine's scan runs on behind a number that ends in the byte 255, into the numbers that follow."""
    store = open_store(tmp_path, base=BASE, kind=kind, create=True)
    number = {n: Triple(SUBJECTS[0], PROPERTIES[0], Literal(n)) for n in (255, 256)}
    for graph, held in (("http://e/g", [256]), ("http://e/h", [255]), ("http://e/h", []), ("http://e/h", [255])):
        store.replace(graph, n_triples([number[n] for n in held]), NOW)
        assert_counted(store)
    store.close()
