"""Pages of statements, meetings, forums and what stands between, and lists of them: read by the reader itself."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest

from kg.errors import Overrun
from kg.sparql import Query
from tests.web.conftest import Client, application
from tests.web.reading import publish
from tests.web.service import BASE, FakeService

FIRST = """وزيران يبحثان ملف المياه

التقى وزير الخارجية الأردني أيمن الصفدي نظيره المصري سامح شكري في القاهرة يوم الثلاثاء لبحث ملف المياه.

وقال الصفدي إن بلاده ستواصل التنسيق الكامل مع مصر في ملف المياه إذا نجحت المحادثات المقبلة.

وأكد الصفدي أن "الحوار هو الطريق الوحيد".

وجاء اللقاء ضمن إطار المجموعة الاستشارية المائية بين الأردن ومصر، وفق ما نقله الديوان الملكي في بيان.
"""
SECOND = """تنسيق متواصل

قال وزير الخارجية الأردني أيمن الصفدي إن بلاده ستواصل التنسيق الكامل مع مصر في ملف المياه.

والتقى وزير الخارجية الأردني أيمن الصفدي وزير الخارجية المصري سامح شكري في القاهرة يوم الثلاثاء.
"""
ISNAD = "https://w3id.org/isnad/ontology#"


@pytest.fixture(scope="module")
def news() -> tuple[Client, FakeService]:
    service = FakeService()
    publish(service, FIRST)
    publish(service, SECOND, "وكالة أخرى")
    return Client(application(service)), service


def iris(service: FakeService, pattern: str) -> list[str]:
    """Return the ?x that a pattern finds, in order."""
    prefixes = "PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/> "
    query = f"{prefixes}PREFIX i: <{ISNAD}> SELECT DISTINCT ?x {{ {pattern} }} ORDER BY ?x"
    solutions = service.store.dataset.store.query(query, use_default_graph_as_union=True)
    return [row["x"].value for row in solutions]  # type: ignore[union-attr, index]


def page(news: tuple[Client, FakeService], iri: str, **asked: str) -> str:
    client, _ = news
    address = f"/page/{iri.removeprefix(f'{BASE}id/')}.html?{urlencode({'lang': 'en', **asked})}"
    answer = client.get(address, "text/html")
    assert answer.status_code == 200, answer.text[-500:]
    return answer.text


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def listed(news: tuple[Client, FakeService], address: str) -> str:
    answer = news[0].get(address + ("&" if "?" in address else "?") + "lang=en", "text/html")
    assert answer.status_code == 200, answer.text[-500:]
    return answer.text


def total(html: str) -> int:
    match = re.search(r'<h2 id="found">([\d,]+)', html)
    assert match is not None
    return int(match[1])


def test_a_statement_shows_its_condition_its_chain_and_its_speaker_s_office(news: tuple[Client, FakeService]) -> None:
    said = iris(news[1], "?x i:condition ?c")[0]
    html = page(news, said)
    assert '<mark class="condition">إذا نجحت المحادثات المقبلة</mark>' in html
    assert re.search(r'<ol class="chain".*data-role="speaker".*data-role="publisher"', html, re.DOTALL)
    text = words(html)
    assert "in the body" in text
    assert "indirect" in text
    assert "<q>" not in html.partition("utterance")[2].partition("</blockquote>")[0], "its words are the writer's"
    assert "الحوار هو الطريق الوحيد" in text, "what he says next stands beside it"


def test_direct_words_stand_between_quotation_marks(news: tuple[Client, FakeService]) -> None:
    direct = iris(news[1], "?x i:quoteMode i:quote-direct")[0]
    assert "<q>الحوار هو الطريق الوحيد</q>" in page(news, direct)


def test_what_may_be_the_same_elsewhere_is_scored_and_not_asserted(news: tuple[Client, FakeService]) -> None:
    said = iris(news[1], "?x i:condition ?c")[0]
    other = iris(news[1], "?x a i:Statement ; i:reportedIn/i:textHash ?h . FILTER NOT EXISTS { ?x i:condition ?c }")
    html = page(news, said)
    apart = html.partition('id="elsewhere"')[2].partition("</section>")[0]
    assert "nothing asserts that they are the same" in apart
    assert re.search(r"Alike <span dir=\"ltr\">\d\d%", apart)
    assert any(iri.removeprefix(BASE) in apart for iri in other)
    assert "الحوار هو الطريق" not in apart


def test_a_meeting_tells_who_when_and_where_and_names_candidates(news: tuple[Client, FakeService]) -> None:
    meetings = iris(news[1], "?x a i:Meeting ; schema:location ?p ; i:participant ?a, ?b . FILTER(?a != ?b)")
    assert len(meetings) == 2, "each article tells of it once"
    html = page(news, meetings[0])
    text = words(html)
    for told in ("أيمن الصفدي", "القاهرة", "not fixed by the text", "a day of the week", "held"):
        assert told in text, told
    maybe = html.partition('id="maybe"')[2].partition("</section>")[0]
    assert "Candidate" in maybe
    assert meetings[1].removeprefix(BASE) in maybe, "the same parties met in the other article"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?x a i:Forum ; i:mention ?m", ("Sessions", "Who took part")),
        ("?m schema:about ?x", ("Meetings about it", "ملف المياه", "Statements that have these words")),
        ("?m schema:location ?x", ("Meetings there", "القاهرة")),
        ("?x a i:Position", ("Office as called", "Who is called so in articles")),
        ("?x a i:TimeReference", ("Time as the text names it", "a day of the week")),
        ("?x a i:AttributionStep", ("Link of a chain",)),
        ("?x a i:Link", ("Link to the authority",)),
        ("?x a i:Participation", ("Part taken in a meeting",)),
        ("?s i:content ?x", ("Words of an article", "The facts that rest on it")),
    ],
)
def test_each_kind_has_a_page_that_calls_it_by_words(
    news: tuple[Client, FakeService], pattern: str, told: tuple[str, ...]
) -> None:
    found = iris(news[1], pattern)
    assert found
    for iri in found[:3]:
        html = page(news, iri)
        head = words(html.partition("<h1")[2].partition("</h1>")[0])
        assert not re.search(r"(span|attribution|time|link|participation|topic|place|position)-\d", head), head
    text = words(page(news, found[0]))
    for one in told:
        assert one in text, one


def test_a_list_is_narrowed_by_facets_that_can_be_taken_away(news: tuple[Client, FakeService]) -> None:
    everything = listed(news, "/statements")
    assert total(everything) == len(iris(news[1], "?x a i:Statement"))
    direct = listed(news, "/statements?mode=direct")
    assert total(direct) == len(iris(news[1], "?x a i:Statement ; i:quoteMode i:quote-direct"))
    assert 'href="?lang=en"' in direct.partition('class="chips chosen"')[2].partition("</ul>")[0]
    assert total(listed(news, "/statements?conditional=yes")) == 1
    assert total(listed(news, f"/statements?publisher={quote('وكالة أخرى')}")) == 1
    assert total(listed(news, f"/statements?q={quote('الحوار')}")) == 1
    assert total(listed(news, f"/statements?topic={quote('ملف المياه')}")) == 2


def test_a_facet_s_number_is_the_total_of_the_list_it_leads_to(news: tuple[Client, FakeService]) -> None:
    for name in ("statements", "meetings"):
        html = listed(news, f"/{name}")
        options = re.findall(r'<li><a href="(\?[^"]+)"><bdi>.*?<span class="count">(\d+)</span>', html)
        assert options
        for address, count in options:
            assert total(listed(news, f"/{name}{unescape(address)}")) == int(count), address


def test_two_parties_are_both_there(news: tuple[Client, FakeService]) -> None:
    meeting = iris(news[1], "?x a i:Meeting ; schema:location ?p ; i:participant ?a, ?b . FILTER(?a != ?b)")[0]
    one, two = iris(news[1], f"<{meeting}> i:participant ?x")[:2]
    both = listed(news, "/meetings?" + urlencode([("actor", one), ("actor", two)]))
    assert total(both) >= 1
    assert both.count('class="chip" href') == 2
    short = listed(news, "/meetings?" + urlencode([("actor", one.removeprefix(f"{BASE}id/"))]))
    assert total(short) == total(listed(news, "/meetings?" + urlencode([("actor", one)])))


def test_statements_that_name_somebody(news: tuple[Client, FakeService]) -> None:
    egypt = f"{BASE}id/actor/country-eg"
    html = listed(news, "/statements?" + urlencode({"actor": egypt}))
    assert total(html) == 3, "the forum's name, which a statement holds, has Egypt's in it"
    assert "الحوار هو الطريق" not in html
    assert listed(news, "/statements?" + urlencode({"actor": egypt, "sort": "oldest"})) != html


def test_a_list_is_a_table_for_programs(news: tuple[Client, FakeService]) -> None:
    answer = news[0].get("/statements?mode=direct&format=csv")
    assert answer.status_code == 303
    table = news[0].get(answer.headers["location"])
    assert table.headers["content-type"].startswith("text/csv")
    assert "الحوار هو الطريق الوحيد" in table.text


@pytest.mark.parametrize(
    "address",
    [
        "/meetings?actor=urn:x>%20%7D%20DROP",
        "/statements?mode=x%20y",
        "/meetings?status=%3Cscript%3E",
    ],
)
def test_what_is_no_value_is_refused(news: tuple[Client, FakeService], address: str) -> None:
    answer = news[0].get(address, "text/html")
    assert answer.status_code == 400
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/statements?q=%22", "/statements?q=-x", "/meetings?page=999999", "/statements?page=x&sort=y", "/topics?q=%22%3C"],
)
def test_odd_addresses_are_answered(news: tuple[Client, FakeService], address: str) -> None:
    assert news[0].get(address, "text/html").status_code in (200, 400)


def test_names_are_listed_with_what_they_lead_to(news: tuple[Client, FakeService]) -> None:
    topics = listed(news, "/topics")
    assert "ملف المياه" in topics
    row = re.search(r'<a href="(/meetings\?topic=[^"]+)">(\d+)</a>', topics)
    assert row is not None
    assert total(listed(news, unescape(row[1]))) == int(row[2])
    assert "القاهرة" in listed(news, "/places")
    assert "المجموعة الاستشارية" in listed(news, "/forums")
    assert "ملف المياه" not in listed(news, f"/topics?q={quote('زراعة')}")


def test_a_page_shows_the_queries_behind_it(news: tuple[Client, FakeService]) -> None:
    for address in ("/statements", "/meetings", "/topics"):
        html = listed(news, address)
        queries = re.findall(r'<pre dir="ltr" tabindex="0"><code>(.*?)</code>', html, re.DOTALL)
        assert queries, address
        for query in queries:
            news[1].store.answer(Query(unescape(query)))


def test_a_list_whose_counts_take_too_long_is_shown_without(
    news: tuple[Client, FakeService], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = news[1].query

    async def query(asked: Query, *more: object) -> object:
        if "?facet" in asked.text:
            raise Overrun("the query took too long", limit="deadline")
        return await answered(asked, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(news[1], "query", query)
    html = listed(news, f"/statements?publisher={quote('وكالة أخرى')}&sort=oldest&mode=indirect")
    assert '<h2 id="found">Statements</h2>' in html
    assert 'class="event"' in html
