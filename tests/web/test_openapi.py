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
