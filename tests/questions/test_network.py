"""Who is tied to whom, and the files that say so."""

from __future__ import annotations

import io
import json
import sys
import xml.etree.ElementTree as ET

import pytest

from kg.errors import NotInstalled, UnknownFormat
from kg.questions import ASK_NETWORK, Network, Node, Tie, drawn, read_network, write_network
from tests.questions.graphs import AT, asked, loaded

nx = pytest.importorskip("networkx", reason="networkx comes with the extra notebook")
GEXF_NAMES = {"g": "http://www.gexf.net/1.2draft"}


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network(asked(ASK_NETWORK))


def short(network: Network) -> list[tuple[str, str, str, int]]:
    return [(t.source.removeprefix(AT), t.relation, t.target.removeprefix(AT), len(t.facts)) for t in network.ties]


def test_the_ties_are_those_that_the_articles_tell_of(network: Network) -> None:
    assert short(network) == [
        ("actor/egypt", "agreed", "actor/safadi", 1),
        ("actor/egypt", "met-planned", "actor/safadi", 1),
        ("actor/egypt", "met-planned", "article/two/shoukry", 1),
        ("actor/safadi", "spoke-of", "actor/egypt", 1),
        ("actor/safadi", "met", "article/one/shoukry", 1),
        ("actor/safadi", "met", "article/two/shoukry", 2),
        ("actor/safadi", "met-planned", "article/two/shoukry", 1),
        ("article/one/spokesman", "passed-on", "actor/safadi", 1),
    ]


def test_a_tie_says_where_it_is_from(network: Network) -> None:
    visit = next(tie for tie in network.ties if tie.kinds == ("visit",))
    assert visit.facts == (f"{AT}article/one/meeting",)
    assert (visit.articles, visit.dates, visit.published) == ((f"{AT}article/one",), ("2026-03-01",), ("2026-03-02",))
    assert visit.mutual
    said = next(tie for tie in network.ties if tie.relation == "spoke-of")
    assert (said.mutual, said.dates, said.published) == (False, (), ("2026-03-02",))


def test_only_who_is_tied_is_a_node(network: Network) -> None:
    told = {node.iri.removeprefix(AT): (node.label, node.kind, node.wikidata) for node in network.nodes}
    assert told == {
        "actor/safadi": ("أيمن الصفدي", "Person", "http://www.wikidata.org/entity/Q1"),
        "actor/egypt": ("مصر", "Country", None),
        "article/one/shoukry": ("سامح شكري", "Person", None),
        "article/two/shoukry": ("شكري", "Person", None),
        "article/one/spokesman": ("المتحدث", "UnresolvedActor", None),
    }


def test_networkx_gets_it_with_lists(network: Network) -> None:
    graph = drawn(network)
    assert graph.is_multigraph()
    assert graph.nodes[f"{AT}actor/safadi"]["label_en"] == "Ayman Safadi"
    edge = graph.edges[f"{AT}actor/safadi", f"{AT}article/two/shoukry", "met"]
    assert (edge["weight"], edge["kinds"], edge["articles"]) == (2, ("call",), (f"{AT}article/two",))


@pytest.mark.parametrize(("form", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_a_file_is_read_back_with_the_same_nodes_and_edges(network: Network, form: str, read: object) -> None:
    body = write_network(network, form)
    graph = read(io.BytesIO(body))  # type: ignore[operator]
    assert set(graph.nodes) == {node.iri for node in network.nodes}
    found = sorted((u, v, d["relation"], d.get("weight"), d["articles"]) for u, v, d in graph.edges(data=True))
    assert found == sorted((t.source, t.target, t.relation, len(t.facts), " ".join(t.articles)) for t in network.ties)
    assert graph.nodes[f"{AT}actor/safadi"]["label"] == "أيمن الصفدي"
    assert body == write_network(read_network(asked(ASK_NETWORK)), form), "the same graph gives the same bytes"


def test_a_gexf_tells_neither_the_day_nor_the_library(network: Network) -> None:
    meta = ET.fromstring(write_network(network, "gexf")).find("g:meta", GEXF_NAMES)
    assert meta is not None
    assert meta.attrib == {}
    assert meta.findtext("g:creator", namespaces=GEXF_NAMES) == "Isnad"


def test_hostile_names_do_no_harm() -> None:
    bad = "http://x/a\u202eb\ufffe"
    nodes = (Node(bad, {"ar": 'سم"<b>&\u0007\ufffe'}, "Person", None), Node("http://x/z", {}, "Actor", None))
    network = Network(nodes, (Tie(bad, "http://x/z", "met", ("http://x/f",), ("http://x/\u2066",)),))
    for form in ("gexf", "graphml"):
        text = write_network(network, form).decode("utf-8")
        assert not {"\u202e", "\u2066", "\u0007", "\ufffe"} & set(text)
        assert "<b>" not in text
        assert "http://x/a%E2%80%AEb%EF%BF%BE" in text
        ET.fromstring(text)


def test_labels_hide_nothing() -> None:
    more = 'graph:two { actor:egypt a isnad:Actor ; rdfs:label "م\u202eصر"@fr . }'
    (egypt,) = (n for n in read_network(asked(ASK_NETWORK, loaded(more))).nodes if n.iri.endswith("egypt"))
    assert egypt.labels["fr"] == "مصر"


def test_json_needs_no_networkx(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    told = json.loads(write_network(network, "json"))
    assert [len(told[part]) for part in ("nodes", "ties")] == [5, 8]
    for form in ("gexf", "graphml"):
        with pytest.raises(NotInstalled) as caught:
            write_network(network, form)
        assert caught.value.hint == "pip install 'isnad[notebook]'"


def test_an_unknown_form_is_refused(network: Network) -> None:
    with pytest.raises(UnknownFormat):
        write_network(network, "dot")


def test_an_empty_store_has_an_empty_network() -> None:
    assert read_network([]) == Network((), ())
    assert nx.read_graphml(io.BytesIO(write_network(Network((), ()), "graphml"))).number_of_nodes() == 0
