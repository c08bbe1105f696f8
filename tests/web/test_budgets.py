"""What a browser loads before a page can be read: little, and none of the libraries that few pages need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from posixpath import join, normpath

import httpx
import pytest

from kg.web.asset_files import Shelf, shelf, vendored
from tests.web.conftest import Client
from tests.web.service import KEY

BUDGET = 120_000
"""Bytes of a first page, compressed, with the Arabic font."""
HEAVY = ("cytoscape", "yasqe", "layout-base", "cose-base")
PAGES = [
    "/",
    f"/page/article/{KEY}.html",
    f"/page/article/{KEY}/statement-10-40.html",
    "/search",
    "/statements",
    "/docs",
]
_IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^"'();]*["'](\.[^"']+)["']""", re.MULTILINE)
_DRAWN = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


class Loaded(HTMLParser):
    """The addresses that a page loads by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "link" and said.get("rel") in ("stylesheet", "preload", "modulepreload", "icon"):
            self.found.add(said["href"] or "")
        elif tag in ("script", "img") and said.get("src"):
            self.found.add(said["src"] or "")


def imported(address: str, text: str) -> Iterator[str]:
    """Yield the addresses that a script or a style sheet at *address* loads at once."""
    pattern = {"js": _IMPORTED, "css": _DRAWN}.get(address.rpartition(".")[2])
    for name in pattern.findall(text) if pattern else ():
        yield normpath(join(address.rpartition("/")[0], name))


def load(client: Client, page: str) -> dict[str, httpx.Response]:
    """Return every answer that a browser waits for, by its address."""
    accepted = {"accept-encoding": "br", "accept-language": "ar"}
    answers = {page: client.get(page, "text/html", headers=accepted)}
    waiting = Loaded(answers[page].text).found
    while waiting:
        address = waiting.pop()
        if address not in answers:
            answers[address] = client.get(address, headers=accepted)
            assert answers[address].status_code == 200, address
            waiting |= set(imported(address, answers[address].text))
    return answers


def test_what_a_script_and_a_style_sheet_load_is_seen() -> None:
    script = 'import { a } from "./near.js";\nimport "../vendor/x.js";\nexport * from "./all.js";\nimport("./late.js");'
    assert set(imported("/assets/e/js/one.js", script)) == {
        "/assets/e/js/near.js",
        "/assets/e/vendor/x.js",
        "/assets/e/js/all.js",
    }
    assert list(imported("/assets/e/a.css", 'x { src: url("vendor/f.woff2") format("woff2") }')) == [
        "/assets/e/vendor/f.woff2"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light(client: Client, page: str) -> None:
    answers = load(client, page)
    if vendored("fonts/text-arabic.woff2"):
        assert any(address.endswith(".woff2") for address in answers), "the font counts"
    weights = {address: answer.num_bytes_downloaded for address, answer in answers.items()}
    assert all(weights.values())
    assert sum(weights.values()) <= BUDGET, weights
    assert not [address for address in answers if any(name in address for name in HEAVY)]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout in which nothing of others was made."""
    here = shelf()
    ours = {name: file for name, file in here.files.items() if not name.startswith("vendor/")}
    monkeypatch.setattr("kg.web.asset_files.shelf", lambda: Shelf(ours, here.edition))


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("page", [*PAGES, "/sparql", "/ontology", "/shapes", "/about", "/explore", "/nowhere"])
def test_without_files_of_others_every_page_is_there_and_asks_for_none(client: Client, page: str) -> None:
    answer = client.get(page, "text/html")
    assert answer.status_code in (200, 404)
    assert "vendor/" not in answer.text
    for address in load(client, page):
        assert "vendor/" not in address
