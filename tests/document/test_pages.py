"""Whole pages as copied from the web: which line is headline, body, or neither; who published, who is credited.

A case is a page, a line of it after a mark: `=` headline, `|` a paragraph of the body, `/` inside the body and not its
own, `-` outside. Its last line names the publisher and the sources. The words are ours; only the furniture is as found.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document import Document
from tests.document.texts import read

CASES = Path(__file__).parent.parent / "cases" / "ar" / "pages.txt"


def cases() -> list[tuple[str, str]]:
    blocks = CASES.read_text("utf-8").strip().split("\n\n")
    return [(name.removeprefix("# "), page) for name, _, page in (block.partition("\n") for block in blocks)]


def text_of(page: str) -> str:
    return "\n".join(line[2:] for line in page.split("\n")[:-1])


def mark_of(document: Document, start: int, stop: int) -> str:
    middle = (start + stop) // 2
    if document.title and document.title.start <= middle < document.title.stop:
        return "="
    if any(span.start <= middle < span.stop for span in document.paragraphs):
        return "|"
    return "/" if document.body.start <= middle < document.body.stop else "-"


def marked(document: Document) -> str:
    """Return the page with each line's mark as the document has it."""
    found, place = [], 0
    for line in document.text.split("\n"):
        mark = mark_of(document, place, place + len(line)) if line.strip() else "-"
        found.append(f"{mark} {line}" if line else "-")
        place += len(line) + 1
    sources = ", ".join(span.of(document.text) for span in document.sources) or "-"
    return "\n".join([*found, f"@ {document.publisher or '-'} | {sources}"])


@pytest.mark.parametrize(("name", "page"), cases(), ids=[name for name, _ in cases()])
def test_a_page_is_cut_as_a_reader_would(name: str, page: str) -> None:
    assert marked(read(text_of(page))) == page
