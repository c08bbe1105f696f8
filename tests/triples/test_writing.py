"""Every format says the same thing, to two parsers, in the same bytes each time."""

from __future__ import annotations

import io
import json
import re

import pytest
import rdflib
from hypothesis import given, settings, strategies
from pyld import jsonld
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import MalformedData, UnknownFormat
from kg.sparql import COMPACTED, EXPANDED, FLATTENED, GRAPHS, Format
from kg.triples import Graph, Names, Run, authority_graph, read_rdf, to_graph, write_graphs, write_quads
from kg.triples.jsonld import published_context
from kg.triples.parsing import CONTEXT_IRI
from kg.triples.vocabulary import NAMESPACES
from tests.triples.readings import AUTHORITY, reading

NAMES = Names()
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "trig": "trig",
    "nquads": "nquads",
    "n3": "n3",
}


@pytest.fixture(scope="module")
def graphs() -> list[Graph]:
    return [to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0")), authority_graph(AUTHORITY, NAMES)]


def written(graphs: list[Graph], form: str) -> bytes:
    sink = io.BytesIO()
    write_graphs(graphs, form, NAMES, sink)
    return sink.getvalue()


def said(quads: list[Quad], *, named: bool) -> set[object]:
    return set(quads) if named else {quad.triple for quad in quads}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_pyoxigraph_reads_back_what_was_written(form: Format, graphs: list[Graph]) -> None:
    quads = [quad for graph in graphs for quad in graph.quads()]
    assert said(read_rdf(written(graphs, form.name), form.name), named=form.named_graphs) == said(
        quads, named=form.named_graphs
    )


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_rdflib_reads_back_what_was_written(form: Format, graphs: list[Graph]) -> None:
    parsed = rdflib.Dataset() if form.named_graphs else rdflib.Graph()
    parsed.parse(data=written(graphs, form.name), format=RDFLIB[form.name])
    wanted = rdflib.Dataset() if form.named_graphs else rdflib.Graph()
    plain = written(graphs, "nquads" if form.named_graphs else "ntriples")
    wanted.parse(data=plain, format="nquads" if form.named_graphs else "nt")
    found = set(parsed.quads()) if form.named_graphs else set(parsed)
    assert found == (set(wanted.quads()) if form.named_graphs else set(wanted))
    assert len(found) == len({t for graph in graphs for t in (graph.quads() if form.named_graphs else graph.triples)})


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_two_runs_give_the_same_bytes(form: Format, graphs: list[Graph]) -> None:
    again = [to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0")), authority_graph(AUTHORITY, NAMES)]
    assert written(again, form.name) == written(graphs, form.name)


@pytest.mark.parametrize("form", ["turtle", "trig"])
def test_every_declared_prefix_is_used_and_no_known_namespace_is_spelt_out(form: str, graphs: list[Graph]) -> None:
    text = written(graphs, form).decode()
    for prefix in re.findall(r"^@prefix ([\w-]+):", text, re.M):
        assert re.search(rf"(?<![\w:]){prefix}:\S", re.sub(r"^@prefix.*$", "", text, flags=re.M)), prefix
    body = re.sub(r"^@prefix.*$", "", text, flags=re.M)
    assert not [n for n in NAMESPACES.values() if f"<{n}" in body]
    assert "\\/" not in body


def test_turtle_of_the_same_graph_does_not_depend_on_what_order_it_came_in(graphs: list[Graph]) -> None:
    backwards = Graph(graphs[0].name, graphs[0].triples[::-1])
    assert written([backwards], "turtle") == written(graphs[:1], "turtle")


def test_quads_streamed_graph_by_graph_read_like_graphs(graphs: list[Graph]) -> None:
    sink = io.BytesIO()
    write_quads((quad for graph in graphs for quad in graph.quads()), "trig", NAMES, sink)
    assert sink.getvalue() == written(graphs, "trig")


def test_what_is_said_of_one_article_alone_is_written_as_short(graphs: list[Graph]) -> None:
    sink = io.BytesIO()
    write_quads([Quad(t.subject, t.predicate, t.object) for t in graphs[0].triples], "turtle", NAMES, sink)
    assert sink.getvalue() == written(graphs[:1], "turtle")
    two = [Quad(NAMES.inside(key, "span"), node("p"), node("o")) for key in ("a", "b")]
    write_quads(two, "turtle", NAMES, sink := io.BytesIO())
    assert b"here:" not in sink.getvalue()


def test_nothing_is_held_back_until_the_last_graph(graphs: list[Graph]) -> None:
    sink, sizes = io.BytesIO(), []

    def watched():
        for graph in graphs:
            sizes.append(sink.tell())
            yield graph

    write_graphs(watched(), "turtle", NAMES, sink)
    assert sizes[0] == 0 < sizes[1]


def node(local: str) -> NamedNode:
    return NamedNode(f"http://example.org/{local}")


AWKWARD = [
    Quad(node("s"), node("p"), Literal("a\r\n\t\"quoted\" \\ <b> & ]]> 'x'\u202eمرحبا\u200f"), node("g")),
    Quad(node("s"), node("p"), Literal(" "), node("g")),
    Quad(node("s"), node("p"), Literal("", language="ar"), node("g")),
    Quad(node("s"), node("p"), Literal("1", datatype=NamedNode(NAMESPACES["xsd"] + "decimal")), node("g")),
    Quad(node("s"), node("p"), Literal("true", datatype=NamedNode(NAMESPACES["xsd"] + "boolean")), node("g")),
    Quad(node("s"), node("p"), Literal("-12", datatype=NamedNode(NAMESPACES["xsd"] + "integer")), node("g")),
    Quad(node("s"), node("p"), Literal("9" * 30, datatype=NamedNode(NAMESPACES["xsd"] + "integer")), node("g")),
    Quad(node("s"), node("p"), Literal("<a/>", datatype=NamedNode(NAMESPACES["rdf"] + "XMLLiteral")), node("g")),
    Quad(node("s"), node("p"), Literal('x"^^<y>', datatype=node("type")), node("g")),
    Quad(node("s"), NamedNode(NAMESPACES["rdf"] + "type"), Literal("no class"), node("g")),
    Quad(node("s"), NamedNode(NAMESPACES["isnad"] + "speaker"), Literal("no actor"), node("g")),
    Quad(node("s"), NamedNode(NAMESPACES["isnad"] + "speaker"), Literal("7", datatype=node("type")), node("g")),
    Quad(node("s"), NamedNode("http://example.org/1st"), node("a/b,c;d(e)'f~%20.x."), node("g")),
    Quad(BlankNode("0a1"), node("صفة"), BlankNode("b2"), node("g")),
    Quad(NamedNode(NAMES.base + "id/article/k/x/y"), node("p"), NamedNode(NAMES.base + "id/actor/"), DefaultGraph()),
    Quad(NamedNode("urn:isbn:1"), node("p"), NamedNode("urn:a"), DefaultGraph()),
]


def unblank(quads: list[Quad]) -> set[str]:
    return {re.sub(r"_:\S+", "_:b", str(quad)) for quad in quads}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_awkward_terms_survive(form: Format) -> None:
    sink = io.BytesIO()
    write_quads(AWKWARD, form.name, NAMES, sink)
    wanted = AWKWARD if form.named_graphs else [Quad(q.subject, q.predicate, q.object) for q in AWKWARD]
    assert unblank(read_rdf(sink.getvalue(), form.name)) == unblank(wanted)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(text=strategies.text(), language=strategies.sampled_from([None, "ar", "en-GB"]))
def test_any_text_survives_or_is_refused_by_name(form: Format, text: str, language: str | None) -> None:
    quad = Quad(node("s"), node("p"), Literal(text, language=language) if language else Literal(text))
    sink = io.BytesIO()
    try:
        write_quads([quad], form.name, NAMES, sink)
    except UnknownFormat:
        assert form.name == "rdfxml"
        assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
        return
    assert read_rdf(sink.getvalue(), form.name) == [quad]


@pytest.mark.parametrize(
    "quad",
    [
        Quad(node("s"), node("p"), Literal("a\x0bb")),
        Quad(node("s"), node("1"), Literal("a")),
        Quad(node("s"), node("p"), Triple(node("s"), node("p"), node("o"))),
    ],
    ids=["control character", "no XML name", "triple term"],
)
def test_what_xml_cannot_carry_is_refused_by_name(quad: Quad) -> None:
    with pytest.raises(UnknownFormat, match="RDF/XML cannot carry"):
        write_quads([quad], "rdfxml", NAMES, io.BytesIO())


def test_an_unknown_format_offers_the_known_ones() -> None:
    with pytest.raises(UnknownFormat) as caught:
        write_graphs([], "docx", NAMES, io.BytesIO())
    assert set(caught.value.offered) == {form.name for form in (*GRAPHS, EXPANDED, COMPACTED, FLATTENED)}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_no_graph_at_all_is_a_document_that_parses(form: Format) -> None:
    assert read_rdf(written([], form.name), form.name) == []


def test_json_ld_is_what_pyld_compacts_to_with_the_published_context(graphs: list[Graph]) -> None:
    document = json.loads(written(graphs[:1], "jsonld"))
    context = document["@context"]

    def no_network(url: str, options: object) -> object:
        raise AssertionError(url)

    again = jsonld.compact(jsonld.expand(document), context, {"documentLoader": no_network})
    wanted = {item["id"]: item for item in again["@graph"]}
    for item in document["@graph"][0]["@graph"]:
        assert item == wanted.pop(item["id"])
    assert not wanted
    assert {name: context[name] for name in published_context()} == published_context()


def test_no_term_of_the_context_hides_a_prefix_of_ours() -> None:
    own = set(NAMES.prefixes()) - set(NAMESPACES)
    assert not own & set(published_context())


def test_our_own_context_is_bundled() -> None:
    body = json.dumps({"@context": CONTEXT_IRI, "id": "http://example.org/a", "speaker": "http://example.org/b"})
    assert read_rdf(body.encode(), "jsonld") == [
        Quad(node("a"), NamedNode(NAMESPACES["isnad"] + "speaker"), node("b"), DefaultGraph())
    ]


@pytest.mark.parametrize(
    ("form", "body", "words"),
    [
        ("jsonld", b'{"@context": "https://schema.org/", "name": "x"}', "fetched"),
        ("jsonld", b'{"@context": {"@import": "https://schema.org/"}}', "fetched"),
        ("jsonld", b'{"@context": {"a": {"@id": "http://e/", "@context": "http://x/"}}}', "fetched"),
        ("jsonld", b'{"@graph": ' * 3000 + b"1" + b"}" * 3000, "deep"),
        ("jsonld", b'{"a": ', "JSON"),
        ("jsonld", b"\xff\xfe\xfa", "UTF-8"),
        ("rdfxml", b'<!DOCTYPE a SYSTEM "http://e/d"><rdf:RDF/>', "fetched"),
        ("rdfxml", '<!DOCTYPE a PUBLIC "x" "http://e/d"><rdf:RDF/>'.encode("utf-16"), "fetched"),
        ("turtle", b"<a> <b> <c> .", "absolute"),
    ],
)
def test_hostile_or_broken_rdf_is_refused(form: str, body: bytes, words: str) -> None:
    with pytest.raises(MalformedData, match=words):
        read_rdf(body, form)


def test_a_syntax_error_says_where() -> None:
    with pytest.raises(MalformedData) as caught:
        read_rdf(b"<http://e/a> <http://e/b>\n <http://e/c> , .", "turtle")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 17)
