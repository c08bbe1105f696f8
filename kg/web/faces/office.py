"""The pages of offices: one that an article calls somebody by, and one that the authority knows; who is called so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import QueryParams

from kg.questions import ask_holders, folded
from kg.triples import ISNAD, NAMESPACES
from kg.web.events import quote_of, rows_source, told_of
from kg.web.faces.statement import reading_of
from kg.web.inquiry import Inquiry
from kg.web.views import Value


class OfficeFace:
    """An office, as an article calls somebody by it or as the authority has it."""

    classes = (f"{ISNAD}Position", f"{NAMESPACES['org']}Post")
    template = "office.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of an office shows; nobody holds one from or until a day that no article states."""
        told = (await told_of(inquiry, [iri]))[iri]
        label = (await inquiry.values([iri]))[iri].label
        names = [*told.all("rdfs:label"), *told.all("skos:altLabel")]
        keys = {folded(name) for name in names}
        found: dict[str, dict[str, str]] = {}
        for name in names[:6]:
            for row in await inquiry.rows(ask_holders(name), "behind-holders" if name == names[0] else None):
                if folded(row["label"]) in keys:
                    found.setdefault(row["who"], {})[row["fact"]] = row["label"]
        linked = (*told.all("org:member"), *told.all("org:organization"), *told.all("isnad:country"))
        values = await inquiry.values({*found, *linked, *told.all("isnad:reviewState")})
        source = await rows_source(told, inquiry)
        return {
            "title": label,
            "names": sorted(set(names) - {label.value}),
            "holder": [values[one] for one in told.all("org:member")],
            "body": [values[one] for one in (*told.all("org:organization"), *told.all("isnad:country"))],
            "holders": _sorted([(values[who], len(facts)) for who, facts in found.items()]),
            "source": source,
            "quotes": [quote_of(one, source, inquiry.viewer) for one in told.at("isnad:evidence")] if source else [],
            "reading": reading_of(told, values),
        }


def _sorted(holders: list[tuple[Value, int]]) -> list[tuple[Value, int]]:
    return sorted(holders, key=lambda one: (-one[1], one[0].label.value))
