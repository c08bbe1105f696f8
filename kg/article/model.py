"""An article as it arrives: its text untouched, and what is known beside the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Given:
    """What the text does not say and the caller does; every field may be None.

    `iri` is the article's own name (`--id`), `source_url` its address on the web, `published` its day of publication.
    """

    iri: str | None = None
    source_url: str | None = None
    published: date | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text as published, with its language and what is known beside it.

    Offsets everywhere point into `text` (Unicode code points). For HTML, `text` is the page's article text as taken
    out of the markup. `headline` is the one the page's metadata names, which plain text never has.
    """

    text: str
    language: str
    given: Given = field(default_factory=Given)
    headline: str | None = None

    @property
    def text_hash(self) -> str:
        """Return the SHA-256 of the text's UTF-8 bytes, in hex; it names the revision."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
