"""The pages of topics and places: what articles call alike, the meetings about it or there, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams

from kg.questions import LISTS, ask_about, ask_called, folded, phrase
from kg.triples import NAMESPACES
from kg.web.events import Event, events_of
from kg.web.faces.forum import mentions_of
from kg.web.inquiry import Inquiry
from kg.web.views import Value

_SHOWN: Final = 20


async def called_alike(words: str, property_: str, inquiry: Inquiry) -> list[str]:
    """Return what *property_* points to and is called *words*, in any spelling."""
    key = folded(words)
    rows = await inquiry.rows(ask_called(words, property_)) if key else []
    return sorted({row["thing"] for row in rows if folded(row["label"]) == key})


@dataclass(frozen=True, slots=True)
class NamedFace:
    """What is known by its words alone: `kind` is "topic" or "place"."""

    kind: str
    classes: tuple[str, ...]
    template: str = "named.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of a topic or a place shows."""
        title = (await inquiry.values([iri]))[iri].label
        meetings = await self._meetings(iri, title.value, inquiry)
        query = LISTS["statements"].ask_facts({"topic": [phrase(title.value)]}, "newest", _SHOWN, 0)
        said = await inquiry.rows(query, "behind-words-said") if folded(title.value) else []
        events = await events_of(inquiry, meetings)
        return {
            "title": title,
            "kind": self.kind,
            "meetings": events,
            "said": await events_of(inquiry, [row["fact"] for row in said[:_SHOWN]]),
            "more_said": len(said) > _SHOWN,
            "actors": _busiest(events),
            "quotes": await mentions_of(iri, inquiry),
        }

    async def _meetings(self, iri: str, words: str, inquiry: Inquiry) -> list[str]:
        if self.kind == "place":
            query = LISTS["meetings"].ask_facts({"place": [words]}, "newest", _SHOWN, 0)
        else:
            query = ask_about(await called_alike(words, "schema:about", inquiry) or [iri], _SHOWN)
        return [row["fact"] for row in await inquiry.rows(query, f"behind-{self.kind}")][:_SHOWN]


def _busiest(events: tuple[Event, ...]) -> list[tuple[Value, int]]:
    counted = Counter(value for event in events for value in event.who)
    return sorted(counted.items(), key=lambda one: (-one[1], one[0].label.value))


TOPIC: Final = NamedFace("topic", (f"{NAMESPACES['skos']}Concept",))
PLACE: Final = NamedFace("place", (f"{NAMESPACES['schema']}Place",))
