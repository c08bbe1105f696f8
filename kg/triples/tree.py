"""JSON-LD as one tree: the resource at the root, what it refers to inside it, what refers to it under `@reverse`.

The same triples as the flat document, so that nothing is lost by reading it from the root; each node is described where
it stands nearest to the root, and named by `id` elsewhere.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.triples.hidden import escaped
from kg.triples.jsonld import Compactor, own_prefixes
from kg.triples.names import Names
from kg.triples.order import in_order
from kg.triples.vocabulary import A

Node = NamedNode | BlankNode
# A chain of nodes that is longer than this goes on in a tree of its own, beside the first.
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Branches:
    """Where each described node hangs: under (parent, predicate), forwards or in reverse."""

    forwards: dict[tuple[Node, NamedNode], set[Node]] = field(default_factory=lambda: defaultdict(set))
    backwards: dict[Node, dict[NamedNode, list[Node]]] = field(default_factory=lambda: defaultdict(dict))
    reached: set[Node] = field(default_factory=set)


def write_tree(triples: Iterable[Triple], root: str, names: Names, sink: BinaryIO) -> None:
    """Write *triples* into *sink* as a tree that begins with *root*; raises UnknownFormat for a triple term."""
    ordered = in_order(triples)
    compactor = Compactor(own_prefixes(names))
    trees = _Trees(ordered, compactor)
    document = trees.tree(NamedNode(root))
    if rest := list(trees.others()):
        document["@included"] = rest
    # The context is long, and nobody reads it first.
    context, tree = json.dumps(compactor.context), json.dumps(document, ensure_ascii=False, indent=1)
    sink.write(escaped(f'{{\n "@context": {context},{tree[1:]}\n', "jsonld").encode("utf-8"))


class _Trees:
    def __init__(self, ordered: Sequence[Triple], compactor: Compactor) -> None:
        self._compactor = compactor
        self._about: dict[Node, list[Triple]] = defaultdict(list)
        self._pointing: dict[Node, list[Triple]] = defaultdict(list)
        for triple in ordered:
            if isinstance(triple.subject, NamedNode | BlankNode):
                self._about[triple.subject].append(triple)
            if isinstance(triple.object, NamedNode | BlankNode):
                self._pointing[triple.object].append(triple)
        self._branches = _Branches()
        self._reversed: set[Triple] = set()

    def tree(self, root: Node) -> dict[str, object]:
        """Return the object of *root* with all that is connected to it and stands in no tree yet."""
        self._grow(root)
        return self._object(root)

    def others(self) -> Iterator[dict[str, object]]:
        """Yield trees of what nothing connects to the trees before."""
        for node in list(self._about):
            if node not in self._branches.reached:
                yield self.tree(node)

    def _grow(self, root: Node) -> None:
        """Find for each node the place nearest to *root*, so that no chain makes the tree deeper than it is long."""
        branches, waiting = self._branches, deque([(root, 0)])
        branches.reached.add(root)
        while waiting:
            node, depth = waiting.popleft()
            if depth == _DEEPEST:
                continue
            for triple in self._about.get(node, ()):
                # What has a type names it by a bare string.
                if triple.predicate != A and (other := self._taken(triple.object)):
                    branches.forwards[node, triple.predicate].add(other)
                    waiting.append((other, depth + 1))
            for triple in self._pointing.get(node, ()):
                if subject := self._taken(triple.subject):
                    branches.backwards[node].setdefault(triple.predicate, []).append(subject)
                    self._reversed.add(triple)
                    waiting.append((subject, depth + 1))

    def _taken(self, node: object) -> Node | None:
        """Return *node* if it is described and has no place yet; it has one from then on."""
        if not isinstance(node, NamedNode | BlankNode) or node in self._branches.reached or node not in self._about:
            return None
        self._branches.reached.add(node)
        return node

    def _object(self, node: Node) -> dict[str, object]:
        said = [triple for triple in self._about.get(node, ()) if triple not in self._reversed]
        found: dict[str, object] = next(self._compactor.nodes(said), {"id": self._compactor.name(node)})
        for triple in said:
            inside = self._branches.forwards.get((node, triple.predicate), ())
            if triple.object in inside:
                self._embed(found, triple)
        if backwards := self._branches.backwards.get(node):
            found["@reverse"] = {
                self._compactor.key(predicate)[0]: [self._object(subject) for subject in subjects]
                for predicate, subjects in backwards.items()
            }
        return found

    def _embed(self, found: dict[str, object], triple: Triple) -> None:
        """Put the object of *triple* in the place of its name."""
        assert isinstance(triple.object, NamedNode | BlankNode)
        key, refers = self._compactor.key(triple.predicate)
        name = self._compactor.name(triple.object)
        values = found[key] if isinstance(found[key], list) else [found[key]]
        assert isinstance(values, list)
        reference: object = name if refers else {"id": name}
        embedded = [self._object(triple.object) if value == reference else value for value in values]
        found[key] = embedded[0] if len(embedded) == 1 else embedded
