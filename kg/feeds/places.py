"""Where the documents of a feed are, and how what they speak of is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from kg.store import GraphChange

CHECKSUM: Final = "urn:x-isnad:checksum:sum-of-sha256"
"""The sum, modulo 2^256, of the SHA-256 of each N-Triples line without its end: in whatever order they come."""


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of the feed of a store with this base."""

    base: str

    @property
    def root(self) -> str:
        """Return where the feed is entered."""
        return f"{self.base}changes"

    @property
    def stream(self) -> str:
        """Return the name of the event stream itself."""
        return f"{self.root}#stream"

    @property
    def default_graph(self) -> str:
        """Return how the default graph, which has no name, is spoken of."""
        return f"{self.base}store?default"

    def page(self, number: int, ending: str = "") -> str:
        """Return where a page is."""
        return f"{self.root}/{number}{ending}"

    def change(self, change: GraphChange) -> str:
        """Return the name of one change."""
        # With the mark, so that no other history's change has the same name.
        return f"{self.page(change.page)}#c{change.place}-{change.point.partition('-')[2]}"

    def graph(self, change: GraphChange) -> str:
        """Return the name of the graph that was changed."""
        return change.graph or self.default_graph

    def triples(self, change: GraphChange) -> str:
        """Return where the graph is had as N-Triples."""
        if not change.graph:
            return f"{self.default_graph}&format=nt"
        return f"{self.base}store?graph={quote(change.graph, safe='')}&format=nt"

    def reading(self, change: GraphChange) -> str:
        """Return where people read about it: on its article's page, or else in the list of dumps."""
        return f"{self.base}page/article/{change.key}.html" if change.key else f"{self.base}dumps/"
