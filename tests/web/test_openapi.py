"""The interface as it is described for programs."""

from __future__ import annotations

import re

from tests.web.conftest import Client


def test_every_part_of_an_address_is_described(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert "/id/{path}" in described["paths"]
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            told = [part["name"] for part in operation.get("parameters", []) if part["in"] == "path"]
            assert sorted(told) == sorted(re.findall(r"{(\w+)}", address)), (method, address)


def test_every_address_says_what_it_answers_with(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    told = {address: one.get("description") or one["summary"] for address, of in paths.items() for one in of.values()}
    assert told["/agreements"] == "List agreements, narrowed by facets"
    assert not [address for address, words in told.items() if not words or "partial" in words]
