"""A reader for tests: texts of our own, Arabic unless said otherwise, read with the shipped packs and authority."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.article import Article
from kg.authority import Authority, load_authority
from kg.document import Document, segment
from kg.facts import Reading, read
from kg.lang import pack_for
from kg.text import Span

CASES = Path(__file__).parent.parent / "cases"
LANGUAGES = sorted(folder.name for folder in CASES.iterdir())


@cache
def authority() -> Authority:
    return load_authority()


def document(text: str, language: str = "ar") -> Document:
    return segment(Article(text, language), pack_for(language))


@cache
def reading(text: str, language: str = "ar") -> Reading:
    return read(document(text, language), authority())


def marked(text: str, spans: list[Span]) -> str:
    """Return *text* with each span in braces, outer ones only."""
    result, last = "", 0
    for span in sorted(set(spans)):
        if span.start < last:
            continue
        result += text[last : span.start] + "{" + span.of(text) + "}"
        last = span.stop
    return result + text[last:]


def cases(name: str) -> list[tuple[str, str, str]]:
    """Return the (language, test name, marked sentence) triples of a kind's case files, in every language."""
    found = []
    for language in LANGUAGES:
        lines = [line for line in (CASES / language / f"{name}.txt").read_text("utf-8").splitlines() if line.strip()]
        found += [(language, lines[i].removeprefix("# "), lines[i + 1]) for i in range(0, len(lines), 2)]
    return found


def plain(line: str) -> str:
    return line.replace("{", "").replace("}", "")


def named(text: str, actor_id: str) -> str:
    """Return the fullest name of an actor of the text's reading."""
    return next(actor.names[0] for actor in reading(text).actors if actor.id == actor_id)
