"""What reading and checking need, chosen: the installed language packs, the packaged authority and shapes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.pipeline import Toolkit
    from kg.triples import Graph


def toolkit_for(base: str, *, gate: bool = True) -> Toolkit:
    """Return the toolkit for a store, or for no store, under *base*."""
    from kg import __version__
    from kg.lang import pack_for
    from kg.pipeline import Toolkit
    from kg.resources import resource
    from kg.triples import Names
    from kg.validation import load_shapes

    return Toolkit(
        pack_for=pack_for,
        authority=_authority(),
        names=Names(base),
        shared=known_actors(base),
        shapes=load_shapes(resource("shapes")),
        reader=f"isnad-{__version__}",
        gate=gate,
    )


@lru_cache(maxsize=4)
def known_actors(base: str) -> Graph:
    """Return the authority's graph under *base*."""
    from kg.triples import Names, authority_graph

    return authority_graph(_authority(), Names(base))


def seed_of(base: str) -> bytes:
    """Return the authority's graph as N-Triples, which is how a store takes it in."""
    from pyoxigraph import RdfFormat, serialize

    return serialize(known_actors(base).triples, format=RdfFormat.N_TRIPLES) or b""


@lru_cache(maxsize=1)
def _authority() -> Authority:
    from kg.authority import load_authority
    from kg.resources import resource

    return load_authority(resource("ontology/authority"))
