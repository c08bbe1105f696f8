"""What every store must do; each implementation's test module runs all of it by inheriting."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.decisions import Decision, in_force
from kg.errors import (
    Conflict,
    DerivedGraph,
    HistoryGone,
    MalformedQuery,
    NotFound,
    StoreError,
    UnknownFormat,
    UsageError,
    Withdrawn,
)
from kg.search import Sought
from kg.sparql import CSV, JSON, N_TRIPLES, TURTLE, Query, Update
from kg.store import (
    Beside,
    Books,
    Draft,
    History,
    Kind,
    MemoryStore,
    Publication,
    Rejection,
    Wanted,
    queue_of,
    source_of,
)
from kg.store.tallies import rows_of, survey
from kg.text import Span

BASE = "http://localhost:8000/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAYS = NamedNode("https://schema.org/text")
"""A property whose texts are found."""
GREETING = "قالت الوزيرة إن الاجتماع المقبل في الربيع"

Make = Callable[[Kind], Books]


def publication(key: str, facts: dict[str, str], *, reader: str = "1", text: str = GREETING) -> Publication:
    graph = f"{BASE}graph/{key}"
    quads = [Quad(NamedNode(f"{BASE}{s}"), SAYS, Literal(o), NamedNode(graph)) for s, o in facts.items()]
    return Publication(
        key=key,
        article=f"{BASE}id/article/{key}",
        graph=graph,
        text=text,
        text_hash=f"hash-of-{text}",
        reader=reader,
        quads=serialize(quads, format=RdfFormat.N_QUADS) or b"",
    )


def seed(*things: tuple[str, str]) -> bytes:
    """Return the house's graphs, by the last part of their names, with one label each."""
    lines = (f'<{thing}> <http://e/label> "إيران"@ar <{BASE}graph/{name}> .\n' for name, thing in things)
    return "".join(lines).encode()


def rows(store: Books, query: str) -> list[list[str]]:
    sink = io.BytesIO()
    store.answer(Query(query)).write(CSV, sink)
    return [line.split(",") for line in sink.getvalue().decode().splitlines()[1:]]


def count(store: Books, pattern: str) -> int:
    return int(rows(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0][0])


DEFAULT, NAMED = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"


def found(store: Books, words: str) -> set[str]:
    """Return what a strict search finds, by the last part of the resource's name."""
    hits = store.index.find(Sought(words, strictest=True)).hits
    return {hit.document.resource.removeprefix(BASE) for hit in hits}


