"""Every kind of resource, asked for in every way: what comes back stands in a table, and not in the code under test."""

from __future__ import annotations

from itertools import product

import pytest

from tests.web.conftest import Client
from tests.web.service import KEY

pytestmark = pytest.mark.served

THING = f"article/{KEY}/actor-0-12"
PROFILE = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#{}"'

# How each form is called, and the ending that names it in an address.
FORMS = {
    "turtle": ("text/turtle; charset=utf-8", "ttl"),
    "ntriples": ("application/n-triples", "nt"),
    "rdfxml": ("application/rdf+xml", "rdf"),
    "jsonld": ("application/ld+json", "jsonld"),
    "trig": ("application/trig", "trig"),
    "nquads": ("application/n-quads", "nq"),
    "n3": ("text/n3; charset=utf-8", "n3"),
    "html": ("text/html; charset=utf-8", "html"),
    "expanded": (PROFILE.format("expanded"), "jsonld?profile=expanded"),
    "compacted": (PROFILE.format("compacted"), "jsonld?profile=compacted"),
    "flattened": (PROFILE.format("flattened"), "jsonld?profile=flattened"),
    "framed": (PROFILE.format("framed"), "jsonld?profile=framed"),
}
PLAIN = [name for name in FORMS if not FORMS[name][0].startswith("application/ld+json;")]

# Address, where a page for people is (None: right here), and whether one resource can be the root of a tree.
KINDS: dict[str, tuple[str, str | None, bool]] = {
    "name of a thing": (f"/id/{THING}", f"/page/{THING}.html", True),
    "name of an article": (f"/id/article/{KEY}", f"/page/article/{KEY}.html", True),
    "data of a thing": (f"/data/{THING}", f"/page/{THING}.html", True),
    "data of an article": (f"/data/article/{KEY}", f"/page/article/{KEY}.html", True),
    "named graph": (f"/graph/{KEY}", f"/page/article/{KEY}.html", False),
    "ontology": ("/ontology", None, False),
    "class": ("/ontology/Statement", None, True),
    "property": ("/ontology/speaker", None, True),
    "concept": ("/ontology/status-held", None, True),
    "shapes": ("/shapes", None, False),
    "shape": ("/shapes/AttributionStep", None, True),
    "ready questions": ("/ontology/examples", None, False),
    "ready question": ("/ontology/examples/who-met-whom", None, True),
}

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
RDFLIB = "application/rdf+xml,text/n3;q=0.9,text/turtle;q=0.8,application/n-triples;q=0.7,*/*;q=0.1"

# Accept header -> the form that comes, and how it is called where not by its own name; None: there is none.
ACCEPTS: list[tuple[str | None, str | None, str | None]] = [
    (None, "turtle", None),
    ("", "turtle", None),
    ("*/*", "turtle", None),
    ("text/turtle", "turtle", None),
    ("application/n-triples", "ntriples", None),
    ("application/rdf+xml", "rdfxml", None),
    ("application/ld+json", "jsonld", None),
    ("application/trig", "trig", None),
    ("application/n-quads", "nquads", None),
    ("text/n3", "n3", None),
    ("text/html", "html", None),
    ("application/xhtml+xml", "html", None),
    (FIREFOX, "html", None),
    (CHROME, "html", None),
    (JENA, "turtle", None),
    (RDFLIB, "rdfxml", None),
    ("text/*", "turtle", None),
    ("application/*", "ntriples", None),
    ("application/*;q=0.5, text/html;q=0.4", "ntriples", None),
    ("*/*;q=0.1, application/trig", "trig", None),
    ("text/turtle;q=0.8, application/ld+json;q=0.9", "jsonld", None),
    ("text/turtle;q=0.5, text/html;q=0.4", "turtle", None),
    ("text/turtle;q=0, */*", "ntriples", None),
    ("TEXT/TURTLE", "turtle", None),
    ("text/turtle;charset=utf-8", "turtle", None),
    ("text/plain", "ntriples", "text/plain; charset=utf-8"),
    ("application/json", "jsonld", "application/json"),
    ("application/xml", "rdfxml", "application/xml"),
    ("image/png, text/turtle;q=0.1", "turtle", None),
    ("nonsense", "turtle", None),
    ("text/turtle;q=7", "turtle", None),
    (",, ;;, text/n3", "n3", None),
    (PROFILE.format("expanded"), "expanded", None),
    (PROFILE.format("compacted"), "compacted", None),
    (PROFILE.format("flattened"), "flattened", None),
    (PROFILE.format("expanded") + ";q=0.3, text/turtle;q=0.2", "expanded", None),
    (PROFILE.format("flattened http://www.w3.org/ns/json-ld#compacted"), "compacted", None),
    (PROFILE.format("none") + ", text/turtle;q=0.1", "turtle", None),
    (PROFILE.format("none"), None, None),
    (PROFILE.format("expanded http://www.w3.org/ns/json-ld#compacted"), None, None),
    ('application/ld+json;profile="javascript:alert(1)"', None, None),
    ("image/png", None, None),
    ("image/*, video/*;q=0.5", None, None),
    ("text/turtle;q=0", None, None),
    ("text/turtle;q=0.000, image/png", None, None),
]


