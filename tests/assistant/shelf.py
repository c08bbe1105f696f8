"""A library in memory over a graph written by hand; its search compares words as they are."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.assistant.library import Heard
from kg.errors import KGError, MalformedQuery
from kg.search import Sought
from tests.questions.graphs import loaded

_NAMES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?iri ?text (LANG(?text) AS ?language) ?class WHERE {
  GRAPH ?g { ?iri rdfs:label|schema:text ?text ; a ?class } } ORDER BY ?iri ?text ?class"""


@dataclass
class Shelf:
    """What `kg.assistant.Library` promises; `failure` is raised by the next question."""

    store: Store = field(default_factory=loaded)
    failure: KGError | None = None
    most: int = 1_000_000
    asked: list[str] = field(default_factory=list)

    async def ask(self, sparql: str, seconds: float = 10.0) -> Heard:
        self.asked.append(sparql)
        if self.failure is not None:
            raise self.failure
        try:
            answer = self.store.query(sparql)
        except SyntaxError as error:
            raise MalformedQuery(str(error)) from None
        sink = io.BytesIO()
        if isinstance(answer, QuerySolutions | QueryBoolean):
            answer.serialize(sink, format=QueryResultsFormat.JSON)
            kind = "solutions" if isinstance(answer, QuerySolutions) else "truth"
        else:
            answer.serialize(sink, format=RdfFormat.N_TRIPLES)
            kind = "graph"
        body = sink.getvalue()
        return Heard(kind, body[: self.most], len(body) <= self.most)  # type: ignore[arg-type]

    async def search(self, sought: Sought) -> dict[str, Any]:
        answer = self.store.query(_NAMES)
        assert isinstance(answer, QuerySolutions)
        rows = [{name.value: row[name].value for name in answer.variables} for row in answer]  # type: ignore[union-attr]
        words = sought.words.lower().split()
        near = words if sought.strictest else [word[:4] for word in words]
        field = "text" if sought.kinds == ("Statement",) else "label"
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            kind = row["class"].rpartition("#")[2].rpartition("/")[2]
            if kind in sought.kinds and all(word in row["text"].lower() for word in near):
                labels = {one["language"]: one["text"] for one in rows if one["iri"] == row["iri"]}
                match = {"field": field, "text": row["text"]}
                found[row["iri"]] = {"iri": row["iri"], "score": 0.9, "labels": labels, "match": match}
        return {"results": list(found.values())[: sought.limit]}
