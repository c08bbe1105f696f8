"""What an update would change is what the engine would have changed, and nothing is changed by asking."""

from __future__ import annotations

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Store

from kg.errors import Denied, DerivedGraph, GraphExists, MalformedQuery, NotFound
from kg.sparql import Delta, Effects, Rules, Update
from kg.sparql.operations import take_apart

DATA = """PREFIX e: <http://e/> INSERT DATA {
    e:s e:p 0 , _:b . _:b e:q "لقاء"@ar .
    GRAPH e:g { e:s e:p 1 , 2 ; e:q e:o . e:o e:p _:c . _:c e:p "01"^^<http://www.w3.org/2001/XMLSchema#integer> }
    GRAPH e:h { e:s e:p 2 } }"""
PREFIX = "PREFIX e: <http://e/> "


def a_store() -> Store:
    store = Store()
    store.update(DATA)
    return store


def copy(store: Store) -> Store:
    other = Store()
    other.extend(store)
    for graph in store.named_graphs():
        other.add_graph(graph)
    return other


def put_in(store: Store, delta: Delta) -> Store:
    for quad in delta.out:
        store.remove(quad)
    for graph in delta.dropped:
        store.remove_graph(NamedNode(graph))
    for graph in delta.created:
        store.add_graph(NamedNode(graph))
    store.extend(delta.into)
    return store


def effects(store: Store, text: str, *, rules: Rules | None = None, using: tuple[str, ...] = ()) -> Delta:
    scratch = copy(store)
    return Effects(rules or Rules(), lambda delta: put_in(scratch, delta)).of(Update(text, using), store)


def shape(store: Store) -> tuple[set[str], set[str]]:
    """Return a dataset with its blank nodes named by what is said of them, and the names of its graphs."""
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}, {str(graph) for graph in store.named_graphs()}


UPDATES = [
    "INSERT DATA { e:s e:p 00 , 5 }",
    "INSERT DATA { GRAPH e:new { e:s e:p ( 1 2 [ e:p 3 ] ) } }",
    "INSERT DATA { GRAPH e:g { e:s e:p 1 {| e:by e:me |} . e:x e:y <<( e:a e:b e:c )>> } }",
    "DELETE DATA { e:s e:p 0 , 7 . GRAPH e:g { e:s e:p 2 } }",
    "DELETE WHERE { ?s e:p ?o }",
    "DELETE WHERE { GRAPH ?g { ?s e:p 2 } }",
    "DELETE { ?s e:p ?o } INSERT { ?s e:p ?n } WHERE { ?s e:p ?o FILTER isNumeric(?o) BIND(?o + 1 AS ?n) }",
    "WITH e:g DELETE { ?s ?p ?o } INSERT { ?s e:r [ e:v ?o ; e:missing ?nothing ] } WHERE { ?s ?p ?o }",
    "WITH e:g INSERT { GRAPH e:k { ?s ?p ?o } ?s e:in e:g } WHERE { ?s ?p ?o }",
    "INSERT { ?s e:r ?o } USING e:g WHERE { ?s e:p ?o }",
    "INSERT { GRAPH ?g { ?s e:r ?o } } USING e:g USING NAMED e:h WHERE { ?s e:p ?x GRAPH ?g { ?s e:p ?o } }",
    "INSERT { GRAPH ?g { ?s e:seen true } } WHERE { GRAPH ?g { ?s e:p ?o } }",
    "INSERT { ?o e:back ?s . ?s ?o e:never } WHERE { GRAPH e:g { ?s e:p ?o } }",
    "INSERT { ?s e:n ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s }",
    "DELETE { GRAPH e:g { ?s ?p ?b } } INSERT { GRAPH e:h { ?s ?p ?b } } "
    "WHERE { GRAPH e:g { ?s ?p ?b } FILTER isBlank(?b) }",
    "CLEAR DEFAULT",
    "CLEAR GRAPH e:g",
    "CLEAR NAMED",
    "CLEAR ALL",
    "DROP GRAPH e:g",
    "DROP DEFAULT",
    "DROP ALL",
    "DROP SILENT GRAPH e:none",
    "CREATE GRAPH e:new",
    "CREATE SILENT GRAPH e:g",
    "COPY e:g TO e:h",
    "COPY DEFAULT TO e:new",
    "COPY e:g TO e:g",
    "MOVE e:g TO DEFAULT",
    "MOVE GRAPH e:g TO e:h",
    "ADD e:g TO e:h",
    "ADD SILENT e:none TO e:h",
    "INSERT DATA { GRAPH e:k { e:a e:b e:c } } ; "
    "INSERT { GRAPH e:l { ?s ?p ?o } } WHERE { GRAPH e:k { ?s ?p ?o } } ; DROP GRAPH e:k",
    "MOVE e:g TO e:k ; DELETE WHERE { GRAPH e:k { ?s e:q ?o } } ; COPY e:k TO e:g ; DROP GRAPH e:k",
    "DELETE DATA { e:s e:p 0 } ; INSERT DATA { e:s e:p 0 }",
    "DROP GRAPH e:g ; INSERT DATA { GRAPH e:g { e:s e:p 1 } }",
    "",
]


