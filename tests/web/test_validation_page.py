"""The page of what the shapes say: for everybody what was found, for reviewers what was refused as well."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.store import Rejection
from kg.triples import read_rdf
from tests.web.conftest import Client, application, bearer
from tests.web.reading import TEXT, prepared_article
from tests.web.service import BASE, NOW, FakeService

SH = "http://www.w3.org/ns/shacl#"
SHAPE = "https://w3id.org/isnad/shapes#meeting"


@pytest.fixture
def key(service: FakeService) -> str:
    """An article with a warning on a statement and one on itself, and another that was refused."""
    publication = prepared_article(TEXT)
    start = TEXT.index("وقال الصفدي")
    sentence = [start, TEXT.index(".", start) + 1]
    quads = publication.quads.decode()
    focus = next(word.strip("<>") for word in quads.split() if "/statement-" in word)
    common = {"component": f"{SH}MinCountConstraintComponent", "path": None, "shape": SHAPE, "severity": "warning"}
    said = [
        {
            **common,
            "focus": focus,
            "value": f'"{"سر" * 400}"',
            "messages": {"ar": "القائل مجهول", "en": "The speaker is <b>unknown</b>"},
            "mends": {"ar": "سمّ القائل", "en": "Name the speaker"},
            "sentence": sentence,
            "words": TEXT[sentence[0] : sentence[1]],
        },
        {
            **common,
            "focus": publication.article,
            "value": None,
            "messages": {"ar": "لا تاريخ", "en": "No date"},
            "mends": {},
            "sentence": None,
            "words": None,
        },
    ]
    service.store.put(replace(publication, findings=json.dumps(said)), NOW)
    service.store.reject(Rejection("refused1", f"{BASE}id/article/refused1", "نص سري", "h", "{}", NOW))
    return publication.key


def test_a_warning_stands_beside_its_fact(service: FakeService, key: str) -> None:
    client = Client(application(service))
    english = client.get(f"/page/article/{key}.html?lang=en", "text/html").text
    assert "The speaker is &lt;b&gt;unknown&lt;/b&gt;" in english
    assert "No date" in english
    card = english[english.index('id="f-statement') :].partition("<footer>")[0]
    assert "Name the speaker" in english
    assert "The speaker is" in card
    (flag,) = re.findall(r'<a class="flag" href="#(w-\d+)"', english)
    assert f'id="{flag}"' in card, "the sentence leads to what is said of it"
    assert "القائل مجهول" in client.get(f"/page/article/{key}.html?lang=ar", "text/html").text


def test_the_page_lists_findings_and_leads_to_their_sentences(service: FakeService, key: str) -> None:
    answer = Client(application(service)).get("/validation?lang=en", "text/html")
    assert answer.status_code == 200
    start = TEXT.index("وقال الصفدي")
    assert f"/page/article/{key}.html?at={start}-" in answer.text
    assert "سر" * 20 not in answer.text
    assert "etag" in answer.headers
    assert "refused1" not in answer.text, "what was refused is for reviewers"
    assert "Articles refused</dt><dd>1" in answer.text


def test_reviewers_see_what_was_refused_and_nobody_keeps_it(service: FakeService, key: str) -> None:
    answer = Client(application(service), bearer("review")).get("/validation?lang=en", "text/html")
    assert "refused1" in answer.text
    assert "نص سري" not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert "refused1" not in Client(application(service), bearer("write")).get("/validation", "text/html").text


@pytest.mark.parametrize(
    ("query", "found"),
    [("severity=warning", 2), ("severity=violation", 0), ("severity=x", 2), ("shape=none", 0), ("article=none", 0)],
)
def test_the_list_is_narrowed_in_the_address(service: FakeService, key: str, query: str, found: int) -> None:
    text = Client(application(service)).get(f"/validation?lang=en&{query}", "text/html").text
    assert text.count('class="verdict"') == found


def test_the_report_is_shacl_without_long_values(service: FakeService, key: str) -> None:
    answer = Client(application(service)).get("/validation", "text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    quads = read_rdf(answer.content, "turtle")
    assert sum(quad.predicate == NamedNode(f"{SH}result") for quad in quads) == 2
    assert "سر" * 20 not in answer.text
    assert Client(application(service)).get("/validation?format=gif").status_code == 406


def test_an_empty_store_says_so(service: FakeService) -> None:
    assert "No article was published yet" in Client(application(service)).get("/validation?lang=en", "text/html").text
