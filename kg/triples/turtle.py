"""Turtle and TriG that people can read: only the prefixes in use, one block for each subject, always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.triples.vocabulary import NAMESPACES, A

# A safe part of Turtle's PN_LOCAL: nothing that would need a backslash.
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?\Z")
_SHORT = {
    NAMESPACES["xsd"] + "integer": re.compile(r"[+-]?\d+\Z"),
    NAMESPACES["xsd"] + "decimal": re.compile(r"[+-]?\d*\.\d+\Z"),
    NAMESPACES["xsd"] + "boolean": re.compile(r"(?:true|false)\Z"),
}


class Turtle:
    """A writer of blocks that remembers which prefixes the document has declared so far."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._declared: dict[str, str] = {}
        self._used: set[str] = set()
        self._short: dict[str, str] = {}
        self._arrange()

    def here(self, home: str | None) -> None:
        """Let the prefix `here:` stand for the namespace *home* from now on."""
        self._prefixes.pop("here", None)
        if home is not None:
            self._prefixes["here"] = home
        self._arrange()

    def block(self, triples: Sequence[Triple], graph: NamedNode | BlankNode | None = None) -> str:
        """Return *triples*, which are in order, as text; inside `graph { … }` when there is one."""
        self._used.clear()
        indent = "" if graph is None else "    "
        name = "" if graph is None else self._term(graph)
        body = "\n".join(self._subject(list(group), indent) for _, group in groupby(triples, key=lambda t: t.subject))
        header = "".join(self._declarations())
        if graph is not None:
            body = f"{name} {{\n{body}}}\n"
        return f"{header}\n{body}" if header else body

    def _arrange(self) -> None:
        self._short.clear()
        # The longest namespace wins, so that a nested one is not cut short.
        self._order = sorted(self._prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def _declarations(self) -> Iterator[str]:
        for prefix in sorted(self._used):
            if self._declared.get(prefix) != self._prefixes[prefix]:
                self._declared[prefix] = self._prefixes[prefix]
                yield f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n"

    def _subject(self, triples: list[Triple], indent: str) -> str:
        lines = []
        for predicate, group in groupby(triples, key=lambda t: t.predicate):
            objects = ", ".join(self._term(t.object) for t in group)
            lines.append(f"{'a' if predicate == A else self._term(predicate)} {objects}")
        between = f" ;\n{indent}    "
        return f"{indent}{self._term(triples[0].subject)} {between.join(lines)} .\n"

    def _term(self, node: NamedNode | BlankNode | Literal | Triple) -> str:
        if isinstance(node, NamedNode):
            return self._iri(node.value)
        if not isinstance(node, Literal):
            return str(node)
        short = _SHORT.get(node.datatype.value)
        if short and short.match(node.value):
            return node.value
        text = str(node)
        if node.language is None and node.datatype.value != NAMESPACES["xsd"] + "string":
            quoted = text[: text.rindex('"^^<')]
            return f'{quoted}"^^{self._iri(node.datatype.value)}'
        return text

    def _iri(self, iri: str) -> str:
        known = self._short.get(iri)
        if known is None:
            known = self._short[iri] = self._shortened(iri)
        prefix = known.partition(":")[0]
        if not known.startswith("<"):
            self._used.add(prefix)
        return known

    def _shortened(self, iri: str) -> str:
        for prefix, namespace in self._order:
            if iri.startswith(namespace) and _LOCAL.match(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"
