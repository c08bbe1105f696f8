"""A sentence as pages quote it: what proves a fact is marked in it, and leads to where it stands in the article."""

from __future__ import annotations

from dataclasses import dataclass

from kg.questions import Proof
from kg.text import Span
from kg.web.views import Viewer


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
    return f"{viewer.prefix}page/article/{key}.html#{anchor(span)}" if key else None


def anchor(span: Span) -> str:
    """Return the fragment that names a place on an article's page."""
    return f"c{span.start}-{span.stop}"
