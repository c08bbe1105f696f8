"""Language and theme are chosen once, without a script, and no page mixes up who chose what."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
from starlette.requests import Request

from kg.web.preferences import is_own, preference
from tests.web.conftest import Client, application
from tests.web.service import KEY, FakeService

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
STATEMENT = f"/page/article/{KEY}/statement-10-40.html"
PAGES = (STATEMENT, "/sparql?query=ASK%20%7B%7D", "/")


def cookies_of(answer: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        found.load(line)
    return found


def choose(client: Client, **asked: str) -> httpx.Response:
    return client.get("/preferences?" + urlencode(asked))


def root_of(answer: httpx.Response) -> str:
    start = answer.text.index("<html")
    return answer.text[start : answer.text.index(">", start)]


def test_a_choice_is_a_long_lived_cookie_that_no_script_and_no_other_site_sees(client: Client) -> None:
    answer = choose(client, theme="dark", to=STATEMENT)
    assert (answer.status_code, answer.headers["location"]) == (303, STATEMENT)
    assert answer.headers["cache-control"] == "no-store"
    (kept,) = cookies_of(answer).values()
    assert (kept.key, kept.value, kept["path"], kept["samesite"]) == ("theme", "dark", "/", "lax")
    assert kept["httponly"]
    assert int(kept["max-age"]) >= 180 * 24 * 3600


def test_a_form_chooses_too(client: Client) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = urlencode({"lang": "en", "theme": "light", "to": "/docs"})
    answer = client.post("/preferences", content=body, headers=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")
    assert {kept.key: kept.value for kept in cookies_of(answer).values()} == {"lang": "en", "theme": "light"}


def test_a_choice_can_be_taken_back(client: Client) -> None:
    (kept,) = cookies_of(choose(client, theme="auto")).values()
    assert (kept.value, kept["max-age"]) == ("", "0")


@pytest.mark.parametrize("asked", [{"theme": "pink"}, {"lang": "xx"}, {"lang": ""}, {"theme": "dark\r\nx: y"}])
def test_what_is_no_choice_is_refused_and_keeps_nothing(client: Client, asked: dict[str, str]) -> None:
    answer = choose(client, **asked)
    assert answer.status_code == 422
    assert "auto" in answer.json()["hint"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/a\r\nset-cookie: x=y",
        "/../elsewhere",
        "/a/%2e%2e/%2e%2e/b",
        "/a/..%5c..%5cb",
        "/سر",
        "/docs#part",
        "?lang=en",
    ],
)
def test_it_leads_nowhere_but_to_pages_of_ours(client: Client, address: str) -> None:
    answer = choose(client, theme="dark", to=address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("address", "prefix", "own"),
    [
        ("/", "/", True),
        ("/docs?q=a//b&to=https://e/", "/", True),
        ("/page//x", "/", True),
        ("/isnad/docs", "/isnad/", True),
        ("/docs", "/isnad/", False),
        ("/isnad/../docs", "/isnad/", False),
        ("/isnadx/", "/isnad/", False),
    ],
)
def test_ours_is_what_the_base_says(address: str, prefix: str, own: bool) -> None:
    assert is_own(address, prefix) is own


def test_it_leads_back_to_the_very_page_less_the_language_that_was_in_its_address(client: Client) -> None:
    there = "/search?" + urlencode({"q": "سلمى & صقر", "lang": "en"}) + "&kind="
    assert (
        choose(client, lang="ar", to=there).headers["location"]
        == "/search?" + urlencode({"q": "سلمى & صقر"}) + "&kind="
    )
    assert choose(client, theme="dark", to=there).headers["location"] == there


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("", "lang=en", "ar", "en"),
        ("", "lang=ar", "en", "ar"),
        ("?lang=ar", "lang=en", "en", "ar"),
        ("", "lang=xx", "en", "en"),
        ("", "lang", "en", "en"),
        ("", 'lang="en"; lang=ar', "en", "ar"),
        ("", 'other="lang=en"; xlang=en', "ar", "ar"),
        ("", "theme=dark; session=1; lang=en", "ar", "en"),
        ("", "\x7f;;;==;lang", "*", "ar"),
    ],
)
def test_an_address_wins_over_a_choice_and_that_over_the_browser(
    client: Client, query: str, cookie: str, header: str, language: str
) -> None:
    answer = client.get(f"/{query}", BROWSER, headers={"cookie": cookie, "accept-language": header})
    assert answer.headers["content-language"] == language
    assert f'lang="{language}"' in root_of(answer)


@pytest.mark.parametrize(
    ("cookie", "theme"),
    [
        ("theme=dark", ' data-theme="dark"'),
        ("theme=light", ' data-theme="light"'),
        ("theme=x", ""),
        ('theme="><b>', ""),
    ],
)
def test_the_theme_is_on_the_page_that_the_server_sends(client: Client, cookie: str, theme: str) -> None:
    root = root_of(client.get("/", BROWSER, headers={"cookie": cookie, "accept-language": "en"}))
    assert root == f'<html lang="en" dir="ltr"{theme}'


@pytest.mark.parametrize(
    ("cookie", "offered"), [("", ["to-light by-system", "to-dark by-system"]), ("theme=dark", ["to-light"])]
)
def test_the_other_theme_is_offered(client: Client, cookie: str, offered: list[str]) -> None:
    text = client.get("/docs", BROWSER, headers={"cookie": cookie}).text
    assert re.findall(r'<a class="(to-[^"]*)"', text) == offered


@pytest.mark.parametrize(
    ("address", "one", "other"),
    [
        *((page, "theme=dark", "theme=light") for page in PAGES),
        *((page, "theme=dark", "") for page in PAGES),
        *((page, "lang=en", "lang=ar") for page in (*PAGES, "/opensearch.xml")),
    ],
)
def test_no_cache_gives_one_reader_s_page_to_another(client: Client, address: str, one: str, other: str) -> None:
    first = client.get(address, BROWSER, headers={"cookie": one})
    assert "Cookie" in first.headers["vary"].split(", ")
    again = client.get(address, BROWSER, headers={"cookie": one, "if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert "Cookie" in again.headers["vary"].split(", ")
    second = client.get(address, BROWSER, headers={"cookie": other, "if-none-match": first.headers["etag"]})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


def a_request(path: str, query: str = "", method: str = "GET") -> Request:
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode("latin-1"), "headers": []}
    return Request({**scope, "raw_path": quote(path).encode()})


@pytest.mark.parametrize(
    ("request_", "prefix", "to"),
    [
        (a_request("/docs"), "/", "/docs"),
        (a_request("/docs", "a=%D8%B3&b=\xe9"), "/isnad/", "/isnad/docs?a=%D8%B3&b=\xe9"),
        (a_request("//evil.example/"), "/", "/evil.example/"),
        (a_request("/sparql", "query=x", "POST"), "/", "/sparql"),
        (a_request("/sparql", "query=" + "x" * 20_000), "/", "/sparql"),
        (a_request("/" + "x" * 20_000), "/isnad/", "/isnad/"),
    ],
)
def test_a_page_knows_the_way_back_to_itself(request_: Request, prefix: str, to: str) -> None:
    address = preference(request_, prefix, "theme", "dark")
    assert address.startswith(f"{prefix}preferences?")
    assert parse_qs(urlsplit(address).query) == {"theme": ["dark"], "to": [to]}


def test_under_a_base_with_a_path_choices_hold_below_it(service: FakeService) -> None:
    app = application(service, base="https://example.org/isnad/")
    answer = Client(app).get("/isnad/preferences?" + urlencode({"lang": "en", "to": "/isnad/docs"}))
    assert answer.headers["location"] == "/isnad/docs"
    assert cookies_of(answer)["lang"]["path"] == "/isnad/"
