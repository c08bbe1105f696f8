"""The Link header (RFC 8288): other forms of what is here, its name, what describes it, and its licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.web.iris import header_iri

# Proxies give a whole head 4 KiB or 8; a name may be longer than that by itself.
_LONGEST: Final = 2500


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a representation: addresses, as paths or IRIs.

    `alternates` is media type to address. `describes` is the thing that a description is of, `describedby` what
    describes the thing that is here. `others` are values of the header, written out already.
    """

    canonical: str | None = None
    describes: str | None = None
    describedby: str | None = None
    license: str | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def links(around: Around) -> str:
    """Return the value of a Link header for *around*, safe in a header; what would make it too long is left out."""
    value = ""
    for one in _written(around):
        longer = f"{value}, {one}" if value else one
        if len(longer) <= _LONGEST:
            value = longer
    return value


def _written(around: Around) -> Iterable[str]:
    named = (
        ("canonical", around.canonical),
        ("describes", around.describes),
        ("describedby", around.describedby),
        ("license", around.license),
    )
    for relation, target in named:
        if target:
            yield f'<{header_iri(target)}>; rel="{relation}"'
    yield from around.others
    for media_type, target in around.alternates.items():
        yield f'<{header_iri(target)}>; rel="alternate"; type="{media_type}"'
