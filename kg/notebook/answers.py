"""The answer to a query: rows, and whatever else a notebook wants of them."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import rdflib
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.errors import UsageError
from kg.notebook.values import Value, value_of
from kg.questions import optional

_DRAWN = 50
_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer(Sequence[dict[str, Value]]):
    """What a query is answered with: a sequence of rows, each a dict by variable.

    `kind` is "solutions" (SELECT), "truth" (ASK) or "graph" (CONSTRUCT, DESCRIBE); the rows of a graph are its triples.
    Unbound variables are None. An answer is true when it holds a row; that of an ASK when it says so.
    """

    kind: Literal["solutions", "truth", "graph"]
    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    body: bytes
    """The answer as it came: SPARQL results in JSON, or N-Triples."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    def __getitem__(self, place: Any) -> Any:
        """Return the row at a place, or those of a slice."""
        return self.rows[place]

    def __bool__(self) -> bool:
        return bool(self.rows[0]["answer"]) if self.kind == "truth" else bool(self.rows)

    def column(self, name: str) -> list[Value]:
        """Return the values of one variable, row by row; raises UsageError for one that is not there."""
        self._known(name)
        return [row[name] for row in self.rows]

    def to_pandas(self) -> Any:
        """Return the rows as a `pandas.DataFrame`; raises NotInstalled without pandas."""
        return optional("pandas").DataFrame(list(self.rows), columns=list(self.columns))

    def to_networkx(self, source: str = "subject", target: str = "object") -> Any:
        """Return a `networkx.MultiDiGraph` with an edge for each row, from one column's value to another's.

        The other columns are the edge's attributes; a graph's triples need no columns named. Raises NotInstalled
        without networkx, UsageError for a column that is not there.
        """
        self._known(source)
        self._known(target)
        graph = optional("networkx").MultiDiGraph()
        for row in self.rows:
            rest = {name: value for name, value in row.items() if name not in (source, target)}
            graph.add_edge(row[source], row[target], **rest)
        return graph

    def to_rdflib(self) -> rdflib.Graph:
        """Return a CONSTRUCT's or DESCRIBE's answer as an `rdflib.Graph`; raises UsageError for rows."""
        if self.kind != "graph":
            raise UsageError("rows are no graph", hint="ask with CONSTRUCT, or use to_pandas()")
        return read_graph(self.body)

    def _known(self, name: str) -> None:
        if name not in self.columns:
            raise UsageError(f"the answer has no column {name!r}", hint="it has: " + ", ".join(self.columns))

    def _repr_html_(self) -> str:
        """Return the first rows as a table, for a notebook's page."""
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        # Each cell finds its own direction, so that a column may hold Arabic and Latin names.
        lines = (
            "".join(f'<td dir="auto">{html.escape(_shown(row[name]))}</td>' for name in self.columns)
            for row in self.rows[:_DRAWN]
        )
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        more = f"<p>{len(self)} rows, the first {_DRAWN} shown</p>" if len(self) > _DRAWN else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def answer_of(kind: Literal["solutions", "truth", "graph"], body: bytes) -> Answer:
    """Return an answer read from SPARQL results in JSON, or from N-Triples when it is a graph."""
    if kind == "graph":
        triples = (quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
        rows = (dict(zip(_TRIPLE, map(value_of, (t.subject, t.predicate, t.object)), strict=True)) for t in triples)
        return Answer(kind, _TRIPLE, tuple(rows), body)
    results = parse_query_results(io.BytesIO(body), QueryResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        return Answer(kind, ("answer",), ({"answer": bool(results)},), body)
    names = tuple(variable.value for variable in results.variables)
    found: Iterator[dict[str, Value]] = (
        {name: None if term is None else value_of(term) for name, term in zip(names, row, strict=True)}
        for row in results
    )
    return Answer(kind, names, tuple(found), body)


def read_graph(body: bytes) -> rdflib.Graph:
    """Return N-Triples as an rdflib graph."""
    return rdflib.Graph().parse(data=body.decode("utf-8"), format="nt")


def _shown(value: Value) -> str:
    return "" if value is None else str(value)
