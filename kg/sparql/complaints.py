"""What is wrong with a request that does not parse, where, and how to mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from kg.errors import MalformedQuery, Place, StoreError, UnknownFunction
from kg.sparql.finding import TEXT
from kg.sparql.tokens import Token, offset_of, place_of, tokens

KNOWN_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "isnad": "https://w3id.org/isnad/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes whose missing line can be told in full."""

QUERY_WORDS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_WORDS = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_OTHER_WORDS = ("PREFIX", "BASE", "WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "ORDER", "GROUP", "HAVING", "LIMIT")
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_FOREIGN = {
    "\u061f": "?",
    "\u061b": ";",
    "\u060c": ",",
    "\u201c": '"',
    "\u201d": '"',
    "\u2018": "'",
    "\u2019": "'",
    "\u00ab": '"',
    "\u00bb": '"',
}
"""Marks that an Arabic or typographic keyboard writes where SPARQL wants the ASCII one."""


def malformed(text: str, complaint: str, *, update: bool = False, inserted: tuple[int, int] = (0, 0)) -> MalformedQuery:
    """Return the error for *text*, which the engine refused with *complaint*.

    *inserted* is an offset at which, and how many characters, were put in when the engine read it.
    """
    match = _PLACE.match(complaint)
    place = Place(int(match[1]), int(match[2])) if match else None
    insertion = place_of(text, inserted[0])
    if place and place.line == insertion.line and place.column > insertion.column:
        place = Place(place.line, max(insertion.column, place.column - inserted[1]))
    found = list(tokens(text))
    for look in (_wrong_kind, _unclosed, _foreign_mark, _undeclared, _variable_in_data, _objectless):
        if answer := look(text, found, update):
            message, offset, hint = answer
            where = place_of(text, offset)
            return MalformedQuery(f"line {where.line}, column {where.column}: {message}", place=where, hint=hint)
    return _as_the_engine_says(text, found, match[3] if match else complaint, place)


@contextmanager
def told(text: str, *also: type[Exception], update: bool = False) -> Iterator[None]:
    """Turn what the engine says while it reads and evaluates *text* into our errors, what it raises of *also* too."""
    failures: tuple[type[Exception], ...] = (RuntimeError, *also)
    try:
        yield
    except SyntaxError as error:
        raise malformed(text, str(error), update=update) from None
    except failures as error:
        if match := re.search(r"custom function <([^>]*)>", str(error)):
            raise _unknown_function(text, match[1]) from None
        raise StoreError(f"the engine could not answer: {error}") from error


def _unknown_function(text: str, iri: str) -> UnknownFunction:
    """Return the error for the first call of the function *iri*, in full or by a prefix."""
    prefixes: dict[str, str] = {}
    place, found = None, list(tokens(text))
    for before, token, after in zip(found, found[1:], [*found[2:], None], strict=False):
        if before.text.upper() == "PREFIX" and token.kind == "name" and after is not None:
            prefixes[token.text] = after.text.strip("<>")
        head, colon, rest = token.text.partition(":")
        written = token.text.strip("<>") if token.kind == "iri" else prefixes.get(head + colon, "") + rest
        called = after is not None and after.text == "("
        # A relative IRI is known by its end only.
        if called and token.kind in ("iri", "name") and written and iri.endswith(written):
            place = place_of(text, token.start)
            break
    where = f"line {place.line}, column {place.column}: " if place else ""
    hint = "SPARQL 1.1 section 17.4 lists the functions that every server has"
    return UnknownFunction(f"{where}the function <{iri}> is not known here", place=place, hint=hint)


Finding = tuple[str, int, str]


def _wrong_kind(text: str, found: list[Token], update: bool) -> Finding | None:
    wanted, other = (UPDATE_WORDS, QUERY_WORDS) if update else (QUERY_WORDS, UPDATE_WORDS)
    first = _first_verb(found)
    if first is None:
        what = "update" if update else "query"
        return (f"the {what} is empty", len(text), f"a {what} begins with {', '.join(wanted[:4])} ...")
    word = first.text.upper()
    if word in other and not (update and word == "WITH"):
        if update:
            return ("this is a query, and an update was wanted", first.start, "send it as a query (query=...)")
        return ("this is an update, and a query was wanted", first.start, "send it as an update (update=...)")
    if word not in (*wanted, *other) and (close := difflib.get_close_matches(word, (*wanted, *_OTHER_WORDS), 1, 0.7)):
        return (f"{first.text!r} begins no request", first.start, f"did you mean {close[0]}?")
    return None


def _first_verb(found: list[Token]) -> Token | None:
    """Return the first word that is no part of the prologue."""
    position = 0
    while position < len(found):
        word = found[position].text.upper()
        if word in ("PREFIX", "BASE", "VERSION"):
            position += 3 if word == "PREFIX" else 2
            continue
        return found[position]
    return None


def _unclosed(text: str, found: list[Token], update: bool) -> Finding | None:
    opened: list[Token] = []
    for token in found:
        if token.kind == "other" and token.text in "\"'":
            return ("the text that begins here is not closed", token.start, f"close it with {token.text} on its line")
        if token.text == "{":
            opened.append(token)
        elif token.text == "}":
            if not opened:
                return ("this } closes nothing", token.start, "take it out, or open its group with { before it")
            opened.pop()
    if opened:
        return ("this { is not closed", opened[-1].start, "close the group with }")
    return None


def _foreign_mark(text: str, found: list[Token], update: bool) -> Finding | None:
    for token in found:
        if token.kind == "other" and (plain := _FOREIGN.get(token.text)):
            return (f"{token.text!r} is no mark of SPARQL", token.start, f"write {plain} instead")
    return None


def _undeclared(text: str, found: list[Token], update: bool) -> Finding | None:
    declared = {a.text for b, a in pairwise(found) if b.text.upper() == "PREFIX"}
    for before, token in zip([Token("", "", 0, 0), *found], found, strict=False):
        if token.kind != "name" or before.text.upper() == "PREFIX":
            continue
        prefix = token.text.partition(":")[0]
        if f"{prefix}:" not in declared:
            address = {**KNOWN_PREFIXES, "text": TEXT}.get(prefix, "...")
            return (f"the prefix {prefix}: is not declared", token.start, f"add the line PREFIX {prefix}: <{address}>")
    return None


def _variable_in_data(text: str, found: list[Token], update: bool) -> Finding | None:
    depth = inside = 0
    for before, token in pairwise(found):
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "{" and before.text.upper() == "DATA":
            inside = depth
        elif depth < inside:
            inside = 0
        if inside and token.kind == "variable":
            return (
                f"{token.text} is a variable, and DATA takes none",
                token.start,
                "write INSERT { ... } WHERE { ... } instead",
            )
    return None


def _objectless(text: str, found: list[Token], update: bool) -> Finding | None:
    """Find a property without a value, which the engine takes for complete and complains of what comes behind."""
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        property_ = (token.kind == "word" and token.text == "a") or (
            before.text == ";" and token.kind in ("iri", "name") and not update
        )
        if property_ and after.text in ("}", ".", ";", ","):
            return (f"{token.text} has no value", after.start, f"write behind {token.text} what it leads to: ?value")
    return None


def _as_the_engine_says(text: str, found: list[Token], expected: str, place: Place | None) -> MalformedQuery:
    hint = _hint(expected)
    if place is None:
        return MalformedQuery(expected, hint=hint)
    offset = offset_of(text, place)
    for token in found:
        if (
            token.kind == "iri"
            and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text)
            and abs(token.start - offset) < 2
        ):
            hint = "write the IRI in full, or declare BASE <...> before it"
    at = next((token for token in found if token.start >= offset), None)
    seen = f"{_short(at.text)} was not expected here" if at else "the request ends too early"
    return MalformedQuery(f"line {place.line}, column {place.column}: {seen}", place=place, hint=hint)


_HINTS = (
    ("IRI parsing failed", "write IRIs in full, or declare BASE <...>"),
    ("variable that is unbound", "in a grouped query SELECT takes grouped variables and aggregates only"),
    ("blank node", "a blank node's label belongs to one group or operation"),
    ('"{"', "the pattern stands in braces: WHERE { ... }"),
)


def _hint(expected: str) -> str | None:
    for sign, hint in _HINTS:
        if sign in expected:
            return hint
    words = re.findall(r'"([^"\s]{1,12})"|\b([A-Z]{2,})\b', re.sub(r"\[[^\]]*\]", "", expected))
    wanted = sorted({quoted or word for quoted, word in words if quoted or word} - {"IRI"})
    return f"here could stand {', '.join(wanted[:8])}" if wanted else None


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