def expected(kind: str, form: str | None, called: str | None = None) -> dict[str, str | None]:
    """Return what the table says: status, and where to or how called."""
    address, page, tree = KINDS[kind]
    if form is None or (form == "framed" and not tree):
        return {"status": "406", "type": "application/problem+json"}
    media_type, ending = FORMS[form]
    if form == "html" and page:
        return {"status": "303", "location": page}
    if address.startswith("/id/"):
        return {"status": "303", "location": f"{address.replace('/id/', '/data/')}.{ending}"}
    return {"status": "200", "type": called or media_type, "address": f"{address}.{ending}"}


def check(client: Client, kind: str, address: str, accept: str | None, wanted: dict[str, str | None]) -> None:
    """Ask with GET and with HEAD, and compare both with what is wanted."""
    headers = {"accept": accept} if accept is not None else {}
    got = client.request("GET", address, headers=headers)
    head = client.request("HEAD", address, headers=headers)
    assert head.content == b""
    for answer in (got, head):
        assert str(answer.status_code) == wanted["status"], (kind, accept)
        assert "Accept" in [name.strip() for name in answer.headers["vary"].split(",")]
        if "location" in wanted:
            assert answer.headers["location"] == wanted["location"]
        if "type" in wanted:
            assert answer.headers["content-type"] == wanted["type"]
        if "address" in wanted:
            assert answer.headers["content-location"] == wanted["address"]
    if wanted["status"] == "406":
        offered = got.json()["offered"]
        # Whoever asked for a profile is told the profiles, everybody else all forms.
        forms = {PROFILE.format("expanded")} | (
            set() if "?profile" in address else {"text/turtle", "application/ld+json"}
        )
        assert forms <= set(offered)
        assert (PROFILE.format("framed") in offered) == KINDS[kind][2]
    if "location" in wanted:
        assert client.get(str(wanted["location"]), "image/png").status_code == 200


@pytest.mark.parametrize(("kind", "accept"), [*product(KINDS, ACCEPTS)], ids=str)
def test_what_is_accepted_is_what_comes(client: Client, kind: str, accept: tuple[str | None, ...]) -> None:
    header, form, called = accept
    check(client, kind, KINDS[kind][0], header, expected(kind, form, called))


@pytest.mark.parametrize(("kind", "form"), [*product(KINDS, PLAIN)])
def test_an_ending_beats_the_parameter_which_beats_the_header(client: Client, kind: str, form: str) -> None:
    address, (_, ending) = KINDS[kind][0], FORMS[form]
    wanted = expected(kind, form)
    # What is named by its ending has no other address to tell of.
    spelled = {name: value for name, value in wanted.items() if name != "address"}
    check(client, kind, f"{address}.{ending}?format=nquads", "image/png", spelled)
    other = "text/html" if form != "html" else "text/turtle"
    check(client, kind, f"{address}?format={form}", other, wanted)


@pytest.mark.parametrize(("kind", "form"), [*product(KINDS, ["expanded", "compacted", "flattened", "framed"])])
def test_a_profile_is_asked_for_by_its_name_or_its_iri_or_in_the_header(client: Client, kind: str, form: str) -> None:
    address, wanted = KINDS[kind][0], expected(kind, form)
    check(client, kind, f"{address}?profile={form}", "text/turtle", wanted)
    check(client, kind, f"{address}?profile=http%3A%2F%2Fwww.w3.org%2Fns%2Fjson-ld%23{form}", None, wanted)
    check(client, kind, address, PROFILE.format(form), wanted)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "asked",
    ["?profile=nonsense", "?profile=", "?profile=%0d%0aX%3a1", ".ttl?profile=framed", "?format=nt&profile=expanded"],
)
def test_an_unknown_profile_or_one_of_another_format_is_told_with_those_there_are(
    client: Client, kind: str, asked: str
) -> None:
    answer = client.get(KINDS[kind][0] + asked)
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert "profile" in answer.json()["detail"]
    assert PROFILE.format("expanded") in answer.json()["offered"]
    assert all("profile=" in offered for offered in answer.json()["offered"])


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len(KINDS) * len(ACCEPTS) > 150
