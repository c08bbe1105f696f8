"""The reconciliation service over HTTP: what it answers is what the specification demands, and what a client sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.web.conftest import Client, application
from tests.web.service import FakeService
from tests.web.test_whole import over_processes

SCHEMAS = json.loads(Path(__file__).parent.parent.joinpath("reconciliation", "schemas.json").read_text("utf-8"))


def held_to(name: str, value: object) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}).validate(value)


@pytest.fixture
def client() -> Client:
    return Client(application(FakeService()))


def test_the_manifest_is_the_specification_s(client: Client) -> None:
    answer = client.get("/reconcile", headers={"host": "news.example:8080", "origin": "https://refine.example"})
    manifest = answer.json()
    held_to("manifest", manifest)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert manifest["identifierSpace"] == "http://localhost:8000/id/"
    assert manifest["suggest"]["entity"]["service_url"] == "http://news.example:8080"
    assert manifest["defaultTypes"][1]["broader"] == [{"id": "isnad:Actor", "name": "actor"}]
    assert client.get("/reconcile?lang=ar").json()["defaultTypes"][1]["name"] == "شخص"
    assert client.request("HEAD", "/reconcile").status_code == 200


def test_types_and_properties_are_suggested_and_proposed(client: Client) -> None:
    for kind, prefix in (("type", "org"), ("property", "name")):
        answer = client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix}).json()
        held_to("suggestions", answer)
        assert answer["result"]
    proposal = client.get("/reconcile/properties?type=schema:Person&limit=3").json()
    held_to("proposal", proposal)
    assert len(proposal["properties"]) == 3


def test_an_identifier_leads_to_its_iri(client: Client) -> None:
    answer = client.get("/reconcile/view?id=actor%2Fcountry-om")
    assert (answer.status_code, answer.headers["location"]) == (303, "http://localhost:8000/id/actor/country-om")
    assert client.get("/reconcile/view", params={"id": 'x">\r\nSet-Cookie: a=b'}).status_code == 404


@pytest.mark.parametrize(
    ("address", "form", "status", "told"),
    [
        ("/reconcile?queries=[", {}, 400, "queries: Invalid JSON"),
        ("/reconcile?queries={}&extend={}", {}, 400, "exactly one"),
        ("/reconcile", {"nothing": "{}"}, 400, "exactly one"),
        ("/reconcile", {"queries": '{"q0": {"limit": 1}}'}, 400, "queries.q0"),
        ("/reconcile", {"queries": '{"q0": {"query": "x", "type": "boat"}}'}, 404, "no type 'boat'"),
        ("/reconcile", {"extend": '{"ids": [], "properties": [{"id": "hue"}]}'}, 404, "no property 'hue'"),
        ("/reconcile/suggest/boat?prefix=x", {}, 400, "kind"),
        ("/reconcile/suggest/entity?prefix=x&cursor=-1", {}, 400, "cursor"),
        ("/reconcile/properties?type=boat", {}, 404, "types are isnad:Actor"),
        ("/reconcile/preview?id=actor/nobody", {}, 404, "no entity"),
        ("/reconcile/preview", {}, 400, "id"),
    ],
)
def test_what_cannot_be_answered_is_told(
    client: Client, address: str, form: dict[str, str], status: int, told: str
) -> None:
    answer = client.post(address, data=form) if form else client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert told in answer.text


def test_a_body_that_is_no_form_is_refused(client: Client) -> None:
    answer = client.post("/reconcile", content=b"{}", headers={"content-type": "application/json"})
    assert answer.status_code == 415
    assert answer.headers["accept-post"] == "application/x-www-form-urlencoded"


@pytest.mark.served
def test_actors_are_matched_over_the_real_processes(tmp_path: Path) -> None:
    over_processes(tmp_path, _matched, known=True)


async def _matched(client: httpx.AsyncClient) -> None:
    async def post(**form: object) -> Any:
        answer = await client.post("/reconcile", data={k: json.dumps(v) for k, v in form.items()})
        assert answer.status_code == 200, answer.text
        return answer.json()

    batch = {
        "ar": {"query": "سلطنه عمان"},
        "en": {"query": "oman", "type": "schema:Country"},
        "clue": {"query": "anadolu", "properties": [{"pid": "country", "v": "Turkey"}]},
        "marks": {"query": "؟!"},
    }
    results = await post(queries=batch)
    held_to("results", results)
    assert {(results[key]["result"][0]["id"], results[key]["result"][0]["match"]) for key in ("ar", "en")} == {
        ("actor/country-om", True)
    }
    assert results["marks"]["result"] == []
    ids = ["actor/country-om", "actor/nobody"]
    extended = await post(
        extend={"ids": ids, "properties": [{"id": "name-ar"}, {"id": "wikidata"}, {"id": "meetings"}]}
    )
    held_to("extension", extended)
    assert extended["rows"]["actor/country-om"]["wikidata"] == [{"str": "Q842"}]
    suggested = (await client.get("/reconcile/suggest/entity?prefix=oma")).json()
    held_to("suggestions", suggested)
    assert "actor/country-om" in {one["id"] for one in suggested["result"]}
    preview = await client.get("/reconcile/preview?id=actor%2Fcountry-om", headers={"accept-language": "en"})
    assert "Oman" in preview.text
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    view = await client.get("/reconcile/view?id=actor%2Fcountry-om")
    assert (await client.get(view.headers["location"].removeprefix("http://localhost:8000"))).status_code == 303
