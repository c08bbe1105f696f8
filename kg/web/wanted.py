"""What an address and its headers ask for: an ending beats `?format=`, which beats Accept; JSON-LD has profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query, Request

from kg.sparql import COMPACTED, EXPANDED, FLATTENED, GRAPHS, JSON_LD, PROFILED, Format
from kg.web.iris import canonical_path, raw_path
from kg.web.negotiate import HTML, chosen, in_profile, named_type

OF_THINGS: Final = (*GRAPHS, HTML, *PROFILED)
"""The forms of what is known of one resource, which may be the root of a tree."""
OF_GRAPHS: Final = (*GRAPHS, HTML, EXPANDED, COMPACTED, FLATTENED)
"""The forms of a graph, which has no resource to begin a tree with."""
_ENDINGS: Final = {form.extension: form for form in (*GRAPHS, HTML)}
_NAMES: Final = ", ".join(form.name for form in (*GRAPHS, HTML))
_PROFILES: Final = ", ".join(form.profile.partition("#")[2] for form in PROFILED)
_CONTEXT: Final = "http://www.w3.org/ns/json-ld#context"

Word = Annotated[str | None, Query(alias="format", description=f"{_NAMES}; an ending of the address beats it.")]
Profile = Annotated[
    str | None, Query(alias="profile", description=f"The form of JSON-LD: {_PROFILES}, or the profile's IRI.")
]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, where there is more than one holds.")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name's path, and the form it is asked for in, called `media_type`; `spelled` tells of an ending."""

    path: str
    form: Format
    media_type: str
    spelled: bool

    @property
    def ending(self) -> str:
        """Return the ending, with the profile, that names the form in an address."""
        profile = f"?profile={self.form.profile.partition('#')[2]}" if self.form.profile else ""
        return f".{self.form.extension}{profile}"

    def address(self, place: str, page: int = 1) -> str:
        """Return the address below *place* ("data/") that names this form, and this page of it."""
        more = {"page": page} if page > 1 else {}
        ending = self.ending
        return f"{place}{self.path}{ending}{('&' if '?' in ending else '?') + urlencode(more) if more else ''}"

    def headers(self, home: str, page: int = 1) -> dict[str, str]:
        """Return the headers of an answer below *home* ("/data/"): what it depends on, and the address of this form."""
        location = {} if self.spelled else {"content-location": self.address(home, page)}
        return {"vary": "Accept", **location}


def wanted(request: Request, start: str, word: str | None, profile: str | None, offered: tuple[Format, ...]) -> Wanted:
    """Return what a request below *start* ("/data/") asks for; raises UnknownFormat."""
    path, ending = split(raw_path(request.scope).removeprefix(start))
    return form_wanted(path, ending, request.headers, (word, profile), offered)


def form_wanted(
    path: str,
    ending: str | None,
    headers: Mapping[str, str],
    words: tuple[str | None, str | None],
    offered: tuple[Format, ...],
) -> Wanted:
    """Return what is asked for of *path*; *words* are those of `?format=` and `?profile=`; raises UnknownFormat."""
    accept, (word, profile) = headers.get("accept"), words
    if ending is not None:
        form = _ENDINGS[ending]
    elif word is None and profile is not None:
        form = JSON_LD
    else:
        form = chosen(word, accept, offered)[0]
    form = in_profile(form, profile, accept, offered)
    named = ending is not None or word is not None or profile is not None
    return Wanted(path, form, form.media_type if named else named_type(accept, form), ending is not None)


def split(raw: str) -> tuple[str, str | None]:
    """Return a path as our names spell it, and the ending that names a format, if it has one."""
    path = canonical_path(raw)
    stem, _, ending = path.rpartition(".")
    return (stem, ending) if stem and ending in _ENDINGS else (path, None)


def context_link(media_type: str, prefix: str) -> list[str]:
    """Return the link that tells a reader of plain JSON how to read it as JSON-LD (JSON-LD 1.1, section 6.1)."""
    if media_type != "application/json":
        return []
    return [f'<{prefix}ontology/context.jsonld>; rel="{_CONTEXT}"; type="application/ld+json"']