class StoreContract:
    """Subclasses give the fixture `make`."""

    def test_what_is_published_is_found_and_what_is_withdrawn_is_not(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "قال أحمد إن القاهرة بعيدة", "y": "عمّان قريبة"}), NOW)
        assert found(store, "احمد") == {"x"}
        store.put(publication("a", {"y": "عمّان بعيدة"}, text="غيره"), NOW)
        assert (found(store, "أحمد"), found(store, "بعيدة")) == (set(), {"y"})
        store.withdraw("a", NOW)
        assert found(store, "بعيدة") == set()

    def test_a_text_that_two_articles_hold_is_found_as_long_as_one_does(self, make: Make) -> None:
        for kind in ("merged", "plain"):
            store = make(kind)  # type: ignore[arg-type]
            store.put(publication("a", {"x": "القاهرة"}), NOW)
            store.put(publication("b", {"x": "القاهرة"}), NOW)
            store.withdraw("a", NOW)
            assert found(store, "القاهرة") == {"x"}
            store.withdraw("b", NOW)
            assert found(store, "القاهرة") == set()

    def test_updates_graphs_and_classes_are_followed(self, make: Make) -> None:
        store = make("merged")
        graph, name = f"{BASE}graph/notes", f"<{BASE}n>"
        store.merge(graph, f'{name} {SAYS} "السودان"@ar .'.encode(), NOW)
        store.apply(Update(f"INSERT DATA {{ GRAPH <{graph}> {{ {name} a <http://e/Note> }} }}"), NOW)
        (document,) = store.index.documents()
        assert document.kinds == ("http://e/Note",)
        store.apply(Update(f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s {SAYS} ?o }} }}"), NOW)
        assert found(store, "السودان") == set()
        store.replace(graph, f'{name} {SAYS} "ليبيا"@ar .'.encode(), NOW)
        assert found(store, "لليبيا") == {"n"}
        store.drop(graph, NOW)
        assert not list(store.index.documents())

    def test_a_query_joins_what_words_find(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "قال أحمد", "y": "قالت سعاد"}), NOW)
        prefix = "PREFIX text: <http://jena.apache.org/text#> "
        asked = f'{prefix}SELECT ?o {{ ?s text:query "احمد" ; {SAYS} ?o }}'
        assert rows(store, asked) == [["قال أحمد"]]
        where = 'WHERE { GRAPH ?g { ?s text:query "أحمد" ; ?p ?o } }'
        store.apply(Update(f"{prefix}DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} {where}"), NOW)
        assert rows(store, asked) == []
        assert found(store, "سعاد") == {"y"}

    def test_a_published_article_is_found_by_query_and_in_the_ledger(self, make: Make) -> None:
        store = make("merged")
        change = store.put(publication("a", {"x": "1"}), NOW)
        assert (change.action, change.revision, store.revision) == ("added", 1, 1)
        assert rows(store, "SELECT ?o { ?s ?p ?o }") == [["1"]]
        entry = store.entry("a")
        assert (entry.article, entry.withdrawn, entry.changed, entry.revision) == (f"{BASE}id/article/a", False, NOW, 1)
        assert store.text(entry.text_hash) == GREETING
        assert [e.key for e in store.entries()] == ["a"]

    def test_the_same_text_by_the_same_reader_writes_nothing(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        again = store.put(publication("a", {"x": "1"}), NOW)
        assert (again.action, again.revision) == ("unchanged", 1)

    def test_another_reader_or_what_is_given_beside_the_text_replaces_the_graph(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1", "y": "2"}), NOW)
        assert store.put(publication("a", {"x": "1", "y": "2"}, reader="2"), NOW).action == "replaced"
        assert store.put(publication("a", {"y": "2", "z": "3"}, reader="2"), NOW).action == "replaced"
        assert sorted(rows(store, "SELECT ?o { ?s ?p ?o }")) == [["2"], ["3"]]
        assert store.quads == count(store, NAMED) == count(store, DEFAULT) == 2

    def test_the_merged_default_graph_holds_each_fact_once(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1", "y": "2"}), NOW)
        store.put(publication("b", {"x": "1"}), NOW)
        assert (count(store, DEFAULT), count(store, NAMED), store.quads) == (2, 3, 3)
        store.withdraw("a", NOW)
        assert rows(store, "SELECT ?o { ?s ?p ?o }") == [["1"]], "b still holds it"

    def test_a_plain_dataset_has_an_ordinary_default_graph(self, make: Make) -> None:
        store = make("plain")
        assert store.quads == count(store, DEFAULT) == 0
        store.put(publication("a", {"x": "1"}), NOW)
        assert (count(store, DEFAULT), count(store, NAMED)) == (0, 1)
        store.apply(Update("INSERT DATA { <http://e/s> <http://e/p> 01 }"), NOW)
        assert (count(store, DEFAULT), store.quads) == (1, 2)
        store.merge(None, b"<http://e/s> <http://e/p> _:b .\n", NOW)
        store.replace(None, b"<http://e/s> <http://e/p> _:b .\n", NOW)
        assert (count(store, DEFAULT), store.quads) == (1, 2)
        assert store.drop(None, NOW).action == "updated"
        assert (count(store, DEFAULT), store.quads) == (0, 1)

    def test_withdrawing_leaves_a_tombstone(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        assert store.withdraw("a", NOW).action == "withdrawn"
        assert store.entry("a").withdrawn
        assert count(store, DEFAULT) == store.quads == 0
        with pytest.raises(Withdrawn):
            store.withdraw("a", NOW)
        with pytest.raises(NotFound):
            store.withdraw("b", NOW)
        with pytest.raises(NotFound):
            store.graph(f"{BASE}graph/a")
        assert store.put(publication("a", {"x": "1"}), NOW).action == "added", "and it can come back"
        assert not store.entry("a").withdrawn

    @pytest.mark.parametrize(
        "update",
        [
            "INSERT DATA { <http://e/s> <http://e/p> 1 }",
            "DELETE WHERE { ?s ?p ?o }",
            "INSERT { ?s <http://e/q> ?o } WHERE { ?s ?p ?o }",
            "CLEAR DEFAULT",
            "COPY <http://localhost:8000/graph/a> TO DEFAULT",
            "CREATE GRAPH <http://e/new> ; DROP DEFAULT",
        ],
    )
    def test_the_derived_graph_takes_no_writes(self, make: Make, update: str) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        with pytest.raises(DerivedGraph) as caught:
            store.apply(Update(update), NOW)
        assert "GRAPH" in (caught.value.hint or "")
        assert (store.revision, count(store, DEFAULT), count(store, NAMED)) == (1, 1, 1)

    def test_the_derived_graph_is_no_target_of_the_graph_store_either(self, make: Make) -> None:
        store = make("merged")
        for write in (
            lambda: store.replace(None, b"", NOW),
            lambda: store.merge(None, b"", NOW),
            lambda: store.drop(None, NOW),
        ):
            with pytest.raises(DerivedGraph):
                write()

    @pytest.mark.parametrize("update", ["DROP ALL", "CLEAR ALL", "DROP NAMED", "CLEAR SILENT NAMED"])
    def test_dropping_all_withdraws_the_articles_and_spares_the_authority(self, make: Make, update: str) -> None:
        store = make("merged")
        store.seed(seed(("authority", "http://e/iran"), ("examples", "http://e/question")), NOW)
        store.put(publication("a", {"x": "1"}), NOW)
        store.put(publication("b", {"x": "1"}), NOW)
        store.apply(Update(update), NOW)
        assert [e.withdrawn for e in store.entries()] == [True, True]
        assert (count(store, DEFAULT), count(store, NAMED), store.quads) == (2, 2, 2)

    @pytest.mark.parametrize("name", ["authority", "examples"])
    def test_a_graph_of_the_house_is_seeded_once_and_not_written_to(self, make: Make, name: str) -> None:
        store = make("merged")
        both = seed(("authority", "http://e/a"), ("examples", "http://e/b"))
        assert (store.seed(both, NOW).action, store.revision) == ("updated", 1)
        assert store.seed(both, NOW).action == "unchanged"
        for update in (
            f"INSERT DATA {{ GRAPH <{BASE}graph/{name}> {{ <http://e/a> <http://e/b> 1 }} }}",
            f"DROP GRAPH <{BASE}graph/{name}>",
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        ):
            with pytest.raises(DerivedGraph):
                store.apply(Update(update), NOW)
        assert count(store, NAMED) == 2
        store.seed(seed((name, "http://e/c")), NOW)
        assert rows(store, "SELECT ?s { GRAPH ?g { ?s ?p ?o } }") == [["http://e/c"]], "what is no more in it is gone"

    def test_a_plain_dataset_takes_no_seed(self, make: Make) -> None:
        with pytest.raises(StoreError, match="plain"):
            make("plain").seed(seed(("authority", "http://e/a")), NOW)

    def test_an_update_that_empties_an_articles_graph_withdraws_it(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1", "y": "2"}), NOW)
        graph = f"<{BASE}graph/a>"
        store.apply(Update(f'DELETE DATA {{ GRAPH {graph} {{ <{BASE}x> {SAYS} "1" }} }}'), NOW)
        assert not store.entry("a").withdrawn
        store.apply(Update(f"DELETE WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"), NOW)
        assert store.entry("a").withdrawn

    def test_operations_of_one_update_see_each_other_and_fail_together(self, make: Make) -> None:
        store = make("merged")
        store.apply(
            Update(
                "PREFIX e: <http://e/> INSERT DATA { GRAPH e:g { e:s e:p 1 } } ;"
                "PREFIX f: <http://e/> INSERT { GRAPH f:h { ?s f:q ?o } } WHERE { ?s ?p ?o } ; DROP GRAPH f:g"
            ),
            NOW,
        )
        assert rows(store, "SELECT ?g ?p { GRAPH ?g { ?s ?p ?o } }") == [["http://e/h", "http://e/q"]]
        assert rows(store, "SELECT ?p { ?s ?p ?o }") == [["http://e/q"]]
        with pytest.raises(NotFound):
            store.apply(Update("DROP GRAPH <http://e/h> ; DROP GRAPH <http://e/none>"), NOW)
        assert (count(store, NAMED), store.revision) == (1, 1)

    def test_blank_nodes_keep_their_identity(self, make: Make) -> None:
        store = make("merged")
        for graph in ("http://e/g", "http://e/h"):
            store.merge(graph, b"_:x <http://e/p> _:y .\n_:y <http://e/p> <http://e/o> .\n", NOW)
        assert (count(store, DEFAULT), count(store, NAMED)) == (4, 4), "blank nodes of two documents are not the same"
        chain = "?x <http://e/p> ?y . ?y <http://e/p> <http://e/o>"
        assert count(store, chain) == 2
        store.apply(Update("COPY <http://e/g> TO <http://e/i>"), NOW)
        assert (count(store, DEFAULT), count(store, NAMED)) == (4, 6), "a copied blank node is the same"
        store.drop("http://e/g", NOW)
        assert (count(store, DEFAULT), count(store, NAMED), count(store, chain)) == (4, 4, 2)
        store.apply(Update("DELETE { GRAPH ?g { ?x ?p ?y } } WHERE { GRAPH ?g { ?x ?p ?y FILTER isBlank(?y) } }"), NOW)
        assert (count(store, DEFAULT), count(store, NAMED), store.quads) == (2, 2, 2)

    def test_triple_terms_are_stored_and_removed(self, make: Make) -> None:
        store = make("merged")
        store.apply(
            Update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 {| <http://e/q> 2 |} } }"), NOW
        )
        assert count(store, NAMED) == count(store, DEFAULT) == 3
        store.drop("http://e/g", NOW)
        assert count(store, NAMED) == count(store, DEFAULT) == store.quads == 0

    def test_a_graph_may_be_empty_and_still_be_there(self, make: Make) -> None:
        store = make("plain")
        store.replace("http://e/g", b"", NOW)
        assert list(store.graph("http://e/g")) == []
        store.apply(Update("CREATE GRAPH <http://e/h>"), NOW)
        store.drop("http://e/h", NOW)
        with pytest.raises(NotFound):
            store.drop("http://e/h", NOW)

    def test_a_graph_comes_back_as_ntriples(self, make: Make) -> None:
        store = make("merged")
        written = b'<http://e/s> <http://e/p> "\xd9\x82\xd8\xa7\xd9\x84"@ar .\n'
        store.replace("http://e/g", written, NOW)
        assert b"".join(store.graph("http://e/g")) == b"".join(store.graph(None)) == written

    def test_a_refused_article_is_kept_until_it_conforms(self, make: Make) -> None:
        store = make("merged")
        for number in (1, 2, 2):
            text = f"{GREETING} {number}"
            store.reject(Rejection("a", f"{BASE}id/article/a", text, f"hash-{number}", '{"conforms": false}', NOW))
        assert [r.text_hash for r in store.rejections()] == ["hash-2", "hash-1"], "newest first, each text once"
        store.put(publication("a", {"x": "1"}), NOW)
        assert list(store.rejections()) == []

    def test_answers_come_in_the_forms_of_their_kind(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        kinds = {q: store.answer(Query(q)).kind for q in ("SELECT * {}", "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }")}
        assert list(kinds.values()) == ["solutions", "truth", "graph"]
        with pytest.raises(UnknownFormat):
            store.answer(Query("ASK {}")).write(TURTLE, io.BytesIO())
        with pytest.raises(UnknownFormat):
            store.answer(Query("DESCRIBE <http://e/x>")).write(JSON, io.BytesIO())
        sink = io.BytesIO()
        store.answer(Query("CONSTRUCT WHERE { ?s ?p ?o }")).write(N_TRIPLES, sink)
        assert sink.getvalue() == f'<http://localhost:8000/x> {SAYS} "1" .\n'.encode()

    def test_a_protocol_dataset_stands_in_for_the_stores_own(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        store.put(publication("b", {"y": "2"}), NOW)
        sink = io.BytesIO()
        store.answer(Query("SELECT ?o { ?s ?p ?o }", default_graphs=(f"{BASE}graph/b",))).write(CSV, sink)
        assert sink.getvalue() == b"o\r\n2\r\n"

    def test_what_does_not_parse_is_refused_with_its_place(self, make: Make) -> None:
        store = make("merged")
        with pytest.raises(MalformedQuery, match="line 1, column 15"):
            store.answer(Query("SELECT * { ?s e:p ?o }"))
        with pytest.raises(MalformedQuery):
            store.apply(Update("SELECT * {}"), NOW)
        assert store.revision == 0

    def test_writes_of_a_batch_are_all_there_after_it(self, make: Make) -> None:
        store = make("merged")
        with store.batch():
            store.put(publication("a", {"x": "1"}), NOW)
            store.put(publication("a", {"x": "2"}), NOW)
            store.withdraw("a", NOW)
            store.put(publication("b", {"x": "2"}), NOW)
        assert (store.revision, store.quads, count(store, DEFAULT)) == (4, 1, 1)

    def test_the_audit_log_tells_who_did_what_to_which_graphs(self, make: Make) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1", "y": "2"}), NOW)
        store.author = "token 3 (deploy)"
        store.put(publication("a", {"x": "1"}, reader="2"), NOW)
        store.author = "token 31"
        store.apply(Update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1, 2 } }"), NOW)
        store.apply(Update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }"), NOW)
        told = [(d.before, d.revision, d.action, d.graphs, d.by, d.added, d.removed) for d in store.deeds(Wanted())]
        assert told == [
            (2, 3, "updated", ("http://e/g",), "token 31", 2, 0),
            (1, 2, "replaced", (f"{BASE}graph/a",), "token 3 (deploy)", 0, 1),
            (0, 1, "added", (f"{BASE}graph/a",), "local", 2, 0),
        ]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (Wanted(by="token 3"), [2]),
            (Wanted(by="token 3 (deploy)"), [2]),
            (Wanted(action="added"), [3, 1]),
            (Wanted(about="a"), [2, 1]),
            (Wanted(about=f"{BASE}graph/b"), [3]),
            (Wanted(since=NOW.replace(hour=13)), [3]),
            (Wanted(below=3, limit=1), [2]),
            (Wanted(by="nobody"), []),
        ],
    )
    def test_the_audit_log_is_searched(self, make: Make, wanted: Wanted, found: list[int]) -> None:
        store = make("merged")
        store.put(publication("a", {"x": "1"}), NOW)
        store.author = "token 3 (deploy)"
        store.withdraw("a", NOW)
        store.author = "token 31"
        store.put(publication("b", {"x": "1"}), NOW.replace(hour=14))
        assert [deed.revision for deed in store.deeds(wanted)] == found

    @pytest.mark.parametrize(
        "forgery",
        [
            "UPDATE audit SET by = 'somebody else' WHERE revision = 2",
            "UPDATE changes SET subject = 'c' WHERE revision = 2",
            "DELETE FROM changes WHERE revision = 2",
            "DELETE FROM audit WHERE revision = 2",
        ],
    )
    def test_an_audit_log_that_was_altered_shows_it(self, make: Make, forgery: str) -> None:
        store = MemoryStore(base=BASE)
        for key in "abc":
            store.put(publication(key, {"x": "1"}), NOW)
        assert store.ledger.complaints() == []
        store.ledger._db.execute(forgery)
        assert store.ledger.complaints() != []

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12"))),
            max_size=8,
        )
    )
    def test_the_default_graph_is_the_union_after_any_writes(
        self, make: Make, steps: list[tuple[str, dict[str, str]]]
    ) -> None:
        # One store for all examples: each goes on from what the one before left, withdrawn.
        store = self.__dict__.setdefault("store", None) or make("merged")
        self.__dict__["store"] = store
        for entry in list(store.entries()):
            if not entry.withdrawn:
                store.withdraw(entry.key, NOW)
        model: dict[str, dict[str, str]] = {}
        for key, facts in steps:
            if facts:
                store.put(publication(key, facts), NOW)
                model[key] = facts
            elif model.pop(key, None):
                store.withdraw(key, NOW)
        union = {f"{BASE}{s} {o}" for facts in model.values() for s, o in facts.items()}
        found = [f"{q.subject.value} {q.object.value}" for q in default_graph(store)]
        assert sorted(found) == sorted(union)
        assert store.quads == count(store, NAMED) == sum(map(len, model.values()))

    def test_every_graph_s_changes_are_in_the_history(self, make: Make) -> None:
        store = make("merged")
        history = History(store.ledger)
        store.put(publication("a", {"x": "1"}), NOW)
        store.put(publication("a", {"x": "1"}), NOW)
        store.put(publication("a", {"x": "2"}), NOW)
        store.apply(Update("INSERT DATA { GRAPH <http://e/g> { <e:a> <e:b> 1 } }"), NOW)
        store.apply(Update(f"INSERT DATA {{ GRAPH <{BASE}graph/a> {{ <e:a> <e:b> 1 }} }}"), NOW)
        store.withdraw("a", NOW)
        store.put(publication("a", {"x": "1"}), NOW)
        store.apply(Update("DROP ALL"), NOW)
        graph, other = f"{BASE}graph/a", "http://e/g"
        changes = history.page(1, store.revision).changes
        assert [(c.revision, c.action, c.graph, c.key, c.size) for c in changes] == [
            (1, "added", graph, "a", 1),
            (2, "changed", graph, "a", 1),
            (3, "added", other, None, 1),
            (4, "changed", graph, "a", 2),
            (5, "withdrawn", graph, "a", 0),
            (6, "added", graph, "a", 1),
            (7, "withdrawn", other, None, 0),
            (7, "withdrawn", graph, "a", 0),
        ]
        assert [c.place for c in changes] == list(range(1, 9))
        # A graph's checksum is that of its quads, however often they came and went.
        assert changes[0].digest == changes[5].digest != changes[1].digest
        assert history.graphs(None, 9) == []

    def test_an_article_of_which_nothing_is_left_is_withdrawn_in_the_history(self, make: Make) -> None:
        store = make("plain")
        store.put(publication("a", {"x": "1"}), NOW)
        store.apply(Update(f"DELETE WHERE {{ GRAPH <{BASE}graph/a> {{ ?s ?p ?o }} }}"), NOW)
        store.apply(Update("INSERT DATA { <e:a> <e:b> 1 }"), NOW)
        changes = History(store.ledger).page(1, store.revision).changes
        assert [(c.action, c.graph) for c in changes] == [
            ("added", f"{BASE}graph/a"),
            ("withdrawn", f"{BASE}graph/a"),
            ("added", ""),
        ]

    def test_a_full_page_never_changes_and_the_next_one_begins_behind_it(self, make: Make) -> None:
        store = make("merged")
        history = History(store.ledger)
        for number in range(100):
            store.put(publication(f"a{number}", {"x": "1"}), NOW)
        first = history.page(1, store.revision)
        assert (first.full, len(first.changes)) == (True, 100)
        assert history.page(2, store.revision).changes == ()
        # What cannot be seen yet is not in it.
        assert not history.page(1, 99).full
        store.put(publication("b", {"x": "1"}), NOW.replace(year=2020))
        assert history.page(1, store.revision) == first
        second = history.page(2, store.revision).changes
        assert [change.key for change in second] == ["b"]
        assert second[0].at == NOW, "time does not go backwards"
        assert history.course(store.revision).pages == (NOW, NOW)
        with pytest.raises(NotFound):
            history.page(3, store.revision)

    def test_a_point_is_found_again_unless_history_went_another_way(self, make: Make) -> None:
        store, other = make("merged"), MemoryStore(base=BASE)
        for one in (store, other):
            for number in range(101):
                one.put(publication(f"a{number}", {"x": "1"}), NOW)
        history = History(store.ledger)
        point = history.point_at(100)
        assert history.page_after("99", store.revision) == 1
        assert history.page_after(point, store.revision) == 2
        assert history.page_after("101", store.revision) == 2
        for unknown in (History(other.ledger).point_at(100), "102", "100-0123456789abcdef"):
            with pytest.raises(HistoryGone):
                history.page_after(unknown, store.revision)
        for wrong in ("", "-1", "x", "1-", "1" * 40):
            with pytest.raises(UsageError):
                history.page_after(wrong, store.revision)

    def test_decisions_are_kept_in_order_and_none_is_changed(self, make: Make) -> None:
        store = make("merged")
        first = store.decide(decision("accept", by="token 1 (سلمى)"), 0)
        again = store.decide(decision("reject", by="token 1 (سلمى)"), 1)
        other = store.decide(decision("accept", text_hash="b" * 64, by="كمال"), 0)
        assert [one.number for one in (first, again, other)] == [1, 2, 3]
        assert store.decisions("a" * 64) == (first, again)
        assert store.decisions() == (first, again, other)
        assert store.revision == 0

    def test_the_same_said_twice_in_a_second_is_said_twice(self, make: Make) -> None:
        store = make("merged")
        one, two = (store.decide(decision("accept"), 9) for _ in range(2))
        assert (two.number - one.number, (two.at - one.at).total_seconds()) == (1, 1)

    def test_another_hand_on_the_same_fact_is_a_conflict_and_nothing_is_kept(self, make: Make) -> None:
        store = make("merged")
        first = store.decide(decision("accept"), 0)
        with pytest.raises(Conflict) as caught:
            store.decide(decision("reject", by="كمال"), 0)
        assert caught.value.other["number"] == first.number
        assert store.decisions() == (first,)
        assert store.decide(decision("reject", by="كمال"), first.number).number == 2
        assert store.decide(decision("accept", span=Span(50, 60), by="سعاد"), 0).number == 3

    def test_who_decided_stands_in_the_audit_log(self, make: Make) -> None:
        store = make("merged")
        store.decide(decision("reject", by="token 4 (سلمى)"), 0)
        (deed,) = store.deeds(Wanted(about="decision 1"))
        assert (deed.action, deed.by, deed.at) == ("decided", "token 4 (سلمى)", NOW)
        assert "reject statement 3-9" in deed.subject
        assert store.ledger.complaints() == []
        store.ledger.amend(lambda db: db.execute("UPDATE decisions SET why = 'otherwise'"))
        assert store.ledger.complaints() == ["decision 1 was altered"]
        store.ledger.amend(lambda db: db.execute("UPDATE decisions SET why = ''"))

    def test_decisions_of_another_store_are_taken_once_and_undo_what_they_undid(self, make: Make) -> None:
        one = MemoryStore(base=BASE)
        one.decide(decision("accept", text_hash="c" * 64), 0)
        bad = one.decide(decision("reject"), 0)
        one.decide(decision("undo", number=bad.number, digest=bad.digest), bad.number)
        other = make("merged")
        other.decide(decision("accept", text_hash="d" * 64), 0)
        taken = other.take(one.decisions(), NOW)
        assert [(t.number, t.change.get("number")) for t in taken] == [(2, None), (3, None), (4, 3)]
        assert other.take(one.decisions(), NOW) == ()
        assert in_force(other.decisions("a" * 64)) == ()
        assert [t.digest for t in taken] == [t.digest for t in one.decisions()]

    def test_drafts_are_kept_until_they_are_published_or_let_go_of(self, make: Make) -> None:
        store = make("merged")
        for key in ("a", "b"):
            told = Beside('{"publisher": "صحيفة"}', 4, 0.5)
            store.keep_draft(Draft(key, f"{BASE}id/article/{key}", GREETING, f"hash-of-{GREETING}", "سلمى", NOW, told))
        store.reject(Rejection("c", f"{BASE}id/article/c", "نص آخر", "2" * 64, "{}", NOW))
        source = source_of(store.ledger, "a")
        assert (source.state, source.text, source.beside) == ("draft", GREETING, told)
        page = store.ledger.ask(lambda db: queue_of(db, None, 10))
        assert [(item["key"], item["state"]) for item in page["items"]] == [
            ("a", "draft"),
            ("b", "draft"),
            ("c", "rejected"),
        ]
        store.put(publication("a", {"x": "1"}), NOW)
        source = source_of(store.ledger, "a")
        assert (source.state, source.text) == ("published", GREETING)
        # The draft told what was given beside the text, and this publication nothing.
        assert source.whole is True
        store.put(publication("d", {"x": "1"}), NOW)
        with pytest.raises(UsageError, match="'d' is not known"):
            source_of(store.ledger, "d").publishable()
        for key in ("b", "c"):
            store.discard_draft(key, NOW)
            with pytest.raises(NotFound):
                source_of(store.ledger, key)
        with pytest.raises(NotFound):
            store.discard_draft("b", NOW)
        store.withdraw("a", NOW)
        with pytest.raises(Withdrawn):
            source_of(store.ledger, "a")

    def test_the_queue_goes_from_the_least_sure_on_page_by_page(self, make: Make) -> None:
        store = make("merged")
        for number, lowest in enumerate((0.9, 0.2, 1.0, 0.5, 1.0)):
            key, beside = f"k{number}", Beside("{}", 3, lowest)
            store.put(replace(publication(key, {key: "1"}, text=f"نص {number}"), beside=beside), NOW)
        found: list[str] = []
        after: str | None = None
        while True:
            page = store.ledger.ask(lambda db, after=after: queue_of(db, after, 2))  # type: ignore[misc]
            found += [item["key"] for item in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert found == ["k1", "k3", "k0", "k2", "k4"]
        assert page["counts"] == {"drafts": 0, "rejected": 0, "published": 5}
        with pytest.raises(UsageError):
            store.ledger.ask(lambda db: queue_of(db, "nowhere", 2))


def default_graph(store: Books) -> list[Quad]:
    return list(store.dataset.store.quads_for_pattern(None, None, None, DefaultGraph()))


def assert_sound(store: Books) -> None:
    """Hold a store to its ledger: what a test did, whatever that was, left checksums, counters and log in order."""
    assert store.ledger.all_sums() == store.dataset.sums()
    assert {g.graph: (g.size, int(g.digest, 16)) for g in History(store.ledger).graphs(None, 1 << 30)} == told(store)
    assert store.quads == store.dataset.count()
    revision, rows = store.ledger.tallies()
    assert (revision, sorted(rows)) == (store.revision, rows_of(survey(store.dataset.views(BASE), store.quads)))
    assert store.ledger.complaints() == []
    assert store.index.revision == store.revision
    assert sorted(store.index.documents()) == sorted(store.source.all())
    # What was decided beside the quads made no revision.
    made = [deed.revision for deed in store.deeds(Wanted(limit=10_000)) if deed.before != deed.revision]
    assert made == list(range(store.revision, 0, -1))


def told(store: Books) -> dict[str, tuple[int, int]]:
    """Return what a mirror that follows the history from its beginning would believe of each graph."""
    history, last = History(store.ledger), {}
    for number in range(1, len(history.course(store.revision).pages) + 1):
        for change in history.page(number, store.revision).changes:
            last[change.graph] = change
    # A graph that was emptied, but is still there, is as good as none.
    there = {graph: change for graph, change in last.items() if change.action != "withdrawn"}
    emptied = {graph: (0, 0) for graph, one in store.ledger.all_sums().items() if not one.size and graph not in there}
    return {graph: (change.size, int(change.digest, 16)) for graph, change in there.items()} | emptied


def decision(
    action: str, /, *, text_hash: str = "a" * 64, span: Span | None = None, by: str = "سلمى", **change: object
) -> Decision:
    return Decision(0, text_hash, "statement", span or Span(3, 9), action, change, by, NOW)  # type: ignore[arg-type]
