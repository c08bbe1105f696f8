"""The pages of what stands between facts and texts: spans, links of chains, times, links to the authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams

from kg.questions import Told, ask_pointing
from kg.triples import ISNAD, NAMESPACES
from kg.web.events import events_of, quote_of, rows_source, told_of, when_of
from kg.web.faces.statement import shortened
from kg.web.inquiry import Inquiry
from kg.web.terms import Term
from kg.web.views import Value

_SHOWN: Final = 20
_LINKED: Final = (
    "isnad:actor", "prov:agent", "dcterms:type", "isnad:medium", "isnad:inCapacity", "isnad:timeStatus", "oa:hasSource",
)  # fmt: skip
_PLAIN: Final = ("isnad:timex", "isnad:date", "isnad:confidence", "skos:note")


@dataclass(frozen=True, slots=True)
class SmallFace:
    """A thing that is told in a few rows, called by words: `kind` is "span", "step", "time", "link" or "part"."""

    kind: str
    classes: tuple[str, ...]
    template: str = "small.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page shows: what it is called, its rows, its sentence, and the facts that rest on it."""
        told = (await told_of(inquiry, [iri]))[iri]
        pointing = [row["thing"] for row in await inquiry.rows(ask_pointing(iri), "behind-pointing")]
        around = await told_of(inquiry, pointing[:_SHOWN])
        own = [place for one in around.values() for place in one.places if place.iri == iri][:1]
        places = own or list(told.at("isnad:evidence") or told.at("isnad:mention"))
        values = await inquiry.values({*pointing, *(value for name in _LINKED for value in told.all(name))})
        events = await events_of(inquiry, pointing[:_SHOWN])
        shown = {event.iri for event in events}
        source = events[0].source if events else await rows_source(told, inquiry, places)
        return {
            "title": self._title(told, places[0].words if places else "", values, inquiry),
            "kind": self.kind,
            "quotes": [quote_of(place, source, inquiry.viewer) for place in places] if source else [],
            "rows": [(name, [values[one] for one in told.all(name)]) for name in _LINKED if told.all(name)],
            "plain": [(name, told.all(name)) for name in _PLAIN if told.all(name)],
            "when": when_of(told, inquiry.viewer) if self.kind == "time" else None,
            "events": events,
            "others": [values[one] for one in pointing if one not in shown and values[one].label.kind == "literal"],
        }

    def _title(self, told: Told, words: str, values: Mapping[str, Value], inquiry: Inquiry) -> Term:
        if label := told.one("rdfs:label"):
            return Term("literal", label)
        if words and self.kind in ("span", "link"):
            return shortened(Term("literal", words), 70)
        named = (*told.all("prov:agent"), *told.all("isnad:actor"), *told.all("isnad:medium"))
        return next((values[one].label for one in named), inquiry.viewer.name(told.iri, {}))


_OA: Final = NAMESPACES["oa"]
SMALL: Final = (
    SmallFace("span", (f"{_OA}SpecificResource",)),
    SmallFace("step", (f"{ISNAD}AttributionStep",)),
    SmallFace("time", (f"{ISNAD}TimeReference",)),
    SmallFace("link", (f"{ISNAD}Link",)),
    SmallFace("part", (f"{ISNAD}Participation",)),
)
