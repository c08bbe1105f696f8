"""The tools, called through the protocol in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult
from pyoxigraph import RdfFormat, Store

from kg.assistant import make_server
from kg.errors import MalformedQuery, Overloaded, Overrun, Place
from tests.assistant.shelf import Shelf
from tests.questions.graphs import AT

TOOLS = {
    *("search_entities", "get_entity", "find_statements", "find_meetings", "get_evidence"),
    *("get_schema", "list_examples", "validate_sparql", "run_sparql"),
}
SAFADI, EGYPT = f"{AT}actor/safadi", f"{AT}actor/egypt"
ISNAD = "PREFIX isnad: <https://w3id.org/isnad/ontology#> "


def called(tool: str, shelf: Shelf | None = None, **arguments: Any) -> CallToolResult:
    async def call() -> CallToolResult:
        async with Client(make_server(shelf or Shelf())) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def told(tool: str, shelf: Shelf | None = None, **arguments: Any) -> dict[str, Any]:
    result = called(tool, shelf, **arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def error(tool: str, shelf: Shelf | None = None, **arguments: Any) -> str:
    result = called(tool, shelf, **arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


def test_every_tool_reads_only_and_says_what_it_gives() -> None:
    async def listed() -> None:
        async with Client(make_server(Shelf())) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == TOOLS
            for tool in tools:
                assert tool.annotations is not None
                assert tool.annotations.read_only_hint
                assert tool.description
                assert tool.output_schema is not None
                assert tool.output_schema["properties"]
                assert tool.input_schema["additionalProperties"] is False
            assert "search_entities" in (client.instructions or "")

    asyncio.run(listed())


def test_entities_are_found_in_both_scripts_with_a_sentence_that_names_them() -> None:
    for name in ("الصفدي", "Safadi"):
        (found,) = told("search_entities", name=name, kind="person")["results"]
        assert (found["iri"], found["label"], found["label_en"]) == (SAFADI, "أيمن الصفدي", "Ayman Safadi")
        assert (found["wikidata"], found["statements"], found["meetings"]) == (
            "http://www.wikidata.org/entity/Q1",
            1,
            4,
        )
        assert found["evidence"][0]["sentence"]
    assert told("search_entities", name="Safadi", kind="country")["results"] == []
    assert "another spelling" in told("search_entities", name="Nobody Here")["note"]


def test_an_entity_is_named_by_iri_or_by_name() -> None:
    assert told("get_entity", entity=EGYPT)["results"][0]["kind"] == "Country"
    several = told("get_entity", entity="شكري")
    assert {one["iri"].removeprefix(AT) for one in several["results"]} == {"article/one/shoukry", "article/two/shoukry"}
    assert "several" in several["note"]


@pytest.mark.parametrize("entity", ["Safadoo", f"{AT}actor/safadoo"])
def test_an_unknown_entity_is_answered_with_the_nearest(entity: str) -> None:
    said = error("get_entity", entity=entity)
    assert "no entity" in said
    assert f"Mend: the nearest: أيمن الصفدي <{SAFADI}>" in said


@pytest.mark.parametrize(
    ("tool", "arguments", "wrong", "takes"),
    [
        ("find_meetings", {"participant": "Safadi"}, "participant: no such argument", "participants"),
        ("get_entity", {}, "entity: Field required", "entity"),
        ("find_statements", {"about": "x", "limit": -1}, "limit: Input should be greater", "speaker"),
    ],
)
def test_arguments_that_are_not_taken_are_told_with_those_that_are(
    tool: str, arguments: dict[str, Any], wrong: str, takes: str
) -> None:
    said = error(tool, **arguments)
    assert wrong in said
    assert takes in said.partition("Mend: it takes ")[2]
    assert "pydantic" not in said


def test_statements_come_with_the_sentence_and_its_offsets() -> None:
    answer = told("find_statements", speaker="Safadi", about="Egypt")
    assert [party["iri"] for party in answer["speakers"]] == [SAFADI]
    assert [party["iri"] for party in answer["about"]] == [EGYPT]
    (said,) = answer["results"]
    assert said["iri"] == f"{AT}article/one/said"
    assert said["passed_on_by"] == [{"iri": f"{AT}article/one/spokesman", "label": "المتحدث"}]
    (proof,) = said["evidence"]
    assert (proof["sentence"], proof["start"], proof["end"]) == ("أن مصر", 40, 60)
    assert (proof["publisher"], proof["url"]) == ("صحيفة", "https://news.example.org/1")
    assert answer["next_offset"] is None


def test_a_topic_may_be_words_that_were_said() -> None:
    more = "graph:one { :said schema:text 'حديث عن الملف'@ar . }"
    found = told("find_statements", Shelf(loaded_with(more)), about="الملف")
    assert (len(found["results"]), found["about"]) == (1, [])
    assert found["results"][0]["text"] == "حديث عن الملف"
    nothing = told("find_statements", about="كرة القدم")
    assert nothing["results"] == []
    assert "leave a condition out" in nothing["note"]


def loaded_with(more: str) -> Store:
    from tests.questions.graphs import loaded

    return loaded(more)


def test_meetings_are_paged() -> None:
    first = told("find_meetings", participants=["Safadi"], limit=3)
    assert (len(first["results"]), first["next_offset"]) == (3, 3)
    rest = told("find_meetings", participants=["Safadi"], limit=3, offset=3)
    assert (len(rest["results"]), rest["next_offset"]) == (1, None)
    visit = first["results"][0]
    assert (visit["kind"], visit["status"], visit["date"]) == ("visit", "held", "2026-03-01")
    assert {party["label"] for party in visit["participants"]} == {"أيمن الصفدي", "سامح شكري"}
    proof = visit["evidence"][0]
    assert (proof["sentence"], proof["words"], proof["words_start"]) == ("والتقى الصفدي شكري.", "التقى الصفدي", 30)


def test_evidence_is_shown_by_fact() -> None:
    (proof,) = told("get_evidence", facts=[f"{AT}article/one/meeting"])["evidence"]
    assert proof["article"] == f"{AT}article/one"
    assert "Mend: give IRIs of statements" in error("get_evidence", facts=["http://x/1"])
    assert "is no IRI" in error("get_evidence", facts=["statement one"])


def test_a_query_s_rows_bring_the_evidence_of_the_facts_in_them() -> None:
    table = told("run_sparql", query=ISNAD + "SELECT ?m { GRAPH ?g { ?m a isnad:Meeting } } ORDER BY ?m", limit=2)
    assert [row["m"].removeprefix(AT) for row in table["rows"]] == ["article/one/meeting", "article/two/again"]
    assert table["truncated"]
    assert [one["fact"] for one in table["evidence"]] == [f"{AT}article/one/meeting"]
    assert told("run_sparql", query="ASK { GRAPH ?g { ?s ?p ?o } }")["truth"] is True
    odd = told("run_sparql", query='SELECT ?x { VALUES ?x { "http://[x" "http://x/%zz" "urn:a\\u0001" } }')
    assert (len(odd["rows"]), odd["evidence"]) == (3, []), "what only looks like an IRI is not asked about"
    graph = told("run_sparql", query="CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", limit=5)
    assert (graph["variables"], len(graph["rows"])) == (["subject", "predicate", "object"], 5)


@pytest.mark.parametrize(
    "query", ["SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }", "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"]
)
def test_an_answer_that_was_cut_off_is_read_as_far_as_it_goes(query: str) -> None:
    whole = told("run_sparql", query=query, limit=500)
    for most in range(80, 2000, 97):
        table = told("run_sparql", Shelf(most=most), query=query, limit=500)
        assert table["truncated"]
        assert table["rows"] == whole["rows"][: len(table["rows"])]


def test_a_term_that_is_none_is_told_with_the_nearest() -> None:
    query = ISNAD + 'SELECT ?s { ?s isnad:speakers "isnad:nonsense" }'
    for tool in ("validate_sparql", "run_sparql"):
        (warning,) = told(tool, query=query)["warnings"]
        assert "isnad:speakers is no term" in warning
        assert "try isnad:speaker" in warning
    many = " ".join(f"isnad:speakers{number}" for number in range(10_000))
    assert len(told("validate_sparql", query=f"{ISNAD} SELECT * {{ VALUES ?s {{ {many} }} }}")["warnings"]) == 20


def test_a_query_that_does_not_parse_is_told_where_and_how_to_mend_it() -> None:
    shelf = Shelf(failure=MalformedQuery("this { is not closed", place=Place(1, 11), hint="close the group with }"))
    verdict = told("validate_sparql", shelf, query="SELECT * {")
    assert (verdict["valid"], verdict["line"], verdict["column"]) == (False, 1, 11)
    assert verdict["mend"] == "close the group with }"
    said = error("run_sparql", shelf, query="SELECT * {")
    assert said.endswith("this { is not closed (line 1, column 11). Mend: close the group with }")
    assert told("validate_sparql", query="SELECT ?a ?b { GRAPH ?g { ?a ?p ?b } }")["variables"] == ["a", "b"]
    assert told("validate_sparql", query="ASK {}")["kind"] == "truth"


def test_limits_are_told_with_what_to_do() -> None:
    slow = Shelf(failure=Overrun("stopped after 1 seconds", limit="deadline"))
    assert told("validate_sparql", slow, query="ASK {}")["valid"] is True
    assert "Mend: ask for less" in error("run_sparql", slow, query="ASK {}")
    busy = Shelf(failure=Overloaded("20 of your requests wait", yours=True, seconds=3))
    assert "Mend: wait 3 s" in error("find_meetings", busy)
    long = Shelf(most=100)
    assert "fits into one answer" in error("find_meetings", long)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("run_sparql", {"query": "ASK {}", "limit": 501}),
        ("run_sparql", {"query": ""}),
        ("find_statements", {"since": "yesterday"}),
        ("find_statements", {"speaker": "x" * 1001}),
        ("find_meetings", {"kind": "party"}),
        ("find_meetings", {"participants": ["a"] * 6}),
        ("get_evidence", {"facts": []}),
        ("search_entities", {"name": 5}),
    ],
)
def test_arguments_beyond_the_schema_are_refused_before_anything_is_asked(tool: str, arguments: dict[str, Any]) -> None:
    shelf = Shelf()
    error(tool, shelf, **arguments)
    assert shelf.asked == []


@pytest.mark.parametrize("hostile", ["http://x/> } } #", 'http://x/"', "http://x/a b", "urn:x\n"])
def test_an_iri_from_outside_stays_an_iri(hostile: str) -> None:
    assert "is no IRI" in error("get_entity", entity=hostile + "|")
    assert "is no IRI" in error("get_evidence", facts=[hostile + "|"])


def test_the_schema_and_the_examples_are_those_of_the_project() -> None:
    schema = told("get_schema")
    terms = {one["term"]: one for one in schema["terms"]}
    assert "who" in terms["isnad:speaker"]["means"].lower() or terms["isnad:speaker"]["means"]
    assert "PREFIX isnad:" in schema["prefixes"]
    assert [one["term"] for one in told("get_schema", term="speaker")["terms"]] == ["isnad:speaker"]
    assert "try isnad:speaker" in error("get_schema", term="isnad:speakr")
    every = told("list_examples")["examples"]
    assert len(every) >= 10
    assert {one["name"] for one in told("list_examples", about="met whom")["examples"]} == {"who-met-whom"}
    assert told("list_examples", about="no such words")["examples"] == every


def test_resources_and_the_prompt_are_there() -> None:
    async def read() -> None:
        async with Client(make_server(Shelf())) as client:
            (ontology,) = (await client.read_resource("isnad://ontology")).contents
            Store().load(str(ontology.text).encode(), format=RdfFormat.TURTLE)  # type: ignore[union-attr]
            (example,) = (await client.read_resource("isnad://examples/who-met-whom")).contents
            assert "SELECT" in str(example.text)  # type: ignore[union-attr]
            with pytest.raises(MCPError):
                await client.read_resource("isnad://examples/../../etc/passwd")
            prompt = await client.get_prompt("who_said_what", {"speaker": "Safadi", "topic": "Gaza"})
            assert "Safadi" in str(prompt.messages[0].content)

    asyncio.run(read())
