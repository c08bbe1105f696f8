"""Characters that reorder or hide what a person reads, written so that each format's reader gets the same ones back."""

from __future__ import annotations

import re

# Bidi controls, zero-width characters, line and paragraph separators, the byte order mark.
HIDDEN = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def escaped(chunk: str, form: str) -> str:
    """Return *chunk* of a document in the format of that name ("turtle", "jsonld", …) with such characters escaped.

    They stand in names and in quoted text only, and there every format has an escape for them.
    """
    if not HIDDEN.search(chunk):
        return chunk
    escape = "&#x{:X};" if form == "rdfxml" else "\\u{:04X}"
    return HIDDEN.sub(lambda found: escape.format(ord(found[0])), chunk)
