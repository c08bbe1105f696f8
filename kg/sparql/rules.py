"""What no write may do: touch graphs that are not the client's, or bring in names that people cannot compare by eye."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from kg.errors import DerivedGraph, UsageError
from kg.sparql.delta import Delta

_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]")
# Letters of Persian and of Indian scripts are joined and parted by U+200C and U+200D, which Turtle takes into names.
_DECEIVING = re.compile(r"[\x00-\x20\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def hidden_in(name: str) -> str | None:
    """Return the first character of a graph's name that cannot be seen, as U+XXXX; None for none."""
    found = _HIDDEN.search(name)
    return f"U+{ord(found[0]):04X}" if found else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What no update changes: the default graph when it is `derived`, and the graphs that are `kept` by the house.

    `schemes` are those that the name of a graph which is filled or made may begin with; none given means any.
    """

    derived: bool = False
    kept: frozenset[str] = field(default=frozenset())
    schemes: tuple[str, ...] = ()

    def guard(self, delta: Delta) -> None:
        """Raise DerivedGraph when *delta* changes what it may not, UsageError when it brings in a deceiving name."""
        for graph in delta.graphs():
            self.allow(graph)
        # What is there under such a name may still be taken out.
        for name in sorted(delta.graphs_filled() | delta.created):
            self._fits(name)

    def allow(self, graph: str | None) -> None:
        """Raise DerivedGraph when *graph* (None: the default graph) is not to be written to."""
        if graph is None and self.derived:
            raise DerivedGraph(
                "the default graph is derived: it holds every fact of the named graphs once, and is not written to",
                hint="name the graph, as in INSERT DATA { GRAPH <http://example.org/notes> { ... } }",
            )
        if graph in self.kept:
            raise DerivedGraph(
                f"the graph <{graph}> is made from the checked-in tables and questions and is not written to",
                hint="put your own statements into a graph of your own",
            )

    def _fits(self, name: str) -> None:
        if hidden := hidden_in(name):
            raise UsageError(
                f"the name of the graph <{name}> holds the hidden character {hidden}", hint="percent-encode it"
            )
        if self.schemes and name.partition(":")[0].lower() not in self.schemes:
            raise UsageError(
                f"the name of the graph <{name}> begins with none of {', '.join(self.schemes)}",
                hint="name it by an address of yours, or have the server take such names (graph_schemes)",
            )


def check_terms(triple: Triple) -> None:
    """Raise UsageError for an IRI with control characters or marks of direction (RFC 3987, 4.1 forbids them)."""
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, Triple):
            check_terms(term)
            continue
        name = term.value if isinstance(term, NamedNode) else getattr(getattr(term, "datatype", None), "value", "")
        if not name.isascii() and (found := _DECEIVING.search(name)):
            raise UsageError(
                f"the IRI <{name}> holds the hidden character U+{ord(found[0]):04X}", hint="percent-encode it"
            )
