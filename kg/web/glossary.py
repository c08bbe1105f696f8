"""The terms of ontology, shapes and ready questions, each with all that the project's own files say of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.triples import ISNAD, NAMESPACES
from kg.web.views import SHAPES

EXAMPLES: Final = f"{ISNAD.rstrip('#')}/examples#"
HOMES: Final = {"ontology": ISNAD, "shapes": SHAPES, "ontology/examples": EXAMPLES}
"""Address -> namespace of the terms that have their pages below it."""

Node = NamedNode | BlankNode
_LABEL: Final = NamedNode(NAMESPACES["rdfs"] + "label")
_FIRST, _REST = (NamedNode(NAMESPACES["rdf"] + name) for name in ("first", "rest"))
_QUERIES: Final = tuple(NamedNode(NAMESPACES["sh"] + name) for name in ("select", "ask", "construct"))
_NAMED: Final = re.compile(r"\bisnad:([A-Za-z][\w-]*)")
_VERSION: Final = NamedNode(NAMESPACES["owl"] + "versionIRI")


@dataclass(frozen=True, slots=True)
class Glossary:
    """What is said, by subject and by object, and which ready question's query names which term."""

    about: Mapping[Node, list[Quad]]
    pointing: Mapping[object, list[Quad]]
    asking: Mapping[str, list[NamedNode]]

    def quads(self, iri: str) -> tuple[Quad, ...]:
        """Return what is said of the term *iri*: its definition, where it is used, its shapes, questions that use it.

        Empty where there is no such term.
        """
        term = NamedNode(iri)
        if term not in self.about:
            return ()
        found = dict.fromkeys(self._whole(term))
        for quad in self.pointing.get(term, ()):
            root = self._root(quad.subject)
            whole = isinstance(root, NamedNode) and root.value.startswith(SHAPES)
            found.update(dict.fromkeys(self._whole(root) if whole else (quad, *self._labels(root))))
        for question in self.asking.get(iri, ()):
            found.update(dict.fromkeys(self._whole(question)))
        for node in dict.fromkeys(node for quad in list(found) for node in (quad.predicate, quad.object)):
            found.update(dict.fromkeys(self._labels(node)))
        return tuple(found)

    def shapes(self, iri: str) -> tuple[str, ...]:
        """Return the shapes that speak of the term *iri*."""
        roots = (self._root(quad.subject) for quad in self.pointing.get(NamedNode(iri), ()))
        return tuple(sorted({r.value for r in roots if isinstance(r, NamedNode) and r.value.startswith(SHAPES)}))

    def questions(self, iri: str) -> tuple[str, ...]:
        """Return the names of the ready questions whose queries use the term *iri*."""
        return tuple(sorted(question.value.removeprefix(EXAMPLES) for question in self.asking.get(iri, ())))

    def _whole(self, node: object, deep: int = 20) -> list[Quad]:
        """Return what is said of *node*, and of the nodes without a name that it refers to."""
        said = self.about.get(node, ()) if isinstance(node, NamedNode | BlankNode) else ()
        inside = (q.object for q in said if isinstance(q.object, BlankNode)) if deep else ()
        return [*said, *(quad for blank in inside for quad in self._whole(blank, deep - 1))]

    def _root(self, node: object) -> object:
        """Return the named node that *node* is a part of."""
        for _ in range(50):
            above = self.pointing.get(node) if isinstance(node, BlankNode) else None
            if not above:
                break
            node = above[0].subject
        return node

    def _labels(self, node: object) -> list[Quad]:
        said = self.about.get(node, ()) if isinstance(node, NamedNode) else ()
        return [quad for quad in said if quad.predicate == _LABEL]

    def members(self, node: object) -> list[object]:
        """Return the members of the list that begins at *node*, or *node* alone if none does."""
        found: list[object] = []
        for _ in range(500):
            said = {q.predicate: q.object for q in self.about.get(node, ())} if isinstance(node, BlankNode) else {}
            if _FIRST not in said:
                break
            found.append(said[_FIRST])
            node = said.get(_REST)
        return found or [node]


def glossary_of(quads: Iterable[Quad]) -> Glossary:
    """Return *quads* arranged for looking up."""
    about: dict[Node, list[Quad]] = defaultdict(list)
    pointing: dict[object, list[Quad]] = defaultdict(list)
    asking: dict[str, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode | BlankNode):
            about[quad.subject].append(quad)
        pointing[quad.object].append(quad)
        if quad.predicate in _QUERIES and isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            for name in sorted(
                set(_NAMED.findall(quad.object.value)) if quad.subject.value.startswith(EXAMPLES) else ()
            ):
                asking[ISNAD + name].append(quad.subject)
    return Glossary(dict(about), dict(pointing), dict(asking))


def versions(quads: Iterable[Quad]) -> frozenset[str]:
    """Return the last parts of the ontology's version IRIs, under which it answers too."""
    home = f"{ISNAD.rstrip('#')}/"
    named = (q.object.value for q in quads if q.predicate == _VERSION and isinstance(q.object, NamedNode))
    return frozenset(iri.removeprefix(home) for iri in named if iri.startswith(home))
