"""Pages for people: their languages and directions, what may never run in them, and what they lead to."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from kg.web.pages import FOOT, FRAMED, NAV, words
from kg.web.terms import Term, statements, term
from kg.web.views import Viewer, labels_of
from kg.web.vocabulary import examples
from tests.web.conftest import Client, application, bearer
from tests.web.service import KEY, FakeService

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
STATEMENT = f"/page/article/{KEY}/statement-10-40.html"
ADDRESSES = [
    "/",
    "/docs",
    "/about",
    "/sparql",
    "/ontology",
    "/shapes",
    "/ontology/examples",
    "/ontology/Statement",
    "/ontology/speaker",
    "/ontology/status-held",
    "/shapes/AttributionStep",
    "/ontology/examples/who-met-whom",
    STATEMENT,
    "/search",
    "/search?" + urlencode({"q": "سلمى"}),
    "/search?" + urlencode({"q": "؟"}),
    "/nowhere",
    "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}),
    "/sparql?" + urlencode({"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}),
    "/sparql?" + urlencode({"query": "ASK {}"}),
    "/sparql?" + urlencode({"query": "broken"}),
]
LINKS = {"stylesheet", "icon", "preload", "alternate", "search", "describedby", "canonical", "license", "next", "prev"}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """A page taken apart: its elements, the text in them, and whether each that opens closes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def foreign_scripts(self) -> list[dict[str, str | None]]:
        """Return the scripts that are no files of ours: what data or a request brought in."""
        return [script for script in self.all("script") if not (script.get("src") or "").startswith("/assets/")]


def shown(client: Client, address: str, **headers: str) -> Page:
    answer = client.get(address, BROWSER, headers=headers)
    assert answer.headers["content-type"] == "text/html; charset=utf-8", address
    return Page(answer.text)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_every_page_is_whole_in_both_languages_and_asks_nothing_from_outside(
    client: Client, *, address: str, language: str, direction: str
) -> None:
    address += ("&" if "?" in address else "?") + f"lang={language}"
    page = shown(client, address)
    assert page.elements[0] == ("html", {"lang": language, "dir": direction})
    assert len(page.all("title")) == len(page.all("h1")) == 1
    drawn = [a.get("href") or "" for a in page.all("link") if a.get("rel") in ("stylesheet", "icon", "preload")]
    run = [a.get("src") or "" for a in page.all("script") if a.get("type") != "application/ld+json"]
    assert drawn
    assert {asset.rpartition("/assets/")[0] for asset in drawn + run} == {""}, "all of it is ours"
    assert {a.get("rel") for a in page.all("link")} <= LINKS
    for tag in ("iframe", "object", "style", "base"):
        assert page.all(tag) == []
    for tag, attributes in page.elements:
        assert not any(name == "style" or name.startswith("on") for name in attributes), (tag, attributes)
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/", STATEMENT, "/nowhere", "/sparql?query=broken"])
def test_a_page_runs_draws_and_asks_only_what_is_ours(client: Client, address: str) -> None:
    policy = client.get(address, BROWSER).headers["content-security-policy"]
    assert policy.split("; ") == [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]


def test_a_page_to_be_framed_by_others_runs_nothing(client: Client) -> None:
    policy = FRAMED.split("; ")
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert not any(rule.startswith(("script-src", "connect-src")) for rule in policy)


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", None, "ar"),
        ("", "en", "en"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "fr,en;q=0.5", "en"),
        ("", "ar-AE,en;q=0.9", "ar"),
        ("", "en;q=0.5, ar;q=0.6", "ar"),
        ("", "*", "ar"),
        ("", "nonsense;;;", "ar"),
        ("?lang=ar", "en", "ar"),
        ("?lang=en", "ar", "en"),
        ("?lang=xx", "en", "en"),
    ],
)
def test_a_page_speaks_the_reader_s_language(client: Client, query: str, header: str | None, language: str) -> None:
    page = shown(client, f"/{query}", **({"accept-language": header} if header else {}))
    assert page.elements[0][1]["lang"] == language


def test_both_languages_say_the_same_things() -> None:
    assert set(words("ar")) == set(words("en"))
    assert all(re.search("[\u0600-\u06ff]", said) for name, said in words("ar").items() if name != "other")


