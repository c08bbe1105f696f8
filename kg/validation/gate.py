"""The gate: one article's graph against the shapes, each finding with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.triples import ISNAD, Graph, term
from kg.validation.engine import PyShacl
from kg.validation.model import Finding, Report, Result, Severity, Validator
from kg.validation.places import Places
from kg.validation.shapes import SH, Shapes
from kg.validation.terms import to_pyoxigraph

_TEXT = NamedNode(ISNAD + "text")
_ARTICLE = NamedNode(ISNAD + "Article")
_SEVERITIES: dict[rdflib.term.Node, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_ORDER: dict[Severity, int] = {"violation": 0, "warning": 1, "info": 2}


def check(
    graph: Graph, text: str | None, shared: Graph | None, shapes: Shapes, validator: Validator | None = None
) -> Report:
    """Return what the shapes say against an article's graph, found by *validator*, else by the reference.

    *text* is the article's own; it stands beside the graph only while quotes are held to it. Of *shared*, the
    authority's graph, only the nodes that the article speaks of count, and theirs.
    """
    triples = list(graph.triples)
    if shared is not None:
        triples += _spoken_of(graph.triples, shared)
    held = list(triples)
    if text is not None:
        articles = {t.subject for t in graph.triples if _is_article(t)}
        held += [Triple(article, _TEXT, Literal(text)) for article in articles]
    results = (validator or PyShacl(shapes)).results(held)
    if not results:
        return Report(())
    places = Places(triples)
    return _report(_finding(result, places, shapes, text) for result in results)


def check_rdf(quads: Iterable[Quad], shapes: Shapes) -> Report:
    """Return what the shapes say against any RDF: each article's graph by itself, then all the rest.

    A union of articles is no sound object of a check: what one of them lacks, another may have.
    """
    graphs: dict[object, list[Triple]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad.triple)
    loose = graphs.pop(DefaultGraph(), [])
    articles = [triples for triples in graphs.values() if any(_is_article(t) for t in triples)]
    others = [triple for triples in graphs.values() if triples not in articles for triple in triples]
    # A merged dataset's default graph repeats what the named graphs say.
    repeated = {triple for triples in articles for triple in triples}
    rest = Graph("", tuple(dict.fromkeys([*others, *(t for t in loose if t not in repeated)])))
    reports = [check(Graph("", tuple(triples)), None, rest, shapes) for triples in articles]
    reports += [check(rest, None, None, shapes)] if rest.triples else []
    return _report(finding for report in reports for finding in report.findings)


def _is_article(triple: Triple) -> bool:
    return triple.predicate == term("rdf:type") and triple.object == _ARTICLE


class _Surroundings:
    """What a shared graph says of each node: that of the last graph asked for, since every article shares one."""

    last: tuple[Graph, Mapping[object, Sequence[Triple]]] | None = None

    @classmethod
    def of(cls, shared: Graph) -> Mapping[object, Sequence[Triple]]:
        """Return the triples of *shared* by subject."""
        if cls.last is None or cls.last[0] is not shared:
            about: dict[object, list[Triple]] = defaultdict(list)
            for triple in shared.triples:
                about[triple.subject].append(triple)
            cls.last = (shared, about)
        return cls.last[1]


def _spoken_of(triples: Sequence[Triple], shared: Graph) -> list[Triple]:
    """Return the triples of *shared* about the nodes *triples* name, and about the nodes those name in turn."""
    about = _Surroundings.of(shared)
    known = set(triples)
    waiting: list[object] = [node for t in triples for node in (t.subject, t.object)]
    seen: set[object] = set()
    found = []
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in about.get(node, ()):
            waiting.append(triple.object)
            if triple not in known:
                found.append(triple)
    return found


def _report(findings: Iterable[Finding]) -> Report:
    """Return the findings, each once, in a fixed order."""
    return Report(tuple(found for _, found in sorted({_place(f): f for f in findings}.items())))


def _finding(result: Result, places: Places, shapes: Shapes, text: str | None) -> Finding:
    shape = str(result.shape)
    stands = places.sentence(to_pyoxigraph(result.focus))
    if stands is None and result.value is not None:
        stands = places.sentence(to_pyoxigraph(result.value))
    sentence, quote = stands or (None, None)
    words = sentence.of(text) if text is not None and sentence is not None else quote
    return Finding(
        focus=str(result.focus),
        path=None if result.path is None else str(result.path),
        value=None if result.value is None else str(to_pyoxigraph(result.value)),
        shape=shape,
        component=str(result.component),
        severity=_SEVERITIES.get(result.severity, "violation"),
        messages=dict(shapes.messages.get(shape, {})),
        mends=dict(shapes.mends.get(shape, {})),
        sentence=sentence,
        words=words,
    )


def _place(finding: Finding) -> tuple[int, int, str, str, str, str, str]:
    start = finding.sentence.start if finding.sentence else -1
    names = (finding.shape, finding.component, finding.focus, finding.path or "", finding.value or "")
    return (_ORDER[finding.severity], start, *names)
