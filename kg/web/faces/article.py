"""The page of an article: its text with what was found in it marked, and the facts beside it, each with a way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kg.errors import NotFound
from kg.questions import (
    Described,
    Use,
    ask_counted,
    ask_home,
    ask_reach,
    ask_said,
    ask_spots,
    ask_uses,
    ask_words,
    begun,
    read_counted,
    read_home,
    read_said,
    read_spots,
    read_uses,
)
from kg.store import Wish
from kg.text import Span
from kg.triples import ISNAD
from kg.web.cards import FACTS, Album, wanted
from kg.web.chains import chains_of
from kg.web.excerpts import Excerpt, even_windows, page_of, quoted_only, whole, windows
from kg.web.inquiry import Inquiry, by
from kg.web.marking import Line, Mark, Places, anchor, cut
from kg.web.newsarticle import news_article
from kg.web.quoting import asked_place
from kg.web.sifting import Sieve
from kg.web.terms import Term
from kg.web.verdicts import Verdict, verdict_of
from kg.web.views import Value

_COUNTED: Final = (*FACTS, "Actor")
_AT_ONCE: Final = 400
_MOST_FINDINGS: Final = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the text as it is drawn: what is left out before it, with the places that are there, then lines."""

    left_out: int
    hidden: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """How much may be read, and where in it the reader is; `length` is None where nobody knows it."""

    pages: tuple[Span, ...]
    number: int
    length: int | None
    words: str | None
    lit: Span | None

    @property
    def window(self) -> Span:
        return self.pages[self.number - 1]


@dataclass(frozen=True, slots=True)
class ArticleFace:
    """The reader."""

    classes: Sequence[str] = (f"{ISNAD}Article",)
    template: str = "article.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of the article *iri* shows."""
        home = read_home(iri, await inquiry.rows(ask_home(iri), said="behind-article"))
        if home is None:
            raise NotFound(f"no graph tells of the article <{iri[:200]}>")
        graph, article = home
        text = await _text(graph, inquiry, asked)
        places, sentences = await _places(graph, text.window, inquiry)
        excerpt = await _excerpt(graph, text, sentences, inquiry)
        album = await _album(article, graph, (places, excerpt), inquiry)
        title = _title(article, excerpt)
        counted = read_counted(await inquiry.rows(ask_counted(graph, _COUNTED), said="behind-counts"))
        return {
            "title": title,
            "article": _metadata(article, album.values, graph, inquiry),
            "chain": album.chains.get(iri, ()),
            "counted": {FACTS.get(name, "actor"): count for name, count in counted.items()},
            **_found(album, Sieve.of(asked), text, title),
            **_turning(text, asked),
            "data_block": news_article(iri, article, album.cards(), album.values),
            **await _said_of(graph, album, inquiry),
        }


async def _said_of(graph: str, album: Album, inquiry: Inquiry) -> dict[str, Any]:
    """Return what the shapes said of the facts that are shown, and of the article as a whole."""
    told = await inquiry.service.findings(Wish(key=graph.rpartition("/")[2], most=_MOST_FINDINGS))
    verdicts = [verdict_of(one, inquiry.viewer, number) for number, one in enumerate(told.found)]
    cards = {card.iri for card in album.cards()}
    window = album.excerpt.window
    beside = [one for one in verdicts if one.about not in cards and (one.span is None or one.span.overlaps(window))]
    of_cards = [one for one in verdicts if one.about in cards]
    flags: dict[int, list[Verdict]] = {}
    for one in (*of_cards, *beside):
        if one.span is not None:
            flags.setdefault(one.span.start, []).append(one)
    return {"findings": of_cards, "general": beside, "flags": flags}


def _found(album: Album, sieve: Sieve, text: _Text, title: Term) -> dict[str, Any]:
    """Return what is found in the part of the text that is shown, as far as it is wanted."""
    cards, namings = album.cards(), album.namings()
    kept = [card for card in cards if sieve.keeps(card)]
    named = sieve.named(namings, kept)
    marks = album.marks(kept, named)
    shown = _shown(album.excerpt, album, marks, text.lit)
    return {
        "text_language": title.language or "",
        "text_dir": title.dir,
        "shown": shown,
        "headline_at": _headline(shown, title) if text.number == 1 else None,
        "signs": album.signs(marks, kept),
        "cards": kept,
        "namings": named,
        "actor_iris": {one.value.term.value for one in namings},
        "hidden": len(cards) - len(kept),
        "sieve": sieve,
        "choices": sieve.choices(cards, namings),
    }


def _turning(text: _Text, asked: QueryParams) -> dict[str, Any]:
    """Return how much of the text there is, and how its pages are turned."""
    return {
        "whole": text.words is not None,
        "length": text.length,
        "number": text.number,
        "pages": len(text.pages),
        "previous": _page(asked, text.number - 1) if text.number > 1 else None,
        "following": _page(asked, text.number + 1) if text.number < len(text.pages) else None,
    }


