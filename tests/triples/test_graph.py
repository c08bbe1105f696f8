"""A reading becomes one graph: named from content, with evidence, the same each time."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.article import Article, Given
from kg.errors import UsageError
from kg.mentions import Actor, Mention
from kg.text import Span
from kg.triples import Graph, Names, Run, authority_graph, to_graph
from kg.triples.vocabulary import NAMESPACES
from tests.triples.readings import AUTHORITY, TEXT, Place, reading

NAMES = Names()
PREFIXES = NAMES.prefixes()


@pytest.fixture(scope="module")
def graph() -> Graph:
    return to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0"))


def ask(graph: Graph, select: str) -> list[tuple[str, ...]]:
    """Return the sorted rows of a SELECT over one graph, values only, IRIs by their last part."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    rows = store.query(select, prefixes=PREFIXES)
    return sorted(tuple("" if v is None else str(v.value).rpartition("/")[2] for v in row) for row in rows)


def test_no_blank_nodes_and_each_triple_once(graph: Graph) -> None:
    assert len(set(graph.triples)) == len(graph.triples)
    assert {type(t.subject) for t in graph.triples} == {NamedNode}
    assert {type(t.object) for t in graph.triples} == {NamedNode, Literal}


def test_two_runs_give_the_same_triples_in_the_same_order(graph: Graph) -> None:
    assert to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0")) == graph


def test_the_order_of_facts_changes_nothing(graph: Graph) -> None:
    found = reading()
    mixed = replace(found, meetings=found.meetings[::-1], positions=found.positions[::-1])
    assert to_graph(mixed, NAMES, AUTHORITY, Run("0.1.0")) == graph


def test_another_reader_version_changes_only_the_run(graph: Graph) -> None:
    other = to_graph(reading(), NAMES, AUTHORITY, Run("0.2.0"))
    mine = {t.predicate.value.partition("#")[2] for t in set(graph.triples) - set(other.triples)}
    assert "wasGeneratedBy" in mine
    assert not mine & {"speaker", "participant", "evidence", "content"}


