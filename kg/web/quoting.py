"""A sentence as pages quote it: what proves a fact is marked in it, and leads to where it stands in the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.questions import Proof
from kg.text import Span
from kg.web.marking import anchor
from kg.web.views import Viewer

_PLACE: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence in three pieces, `words` being the proof; `href` is its place in the article's page.

    `span` is that of the words, half-open, in code points of the article's text.
    """

    before: str
    words: str
    after: str
    span: Span
    href: str | None
    headline: str | None
    publisher: str | None
    published: str | None


def quoted(proof: Proof, viewer: Viewer) -> Quoted:
    """Return *proof* as a page shows it."""
    before, words, after = "", proof.words, ""
    cut = proof.span.start - proof.sentence_span.start
    # The same words may stand twice in a sentence: the offsets say which are meant.
    if cut >= 0 and proof.sentence[cut : cut + len(words)] == words:
        before, after = proof.sentence[:cut], proof.sentence[cut + len(words) :]
    place = address_of_place(proof.fact, proof.span, viewer)
    return Quoted(before, words, after, proof.span, place, proof.headline, proof.publisher, proof.published)


def key_of(iri: str, base: str) -> str | None:
    """Return the key of the article that *iri*, a thing in it or the article itself, is named below."""
    home = f"{base}id/article/"
    return iri.removeprefix(home).partition("/")[0] if iri.startswith(home) else None


def address_of_place(iri: str, span: Span, viewer: Viewer) -> str | None:
    """Return where *span* stands on the page of the article that the thing *iri* is in."""
    key = key_of(iri, viewer.base)
    return f"{viewer.prefix}page/article/{key}.html?{asking(span)}#{anchor(span)}" if key else None


def asking(span: Span) -> str:
    """Return the query that asks for the page of an article that *span* is on: a fragment never reaches a server."""
    return f"at={span.start}-{span.stop}"


def asked_place(words: str) -> tuple[int | None, Span | None]:
    """Return the character that `?at=` asks for and the words it shall show, None for what it does not say."""
    found = _PLACE.fullmatch(words)
    if found is None:
        return None, None
    start, stop = int(found[1]), int(found[2] or 0)
    return start, Span(start, stop) if stop > start else None
