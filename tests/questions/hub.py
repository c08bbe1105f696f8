"""One actor whom many articles speak of, as the pipeline would write it: for what must stay quick over a hub."""

from __future__ import annotations

from collections.abc import Iterator

PREFIXES = """@prefix isnad: <https://w3id.org/isnad/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix actor: <http://localhost:8000/id/actor/> .
"""
HUB = "http://localhost:8000/id/actor/hub"
_MEDIA = ("tweet", "statement", "interview")
_MODES = ("direct", "indirect", "mixed")
_LENGTH = 100


def hub_graph(articles: int, each: int, others: int = 60) -> str:
    """Return TriG with *articles* articles in each of which the hub says *each* statements and meets somebody."""
    known = "\n".join(
        f'actor:other{n} a isnad:Actor, schema:Person ; rdfs:label "طرف {n}"@ar, "Other {n}"@en .'
        for n in range(others)
    )
    hub = 'actor:hub a isnad:Actor, schema:Person ; rdfs:label "سامي الراوي"@ar, "Sami al-Rawi"@en .'
    authority = f"<http://localhost:8000/graph/authority> {{ {hub}\n{known} }}\n"
    return PREFIXES + authority + "".join(line for number in range(articles) for line in _article(number, each, others))


def _article(number: int, each: int, others: int) -> Iterator[str]:
    day = f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    article = f"<http://localhost:8000/id/article/k{number}>"
    yield f"<http://localhost:8000/graph/k{number}> {{\n"
    yield f'{article} a isnad:Article ; schema:headline "خبر {number}"@ar ; schema:datePublished "{day}"^^xsd:date ;'
    yield f" schema:publisher <{article[1:-1]}/publisher> ."
    yield f' <{article[1:-1]}/publisher> rdfs:label "صحيفة {number % 7}"@ar .\n'
    yield from _meeting(number, article, others)
    for place in range(each):
        yield from _statement(number, place, article, others)
    yield "}\n"


def _meeting(number: int, article: str, others: int) -> Iterator[str]:
    at = article[1:-1]
    yield f"<{at}/meeting> a isnad:Meeting ; isnad:participant actor:hub, actor:other{number % others} ;"
    yield f" isnad:status isnad:status-held ; dcterms:type isnad:kind-call ; isnad:reportedIn {article} ;"
    yield f" isnad:evidence <{at}/span-m> .\n"
    yield from _span(at, "span-m", (0, 20), "اجتمع سامي الراوي بضيفه")
    yield f'<{at}/position> a isnad:Position ; rdfs:label "وزير {number % 3}"@ar ; org:member actor:hub ;'
    yield f" isnad:reportedIn {article} ; isnad:evidence <{at}/span-m> .\n"


def _statement(number: int, place: int, article: str, others: int) -> Iterator[str]:
    at, start = article[1:-1], 100 + place * _LENGTH
    one = (number * 7 + place) % others
    yield f"<{at}/said-{place}> a isnad:Statement ; isnad:speaker actor:hub ; isnad:reportedIn {article} ;"
    yield f' isnad:quoteMode isnad:quote-{_MODES[place % 3]} ; schema:text "قول {number} {place}"@ar ;'
    yield f" isnad:medium isnad:medium-{_MEDIA[number % 3]} ; isnad:content <{at}/c-{place}> ;"
    yield f" isnad:evidence <{at}/c-{place}> .\n"
    yield from _span(at, f"c-{place}", (start, start + 60), f"إن الطرف {one} سيحضر {place}")
    yield f"actor:hub isnad:mention <{at}/h-{place}> . actor:other{one} isnad:mention <{at}/o-{place}> .\n"
    yield from _span(at, f"h-{place}", (start - 15, start - 5), "الراوي" if place % 2 else "سامي الراوي")
    yield from _span(at, f"o-{place}", (start + 3, start + 12), f"الطرف {one}")


def _span(at: str, name: str, place: tuple[int, int], words: str) -> Iterator[str]:
    yield f"<{at}/{name}> oa:hasSource <{at}> ; oa:hasSelector <{at}/{name}-p>, <{at}/{name}-q> ;"
    yield f" isnad:sentence <{at}/{name}> .\n"
    yield f"<{at}/{name}-p> oa:start {place[0]} ; oa:end {place[1]} .\n"
    yield f'<{at}/{name}-q> oa:exact "{words}"@ar .\n'
