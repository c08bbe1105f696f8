"""Search over HTTP: results with what proves them, pages without a script, suggestions, and what is asked wrongly."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Client, bearer
from tests.web.service import BASE, KEY, FakeService

ARTICLE = f"{BASE}id/article/{KEY}"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def address(path: str = "/search", **asked: object) -> str:
    return f"{path}?{urlencode(asked, doseq=True)}"


@pytest.fixture
def client(client: Client, service: FakeService) -> Client:
    service.publish()
    return client


def test_results_tell_what_matched_and_what_proves_it(client: Client) -> None:
    answer = client.get(address(q="بلادها خطه"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert (found["query"], found["matched"], found["total"], found["exact"], found["next"]) == (
        *("بلادها خطه", "all", 1, True, None),
    )
    (one,) = found["results"]
    match = one["match"]
    assert one["iri"] == f"{ARTICLE}/statement-10-40"
    assert "https://w3id.org/isnad/ontology#Statement" in one["kinds"]
    assert [match["text"][start:stop] for start, stop in match["highlights"]] == ["بلادها", "خطة"]
    assert one["articles"] == [{"iri": ARTICLE, "title": "سلمى الراوي تعلن خطة بديلة"}]
    assert one["evidence"]
    assert all(said["article"] == ARTICLE and said["start"] < said["end"] for said in one["evidence"])


def test_kind_language_and_pages_narrow_it(client: Client) -> None:
    assert [one["iri"] for one in client.get(address(q="الراوي", kind="Article")).json()["results"]] == [ARTICLE]
    assert client.get(address(q="Salma", language="en")).json()["total"] == 1
    assert client.get(address(q="Salma", lang="ar", strict=True)).json()["total"] == 0
    first = client.get(address(q="سلمى", limit=1)).json()
    assert (len(first["results"]), first["total"]) == (1, 2)
    second = client.get(first["next"]).json()
    assert second["offset"] == 1
    assert second["results"][0]["iri"] != first["results"][0]["iri"]
    assert second["next"] is None


def test_what_was_withdrawn_is_not_found_any_more(client: Client, service: FakeService) -> None:
    assert client.get(address(q="سلمى")).json()["total"] == 2
    assert client.request("DELETE", f"/articles/{KEY}", headers=bearer("write")).status_code == 200
    assert client.get(address(q="سلمى")).json()["total"] == 0


def assert_only_ours_runs(text: str) -> None:
    """Hold a page to scripts that are files of ours, with nothing written into them."""
    scripts = re.findall(r"<script\b[^>]*>[^<]*", text)
    assert all(re.fullmatch(r'<script (defer|type="module") src="/assets/[\w./-]+">', one) for one in scripts), scripts


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "no word"),
        ({"q": ""}, "no word"),
        ({"q": "\u064b \u202e"}, "no word"),
        ({"q": "أ" * 10_000}, "10000 characters"),
        ({"q": "x", "limit": 0}, "limit"),
        ({"q": "x", "limit": 5000}, "limit"),
        ({"q": "x", "offset": -1}, "offset"),
        ({"q": "x", "limit": "many"}, "limit"),
    ],
)
def test_what_is_asked_wrongly_is_a_problem_that_says_so(client: Client, asked: dict[str, object], said: str) -> None:
    answer = client.get(address(**asked))
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_a_form_that_there_is_not_is_refused(client: Client) -> None:
    assert client.get(address(q="سلمى"), accept="image/png").status_code == 406
    assert client.get(address(q="سلمى", format="yaml")).status_code == 406


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_results_and_marks_the_words(client: Client, language: str) -> None:
    answer = client.get(address(q="سلمى", lang=language), accept=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert "<mark>سلمى</mark>" in answer.text
    assert f'href="/id/article/{KEY}"' in answer.text
    assert 'role="search"' in answer.text
    assert_only_ours_runs(answer.text)


def test_every_page_has_the_box(client: Client) -> None:
    for path in ("/", "/docs", "/sparql", "/nowhere"):
        assert '<input type="search" name="q"' in client.get(path, accept=BROWSER).text


def test_the_page_of_results_has_one_box_only(client: Client) -> None:
    for asked in ({"q": "سلمى"}, {"q": "؟"}, {}):
        assert client.get(address(**asked), accept=BROWSER).text.count('type="search"') == 1


@pytest.mark.parametrize(
    ("classes", "shown"),
    [
        ("schema:Country, isnad:Actor", ["country"]),
        ("org:Organization, schema:Organization, isnad:Actor", ["organisation"]),
        ("isnad:Forum, isnad:Actor, org:Organization", ["forum"]),
        ("isnad:Actor", ["actor"]),
    ],
)
def test_a_result_is_called_by_its_most_special_class(
    client: Client, service: FakeService, classes: str, shown: list[str]
) -> None:
    turtle = f"""@prefix schema: <https://schema.org/> . @prefix org: <http://www.w3.org/ns/org#> .
    @prefix isnad: <https://w3id.org/isnad/ontology#> .
    <{BASE}id/actor/elsewhere> a {classes} ; <http://www.w3.org/2000/01/rdf-schema#label> "Elsewhere"@en ."""
    service.publish("kinds", turtle.encode())
    page = client.get(address(q="Elsewhere", lang="en"), accept=BROWSER).text
    told = page[page.index('<div class="types">') :].partition("</div>")[0]
    assert [words.lower() for words in re.findall(r">([^<>]+)</span>", told)] == shown
    assert client.get(address("/search/suggest", q="Elsewhere", lang="en")).json()[2][0].lower() == ", ".join(shown)


def test_a_page_without_words_or_with_wrong_ones_says_what_to_do(client: Client) -> None:
    assert client.get("/search", accept=BROWSER).status_code == 200
    wrong = client.get(address(q="؟"), accept=BROWSER)
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.text


def test_nothing_in_what_was_asked_or_found_becomes_markup(client: Client, service: FakeService) -> None:
    label = "<script>alert(1)</script> \u202eشرير"
    turtle = f'<{BASE}id/article/evil/a> <http://www.w3.org/2000/01/rdf-schema#label> """{label}"""@ar .'
    service.publish("evil", turtle.encode())
    answer = client.get(address(q="شرير"), accept=BROWSER)
    assert "&lt;script&gt;" in answer.text
    assert_only_ours_runs(answer.text)
    assert_only_ours_runs(client.get(address(q="<script>x"), accept=BROWSER).text)
    assert client.get(address(q="شرير")).json()["results"][0]["match"]["text"] == label


def test_suggestions_are_of_the_form_that_browsers_read(client: Client) -> None:
    answer = client.get(address("/search/suggest", q="سلم"))
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    words, texts, kinds, addresses = answer.json()
    assert words == "سلم"
    assert texts == ["سلمى الراوي", "سلمى الراوي تعلن خطة بديلة"]
    assert len(kinds) == len(addresses) == 2
    assert all(where.startswith("/id/") for where in addresses)
    assert client.get(address("/search/suggest", q='"')).json() == ['"', [], [], []]
    assert client.get("/search/suggest").json() == ["", [], [], []]


def test_head_answers_as_get_does(client: Client) -> None:
    for path in (address(q="سلمى"), address("/search/suggest", q="سلم")):
        got, head = client.get(path), client.request("HEAD", path)
        assert (head.status_code, head.headers["content-type"]) == (got.status_code, got.headers["content-type"])
        assert head.content == b""