def test_the_other_language_is_one_click_away_and_keeps_the_question(client: Client) -> None:
    page = shown(client, "/sparql?" + urlencode({"query": "ASK {}", "lang": "en"}))
    link = next(a for a in page.all("a") if a.get("class") == "other")
    assert (link["lang"], link["hreflang"]) == ("ar", "ar")
    assert urlsplit(link["href"] or "").path == "/preferences"
    answer = client.get(link["href"] or "")
    assert answer.headers["set-cookie"].startswith("lang=ar;")
    there = urlsplit(answer.headers["location"])
    assert (there.path, parse_qs(there.query)) == ("/sparql", {"query": ["ASK {}"]})


def test_a_thing_s_page_shows_facts_words_and_the_sentence_that_proves_them(client: Client) -> None:
    answer = client.get(STATEMENT + "?view=all&lang=ar")
    page = Page(answer.text)
    text = "".join(page.words)
    assert "سلمى الراوي" in text
    assert page.all("mark")
    assert any(a == {"lang": "ar", "dir": "rtl"} for a in page.all("blockquote"))
    assert {"dir": "ltr", "datetime": "2026-01-26"} in page.all("time")
    links = {a["href"] for a in page.all("a")}
    assert f"/id/article/{KEY}/actor-0-12" in links
    assert {f"/data/article/{KEY}/statement-10-40.{e}" for e in ("ttl", "jsonld", "nt")} <= links
    speaker = "https://w3id.org/isnad/ontology#speaker"
    assert any(a.get("title") == speaker for a in page.all("a"))
    assert "Salma al-Rawi" in client.get(STATEMENT + "?view=all&lang=en").text
    evidence = next(a for a in page.all("a") if (a.get("title") or "").endswith("/span-10-40"))
    assert evidence["href"] == f"/id/article/{KEY}/span-10-40"
    assert "span-10-40" not in page.words
    run = next(link for link in links if link and link.startswith("/sparql?query="))
    rows = client.get(run, "application/sparql-results+json").json()["results"]["bindings"]
    assert [row["words"]["value"] for row in rows] == ["قالت الوزيرة إن بلادها أعدت خطة"]


