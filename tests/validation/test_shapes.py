"""Every shape catches its own broken graph, and no other shape cries with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import SH

from kg.decisions import Decision
from kg.resources import resource
from kg.review import apply
from kg.triples import Graph, Names, Run, known_in, term, to_graph
from kg.triples.vocabulary import concept
from kg.validation import check, load_shapes
from tests.triples.readings import AUTHORITY, SHORT, short_reading
from tests.validation import breaking
from tests.validation.breaking import EXTRA, NOTHING, TYPE, instead, plus, without

NAMESPACE = "https://w3id.org/isnad/shapes#"
NAMES = Names()
SHAPES = load_shapes(resource("shapes"))
# Somebody accepted the first statement, and said why.
READING = short_reading()
ACCEPTED = Decision(
    1,
    READING.document.article.text_hash,
    "statement",
    READING.statements[0].content,
    "accept",
    {},
    "سلمى",
    datetime(2026, 3, 1, tzinfo=UTC),
    "كذلك قال",
)
REVIEWED = apply(READING, [ACCEPTED], AUTHORITY).reviewed
ARTICLE_GRAPH = to_graph(READING, NAMES, AUTHORITY, Run("0.1.0"), REVIEWED)
# One graph with the authority's rows in it, so that their shapes can be broken too.
GOOD = plus(ARTICLE_GRAPH, *set(known_in(ARTICLE_GRAPH, AUTHORITY, NAMES).triples) - set(ARTICLE_GRAPH.triples))
GOOD = plus(
    GOOD,
    Triple(NAMES.office("office-fm"), TYPE, term("org:Post")),
    Triple(NAMES.office("office-fm"), term("skos:prefLabel"), Literal("minister", language="en")),
    Triple(NAMES.office("office-fm"), term("dcterms:source"), Literal("a table")),
)
HERE = f"http://localhost:8000/id/article/{NAMES.key(short_reading().document.article)}"
ARTICLE = NamedNode(HERE)


def node(local: str) -> NamedNode:
    """Return a thing in the article."""
    return NamedNode(f"{HERE}/{local}")


def own(name: str) -> NamedNode:
    return term(f"isnad:{name}")


def extra(focus: NamedNode) -> Graph:
    """Return the good graph with a property that *focus* has no place for."""
    return plus(GOOD, Triple(focus, EXTRA, Literal("x")))


def has(focus: NamedNode, *properties: str) -> Callable[[Triple], bool]:
    """Tell of a triple whether it says one of *properties* of *focus*."""
    return lambda triple: triple.subject == focus and triple.predicate in [term(name) for name in properties]


def number(value: int) -> Literal:
    return Literal(str(value), datatype=term("xsd:integer"))


def lone(kind: str) -> Graph:
    """Return the good graph with a new node that is of *kind* and no actor."""
    return plus(GOOD, Triple(NOTHING, TYPE, own(kind)))


NAJJAR = NAMES.actor("person-najjar")
SAMER, AGENCY, COMMITTEE = node("actor-11-15"), node("actor-17-26"), node("actor-34-42")
GROUP, UNRESOLVED = node("actor-group-30-33"), node("actor-person-30-33")
MEETING, STATEMENT, AGREEMENT = node("meeting-43-48"), node("statement-0-62"), node("agreement-0-62")
LATER = node("meeting-0-62")
LINK, STEP, PART = node("link-49-53"), node("attribution-speaker-0-62-11-15"), node("participation-43-48-11-15")
OTHER_PART, OTHER_STEP = node("participation-43-48-49-53"), node("attribution-relayer-0-62-17-26")
SPAN, OFFSETS, QUOTE, TIME = node("span-43-48"), node("offsets-43-48"), node("quote-43-48"), node("time-0-62")
POSITION, RUN = (
    node("position-0-62-11-15"),
    next(t.object for t in GOOD.triples if t.predicate.value.endswith("#wasGeneratedBy")),
)
DECISION = next(t.subject for t in GOOD.triples if t.object == own("Decision"))
MATCH, ITEM = term("skos:exactMatch"), NAMES.wikidata("Q1")

# What no single parameter of a property shape can break, or not without breaking more.
BY_HAND = {
    "Actor-exactMatch-has-a-reason": plus(GOOD, Triple(SAMER, MATCH, ITEM)),
    "Actor-kind": plus(GOOD, Triple(SAMER, TYPE, term("schema:Place"))),
    "Actor-name": without(
        GOOD, lambda t: t.subject == SAMER and t.predicate.value.endswith(("label", "alternateName"))
    ),
    "Agreement": extra(AGREEMENT),
    "Agreement-text-is-content": instead(GOOD, AGREEMENT, term("schema:text"), Literal("غير ذلك", language="ar")),
    "Article-text": plus(
        GOOD, Triple(ARTICLE, own("text"), Literal(SHORT)), Triple(ARTICLE, own("text"), Literal(SHORT, language="ar"))
    ),
    "AttributionStep": extra(STEP),
    "AttributionStep-capacity-is-his": plus(GOOD, Triple(OTHER_STEP, own("inCapacity"), POSITION)),
    "AttributionStep-level-fits-role": instead(GOOD, node("attribution-publisher"), own("level"), number(5)),
    "AttributionStep-somebody": without(GOOD, has(node("attribution-publisher"), "prov:agent")),
    "Contained-sentence-holds-it": plus(
        without(GOOD, lambda t: t.predicate == own("sentence")), Triple(SPAN, own("sentence"), node("span-11-15"))
    ),
    "Decision": extra(DECISION),
    "Decision-about-this-text": instead(GOOD, DECISION, own("textHash"), Literal("0" * 64)),
    "Evidence-quote-is-slice": instead(GOOD, QUOTE, term("oa:exact"), Literal("يقابل", language="ar")),
    "Evidence-quoted": plus(
        GOOD,
        Triple(SPAN, term("oa:hasSelector"), NOTHING),
        Triple(NOTHING, TYPE, term("oa:TextQuoteSelector")),
        Triple(NOTHING, term("oa:exact"), Literal("يلتقي", language="ar")),
    ),
    "Forum": lone("Forum"),
    "Label-visible": plus(GOOD, Triple(SAMER, term("schema:alternateName"), Literal("سا\u200fمر", language="ar"))),
    "Link": extra(LINK),
    "Link-confident": instead(GOOD, LINK, own("confidence"), Literal("0.2", datatype=term("xsd:decimal"))),
    "Meeting": extra(MEETING),
    "Meeting-about": plus(GOOD, Triple(MEETING, term("schema:about"), node("place-17-26"))),
    "Meeting-location": instead(GOOD, MEETING, term("schema:location"), node("topic-34-42")),
    "Meeting-participant-described": plus(GOOD, Triple(MEETING, own("participant"), COMMITTEE)),
    "Meeting-participation-counted": without(
        GOOD, lambda t: (t.subject, t.predicate, t.object) == (MEETING, own("participant"), NAJJAR)
    ),
    "Meeting-somebody": plus(
        without(
            GOOD,
            lambda t: t.subject == MEETING and t.predicate.value.endswith(("participant", "participation", "Within")),
        ),
        Triple(LATER, own("participation"), PART),
        Triple(LATER, own("participation"), OTHER_PART),
        Triple(LATER, own("participant"), SAMER),
        Triple(LATER, own("participant"), NAJJAR),
    ),
    "Participation": extra(PART),
    "Participation-actor": plus(
        GOOD, Triple(MEETING, own("participation"), NOTHING), Triple(NOTHING, TYPE, own("Participation"))
    ),
    "Participation-capacity-is-his": plus(GOOD, Triple(OTHER_PART, own("inCapacity"), POSITION)),
    "Participation-meeting": plus(
        GOOD,
        Triple(LATER, own("participation"), PART),
        Triple(LATER, own("participant"), SAMER),
    ),
    "Party-mentioned": without(GOOD, has(SAMER, "isnad:mention")),
    "Position-undated": plus(
        GOOD, Triple(POSITION, term("schema:startDate"), Literal("2021", datatype=term("xsd:gYear")))
    ),
    "PositionSelector": extra(OFFSETS),
    "PositionSelector-forward": instead(GOOD, OFFSETS, term("oa:end"), number(43)),
    "QuoteSelector": extra(QUOTE),
    "QuoteSelector-exact": instead(GOOD, QUOTE, term("oa:exact")),
    "Run-read-this-text": instead(GOOD, RUN, own("textHash"), Literal("0" * 64)),
    "SaidIsNotSo": plus(GOOD, Triple(STATEMENT, TYPE, term("schema:Event"))),
    "Statement": extra(STATEMENT),
    "Statement-attribution": plus(GOOD, Triple(STATEMENT, term("prov:qualifiedAttribution"), NOTHING)),
    "Statement-relayer-in-chain": plus(GOOD, Triple(STATEMENT, own("relayer"), COMMITTEE)),
    "Statement-relayer-is-another": plus(
        GOOD,
        Triple(STATEMENT, own("relayer"), SAMER),
        Triple(STATEMENT, term("prov:qualifiedAttribution"), node("attribution-relayer-0-62-11-15")),
        *(
            Triple(node("attribution-relayer-0-62-11-15"), t.predicate, SAMER if t.object == AGENCY else t.object)
            for t in GOOD.triples
            if t.subject == OTHER_STEP
        ),
    ),
    "Statement-speaker-in-chain": plus(GOOD, Triple(STATEMENT, own("speaker"), COMMITTEE)),
    "Statement-text-is-content": instead(GOOD, STATEMENT, term("schema:text"), Literal("غير ذلك", language="ar")),
    "TimeReference": extra(TIME),
    "TimeReference-resolved-has-a-date": instead(GOOD, TIME, own("date")),
    "TimeReference-unresolved-has-none": instead(GOOD, TIME, own("timeStatus"), concept("time", "unresolved")),
    "UnnamedGroup": lone("UnnamedGroup"),
    "UnnamedGroup-exactMatch": plus(
        GOOD,
        Triple(GROUP, MATCH, ITEM),
        Triple(GROUP, term("dcterms:source"), Literal("a table")),
    ),
    "UnresolvedActor": lone("UnresolvedActor"),
    "UnresolvedActor-exactMatch": plus(
        GOOD,
        Triple(UNRESOLVED, MATCH, ITEM),
        Triple(UNRESOLVED, term("dcterms:source"), Literal("a table")),
    ),
}
# Checked without the text, which would be one more.
WITHOUT_TEXT = {
    "Article-text": BY_HAND["Article-text"],
}
# Checked against a shorter text than was read.
SHORTER = {"Read-holds-its-evidence": GOOD}
# Parameters of a property shape that cannot be broken without breaking what rests on them too.
ENTANGLED = {
    ("Actor-kind", "qualifiedMinCount"), ("Agreement-content", "minCount"), ("Agreement-text", "maxCount"),
    ("Article-textHash", "datatype"), ("Article-textHash", "maxCount"), ("AttributionStep-level", "maxCount"),
    ("AttributionStep-role", "in"), ("AttributionStep-role", "maxCount"), ("Decision-textHash", "datatype"),
    ("Decision-textHash", "maxCount"), ("Decision-used", "maxCount"), ("Fact-wasGeneratedBy", "class"),
    ("Fact-wasGeneratedBy", "maxCount"), ("Known-source", "minCount"), ("Link-confidence", "maxCount"),
    ("Position-member", "class"), ("Position-member", "maxCount"), ("PositionSelector-end", "datatype"),
    ("PositionSelector-end", "maxCount"), ("PositionSelector-start", "datatype"),
    ("PositionSelector-start", "maxCount"), ("QuoteSelector-exact", "maxCount"), ("Run-textHash", "datatype"),
    ("Run-textHash", "maxCount"), ("Statement-content", "minCount"), ("Statement-text", "maxCount"),
    ("TimeReference-timeStatus", "maxCount"),
}  # fmt: skip


def broken_graphs() -> dict[str, tuple[Graph, str | None]]:
    """Return one broken graph for each shape that can speak, with the text it is checked against."""
    found: dict[str, tuple[Graph, str | None]] = {}
    for shape in breaking.property_shapes(SHAPES.graph):
        name = shape.iri.removeprefix(NAMESPACE)
        ways = [graph for parameter, graph in breaking.breaks(shape, GOOD) if (name, parameter) not in ENTANGLED]
        found.update({name: (ways[0], SHORT)} if ways else {})
    found |= {name: (graph, SHORT) for name, graph in BY_HAND.items()}
    found |= {name: (graph, None) for name, graph in WITHOUT_TEXT.items()}
    found |= {name: (graph, SHORT[:-3]) for name, graph in SHORTER.items()}
    return found


BROKEN = broken_graphs()


def judged(graph: Graph, text: str | None = SHORT) -> set[str]:
    """Return the names of the shapes that speak against *graph*."""
    return {finding.shape.removeprefix(NAMESPACE) for finding in check(graph, text, None, SHAPES).findings}


def test_the_good_graph_is_good() -> None:
    assert check(GOOD, SHORT, None, SHAPES).findings == ()


@pytest.mark.parametrize("shape", [iri.removeprefix(NAMESPACE) for iri in breaking.shapes_with_messages(SHAPES.graph)])
def test_a_broken_graph_is_caught_by_exactly_this_shape(shape: str) -> None:
    graph, text = BROKEN[shape]
    assert judged(graph, text) == {shape}


def test_every_shape_and_constraint_has_an_iri_a_message_and_a_mend_in_both_languages() -> None:
    speaking = set(SHAPES.graph.objects(None, SH.property)) | set(SHAPES.graph.objects(None, SH.sparql))
    assert len(speaking) > 100
    for iri in speaking | set(breaking.shapes_with_messages(SHAPES.graph)):
        assert isinstance(iri, rdflib.URIRef)
        assert set(SHAPES.messages[str(iri)]) == {"ar", "en"}, iri
        assert set(SHAPES.mends[str(iri)]) == {"ar", "en"}, iri


def test_every_file_of_shapes_is_loaded() -> None:
    for file in resource("shapes").glob("*.ttl"):
        assert set(rdflib.Graph().parse(file)) & set(SHAPES.graph), file.name


def test_without_the_text_a_quote_of_another_length_is_caught() -> None:
    longer = instead(GOOD, QUOTE, term("oa:exact"), Literal("يلتقيان", language="ar"))
    assert judged(longer, None) == {"Evidence-quote-is-slice"}
    assert judged(BY_HAND["Evidence-quote-is-slice"], None) == set()
