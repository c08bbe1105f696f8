"""What reading and checking need, chosen: the installed language packs, the packaged authority and shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline import Toolkit


def toolkit_for(base: str, *, gate: bool = True) -> Toolkit:
    """Return the toolkit for a store, or for no store, under *base*."""
    from kg import __version__
    from kg.authority import load_authority
    from kg.lang import pack_for
    from kg.pipeline import Toolkit
    from kg.resources import resource
    from kg.triples import Names, authority_graph
    from kg.validation import load_shapes

    authority, names = load_authority(resource("ontology/authority")), Names(base)
    return Toolkit(
        pack_for=pack_for,
        authority=authority,
        names=names,
        shared=authority_graph(authority, names),
        shapes=load_shapes(resource("shapes")),
        reader=f"isnad-{__version__}",
        gate=gate,
    )
