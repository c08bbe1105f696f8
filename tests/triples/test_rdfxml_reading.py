"""RDF/XML is read by its grammar: what it says, what it must not say, and what tries to harm."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kg.errors import MalformedData
from kg.triples import read_rdf
from kg.triples.relative import resolved

BASE = "http://base/dir/doc"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/"'
NAMES = f"@prefix : <{BASE}/../> . @prefix e: <http://e/> . @prefix rdf: <{RDF}> . @base <{BASE}> .\n"
ABOUT = '<rdf:Description rdf:about="a">'
END = "</rdf:Description>"


def document(inner: str, attributes: str = "") -> str:
    return f"{HEAD} {attributes}>{inner}</rdf:RDF>"


def alike(quads: list[Quad]) -> set[str]:
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}


def read(text: str | bytes) -> set[str]:
    return alike(read_rdf(text.encode() if isinstance(text, str) else text, "rdfxml", BASE))


def turtle(text: str) -> set[str]:
    return alike(list(parse(NAMES.encode() + text.encode(), RdfFormat.TURTLE)))  # type: ignore[arg-type]


SAID = {
    "attributes are properties": (
        '<rdf:Description rdf:about="http://e/a" e:p="v"><e:q>w</e:q>' + END,
        'e:a e:p "v" ; e:q "w" .',
    ),
    "a typed node": ('<e:T rdf:about="a"/>', "<a> a e:T ."),
    "a node without a name": ("<e:T/>", "[] a e:T ."),
    "rdf:type as attribute": ('<rdf:Description rdf:about="a" rdf:type="t"/>', "<a> a <t> ."),
    "members count by themselves": (
        '<rdf:Seq rdf:about="s"><rdf:li>a</rdf:li><rdf:_5>z</rdf:_5><rdf:li>b</rdf:li></rdf:Seq>',
        '<s> a rdf:Seq ; rdf:_1 "a" ; rdf:_5 "z" ; rdf:_2 "b" .',
    ),
    "members within members": (
        '<rdf:Bag rdf:about="a"><rdf:li><rdf:Bag rdf:about="b"><rdf:li>1</rdf:li></rdf:Bag></rdf:li>'
        "<rdf:li>2</rdf:li></rdf:Bag>",
        '<a> a rdf:Bag ; rdf:_1 <b> ; rdf:_2 "2" . <b> a rdf:Bag ; rdf:_1 "1" .',
    ),
    "a statement that is named": (
        ABOUT + '<e:p rdf:ID="r">x</e:p>' + END,
        '<a> e:p "x" . <#r> a rdf:Statement ; rdf:subject <a> ; rdf:predicate e:p ; rdf:object "x" .',
    ),
    "a statement about a thing that is named": (
        ABOUT + '<e:p rdf:ID="r" rdf:resource="b"/>' + END,
        "<a> e:p <b> . <#r> a rdf:Statement ; rdf:subject <a> ; rdf:predicate e:p ; rdf:object <b> .",
    ),
    "languages are inherited and end": (
        '<rdf:Description rdf:about="a" xml:lang="ar" e:a="x"><e:p>y</e:p><e:q xml:lang="">z</e:q>'
        '<e:t rdf:datatype="http://e/d" xml:lang="en">1</e:t>' + END,
        '<a> e:a "x"@ar ; e:p "y"@ar ; e:q "z" ; e:t "1"^^e:d .',
    ),
    "a collection": (
        ABOUT + '<e:p rdf:parseType="Collection"><rdf:Description rdf:about="b"/><e:T/></e:p>' + END,
        "<a> e:p ( <b> [ a e:T ] ) .",
    ),
    "an empty collection": (ABOUT + '<e:p rdf:parseType="Collection"></e:p>' + END, "<a> e:p () ."),
    "properties of a node that is not written": (
        ABOUT + '<e:p rdf:parseType="Resource"><e:q>1</e:q></e:p>' + END,
        '<a> e:p [ e:q "1" ] .',
    ),
    "an XML literal declares what it uses": (
        ABOUT + '<e:p rdf:parseType="Literal">a &lt; <e:b x="1"/></e:p>' + END,
        '<a> e:p """a &lt; <e:b xmlns:e="http://e/" x="1"></e:b>"""^^rdf:XMLLiteral .',
    ),
    "an XML literal without namespaces": (
        ABOUT + '<e:p rdf:parseType="Literal"><br/></e:p>' + END,
        '<a> e:p "<br></br>"^^rdf:XMLLiteral .',
    ),
    "an XML literal in order, with its comment": (
        ABOUT + '<e:p rdf:parseType="Literal"><b z="2" a="1" xmlns="http://x/"><i><!-- c --></i></b></e:p>' + END,
        '<a> e:p """<b xmlns="http://x/" a="1" z="2"><i><!-- c --></i></b>"""^^rdf:XMLLiteral .',
    ),
    "any other parseType is Literal": (
        ABOUT + '<e:p rdf:parseType="x"><b/></e:p>' + END,
        '<a> e:p "<b></b>"^^rdf:XMLLiteral .',
    ),
    "a base within": (
        '<rdf:Description rdf:about="../x" xml:base="http://o/a/b/c"><e:p rdf:resource=""/><e:q rdf:resource="#f"/>'
        + END,
        "<http://o/a/x> e:p <http://o/a/b/c> ; e:q <http://o/a/b/c#f> .",
    ),
    "a relative base": ('<rdf:Description rdf:about="x" xml:base="sub/"><e:p>y</e:p>' + END, '<sub/x> e:p "y" .'),
    "one name under two bases": (
        '<e:T xml:base="http://e/1" rdf:ID="f"/><e:T xml:base="http://e/2" rdf:ID="f"/>',
        "<http://e/1#f> a e:T . <http://e/2#f> a e:T .",
    ),
    "nodes that are named here": ('<rdf:Description rdf:nodeID="a"><e:p rdf:nodeID="a"/>' + END, "_:x e:p _:x ."),
    "attributes of a property": (ABOUT + '<e:p e:q="1" rdf:type="T"/>' + END, '<a> e:p [ e:q "1" ; a <T> ] .'),
    "an empty property": (ABOUT + "<e:p/>" + END, '<a> e:p "" .'),
    "text in pieces": (ABOUT + "<e:p>a<!-- x -->b<?y z?>c<![CDATA[<&]]></e:p>" + END, '<a> e:p "abc<&" .'),
    "attributes of XML say nothing": (
        '<rdf:Description rdf:about="a" xml:space="preserve" xmlfoo="1"><e:p xml:a="b">x</e:p>' + END,
        '<a> e:p "x" .',
    ),
    "RDF's own names as properties": (
        '<rdf:Description rdf:about="a" rdf:value="v" rdf:_1="x"><rdf:subject>s</rdf:subject><rdf:Seq>t</rdf:Seq>'
        + END,
        '<a> rdf:value "v" ; rdf:_1 "x" ; rdf:subject "s" ; rdf:Seq "t" .',
    ),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("inner", "said"), SAID.values(), ids=SAID.keys())
def test_what_a_document_says(inner: str, said: str) -> None:
    assert read(document(inner)) == turtle(said)


V2 = 'rdf:version="1.2" xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
ONE = '<rdf:Description rdf:about="s"><e:q>1</e:q></rdf:Description>'
NEW = {
    "a triple is said something of": (
        ABOUT + f'<e:p rdf:parseType="Triple">{ONE}</e:p>' + END,
        '<a> e:p <<( <s> e:q "1" )>> .',
    ),
    "a triple is annotated": (
        ABOUT + '<e:p rdf:annotation="n" rdf:annotationNodeID="m">1</e:p>' + END,
        '<a> e:p "1" . <n> rdf:reifies <<( <a> e:p "1" )>> . _:m rdf:reifies <<( <a> e:p "1" )>> .',
    ),
    "text has a direction": (
        '<rdf:Description rdf:about="a" its:dir="rtl" xml:lang="ar"><e:p>x</e:p><e:q xml:lang="">y</e:q>' + END,
        '<a> e:p "x"@ar--rtl ; e:q "y" .',
    ),
}


@pytest.mark.parametrize(("inner", "said"), NEW.values(), ids=NEW.keys())
def test_what_a_document_of_1_2_says(inner: str, said: str) -> None:
    assert read(document(inner, V2)) == turtle(said)


@pytest.mark.parametrize(
    ("inner", "attributes"),
    [
        (ABOUT + f'<e:p rdf:parseType="Triple">{ONE}{ONE}</e:p>' + END, V2),
        (ABOUT + '<e:p rdf:parseType="Triple"></e:p>' + END, V2),
        (ABOUT + '<e:p its:dir="up">x</e:p>' + END, V2),
        ("", 'rdf:version="9"'),
    ],
)
def test_what_a_document_of_1_2_must_not_say(inner: str, attributes: str) -> None:
    with pytest.raises(MalformedData):
        read(document(inner, attributes))


def test_a_document_may_be_one_node() -> None:
    assert read(f'<T xmlns="http://e/" xmlns:r="{RDF}" r:about="a"><p>1</p></T>') == turtle('<a> a e:T ; e:p "1" .')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-6", "windows-1256"])
def test_any_encoding_that_is_declared(encoding: str) -> None:
    said = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{said}"?>{document(ABOUT + "<e:p>لقاء</e:p>" + END)}'
    assert read(text.encode(encoding)) == turtle('<a> e:p "لقاء" .')


def test_entities_that_a_document_declares() -> None:
    declared = '<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/"> <!ENTITY name "اسم">]>'
    assert read(declared + document('<e:T rdf:about="&e;a" e:p="&name;"/>')) == turtle('e:a a e:T ; e:p "اسم" .')


NODES = [
    "RDF",
    "ID",
    "about",
    "bagID",
    "parseType",
    "resource",
    "nodeID",
    "datatype",
    "aboutEach",
    "aboutEachPrefix",
    "li",
]
PROPERTIES = [
    "Description",
    "RDF",
    "ID",
    "about",
    "bagID",
    "parseType",
    "resource",
    "nodeID",
    "datatype",
    "aboutEach",
    "aboutEachPrefix",
]
ATTRIBUTES = ["RDF", "Description", "li", "bagID", "aboutEach", "aboutEachPrefix", "resource", "parseType", "datatype"]
WRONG = {
    **{f"the node rdf:{name}": f"<rdf:{name}/>" for name in NODES},
    **{f"the property rdf:{name}": f"{ABOUT}<rdf:{name}>x</rdf:{name}>{END}" for name in PROPERTIES},
    **{f"the attribute rdf:{name}": f'<rdf:Description rdf:about="a" rdf:{name}="b"/>' for name in ATTRIBUTES},
    "two names": '<rdf:Description rdf:about="a" rdf:ID="b"/>',
    "two names, one of them local": '<rdf:Description rdf:nodeID="a" rdf:ID="b"/>',
    "an ID that is no name": '<rdf:Description rdf:ID="1x"/>',
    "an ID with a colon": '<rdf:Description rdf:ID="a:b"/>',
    "a nodeID that is no name": ABOUT + '<e:p rdf:nodeID="_:b"/>' + END,
    "an ID twice": '<rdf:Description rdf:ID="a"/><e:T rdf:ID="a"/>',
    "an ID twice, of statements": ABOUT + '<e:p rdf:ID="x">1</e:p><e:q rdf:ID="x">2</e:q>' + END,
    "a thing and a kind of reading": ABOUT + '<e:p rdf:resource="b" rdf:parseType="Literal"/>' + END,
    "a thing and a node": ABOUT + '<e:p rdf:resource="b" rdf:nodeID="c"/>' + END,
    "a kind of reading and a property": ABOUT + '<e:p e:q="1" rdf:parseType="Resource"/>' + END,
    "a datatype and a property": ABOUT + '<e:p e:q="1" rdf:datatype="http://e/d">x</e:p>' + END,
    "a datatype and a node": ABOUT + '<e:p rdf:datatype="http://e/d"><e:T/></e:p>' + END,
    "a thing and text": ABOUT + '<e:p rdf:resource="b">x</e:p>' + END,
    "two nodes": ABOUT + "<e:p><e:T/><e:U/></e:p>" + END,
    "a node after text": ABOUT + "<e:p>x<e:T/></e:p>" + END,
    "text after a node": ABOUT + "<e:p><e:T/>x</e:p>" + END,
    "text in a node": ABOUT + "x" + END,
    "text in a collection": ABOUT + '<e:p rdf:parseType="Collection">x</e:p>' + END,
    "text beside nodes": "x",
    "an attribute of no namespace": '<rdf:Description about="a"/>',
    "a property of no namespace": ABOUT + '<p xmlns="">x</p>' + END,
    "a prefix that is not declared": "<x:T/>",
    "a prefix declared as nothing": '<e:T xmlns:x=""/>',
    "an attribute twice": '<e:T xmlns:f="http://e/" e:p="1" f:p="2"/>',
    "an entity that is not declared": ABOUT + "<e:p>&foo;</e:p>" + END,
    "a character that XML has not": ABOUT + "<e:p>\x01</e:p>" + END,
    "a language that is none": ABOUT + '<e:p xml:lang="a b">x</e:p>' + END,
    "an IRI that is none": '<rdf:Description rdf:about="http://e/a b"><e:p>x</e:p>' + END,
    "what is not closed": ABOUT,
}


@pytest.mark.parametrize("inner", WRONG.values(), ids=WRONG.keys())
def test_what_a_document_must_not_say(inner: str) -> None:
    with pytest.raises(MalformedData) as told:
        read(document(inner))
    assert told.value.place is not None


@pytest.mark.parametrize(
    "text", ["", "x", '<?xml version="1.0"?>', document("") * 2, document("", 'e:p="x"'), b"\xff\xfe<"]
)
def test_what_is_no_document(text: str | bytes) -> None:
    with pytest.raises(MalformedData):
        read(text)


GROWS = '<!DOCTYPE r [<!ENTITY a "' + "x" * 1000 + '">]>'


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + document("<e:T/>"),
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + document("<e:T/>"),
        '<!DOCTYPE r [<!ENTITY % a "x"> %a;]>' + document("<e:T/>"),
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd">' + document("<e:T/>"),
        '<!DOCTYPE r [<!ENTITY a "&#60;e:T/>">]>' + document("&a;"),
        GROWS + document(ABOUT + "<e:p>" + "&a;" * 100_000 + "</e:p>" + END),
        GROWS + document(f'<e:T e:p="{"&a;" * 100_000}"/>'),
        document(ABOUT + "<e:p><e:T>" * 60_000),
        document(ABOUT + '<e:p rdf:parseType="Resource">' * 60_000),
    ],
    ids=["nested", "file", "parameter", "fetched", "markup", "text", "attribute", "deep", "deeper"],
)
def test_what_tries_to_harm_is_refused_soon(text: str) -> None:
    began = time.process_time()
    with pytest.raises(MalformedData):
        read(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../..", "http://a/"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g..", "http://a/b/c/g.."),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("urn:x:y", "urn:x:y"),
        ("http://h/x/../y", "http://h/y"),
        ("mailto:a@b", "mailto:a@b"),
    ],
)
def test_references_are_resolved_as_the_standard_says(reference: str, expected: str) -> None:
    assert resolved(reference, "http://a/b/c/d;p?q") == expected
    assert resolved("x", "http://a") == "http://a/x"
