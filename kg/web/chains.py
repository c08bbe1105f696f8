"""Chains of attribution as pages draw them: one link after another, from the mouth that spoke to this page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.questions import Link, ask_chains, read_chains
from kg.web.inquiry import Inquiry
from kg.web.views import Value


@dataclass(frozen=True, slots=True)
class Ring:
    """One link of a drawn chain: the role ("speaker", "relayer", "medium", "publisher", "source"), and who."""

    role: str
    who: tuple[Value, ...]
    offices: tuple[str, ...] = ()


async def chains_of(facts: Sequence[str], inquiry: Inquiry) -> dict[str, tuple[Ring, ...]]:
    """Return the chain of each of *facts*, by IRI, for `m.chain`; what has none is left out."""
    if not facts:
        return {}
    found = read_chains(await inquiry.rows(ask_chains(facts)))
    values = await inquiry.values({agent for links in found.values() for link in links for agent in link.agents})
    return {fact: tuple(_rings(links, values)) for fact, links in found.items()}


def _rings(links: Iterable[Link], values: dict[str, Value]) -> Iterable[Ring]:
    for link in links:
        yield Ring(link.role, tuple(values[agent] for agent in link.agents), link.offices)
