"""Who may read the text of an article to its end: everybody where that is published, else who may review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

FOR_ONE: Final[Mapping[str, str]] = {"cache-control": "private, no-store"}
"""Headers of a page that shows more to its reader than to others: nobody else may keep it."""


@dataclass(frozen=True, slots=True)
class FullTexts:
    """The rule of one deployment; each of `known` tells whether a request comes from somebody who may review."""

    published: bool = False
    known: tuple[Callable[[Request], bool], ...] = ()

    def readable(self, request: Request) -> bool:
        """Tell whether whoever sent *request* may read texts to their end."""
        return self.published or self.reviews(request)

    def privileged(self, request: Request) -> bool:
        """Tell whether they may, and others may not."""
        return not self.published and self.reviews(request)

    def reviews(self, request: Request) -> bool:
        """Tell whether whoever sent *request* may review."""
        return any(knows(request) for knows in self.known)
