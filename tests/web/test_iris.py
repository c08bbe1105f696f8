"""The address that a request was sent to, as far as it can be believed."""

from __future__ import annotations

import pytest

from kg.web.iris import asked_at


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("kg.example:8000", "http://kg.example:8000"),
        ("[::1]:80", "http://[::1]:80"),
        ("x" * 255, "http://" + "x" * 255),
        ("x" * 262, "https://base.example"),
        ("a@b", "https://base.example"),
        ('x"><script>', "https://base.example"),
        ("", "https://base.example"),
    ],
)
def test_a_host_is_believed_when_it_is_one(host: str, told: str) -> None:
    scope = {"headers": [(b"host", host.encode())], "scheme": "http"}
    assert asked_at(scope, "https://base.example/kg/") == told
