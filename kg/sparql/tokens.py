"""The words of a SPARQL request, where they stand, and the blocks its braces enclose.

The scanner is lenient: what it cannot name is a token of one character. Whether a request is well-formed is for the
engine's parser to say; this tells strings, IRIs and comments from keywords and braces, which a search for words cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import Place

_ESCAPED = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_SPELLED = r"%[0-9A-Fa-f]{2}|\\."
_TOKEN = re.compile(
    rf"""
      (?P<space>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string>  \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<iri>     <(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*> )
    | (?P<variable>[?$]\w+ )
    | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)* )
    | (?P<blank>   _:\w(?:[\w.-]*[\w-])? )
    | (?P<name>    (?:[^\W\d_][\w.-]{{0,100}}+)?:
                   (?:(?:[\w:]|{_SPELLED})(?:(?:[\w:.-]|{_SPELLED})*(?:[\w:-]|{_SPELLED}))?)? )
    | (?P<word>    [^\W\d]\w* )
    | (?P<number>  \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)

_INSIDE = re.compile(
    rf"""
      [^{{}}"'<\#\\]+ | \\. | \#[^\r\n]*
    | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
    | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
    | <(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*> | .
    """,
    re.VERBOSE | re.DOTALL,
)
"""The same, when only braces are looked for: a block may be megabytes of data."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a request: its kind, its text, and where it begins and ends (code points)."""

    kind: str
    text: str
    start: int
    stop: int


def tokens(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """Yield the words of *text* between two places, without white space and comments."""
    for match in _TOKEN.finditer(text, start, len(text) if stop is None else stop):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Token(kind, match.group(), match.start(), match.end())


def blocks(text: str) -> Iterator[Token]:
    """Yield the words of *text* outside all braces, each outermost `{ … }` as one word of kind "block"."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup or "other"
        if match.group() == "{" and (closed := _closing(text, position)):
            yield Token("block", text[match.start() : closed], match.start(), closed)
            position = closed
        elif kind != "space":
            yield Token(kind, match.group(), match.start(), match.end())


def _closing(text: str, start: int) -> int:
    """Return the place after the brace that closes the group whose inside begins at *start*; 0 when there is none."""
    depth = 1
    for match in _INSIDE.finditer(text, start):
        mark = match.group()
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return match.end()
    return 0


def keywords(text: str) -> frozenset[str]:
    """Return the bare words of *text*, upper case: keywords stand among them, names, strings and IRIs do not."""
    return frozenset(token.text.upper() for token in tokens(text) if token.kind == "word")


def place_of(text: str, offset: int) -> Place:
    """Return the line and column at which *offset* stands."""
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def offset_of(text: str, place: Place) -> int:
    """Return the offset that a line and column name, at most the text's length."""
    start = 0
    for _ in range(place.line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text)
    return min(start + place.column - 1, len(text))