async def _text(graph: str, inquiry: Inquiry, asked: QueryParams) -> _Text:
    """Return the text as far as it may be read, and the page of it that is asked for."""
    words: str | None
    try:
        words = await inquiry.service.article_text(graph.removeprefix(f"{inquiry.viewer.base}graph/"))
    except NotFound:
        # A mirror has the graph of an article, and not its text.
        words = None
    length = None if words is None else len(words)
    may = words is not None and inquiry.whole_texts
    reach = length if length is not None else await _reach(graph, inquiry)
    pages = windows(words) if words is not None and may else even_windows(reach)
    at, lit = asked_place(asked.get("at", ""))
    number = page_of(pages, at) if at is not None else int(asked.get("page", 1))
    if not 1 <= number <= len(pages):
        raise NotFound(f"the article has {len(pages)} pages")
    return _Text(pages, number, length, words if may else None, lit)


async def _reach(graph: str, inquiry: Inquiry) -> int:
    rows = await inquiry.rows(ask_reach(graph))
    return int(rows[0].get("reach", 0)) if rows else 0


async def _places(graph: str, window: Span, inquiry: Inquiry) -> tuple[tuple[Use, ...], dict[Span, str]]:
    """Return the places in a stretch of the text with what they belong to, and the sentences of evidence among them."""
    spots = read_spots(await inquiry.rows(ask_spots(graph, window), said="behind-places"))
    rows = [row for some in by(_AT_ONCE, spots) for row in await inquiry.rows(ask_uses(graph, some))]
    return read_uses(spots, rows)


async def _excerpt(graph: str, text: _Text, sentences: Mapping[Span, str], inquiry: Inquiry) -> Excerpt:
    if text.words is not None:
        return whole(text.words, text.window)
    rows = [row for some in by(_AT_ONCE, sentences.values()) for row in await inquiry.rows(ask_words(graph, some))]
    words = {row["place"]: row["words"] for row in rows}
    said = {span: words[place] for span, place in sentences.items() if len(words.get(place, "")) == len(span)}
    return quoted_only(said, text.window)


async def _album(article: Described, graph: str, seen: tuple[Sequence[Use], Excerpt], inquiry: Inquiry) -> Album:
    told: dict[str, Described] = {}
    for some in by(_AT_ONCE, sorted({place.thing for place in seen[0]})):
        said = None if told else "behind-facts"
        told |= read_said(await inquiry.rows(ask_said(graph, some), said=said))
    about = {v for curie in ("schema:publisher", "isnad:creditedSource") for v in article.all(curie)}
    statements = [thing for thing, each in told.items() if each.is_a("Statement")]
    chains = await chains_of([article.iri, *statements], inquiry)
    return Album(told, seen[0], await inquiry.values(wanted(told) | about), chains, seen[1])


def _shown(excerpt: Excerpt, album: Album, marks: Sequence[Mark], lit: Span | None) -> tuple[Shown, ...]:
    """Return the pieces of the text, cut at their marks; places in what is left out are named where it is left out."""
    sentences = {around for place in album.places for around in place.sentences}
    spans = {place.span for place in album.places} | sentences | ({lit} if lit else set())
    found, end = [], 0
    for piece in excerpt.pieces:
        begin, stop = piece.span.start, piece.span.stop
        hidden = sorted(span for span in spans if end <= span.start < begin)
        anchored = [span for span in spans if begin <= span.start < stop]
        lines = cut(piece.text, begin, Places(marks, anchored, sentences, lit))
        found.append(Shown(piece.left_out, tuple(map(anchor, hidden)), lines))
        end = stop
    last = sorted(span for span in spans if end <= span.start <= excerpt.window.stop)
    if last or excerpt.left_out or not found:
        found.append(Shown(excerpt.left_out, tuple(map(anchor, last)), ()))
    return tuple(found)


def _title(article: Described, excerpt: Excerpt) -> Term:
    """Return the headline; where there is none, the first words that may be shown, and never a key."""
    headline = article.one("schema:headline") or article.one("rdfs:label")
    if headline is None:
        headline = begun(excerpt.pieces[0].text.strip().partition("\n")[0], 90) if excerpt.pieces else ""
    return Term("literal", headline or "…", article.one("schema:inLanguage"))


def _headline(shown: Sequence[Shown], title: Term) -> int | None:
    """Return where the line begins that is the headline itself, so that it is not shown twice."""
    first = next((line for piece in shown for line in piece.lines if line.shown), None)
    return first.start if first is not None and first.text.strip() == title.value.strip() else None


def _metadata(article: Described, values: Mapping[str, Value], graph: str, inquiry: Inquiry) -> dict[str, Any]:
    def of(curie: str) -> Iterable[Value]:
        return tuple(values[one] for one in article.all(curie) if one in values)

    run = article.one("prov:wasGeneratedBy")
    return {
        "iri": article.iri,
        "graph": graph,
        "key": graph.rpartition("/")[2],
        "publishers": of("schema:publisher"),
        "sources": of("isnad:creditedSource"),
        "published": article.one("schema:datePublished"),
        "url": next((url for url in article.all("schema:url") if url.startswith(("http://", "https://"))), None),
        "hash": article.one("isnad:textHash"),
        "run": run,
        "run_page": inquiry.viewer.href(run) if run else None,
        "reader": article.one("schema:softwareVersion"),
    }


def _page(asked: QueryParams, number: int) -> str:
    kept = [(name, value) for name, value in asked.multi_items() if name not in ("page", "at")]
    return "?" + urlencode([*kept, ("page", str(number))], errors="replace")
