"""The page of an agreement: who agreed on what, in which words, and the statement that reports it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import QueryParams

from kg.triples import ISNAD
from kg.web.chains import chains_of
from kg.web.events import events_of, quote_of, sentences_of, told_of
from kg.web.faces.statement import reading_of, shortened
from kg.web.inquiry import Inquiry


class AgreementFace:
    """What parties agreed on."""

    classes = (f"{ISNAD}Agreement",)
    template = "agreement.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of an agreement shows."""
        told = (await told_of(inquiry, [iri]))[iri]
        event = (await events_of(inquiry, [iri]))[0]
        reports = told.all("prov:wasDerivedFrom")
        return {
            "title": shortened(event.words),
            "event": event,
            "rings": next(iter((await chains_of(reports, inquiry)).values()), ()),
            "quotes": [quote_of(place, event.source, inquiry.viewer) for place in sentences_of(told)],
            "reports": await events_of(inquiry, reports),
            "reading": reading_of(told, await inquiry.values(told.all("isnad:reviewState"))),
        }
