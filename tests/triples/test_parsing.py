"""RDF from outside: what cannot be read is said, whatever it is."""

from __future__ import annotations

import pytest

from kg.errors import MalformedData
from kg.triples import read_rdf


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"http://e/p": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"http://e/p": "\xff"}', "no UTF-8"),
        (b'{"http://e/p": ', "no JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"@graph":[' * 300 + b"]}" * 300, "nested deeper"),
    ],
    ids=["digits", "bytes", "half", "unclosed", "deep"],
)
def test_json_that_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(MalformedData, match=why):
        read_rdf(body, "jsonld")
