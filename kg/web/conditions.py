"""Entity tags and conditions on them (RFC 9110, 8.8 and 13): whether what a client has still holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal

from starlette.datastructures import Headers

from kg.web.encoding import CODERS

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
Verdict = Literal["go on", "unchanged", "failed"]
Matches = Callable[[str, str], bool]
"""Tells whether a tag's own words and its coding are those of something that is there now."""


@dataclass(frozen=True, slots=True)
class State:
    """What is there now: its tag (a header's value; None for none) and when it changed (None: nobody knows).

    `codings` are the content codings it can be sent in to this client.
    """

    tag: str | None
    changed: datetime | None
    codings: Container[str]

    def holds(self, words: str, coding: str) -> bool:
        """Tell whether that is the tag of what is there, in a coding that the client takes."""
        return self.tag is not None and words == bare(self.tag)[0] and coding in self.codings


def coded(tag: str, coding: str) -> str:
    """Return the tag of the same representation under a content coding: `"abc-gzip"` is `"abc"`, compressed."""
    return f'{tag[:-1]}-{coding}"'


def bare(tag: str) -> tuple[str, str]:
    """Return a tag's own words (no quotes, no weakness, no coding), and its coding, "identity" for none."""
    words = tag.removeprefix("W/").strip('"')
    stem, _, ending = words.rpartition("-")
    return (stem, ending) if stem and ending in CODERS else (words, "identity")


def verdict(headers: Headers, state: State) -> tuple[Verdict, str | None]:
    """Return what becomes of a request about what is in *state*, and the client's tag that still holds, "*" for any.

    In the order of RFC 9110, 13.2.2; "unchanged" is 304 to a reading method, and to another one 412 like "failed".
    """
    if "if-match" in headers:
        strong = state.tag is not None and not state.tag.startswith("W/")
        if not _any(headers, "if-match", lambda words, coding: strong and state.holds(words, coding), weak=False):
            return "failed", None
    elif state.changed and (date := date_of(headers, "if-unmodified-since")) and date < state.changed:
        return "failed", None
    if "if-none-match" in headers:
        held = _any(headers, "if-none-match", state.holds, weak=True)
        return ("unchanged", held) if held else ("go on", None)
    if state.changed and (date := date_of(headers, "if-modified-since")) and date >= state.changed:
        return "unchanged", None
    return "go on", None


def is_conditional(headers: Headers) -> bool:
    """Tell whether a change is asked for on a condition."""
    return any(name in headers for name in ("if-match", "if-none-match", "if-unmodified-since"))


def may_write(headers: Headers, *, exists: bool, changed: datetime | None, is_current: Matches) -> bool:
    """Tell whether a change may be made to what `exists`, or not, and whose tags are those that *is_current* knows."""
    if "if-match" in headers:
        if not exists or _any(headers, "if-match", is_current, weak=False) is None:
            return False
    elif exists and changed and (date := date_of(headers, "if-unmodified-since")) and date < changed:
        return False
    return not exists or _any(headers, "if-none-match", is_current, weak=True) is None


def _any(headers: Headers, name: str, matches: Matches, *, weak: bool) -> str | None:
    """Return the first tag of a header that *matches*, as the client wrote it; "*" stands for whatever there is."""
    said = ",".join(headers.getlist(name))
    if said.strip() == "*":
        return "*"
    return next((tag for tag in _tags(said, weak=weak) if matches(*bare(tag))), None)


def _tags(said: str, *, weak: bool) -> Iterable[str]:
    for match in _TAG.finditer(said):
        # Strong comparison takes no weak tag; by weak comparison W/"a" is "a".
        if weak or not match[1]:
            yield f'"{match[2]}"'


def http_date(when: datetime) -> str:
    """Return a time as a header says it; never one that is still to come (RFC 9110, 8.8.2.1)."""
    return format_datetime(min(when, datetime.now(UTC).replace(microsecond=0)), usegmt=True)


def date_of(headers: Headers, name: str) -> datetime | None:
    """Return the date in a header; one that is none says nothing."""
    try:
        date = parsedate_to_datetime(headers[name])
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
