"""Terms as values, answers as rows, sources as bytes."""

from __future__ import annotations

import copy
import math
import pickle
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

import kg
from kg import Iri, Text
from kg.errors import InputError, NotInstalled, UsageError
from kg.notebook.answers import Answer, answer_of
from kg.notebook.sources import given, read_source
from kg.notebook.values import value_of

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(words: str, datatype: str) -> Literal:
    return Literal(words, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (typed("7", "integer"), 7),
        (typed("0.10", "decimal"), Decimal("0.10")),
        (typed("1.5e3", "double"), 1500.0),
        (typed("true", "boolean"), True),
        (typed("2026-03-01", "date"), date(2026, 3, 1)),
        (typed("2026-03-01T12:00:00Z", "dateTime"), datetime.fromisoformat("2026-03-01T12:00:00+00:00")),
        (typed("2026-03", "gYearMonth"), "2026-03"),
        (typed("2026-13-01", "date"), "2026-13-01"),
        (typed("9" * 5000, "integer"), "9" * 5000),
        (typed("yes", "boolean"), "yes"),
        (Literal("x"), "x"),
        (BlankNode("b"), "_:b"),
        (Triple(NamedNode("a:s"), NamedNode("a:p"), typed("1", "integer")), ("a:s", "a:p", 1)),
    ],
)
def test_a_term_is_the_value_python_has_for_it(term: Literal, value: object) -> None:
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


def test_words_know_their_language_and_iris_that_they_are_iris() -> None:
    words = value_of(Literal("سلام", language="ar"))
    assert isinstance(words, Text)
    assert (words, words.language) == ("سلام", "ar")
    assert isinstance(value_of(NamedNode("http://x/")), Iri)
    assert pickle.loads(pickle.dumps(words)).language == copy.deepcopy(words).language == "ar"
    assert math.isinf(value_of(typed("INF", "double")))  # type: ignore[arg-type]


ROWS = answer_of(
    "solutions",
    """{"head": {"vars": ["who", "n", "whom"]}, "results": {"bindings": [
      {"who": {"type": "uri", "value": "http://x/a"}, "n": {"type": "literal", "value": "2",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer"}, "whom": {"type": "uri", "value": "http://x/b"}},
      {"who": {"type": "literal", "value": "<script>سلام", "xml:lang": "ar"}}]}}""".encode(),
)
GRAPH = answer_of("graph", b"<http://x/a> <http://x/met> <http://x/b> .\n")


def test_rows_are_a_sequence_of_dicts() -> None:
    assert len(ROWS) == 2
    assert ROWS[0] == {"who": "http://x/a", "n": 2, "whom": "http://x/b"}
    assert [row["n"] for row in ROWS] == ROWS.column("n") == [2, None]
    assert bool(ROWS)
    assert not answer_of("solutions", b'{"head": {"vars": []}, "results": {"bindings": []}}')


@pytest.mark.parametrize("said", [True, False])
def test_a_truth_is_true_or_false(said: bool) -> None:
    answer = answer_of("truth", f'{{"head": {{}}, "boolean": {str(said).lower()}}}'.encode())
    assert bool(answer) is said
    assert answer.rows == ({"answer": said},)


def test_a_graph_s_rows_are_its_triples() -> None:
    assert GRAPH[0] == {"subject": "http://x/a", "predicate": "http://x/met", "object": "http://x/b"}
    assert set(GRAPH.to_rdflib()) == {tuple(map(rdflib.URIRef, ("http://x/a", "http://x/met", "http://x/b")))}
    with pytest.raises(UsageError, match="no graph"):
        ROWS.to_rdflib()


def test_pandas_gets_columns_in_order() -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra notebook")
    frame = ROWS.to_pandas()
    assert list(frame.columns) == ["who", "n", "whom"]
    assert frame["n"].tolist()[0] == 2
    assert frame["whom"].isna().tolist() == [False, True]


def test_networkx_gets_edges() -> None:
    pytest.importorskip("networkx", reason="networkx comes with the extra notebook")
    assert list(GRAPH.to_networkx().edges(data="predicate")) == [("http://x/a", "http://x/b", "http://x/met")]
    graph = Answer("solutions", ROWS.columns, ROWS.rows[:1], b"").to_networkx("who", "whom")
    assert list(graph.edges(data=True)) == [("http://x/a", "http://x/b", {"n": 2})]
    with pytest.raises(UsageError) as caught:
        ROWS.to_networkx()
    assert caught.value.hint == "it has: who, n, whom"


@pytest.mark.parametrize(("package", "call"), [("pandas", ROWS.to_pandas), ("networkx", GRAPH.to_networkx)])
def test_what_is_not_installed_is_said_with_its_mend(
    package: str, call: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(NotInstalled, match=package) as caught:
        call()  # type: ignore[operator]
    assert caught.value.hint == "pip install 'isnad[notebook]'"


def test_a_notebook_s_table_is_escaped() -> None:
    page = ROWS._repr_html_()
    assert "&lt;script&gt;سلام" in page
    assert "<script>" not in page
    assert '<td dir="auto">' in page


def test_an_article_is_words_bytes_or_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("خبر", "utf-8")
    assert read_source("خبر عاجل") == "خبر عاجل".encode()
    assert read_source(b"\xff") == b"\xff"
    assert read_source(Path("a.txt")) == "خبر".encode()
    with pytest.raises(UsageError, match="a file's name") as caught:
        read_source("a.txt")
    assert caught.value.hint == "pass pathlib.Path('a.txt')"
    with pytest.raises(UsageError, match="an address"):
        read_source("https://news.example.org/1")
    with pytest.raises(InputError, match="no such file"):
        read_source(Path("b.txt"))


def test_a_day_is_a_day() -> None:
    assert given(None, None, "2026-03-01", None).published == date(2026, 3, 1)
    with pytest.raises(UsageError, match="no day"):
        given(None, None, "yesterday", None)


def test_the_package_tells_what_it_offers() -> None:
    assert set(kg.__all__) <= set(dir(kg))
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018
