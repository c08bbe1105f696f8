"""Tools for SPARQL: the schema, ready questions, and queries checked and run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.assistant.library import SECONDS, Library
from kg.assistant.mending import mend_of, mendable, place_of, unknown_terms
from kg.assistant.people import evidence
from kg.assistant.told import ExamplesTold, ExampleTold, SchemaTold, Table, TermTold, Verdict
from kg.errors import MalformedQuery, NotFound, Overrun
from kg.questions import PREFIXES, is_iri
from kg.triples import ISNAD, NAMESPACES
from kg.web.vocabulary import examples, quads

Sparql = Annotated[str, Field(min_length=1, max_length=256 * 1024, description="a SPARQL 1.1 query, prefixes declared")]
_TRIED: Final = 1.0
_PROVEN: Final = 40
_TRIPLE: Final = ("subject", "predicate", "object")
_SHAPE: Final = """Every fact is a node in the named graph of its article; a merged store's default graph holds all.
?statement a isnad:Statement ; isnad:speaker ?actor ; schema:text ?words ; isnad:quoteMode ?mode .
?meeting a isnad:Meeting ; isnad:participant ?actor ; isnad:status isnad:status-held ; dcterms:type isnad:kind-call .
?position a isnad:Position ; org:member ?actor ; rdfs:label ?office .
?agreement a isnad:Agreement ; isnad:party ?actor .
?actor a isnad:Actor ; rdfs:label ?name .  FILTER(LANG(?name) = "ar")   # known actors have "en" too
?fact isnad:evidence ?span .  ?span isnad:sentence/oa:hasSelector ?quote .  ?quote oa:exact ?sentence .
?fact isnad:reportedIn ?article .  ?article schema:headline ?headline ; schema:publisher/rdfs:label ?publisher .
?article schema:datePublished ?day ; schema:url ?url .   # where they are known: OPTIONAL
Select the fact's own variable (?statement, ?meeting): its evidence then comes with the answer."""


@dataclass(frozen=True, slots=True)
class Querying:
    """SPARQL over one store, for reading only."""

    library: Library

    async def get_schema(
        self, term: Annotated[str | None, Field(description="one term, such as isnad:speaker; none: all")] = None
    ) -> SchemaTold:
        """Show the ontology: classes and properties with their meaning, prefixes, how the graph is put together.

        Read it before writing SPARQL.
        """
        with mendable():
            told = _terms()
            if term is not None:
                name = term.removeprefix(ISNAD).removeprefix("isnad:")
                chosen = [one for one in told if one.term == f"isnad:{name}"]
                if not chosen:
                    raise NotFound(f"the ontology has no term {term[:200]!r}", hint=_near(name))
                told = chosen
            return SchemaTold(prefixes=PREFIXES, shape=_SHAPE, terms=told)

    async def list_examples(
        self, about: Annotated[str | None, Field(description="words that the question has; none: all")] = None
    ) -> ExamplesTold:
        """Show ready questions with their SPARQL. Each runs as it stands: change one instead of beginning anew."""
        told = [
            ExampleTold(
                name=one.name,
                asks=f"{one.title.get('en', '')} {one.comment.get('en', '')}".strip(),
                asks_ar=one.title.get("ar", ""),
                sparql=one.query,
            )
            for one in examples()
        ]
        words = (about or "").lower().split()
        fitting = [one for one in told if all(w in f"{one.name} {one.asks} {one.asks_ar}".lower() for w in words)]
        return ExamplesTold(examples=fitting or told)

    async def validate_sparql(self, query: Sparql) -> Verdict:
        """Check a query without its answer: where it does not parse and how to mend it, terms the ontology lacks."""
        warnings = unknown_terms(query)
        try:
            heard = await self.library.ask(query, _TRIED)
        except MalformedQuery as error:
            place = place_of(error)
            line, column = (place.line, place.column) if place else (None, None)
            return Verdict(
                valid=False, message=str(error), line=line, column=column, mend=mend_of(error), warnings=warnings
            )
        except Overrun as error:
            return Verdict(valid=True, warnings=[*warnings, f"it parses, but takes longer than {_TRIED:g} s: {error}"])
        names = [] if heard.kind == "truth" else _variables(heard.kind, heard.body)
        return Verdict(valid=True, kind=heard.kind, variables=names, warnings=warnings)

    async def run_sparql(
        self, query: Sparql, limit: Annotated[int, Field(ge=1, le=500, description="rows at most")] = 50
    ) -> Table:
        """Run a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE); nothing is ever changed.

        Select the IRIs of facts (?statement, ?meeting …) too: the answer then carries the sentences that prove them.
        """
        warnings = unknown_terms(query)
        with mendable(warnings):
            heard = await self.library.ask(query, SECONDS)
            if heard.kind == "truth":
                truth = b"true" in heard.body
                return Table(kind=heard.kind, truth=truth, warnings=warnings)
            read = _triples if heard.kind == "graph" else _solutions
            names, rows, all_read = read(heard.body, limit, heard.whole)
            proofs = await evidence(self.library, _facts(rows))
            return Table(
                kind=heard.kind,
                variables=names,
                rows=rows,
                truncated=not all_read,
                evidence=proofs,
                warnings=warnings,
            )


