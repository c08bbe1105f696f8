"""What is said of one thing: whole where it is small, bounded where it is not, in the graphs that say it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import NotFound
from kg.sparql import FRAMED, N_QUADS, TURTLE
from kg.store import Dataset, Identity
from kg.triples import NAMESPACES, read_rdf, term
from kg.workers.describing import check_known, describe, write_described
from kg.workers.surroundings import EACH
from tests.web.service import ARTICLE, BASE, KEY, Held

HYDRA = "http://www.w3.org/ns/hydra/core#"
HUB = NamedNode(f"{BASE}id/actor/country-xx")
AGENT, MENTION = term("prov:agent"), term("isnad:mention")


def dataset(quads: list[Quad], kind: str = "merged") -> Dataset:
    store = Store()
    store.extend(quads)
    if kind == "merged":
        store.extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    return Dataset(store, kind)  # type: ignore[arg-type]


def article(key: str = KEY) -> list[Quad]:
    graph = NamedNode(f"{BASE}graph/{key}")
    body = ARTICLE.read_bytes().replace(KEY.encode(), key.encode())
    return [Quad(q.subject, q.predicate, q.object, graph) for q in read_rdf(body, "turtle")]


def hub(articles: int) -> list[Quad]:
    """Return an actor whom each of so many articles names three times and quotes once."""
    found = []
    for n in range(articles):
        home, graph = f"{BASE}id/article/a{n}", NamedNode(f"{BASE}graph/a{n}")
        found.append(Quad(HUB, NamedNode(NAMESPACES["rdf"] + "type"), term("isnad:Actor"), graph))
        found.append(Quad(HUB, term("schema:alternateName"), Literal(f"name {n % 7}"), graph))
        found += [Quad(HUB, MENTION, NamedNode(f"{home}/span-{i}-{i + 1}"), graph) for i in range(3)]
        found.append(Quad(NamedNode(f"{home}/attribution-speaker-1-2"), AGENT, HUB, graph))
        found.append(Quad(graph, term("prov:wasGeneratedBy"), NamedNode(f"{home}/run-1"), graph))
        found.append(Quad(NamedNode(f"{home}/run-1"), term("prov:used"), NamedNode(home), graph))
        found.append(Quad(NamedNode(home), term("schema:url"), NamedNode(f"https://news.example/{n}"), graph))
    return found


def identity(kind: str) -> Identity:
    return Identity(BASE, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["merged", "plain"])
def test_a_fact_comes_with_its_words_offsets_sentence_article_graph_and_run(kind: str) -> None:
    run = NamedNode(f"{BASE}id/article/{KEY}/run-1")
    graph, home = NamedNode(f"{BASE}graph/{KEY}"), NamedNode(f"{BASE}id/article/{KEY}")
    beside = [
        Quad(graph, term("prov:wasGeneratedBy"), run, graph),
        Quad(run, term("prov:used"), home, graph),
        Quad(home, term("schema:url"), NamedNode("https://news.example/1"), graph),
    ]
    held = dataset([*article(), *beside], kind)
    fact = describe(held, identity(kind), f"{BASE}id/article/{KEY}/statement-10-40")
    assert not fact.more
    said = {str(quad.triple) for quad in fact.quads}
    for words in ("oa#exact>", "oa#start>", "oa#end>", "https://news.example/1", "wasGeneratedBy>", "prov#used>"):
        assert any(words in triple for triple in said), words
    assert any("سلمى" in triple for triple in said), "neighbours come with their labels"
    assert {quad.graph_name for quad in fact.quads} == {graph}
    assert said <= {str(quad.triple) for quad in held.store}


@pytest.mark.parametrize("kind", ["merged", "plain"])
def test_a_hub_stays_small_and_quick_however_often_it_is_named(kind: str) -> None:
    few, many = (dataset(hub(count), kind) for count in (300, 6000))
    sizes, seconds = [], []
    for held in (few, many):
        began = time.process_time()
        said = describe(held, identity(kind), HUB.value)
        for form in (TURTLE, N_QUADS, FRAMED):
            sink = Held()
            write_described(said, identity(kind), form, sink)  # type: ignore[arg-type]
            sizes.append(len(sink.getvalue()))
        seconds.append(time.process_time() - began)
        assert said.more
    assert max(sizes[3:]) < 1.3 * max(sizes[:3]), "twenty times the articles, no larger a page"
    assert seconds[1] < 2, seconds


def test_the_pages_of_a_long_description_hold_all_of_it_and_lead_to_one_another() -> None:
    held = dataset(hub(350))
    pointing, mentions, page, more = set(), set(), 1, True
    while more:
        said = describe(held, identity("merged"), HUB.value, page)
        triples = [quad.triple for quad in said.quads]
        pointing |= {t.subject for t in triples if t.predicate == AGENT and t.object == HUB}
        mentions |= {t.object for t in triples if t.predicate == MENTION and t.subject == HUB}
        here = NamedNode(f"{BASE}data/actor/country-xx?page={page}")
        leads = {t.predicate.value.removeprefix(HYDRA): t.object.value for t in triples if t.subject == here}
        assert ("next" in leads, "previous" in leads) == (said.more, page > 1)
        assert not said.more or leads["next"].endswith(f"?page={page + 1}")
        more, page = said.more, page + 1
    assert (len(pointing), len(mentions)) == (350, 1050)
    assert page == 1050 // EACH + 2
    with pytest.raises(NotFound, match="no page"):
        describe(held, identity("merged"), HUB.value, page)


def test_properties_of_no_vocabulary_of_ours_are_told_too() -> None:
    own = [Quad(HUB, NamedNode(f"http://e/p{n}"), Literal(n)) for n in range(30)]
    said = describe(dataset(own, "plain"), identity("plain"), HUB.value)
    assert {quad.predicate.value for quad in said.quads} == {f"http://e/p{n}" for n in range(30)}


def test_what_only_scratch_graphs_say_is_no_knowledge() -> None:
    store = Store()
    store.add(Quad(HUB, AGENT, HUB, NamedNode("http://e/scratch/1")))
    held = Dataset(store, "plain", ("http://e/scratch/",))
    for ask in (lambda: check_known(held, HUB.value), lambda: describe(held, identity("plain"), HUB.value)):
        with pytest.raises(NotFound):
            ask()


def test_a_number_comes_with_the_graphs_that_say_it_and_no_other(tmp_path: Path) -> None:
    """On disk the engine's scan runs on behind a number that ends in the byte 255, into the numbers that follow."""
    store = Store(str(tmp_path))
    told = [Quad(HUB, NamedNode("http://e/p"), Literal(n), NamedNode(f"http://e/{n}")) for n in (255, 256)]
    store.extend(told)
    said = describe(Dataset(store, "plain"), identity("plain"), HUB.value)
    assert set(said.quads) == set(told)