def test_every_quote_is_the_slice_of_the_text(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?s ?e ?x { ?p oa:hasSelector [ oa:start ?s ; oa:end ?e ], [ oa:exact ?x ] }")
    assert rows
    assert all(TEXT[int(start) : int(end)] == exact for start, end, exact in rows)


def test_a_statement_repeated_is_one_node_with_two_contents(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?s (COUNT(?c) AS ?n) { ?s a isnad:Statement ; isnad:content ?c } GROUP BY ?s")
    assert rows == [("statement-17-26", "2"), ("statement-375-389", "1"), ("statement-422-437", "1")]


def test_the_fullest_mention_gives_the_words(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?t { ?s isnad:condition [] ; schema:text ?t }")
    assert rows == [('بلادها أعدت "خطة بديلة" لملف إيران النووي إذا فشلت المحادثات',)]


def test_the_chain_of_attribution_goes_from_speaker_to_source(graph: Graph) -> None:
    rows = ask(
        graph,
        """SELECT ?level ?role ?name ?medium {
             ?s isnad:relayer [] ; (isnad:reportedIn?)/prov:qualifiedAttribution ?step .
             ?step isnad:level ?level ; dcterms:type ?role .
             OPTIONAL { ?step prov:agent/rdfs:label ?name } OPTIONAL { ?step isnad:medium ?medium } }""",
    )
    assert rows == [
        ("1", "ontology#role-speaker", "سلمى الراوي", ""),
        ("2", "ontology#role-relayer", "وزارة الإعلام", ""),
        ("3", "ontology#role-medium", "", "ontology#medium-statement"),
        ("4", "ontology#role-publisher", "صحيفة الواحة", ""),
        ("5", "ontology#role-source", "وكالة النيل", ""),
    ]


def test_an_office_counts_only_where_its_sentence_names_it(graph: Graph) -> None:
    assert ask(graph, "SELECT ?step { ?step isnad:inCapacity ?p }") == [("attribution-speaker-17-26-0-11",)]


def test_a_weekday_without_a_date_stays_a_weekday(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?t ?x ?d ?v { ?t isnad:timex ?x ; time:dayOfWeek ?d OPTIONAL { ?t isnad:date ?v } }")
    assert rows == [("time-190-202", "XXXX-WXX-2", "time#Tuesday", "")]


def test_a_resolved_month_has_its_value_and_precision(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?v (DATATYPE(?v) AS ?d) ?m { ?t isnad:date ?v ; time:monthOfYear ?m }")
    assert rows == [("2021-12", "XMLSchema#gYearMonth", "gregorian#December")]


def test_a_linked_actor_is_the_authority_s_and_tells_why(graph: Graph) -> None:
    rows = ask(
        graph, "SELECT ?a ?score ?why { ?l a isnad:Link ; isnad:actor ?a ; isnad:confidence ?score ; skos:note ?why }"
    )
    assert rows == [("country-sn", "1", "its name"), ("person-najjar", "0.95", "name and office")]
    assert not ask(graph, "SELECT ?label { actor:person-najjar rdfs:label ?label }")


def test_an_unresolved_speaker_is_a_node_of_its_own(graph: Graph) -> None:
    rows = ask(graph, "SELECT ?s ?label { ?s isnad:speaker ?a . ?a a isnad:UnresolvedActor ; rdfs:label ?label }")
    assert rows == [("statement-422-437", "متحدث لم يكشف عن اسمه")]


def test_a_metonym_says_whom_it_stands_for_at_its_mention(graph: Graph) -> None:
    assert ask(graph, "SELECT ?m ?a { ?m isnad:metonymFor ?a }") == [("span-422-426", "country-sn")]


def test_evidence_knows_its_sentence(graph: Graph) -> None:
    rows = ask(
        graph,
        "SELECT ?x { ?m isnad:status isnad:status-held ; isnad:evidence/isnad:sentence/oa:hasSelector/oa:exact ?x }",
    )
    assert [row[0][:9] for row in rows] == ["وعقدت الر", "وكان اجتم"]


def test_labels_hold_nothing_invisible_and_quotes_hold_everything() -> None:
    text = TEXT.replace("ملف المياه", "ملف\u202e \u200fالمياه")
    at = Place(text)
    found = reading(TEXT)
    document = replace(found.document, article=replace(found.document.article, text=text))
    meeting = replace(found.meetings[0], topics=(at("ملف\u202e \u200fالمياه"),))
    graph = to_graph(replace(found, document=document, meetings=(meeting,)), NAMES, AUTHORITY, Run("0.1.0"))
    rows = ask(graph, "SELECT ?l ?x { ?t a skos:Concept ; rdfs:label ?l ; isnad:mention/oa:hasSelector/oa:exact ?x }")
    assert rows == [("ملف المياه", "ملف\u202e \u200fالمياه")]


def test_two_actors_read_from_the_same_words_stay_two() -> None:
    found = reading()
    span = found.actors[6].mentions[0].span
    twin = Actor("a9", "Person", ("الجانبان",), (Mention(span, "Person", "finder.test"),))
    graph = to_graph(replace(found, actors=(*found.actors, twin)), NAMES, AUTHORITY, Run("0.1.0"))
    rows = ask(graph, 'SELECT ?a { ?a a isnad:Actor ; rdfs:label "الجانبان"@ar }')
    assert rows == [("actor-group-362-370",), ("actor-person-362-370",)]


def test_two_meetings_at_one_cue_stay_two() -> None:
    found = reading()
    twin = replace(found.meetings[1], id="m3", participants=("a1", "a6"))
    graph = to_graph(replace(found, meetings=(*found.meetings, twin)), NAMES, AUTHORITY, Run("0.1.0"))
    rows = ask(graph, "SELECT ?m { ?m a isnad:Meeting }")
    assert rows == [("meeting-173-189",), ("meeting-299-310-0-11-332-340",), ("meeting-299-310-161-172-332-340",)]


def test_statements_that_repeat_each_other_in_a_circle_end() -> None:
    found = reading()
    first, *rest = found.statements
    graph = to_graph(replace(found, statements=(replace(first, same_as="s2"), *rest)), NAMES, AUTHORITY, Run("0.1.0"))
    assert len(ask(graph, "SELECT ?s { ?s a isnad:Statement }")) >= 3


def test_the_authority_graph_labels_in_both_languages_and_links_only_by_its_rows() -> None:
    graph = authority_graph(AUTHORITY, NAMES)
    rows = ask(graph, "SELECT ?a ?l { ?a skos:prefLabel ?l ; a isnad:Actor FILTER(LANG(?l) = 'en') }")
    assert rows == [("country-sn", "Sennar"), ("person-najjar", "Kamal Najjar")]
    links = ask(graph, "SELECT ?a ?q { ?a skos:exactMatch ?q }")
    assert links == [("country-sn", "Q99999901"), ("person-najjar", "Q99999902")]
    assert ask(graph, "SELECT ?p { ?p a org:Post }") == [("office-fm",)]
    assert ask(graph, "SELECT ?c { actor:person-najjar isnad:country ?c }") == [("country-sn",)]


def article(**given: object) -> Article:
    return Article("نص", "ar", Given(**given))


def test_an_article_is_named_by_its_iri_then_its_address_then_its_text() -> None:
    own = article(iri="urn:x:1", source_url="https://example.org/a")
    addressed = article(source_url="https://example.org/a")
    assert NAMES.article(own) == NamedNode("urn:x:1")
    assert len({NAMES.key(own), NAMES.key(addressed), NAMES.key(article())}) == 3
    assert NAMES.key(article()) == article().text_hash[:16]
    assert NAMES.article(addressed) == NamedNode(f"http://localhost:8000/id/article/{NAMES.key(addressed)}")


def test_a_given_iri_under_the_base_is_its_own_key() -> None:
    named = article(iri="http://localhost:8000/id/article/news-7")
    assert NAMES.key(named) == "news-7"
    assert NAMES.graph("news-7") == NamedNode("http://localhost:8000/graph/news-7")


@pytest.mark.parametrize(
    "iri",
    [
        "http://localhost:8000/id/article/a/b",
        "http://localhost:8000/id/article/",
        "http://localhost:8000/id/article/authority",
        "http://localhost:8000/graph/news-7",
        "http://localhost:8000/graph/authority",
        "http://localhost:8000/id/actor/country-sa",
        "http://localhost:8000/",
        "http://www.wikidata.org/entity/Q159",
        "https://w3id.org/isnad/ontology#Statement",
    ],
)
def test_an_iri_that_names_something_else_names_no_article(iri: str) -> None:
    with pytest.raises(UsageError, match=r"names no article|public vocabulary"):
        NAMES.key(article(iri=iri))


@pytest.mark.parametrize(
    "iri", ["news", "javascript:alert(1)", "http://", "http://a b", "http://x/\u202ey", "file:///etc"]
)
def test_an_iri_that_is_not_absolute_or_hides_characters_is_refused(iri: str) -> None:
    with pytest.raises(UsageError):
        NAMES.article(article(iri=iri))


def test_a_base_that_names_would_run_into_is_refused() -> None:
    with pytest.raises(UsageError, match="must end"):
        Names("http://localhost:8000")


def test_span_names_hold_both_ends() -> None:
    assert NAMES.inside("k", "meeting", Span(1, 22)).value == "http://localhost:8000/id/article/k/meeting-1-22"


def test_every_prefix_is_used_for_one_namespace() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert set(NAMESPACES) <= set(PREFIXES)


def test_shuffled_triples_are_put_in_the_same_order(graph: Graph) -> None:
    from kg.triples.order import in_order

    triples = list(graph.triples)
    random.Random(7).shuffle(triples)
    assert in_order(triples) == graph.triples