_Rows = tuple[list[str], list[dict[str, str | None]], bool]


def _variables(kind: str, body: bytes) -> list[str]:
    return list(_TRIPLE) if kind == "graph" else _names(body.decode("utf-8", "replace"))


def _names(text: str) -> list[str]:
    """Return the variables of results in JSON, of which the head may be all that there is."""
    head = json.JSONDecoder().raw_decode(text, text.index("{", text.index('"head"')))[0]
    return [str(name) for name in head.get("vars", [])]


def _solutions(body: bytes, limit: int, whole: bool) -> _Rows:
    """Return the first rows of results in JSON, of which only the beginning may be there."""
    text, decoder = body.decode("utf-8", "replace"), json.JSONDecoder()
    names = _names(text)
    place = text.index("[", text.index('"bindings"')) + 1
    rows: list[dict[str, str | None]] = []
    while place < len(text) and text[place] != "]":
        if len(rows) == limit:
            return names, rows, False
        try:
            row, place = decoder.raw_decode(text, place)
        except ValueError:
            return names, rows, False  # The answer is cut off in this row.
        rows.append({name: _cell(row[name]) if name in row else None for name in names})
        while place < len(text) and text[place] in ", \n\r\t":
            place += 1
    return names, rows, whole


def _cell(term: dict[str, Any]) -> str:
    value = term["value"]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _triples(body: bytes, limit: int, whole: bool) -> _Rows:
    names = list(_TRIPLE)
    lines = body[: body.rindex(b"\n") + 1] if b"\n" in body else b""
    rows: list[dict[str, str | None]] = []
    for quad in parse(lines, format=RdfFormat.N_TRIPLES):
        if len(rows) == limit:
            return names, rows, False
        parts = (quad.subject, quad.predicate, quad.object)
        rows.append({name: getattr(p, "value", str(p)) for name, p in zip(names, parts, strict=True)})
    return names, rows, whole


def _facts(rows: Iterable[dict[str, str | None]]) -> list[str]:
    """Return the IRIs among the values, the first of them: which are facts, the store tells."""
    found: dict[str, None] = {}
    for row in rows:
        for value in row.values():
            if value and value.startswith(("http://", "https://", "urn:")) and is_iri(value):
                found[value] = None
        if len(found) >= _PROVEN:
            break
    return list(found)[:_PROVEN]


def _terms() -> list[TermTold]:
    """Return our own classes and properties, with what they mean in English."""
    about: dict[str, list[Quad]] = {}
    for quad in quads("ontology"):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ISNAD):
            about.setdefault(quad.subject.value.removeprefix(ISNAD), []).append(quad)
    return [_term(name, said) for name, said in sorted(about.items())]


def _term(name: str, said: list[Quad]) -> TermTold:
    def values(prefix: str, local: str) -> list[str]:
        predicate = NamedNode(NAMESPACES[prefix] + local)
        objects = [quad.object for quad in said if quad.predicate == predicate]
        english = [o.value for o in objects if isinstance(o, Literal) and o.language == "en"]
        return english or [_short(o.value) for o in objects if isinstance(o, NamedNode)]

    kinds = values("rdf", "type")
    means = " ".join(values("skos", "definition")) or " ".join(values("rdfs", "label"))
    kind = next((one.partition(":")[2] for one in kinds), "term")
    return TermTold(
        term=f"isnad:{name}",
        type=kind,
        means=means,
        domain=values("schema", "domainIncludes"),
        range=values("schema", "rangeIncludes"),
    )


def _short(name: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if name.startswith(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return name


def _near(name: str) -> str:
    warned = unknown_terms(f"isnad:{name}")
    return warned[0].rpartition("; ")[2] if warned else "call get_schema without a term"
