"""Faces: the pages that things of one kind have, each with its own questions and template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from starlette.datastructures import QueryParams

from kg.questions import ask_classes
from kg.web.inquiry import Inquiry

ALL: Final = "all"
"""The value of `?view=` that asks for the page every thing has: each property, each link to it."""


class Face(Protocol):
    """The page of one kind of thing."""

    @property
    def classes(self) -> Sequence[str]:
        """Return the IRIs of the classes it shows."""

    @property
    def template(self) -> str:
        """Return the name of its template, which extends "face.html"."""

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the template shows of *iri*; *asked* are the parameters of the page's address.

        Its values must have `title`, a Term. Raises what the service raises.
        """


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces there are; the first that shows one of a thing's classes is taken."""

    known: tuple[Face, ...] = ()

    async def of(self, iri: str, inquiry: Inquiry) -> Face | None:
        """Return the face of *iri*, None where it has the general page only."""
        if not self.known:
            return None
        classes = {row["class"] for row in await inquiry.rows(ask_classes(iri))}
        return next((face for face in self.known if classes.intersection(face.classes)), None)
