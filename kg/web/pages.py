"""Pages for people: rendered here, escaped always, whole without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from kg.web.asset_files import asset, vendored
from kg.web.preferences import chosen, preference

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ar")
CONTACT: Final = "isnad.contact"
"""Where a request's scope holds whom a reader may turn to, which every page tells."""
PREFIX: Final = "isnad.prefix"
"""Where a request's scope holds the path of the base, which addresses on every page begin with."""
_HERE: Final = Path(__file__).parent
_DRAWN: Final = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'"
_POLICY: Final = f"{_DRAWN}; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'"
FRAMED: Final = f"{_DRAWN}; form-action 'none'; frame-ancestors *"
"""The policy of a page that is made to be shown within others' pages: it links, and does nothing."""
# The characters of Unicode's bidirectional algorithm (UAX #9, 2), line and paragraph separators; and what no HTML may
# hold (13.2.3.5): controls and noncharacters, which a shape's pattern names as the ends of its ranges.
_UNSAFE = re.compile(
    "[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# The same, and the controls that HTML takes for spaces: all but the tabulator and the end of a line.
_UNSHOWN = re.compile(_UNSAFE.pattern[:-1] + "\x0c\r]")
_MARKS: Final = frozenset((0x061C, 0x200E, 0x200F))
NAV: Final = (
    ("articles", "list-articles"),
    ("statements", "list-statements"),
    ("meetings", "list-meetings"),
    ("actors", "counted-actors"),
    ("forums", "list-forums"),
    ("topics", "list-topics"),
    ("explore", "explore"),
    ("sparql", "ask"),
    ("review", "review"),
)
"""The addresses that the head of each page leads to, with the key of the word it does so by."""
FOOT: Final = (
    ("agreements", "list-agreements"),
    ("places", "list-places"),
    ("ontology", "ontology"),
    ("shapes", "shapes"),
    ("validation", "validation"),
    ("dumps/", "dumps"),
    (".well-known/void", "described"),
    ("docs", "reference"),
    ("about", "about"),
)
"""The addresses that its foot leads to."""
ON_LANGUAGE: Final = {"vary": "Accept, Accept-Language, Cookie"}
"""What every page depends on; of cookies those that `kg.web.preferences` keeps."""
_WEIGHT = re.compile(r"\s*(ar|en|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?\Z", re.IGNORECASE)


@cache
def words(language: Language) -> Mapping[str, str]:
    """Return what our pages say, in one language."""
    said: dict[str, str] = json.loads((_HERE / "words" / f"{language}.json").read_text("utf-8"))
    return said


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(_HERE / "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=seen,
    )
    environment.filters["n"] = _numeral
    environment.filters["exact"] = exact
    return environment


_ARABIC_DIGITS: Final = {ord("0") + value: 0x0660 + value for value in range(10)} | {ord(","): 0x066C, ord("."): 0x066B}


@pass_context
def _numeral(context: Context, number: float) -> str:
    """Return a number as prose in the page's language writes it: 12,345 or the same in Arabic-Indic digits."""
    words = f"{number:,}"
    return words.translate(_ARABIC_DIGITS) if context["lang"] == "ar" else words


def seen(value: object) -> object:
    """Return *value* so that no character of it reorders or hides what stands around it, or is none for HTML.

    Marks that only tell a direction stay, as references; embeddings, overrides and isolates are shown by their number.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or not _UNSAFE.search(value):
        return value
    return Markup(_UNSAFE.sub(_shown, str(escape(value))))  # noqa: S704 - escaped right here


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"&#x{code:X};" if code in _MARKS else f"[U+{code:04X}]"


def exact(text: str) -> Markup:
    """Return *text* so that a script can count its characters: what cannot be shown is an element that says `data-n`.

    As with `seen`, no character reorders or hides what stands around it.
    """
    return Markup(_UNSHOWN.sub(_counted, str(escape(text))))  # noqa: S704 - escaped right here


def _counted(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code in _MARKS:
        return f"&#x{code:X};"
    # HTML would read a carriage return as the end of a line, and a NUL not at all.
    words = "" if code == 0x0D else f"[U+{code:04X}]"
    return f'<span class="code" data-n="1">{words}</span>'


def language_of(request: Request) -> Language:
    """Return the language of a page: the one ?lang= names, else the one chosen, else the browser's, else Arabic."""
    for asked in (request.query_params.get("lang"), chosen(request, "lang")):
        if asked in ("ar", "en"):
            return "en" if asked == "en" else "ar"
    weights = {"ar": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "*").split(","):
        match = _WEIGHT.match(part)
        if match:
            weight = float(match[2] or 1)
            # A wildcard speaks for Arabic: it is what the texts are in.
            name = "ar" if match[1] == "*" else match[1].lower()
            weights[name] = max(weights[name], weight)
    return "en" if weights["en"] > weights["ar"] else "ar"


def look_of(request: Request) -> tuple[str, ...]:
    """Return what a page looks like apart from what it is about: what tells its entity tag from others."""
    # `request.url` would have the query as UTF-8, which nobody promised.
    query = request.scope["query_string"].decode("latin-1")
    return ("page", language_of(request), chosen(request, "theme"), str(request.scope.get(CONTACT, "")), query)


def page(
    request: Request, name: str, prefix: str, *, status: int = 200, policy: str = _POLICY, **values: object
) -> Response:
    """Return the page of that template; *prefix* is what our addresses begin with."""
    language = language_of(request)
    other: Language = "en" if language == "ar" else "ar"
    text = (
        _templates()
        .get_template(name)
        .render(
            lang=language,
            dir="rtl" if language == "ar" else "ltr",
            other=other,
            prefix=prefix,
            nav=NAV,
            foot=FOOT,
            here=_place(request, prefix),
            theme=chosen(request, "theme"),
            preference=partial(preference, request, prefix),
            asset=asset,
            vendored=vendored,
            contact=request.scope.get(CONTACT, ""),
            t=words(language),
            **values,
        )
    )
    # What cannot be written as UTF-8 is no reason to fail: a lone surrogate becomes a question mark.
    body = text.encode("utf-8", "replace")
    headers = {"content-security-policy": policy, "content-language": language, **ON_LANGUAGE}
    return Response(body, status, headers, "text/html; charset=utf-8")


def _place(request: Request, prefix: str) -> str:
    """Return the first part of the address a page is at, as `NAV` has it."""
    first, _, _ = request.scope["path"].removeprefix(prefix).lstrip("/").partition("/")
    return f"{first}/" if any(address == f"{first}/" for address, _ in FOOT) else first


def address_of_query(prefix: str, query: str) -> str:
    """Return the address that asks the endpoint *query*."""
    return f"{prefix}sparql?{urlencode({'query': query})}"


def with_parameter(request: Request, name: str, value: str) -> str:
    """Return the reference that leads to the same page with another value of one parameter, as in another language."""
    # A query alone, no path: what stands in the address bar is not written into the page.
    kept = [(known, said) for known, said in request.query_params.multi_items() if known != name]
    return "?" + urlencode([*kept, (name, value)], errors="replace")
