"""RDF from outside: what cannot be read is said, whatever it is."""

from __future__ import annotations

import pytest

from kg.errors import MalformedData, Place, TooLarge
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


@pytest.mark.parametrize(
    ("body", "why", "line", "column"),
    [
        ("{ <http://e/a> <http://e/b> ?x } => { ?x <http://e/c> 1 } .", "formula", 1, 1),
        ("<http://e/a> <http://e/p>\n  '}', {} .", "formula", 2, 8),
        ("<http://e/قال> => <http://e/b> .", "rule", 1, 16),
        ("@prefix : <http://e/>.\n:c <= :d .", "rule", 2, 4),
        ("# ?a\n<http://e/a> <http://e/p> ?x .", "variable", 2, 27),
        ("@prefix : <http://e/> . :a\\#b :p {} .", "formula", 1, 34),
    ],
)
def test_n3_that_says_more_than_triples_is_refused(body: str, why: str, line: int, column: int) -> None:
    with pytest.raises(MalformedData, match=why) as caught:
        read_rdf(body.encode(), "n3")
    assert caught.value.place == Place(line, column)


def test_n3_that_is_plain_triples_is_read() -> None:
    body = """
        @prefix : <http://e/> . # a comment with { and ?x
        :a :p "{ ?x => }", '<=', \"\"\"long " { ?x\"\"\", '''it's {''', <http://e/?x=1> ; = :b ; :q (1 2), [ :r 3 ] .
        <http://e/?a> :p "\\"{" .
    """
    assert len(read_rdf(body.encode(), "n3")) == 14


@pytest.mark.parametrize("form", ["turtle", "ntriples", "n3"])
def test_one_text_of_many_megabytes_is_too_large(form: str) -> None:
    with pytest.raises(TooLarge, match="16 MiB"):
        read_rdf(b'<http://e/a> <http://e/p> "%s" .' % (b"a" * (17 << 20)), form)
