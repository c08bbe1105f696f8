"""The seed's graph is the one kept in tests/gold, passes the gate, and reads back whole in every format."""

from __future__ import annotations

import io

import pytest
import rdflib

from kg.authority import load_authority
from kg.resources import resource
from kg.sparql import GRAPHS, Format
from kg.triples import Run, known_in, read_rdf, to_graph, write_graphs
from kg.validation import check, load_shapes
from tests.gold.seed import NAMES, TURTLE, VERSION, seed_graph, seed_reading, seed_turtle


def test_the_seed_reads_to_the_turtle_that_is_kept() -> None:
    wanted = TURTLE.read_text("utf-8")
    assert seed_turtle().decode() == wanted, (
        "if the change is meant: python -m tests.gold.seed, then look at the difference"
    )


def test_a_second_run_gives_the_same_graph() -> None:
    assert to_graph(seed_reading(), NAMES, load_authority(), Run(VERSION)) == seed_graph()


def test_the_seed_passes_the_gate() -> None:
    known = known_in(seed_graph(), load_authority(), NAMES)
    report = check(seed_graph(), seed_reading().document.text, known, load_shapes(resource("shapes")))
    assert report.findings == ()


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_seed_reads_back_without_loss(form: Format) -> None:
    sink = io.BytesIO()
    write_graphs([seed_graph()], form.name, NAMES, sink)
    quads = read_rdf(sink.getvalue(), form.name)
    assert {quad.triple for quad in quads} == set(seed_graph().triples)
    assert len(quads) == len(seed_graph().triples)


def test_rdflib_reads_the_seed_s_turtle_without_loss() -> None:
    sink = io.BytesIO()
    write_graphs([seed_graph()], "ntriples", NAMES, sink)
    plain = rdflib.Graph().parse(data=sink.getvalue(), format="nt")
    assert set(rdflib.Graph().parse(data=seed_turtle(), format="turtle")) == set(plain)
    assert len(plain) == len(seed_graph().triples)
