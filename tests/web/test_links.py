"""The Link header: safe whatever a name holds, and never too long for a proxy."""

from __future__ import annotations

from kg.web.links import Around, links


def test_what_stands_around_a_representation_is_told_by_relation() -> None:
    around = Around(
        canonical="http://e/id/x", describes="/id/x", license="http://e/free", alternates={"text/turtle": "/data/x.ttl"}
    )
    assert links(around).split(", ") == [
        '<http://e/id/x>; rel="canonical"',
        '</id/x>; rel="describes"',
        '<http://e/free>; rel="license"',
        '</data/x.ttl>; rel="alternate"; type="text/turtle"',
    ]


def test_no_name_breaks_out_of_its_brackets() -> None:
    value = links(Around(canonical='http://e/>; rel="evil", <http://x\r\nset-cookie: a=b\u202eقمة'))
    assert value.count("<") == value.count(">") == 1
    assert value.isascii()
    assert not {"\r", "\n", '">'} & set(value.partition("; rel")[0])


def test_what_would_make_it_too_long_is_left_out() -> None:
    around = Around(canonical="http://e/" + "x" * 3000, describes="/id/x", alternates={"text/turtle": "/y" * 1000})
    assert links(around).startswith('</id/x>; rel="describes", </y')
    assert len(links(around)) < 2600
