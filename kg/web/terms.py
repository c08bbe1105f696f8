"""RDF terms as pages show them, read from the lines our own workers write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
STRING: Final = XSD + "string"
RTL: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
_IRI = r"<([^<>\s]*)>"
_STRING = r'"((?:[^"\\\n]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]*)>)?'
_TERM = re.compile(rf"{_IRI}|(_:[^\s<>\"]+)|{_STRING}")
_LINE = re.compile(rf"(?:{_IRI}|(_:[^\s<>\"]+)) {_IRI} (.*) \.\s*\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
# Dates, numbers and codes are drawn left to right whatever stands around them: in Arabic text 2022-01-26 turns round.
_LTR = frozenset(
    f"{XSD}{name}" for name in ("date", "dateTime", "time", "gYear", "gYearMonth", "integer", "decimal", "double")
)


@dataclass(frozen=True, slots=True)
class Term:
    """An IRI, a literal, a blank node; or, where our lines hold something else, the words as they stand."""

    kind: Literal["iri", "literal", "blank", "other"]
    value: str
    language: str | None = None
    datatype: str | None = None

    @property
    def dir(self) -> str:
        """Return the direction its words are drawn in."""
        if self.kind != "literal" or self.datatype in _LTR:
            return "ltr"
        if self.language:
            return "rtl" if self.language.partition("-")[0].lower() in RTL else "ltr"
        return "auto"

    @property
    def is_date(self) -> bool:
        """Tell whether this is a point of time, which HTML has an element for."""
        return self.datatype in (XSD + "date", XSD + "dateTime")


Statement = tuple[Term, str, Term]


def statements(n_triples: str) -> Iterator[Statement]:
    """Yield subject, predicate and object of each line; a line that is no simple triple is passed over."""
    for line in n_triples.split("\n"):
        match = _LINE.match(line)
        if match:
            subject = Term("iri", _unescaped(match[1])) if match[1] is not None else Term("blank", match[2])
            yield subject, _unescaped(match[3]), term(match[4])


def term(words: str) -> Term:
    """Return the term that *words* write, as in N-Triples and in TSV results."""
    match = _TERM.fullmatch(words)
    if match is None:
        return Term("other", words)
    if match[1] is not None:
        return Term("iri", _unescaped(match[1]))
    if match[2] is not None:
        return Term("blank", match[2])
    return Term("literal", _unescaped(match[3]), match[4], match[5] or (None if match[4] else STRING))


def _unescaped(words: str) -> str:
    return _ESCAPE.sub(_character, words) if "\\" in words else words


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return _PLAIN.get(match[3], match[3])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