@pytest.mark.parametrize("update", UPDATES)
def test_the_delta_is_what_the_engine_does(update: str) -> None:
    store = a_store()
    wanted = copy(store)
    wanted.update(PREFIX + update)
    before = shape(store)
    delta = effects(store, PREFIX + update)
    assert shape(store) == before, "asking changes nothing"
    assert all(quad in store for quad in delta.out)
    assert not any(quad in store for quad in delta.into)
    assert Delta.decode(delta.encode()) == delta
    assert shape(put_in(store, delta)) == shape(wanted)


def test_a_prologue_may_stand_between_operations() -> None:
    text = "INSERT DATA { <http://e/a> <http://e/b> 1 } ;\nBASE <http://f/> PREFIX : <x#>\nINSERT DATA { <s> :p 2 } ;"
    assert [type(part).__name__ for part in take_apart(text).operations] == ["Data", "Data"]
    found = {str(quad.predicate) for quad in effects(Store(), text).into}
    assert found == {"<http://e/b>", "<http://f/x#p>"}


def test_the_protocols_dataset_stands_in_for_using() -> None:
    store = a_store()
    delta = effects(store, PREFIX + "INSERT { ?s e:r ?o } WHERE { ?s e:q ?o }", using=("http://e/g",))
    assert [str(quad) for quad in delta.into] == ["<http://e/s> <http://e/r> <http://e/o>"]
    with pytest.raises(MalformedQuery, match="twice"):
        effects(store, PREFIX + "WITH e:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", using=("http://e/g",))


@pytest.mark.parametrize(
    ("update", "error"),
    [
        ("DROP GRAPH e:none", NotFound),
        ("COPY e:none TO e:g", NotFound),
        ("CREATE GRAPH e:g", GraphExists),
        ("LOAD <http://127.0.0.1:9/>", Denied),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", Denied),
    ],
)
def test_what_cannot_be_done_is_refused(update: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        effects(a_store(), PREFIX + update)


def test_load_silent_fails_silently() -> None:
    assert not effects(a_store(), "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <http://e/g>")


def test_rules_hold_for_derived_and_kept_graphs() -> None:
    rules = Rules(derived=True, kept=frozenset({"http://e/h"}))
    for update in ("CLEAR DEFAULT", "INSERT { ?s ?p 1 } WHERE { ?s ?p 99 }", "DROP GRAPH e:h", "ADD e:g TO DEFAULT"):
        with pytest.raises(DerivedGraph):
            effects(a_store(), PREFIX + update, rules=rules)
    delta = effects(a_store(), "DROP ALL", rules=rules)
    assert delta.graphs() == {"http://e/g"}, "DROP ALL spares them"