def test_a_page_says_what_points_to_its_thing() -> None:
    said = '<http://e/a> <http://e/p> <http://e/b> .\n<http://e/b> <http://e/q> "x" .\n'
    thing = Viewer("http://e/", "/", "ar", {}).thing("http://e/b", statements(said))
    assert [(row.property.term.value, [v.term.value for v in row.values]) for row in thing.pointing] == [
        ("http://e/p", ["http://e/a"])
    ]
    assert [row.property.term.value for row in thing.rows] == ["http://e/q"]


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("http://b/id/x", "/id/x"),
        ('http://b/id/\u0645"><script>', "/id/%D9%85%22%3E%3Cscript%3E"),
        ("http://b/id//evil.example/", "/id//evil.example/"),
        ("https://w3id.org/isnad/ontology#speaker", "/ontology/speaker"),
        ("https://e/x", "https://e/x"),
        ("HTTP://e/x", "HTTP://e/x"),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("urn:x:y", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_names_that_lead_somewhere_safe_are_links(iri: str, href: str | None) -> None:
    assert Viewer("http://b/", "/", "ar", {}).href(iri) == href


NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</textarea>&lt;"


def test_nothing_in_the_data_becomes_markup(service: FakeService) -> None:
    label = json.dumps(NASTY)
    home = f"http://localhost:8000/id/article/{KEY}"
    turtle = f"""@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      <{home}> rdfs:label {label}@ar, {label}@en ; <http://e/p> {label}, {label}^^<http://e/t> ;
        <http://e/{{}}'&amp;onclick=x> <javascript:alert(1)> ; rdfs:comment "\u202eevil"@ar .
      <http://localhost:8000/id/x'onmouseover='x> rdfs:seeAlso <{home}> .""".replace("{}", "")
    service.publish(KEY, turtle.encode())
    client = Client(application(service))
    for address in (f"/page/article/{KEY}.html", "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})):
        page = shown(client, address)
        assert NASTY in page.words
        assert page.foreign_scripts() == []
        assert not page.all("img")
        for tag, attributes in page.elements:
            assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert not any((a.get("href") or "").lower().startswith("javascript") for a in page.all("a"))
        assert "49" not in "".join(page.words)


def test_what_would_turn_words_round_is_shown_by_its_number_and_escaped_in_data(service: FakeService) -> None:
    home = f"http://localhost:8000/id/article/{KEY}"
    label = "\u202eevil\u2069 \u0646\u0635\u200f"
    turtle = f"""<{home}> <http://www.w3.org/2000/01/rdf-schema#label> "{label}"@ar ;
      <https://schema.org/url> <https://e.example/\u202ex>, <javascript:alert(1)> ; <http://e/p\u200e> "x" ."""
    service.publish(KEY, turtle.encode())
    client = Client(application(service))
    page = client.get(f"/page/article/{KEY}.html")
    assert "[U+202E]evil[U+2069]" in page.text
    assert "&#x200F;" in page.text
    links = [a.get("href") or "" for a in Page(page.text).all("a")]
    assert not any("javascript" in link for link in links)
    texts = [page.text, client.get(f"/data/article/{KEY}.nt").text]
    for ending in (
        "ttl",
        "nt",
        "rdf",
        "jsonld",
        "jsonld?profile=framed",
        "jsonld?profile=expanded",
        "trig",
        "nq",
        "n3",
    ):
        answer = client.get(f"/data/article/{KEY}.{ending}")
        if answer.status_code != 406:  # RDF/XML has no name for every property.
            texts += [answer.text, str(answer.headers)]
            assert answer.status_code == 200
    texts += [client.get("/ontology?profile=\u202ex").text, client.get("/id/\u202ex").text]
    for text in texts:
        assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_tells_whom_to_ask_for_a_withdrawal(service: FakeService, address: str) -> None:
    service.publish()
    contact = "mailto:desk@example.org?subject=x&y=\"'><script>"
    page = shown(Client(application(service, contact=contact)), address)
    assert [a["href"] for a in page.all("a")].count(contact) == 1
    assert "KG_CONTACT" not in "".join(page.words)
    without = shown(Client(application(service)), address + ("&" if "?" in address else "?") + "lang=en")
    assert "has named no contact" in "".join(without.words)


def test_a_page_leads_to_the_article_its_publisher_and_its_address(service: FakeService) -> None:
    home, graph = f"http://localhost:8000/id/article/{KEY}", f"http://localhost:8000/graph/{KEY}"
    turtle = f"""@prefix schema: <https://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix isnad: <https://w3id.org/isnad/ontology#> .
      <{home}> schema:url <https://news.example/1> ; schema:publisher <{home}/publisher> ; rdfs:label "Talks"@en .
      <{home}/publisher> rdfs:label "The Paper"@en . <{home}/run-1> prov:used <{home}> .
      <{graph}> prov:wasGeneratedBy <{home}/run-1> .
      <{home}/statement-1-2> isnad:reportedIn <{home}> ; isnad:rule "r" ."""
    service.publish(KEY, turtle.encode())
    page = shown(Client(application(service)), f"/page/article/{KEY}/statement-1-2.html?lang=en")
    links = {a["href"] for a in page.all("a")}
    inside = f"/id/article/{KEY}"
    assert {"https://news.example/1", inside, f"{inside}/publisher", f"{inside}/run-1", f"/graph/{KEY}"} <= links
    assert {"Talks", "The Paper", "Where it comes from"} <= set(page.words)


@pytest.mark.parametrize(
    "address",
    [
        "/sparql?" + urlencode({"query": f"SELECT * {{ }} # {NASTY}", "lang": "en"}),
        "/sparql?" + urlencode({"query": f"ASK {{ }} # {NASTY}", NASTY: NASTY}),
        "/sparql?" + urlencode({"query": NASTY}),
        "/page/" + urlencode({NASTY: "x"}),
        "//evil.example/%3Cscript%3E",
        "/ontology/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/export?format=" + urlencode({"": NASTY})[1:],
    ],
)
def test_nothing_in_a_request_becomes_markup(client: Client, address: str) -> None:
    page = shown(client, address)
    assert page.foreign_scripts() == []
    assert not page.all("img")
    assert not any((a.get("href") or "").startswith("//") for a in page.all("a"))


@pytest.mark.parametrize(
    "address",
    [
        "/ontology/..%2f..%2fpyproject.toml",
        "/ontology/../../pyproject.toml",
        "/ontology/%2e%2e/shapes/gate.ttl",
        "/ontology/examples/%2e%2e%2fkg.ttl",
        "/ontology/authority/people.tsv",
        "/ontology/kg.ttl%00",
        "/shapes/....//gate.ttl",
        "/shapes/%2Fetc%2Fpasswd",
        "/assets/..%2fapp.py",
        "/assets/../app.py",
        "/assets/plain_paths.json",
        "/page/..%2f..%2fetc%2fpasswd",
        "/data/..%2f..%2f..%2fetc%2fpasswd.ttl",
    ],
)
def test_no_address_leads_out_of_what_is_published(client: Client, address: str) -> None:
    answer = client.get(address, "*/*")
    assert answer.status_code == 404
    assert "[build-system]" not in answer.text


def test_a_browser_s_query_is_answered_as_a_table(client: Client) -> None:
    query = "SELECT ?l ?none ?d ?s { ?s <https://w3id.org/isnad/ontology#date> ?d ; "
    query += "<http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    page = shown(client, "/sparql?" + urlencode({"query": query}))
    assert [w for w in page.words if w.startswith("?")] == ["?l", "?none", "?d", "?s"]
    assert {"lang": "ar", "dir": "rtl"} in page.all("span")
    assert {"dir": "ltr", "datetime": "2026-01-26"} in page.all("time")
    assert query in "".join(page.words)
    downloads = [
        a["href"] for a in page.all("a") if "format=" in (a.get("href") or "") and "query=" in (a.get("href") or "")
    ]
    assert len(downloads) == 4
    for address in downloads:
        assert client.get(address or "").status_code == 200
    assert '<p class="truth">نعم</p>' in client.get("/sparql?" + urlencode({"query": "ASK {}"}), BROWSER).text


def test_a_table_too_long_is_cut_and_says_so(client: Client) -> None:
    many = " ".join(map(str, range(1200)))
    address = "/sparql?" + urlencode({"query": f"SELECT * {{ VALUES ?n {{ {many} }} }}", "lang": "en"})
    page = shown(client, address)
    assert len(page.all("td")) == 50
    assert "There is more" in "".join(page.words)
    last = shown(client, address + "&page=20")
    assert {"950", "999"} <= set(last.words)
    assert "1000" not in last.words
    assert [a["href"] for a in last.all("a") if a.get("rel") == "prev"] == [
        "?" + urlencode([*parse_qsl(urlsplit(address).query), ("page", "19")])
    ]
    assert not [a for a in last.all("a") if a.get("rel") == "next"]


def test_a_broken_query_in_a_browser_is_a_page_with_its_place(client: Client) -> None:
    answer = client.get("/sparql?query=SELECT+*+%7B%0A%3Fs+a%3C/textarea%3E+%7D", BROWSER)
    assert answer.status_code == 400
    page = Page(answer.text)
    text = "".join(page.words)
    assert "line 2" in text
    assert "column" in text
    # What was written is still there to be mended, and the place at fault is marked.
    assert "?s a</textarea> }" in text
    assert {"class": "fault"} in page.all("mark")
    assert answer.headers["cache-control"] == "no-store"


def test_every_ready_question_is_asked_from_the_first_page(client: Client) -> None:
    assert len(examples()) >= 10
    page = shown(client, "/?lang=ar")
    text = "".join(page.words)
    links = [a["href"] or "" for a in page.all("a")]
    for example in examples():
        assert example.title["ar"] in text
        assert any(parse_qs(urlsplit(link).query).get("query") == [example.query] for link in links)
        assert client.get("/sparql?" + urlencode({"query": example.query})).status_code == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_first_page_tells_programs_where_to_begin(client: Client, language: str) -> None:
    page = client.get(f"/?lang={language}", "text/html").text
    told = page[page.index('id="programs"') :].partition("</section>")[0]
    ways = [unescape(way) for way in re.findall(r'href="([^"]+)"', told)]
    named = [urlsplit(way).path for way in ways]
    for path in ("/llms.txt", "/sparql", "/search", "/reconcile", "/dumps/", "/changes.ttl", "/.well-known/void"):
        assert path in named
    assert "/mcp" not in named, "nothing is told of what does not answer"
    for way in ways:
        assert client.get(way).status_code == 200, way


def test_the_ontology_is_at_its_address_in_every_form(client: Client) -> None:
    from kg.triples import read_rdf

    turtle = client.get("/ontology", "text/turtle")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    as_turtle = {str(q.triple) for q in read_rdf(turtle.content, "turtle") if "_:" not in str(q)}
    as_xml = client.get("/ontology", "application/rdf+xml")
    assert as_turtle == {str(q.triple) for q in read_rdf(as_xml.content, "rdfxml") if "_:" not in str(q)}
    assert client.get("/ontology", "application/ld+json").headers["content-type"] == "application/ld+json"
    assert client.get("/shapes", "application/n-triples").status_code == 200
    assert client.get("/ontology", "image/png").status_code == 406
    page = shown(client, "/ontology?lang=en")
    assert any(a.get("id") == "Statement" for a in page.all("section"))
    context = client.get("/ontology/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.headers["access-control-allow-origin"] == "*"
    assert "@context" in context.json()
    assert client.get("/shapes/gate.ttl").text == (client.get("/shapes/gate.ttl", "text/turtle").text)


def test_the_interface_is_described_without_holes(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert {"/sparql", "/store", "/articles", "/export", "/id/{path}", "/health"} <= set(described["paths"])
    refs = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert refs <= set(described["components"]["schemas"])
    assert "ArticleIn" in refs
    ids = [o["operationId"] for m in described["paths"].values() for o in m.values()]
    assert len(ids) == len(set(ids))
    text = "".join(shown(client, "/docs").words)
    for path in described["paths"]:
        assert path in text


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("<http://e/\\u0645>", Term("iri", "http://e/\u0645")),
        ('"a\\"b\\n\\\\"@ar-AE', Term("literal", 'a"b\n\\', "ar-AE")),
        ('"1"^^<http://e/t>', Term("literal", "1", None, "http://e/t")),
        ("_:b1", Term("blank", "_:b1")),
        ("<<( <a> <b> <c> )>>", Term("other", "<<( <a> <b> <c> )>>")),
        ('"\\uD800\\UFFFFFFFF"', Term("literal", "\ufffd\ufffd", None, "http://www.w3.org/2001/XMLSchema#string")),
        ("12", Term("other", "12")),
    ],
)
def test_a_term_is_read_as_it_is_written(words: str, wanted: Term) -> None:
    assert term(words) == wanted


@pytest.mark.parametrize(
    ("shown_term", "direction"),
    [
        (Term("literal", "سلمى", "ar"), "rtl"),
        (Term("literal", "سلمى", "ar-AE"), "rtl"),
        (Term("literal", "Salma", "en"), "ltr"),
        (Term("literal", ".سلمى", None, "http://www.w3.org/2001/XMLSchema#string"), "auto"),
        (Term("literal", "2022-01-26", None, "http://www.w3.org/2001/XMLSchema#date"), "ltr"),
        (Term("iri", "http://e/م"), "ltr"),
    ],
)
def test_each_term_has_its_own_direction(shown_term: Term, direction: str) -> None:
    assert shown_term.dir == direction


def test_a_name_in_the_page_s_language_beats_others() -> None:
    said = '<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en, "y"@fr .'.replace(
        ', "y"@fr', ' .\n<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> "y"@fr'
    )
    labels = labels_of(statements(said))
    assert Viewer("http://b/", "/", "en", {}).name("http://e/a", labels).value == "x"
    assert Viewer("http://b/", "/", "ar", {}).name("http://e/a", labels).value == "x"
    assert Viewer("http://b/", "/", "ar", {}).name("http://e/%D9%85", {}).value == "م"


def test_a_withdrawn_article_has_no_page(service: FakeService) -> None:
    service.publish()
    client = Client(application(service), bearer())
    client.request("DELETE", f"/articles/{KEY}")
    answer = client.get(STATEMENT, BROWSER)
    assert answer.status_code == 410
    assert "سحب" in answer.text


@pytest.mark.parametrize("header", ["ar" + " " * 60_000 + "x", "en;" + " " * 60_000 + "q", "ar-" + "a-" * 30_000 + "!"])
def test_a_long_language_header_is_read_quickly(client: Client, header: str) -> None:
    began = time.monotonic()
    shown(client, "/", **{"accept-language": header})
    assert time.monotonic() - began < 1


def test_what_head_and_foot_of_a_page_lead_to_answers(client: Client) -> None:
    page = shown(client, "/about")
    for address, _ in (*NAV, *FOOT):
        assert f"/{address}" in [a["href"] for a in page.all("a")]
        assert client.get(f"/{address}", "text/html").status_code in (200, 303), address
