"""Failures told to a model, which can only mend its call when it is told what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import islice
from typing import Final

from mcp.server.mcpserver.exceptions import ToolError

from kg.errors import KGError, MalformedQuery, Overloaded, Overrun, Place
from kg.triples import ISNAD
from kg.web.vocabulary import quads

_PREFIXED = re.compile(r"\bisnad:([A-Za-z][\w-]*)")
_IN_FULL = re.compile(re.escape(ISNAD) + r"([A-Za-z][\w-]*)")
_STRINGS = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_MOST_TOLD: Final = 20
_SCHEMA_TOOL: Final = "get_schema lists the terms"


@contextmanager
def mendable(besides: Sequence[str] = ()) -> Iterator[None]:
    """Turn a failure of ours into one that the model reads: its place, its mend, and what is amiss besides."""
    try:
        yield
    except KGError as error:
        raise ToolError(". ".join((words_of(error), *besides))) from error


def words_of(error: KGError) -> str:
    """Return what a model is told of a failure: what, where, and how to mend it."""
    said = str(error)
    place = place_of(error)
    if place is not None and not said.startswith("line "):
        said += f" (line {place.line}, column {place.column})"
    mend = mend_of(error)
    return f"{said}. Mend: {mend}" if mend else said


def place_of(error: KGError) -> Place | None:
    """Return where in a query something is wrong."""
    return error.place if isinstance(error, MalformedQuery) else None


def mend_of(error: KGError) -> str | None:
    """Return how to mend a call."""
    match error:
        case Overloaded():
            return f"wait {error.seconds} s, then call again"
        case Overrun() if not error.hint:
            return "ask for less: a LIMIT, a more selective pattern"
        case MalformedQuery() if error.hint and "update=" in error.hint:
            return "nothing can be changed here; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        case MalformedQuery() if not error.hint:
            return f"validate_sparql checks a query, list_examples shows some that run, {_SCHEMA_TOOL}"
    return error.hint


def refused_arguments(tool: str, errors: Iterable[tuple[str, str]], takes: Sequence[str]) -> str:
    """Return what a model is told of arguments, each named with what is wrong with it, that *tool* does not take."""
    told = "; ".join(f"{name[:100]}: {wrong}" for name, wrong in errors)
    return f"{tool} was called wrongly: {told}. Mend: it takes {', '.join(takes)}"


def unknown_terms(sparql: str) -> list[str]:
    """Return a warning for each term of our namespace that the ontology lacks, the first of them, with the nearest."""
    words, own = _STRINGS.sub('""', sparql), terms()
    named = dict.fromkeys([*_PREFIXED.findall(words), *_IN_FULL.findall(words)])
    # A query may hold thousands, and looking for what is near each of them is the front's own work.
    return [_unknown(name, own) for name in islice((name for name in named if name not in own), _MOST_TOLD)]


def _unknown(name: str, own: frozenset[str]) -> str:
    near = get_close_matches(name, sorted(own), n=2, cutoff=0.5)
    mend = " or ".join(f"isnad:{one}" for one in near) if near else _SCHEMA_TOOL
    return f"isnad:{name} is no term of the ontology, so it matches nothing; try {mend}"


def terms() -> frozenset[str]:
    """Return the names of the ontology's own terms."""
    subjects = (getattr(quad.subject, "value", "") for quad in quads("ontology"))
    return frozenset(name.removeprefix(ISNAD) for name in subjects if name.startswith(ISNAD))
