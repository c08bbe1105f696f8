"""The queries of the workload: files of this folder's `queries`, with names from the data in the place of %words%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, Store

from kg.sparql import KNOWN_PREFIXES

FOLDER = Path(__file__).with_name("queries")
CLASSES = ("lookup", "join", "aggregate", "text", "big")
_HEAD = re.compile(r"# (\w+): (.+)\n")
_USED = re.compile(r"(?<![\w<])(\w+):(?=\w)")
# Drawn by how often they occur, then by name: the same data give the same.
_DRAWN = {
    "actor": "SELECT ?x (COUNT(?m) AS ?n) { ?m isnad:participant ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "meeting": "SELECT ?x (COUNT(?a) AS ?n) { ?x isnad:participant ?a } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "statement": "SELECT ?x (COUNT(?a) AS ?n) { ?x a isnad:Statement ; prov:qualifiedAttribution ?a } GROUP BY ?x "
    "ORDER BY DESC(?n) ?x LIMIT 1",
    "graph": "SELECT ?x { GRAPH ?x { ?s a isnad:Statement } } ORDER BY ?x LIMIT 1",
}
_TEXTS = "SELECT ?t { ?s a isnad:Statement ; schema:text ?t } ORDER BY ?t LIMIT 50"


@dataclass(frozen=True, slots=True)
class Question:
    """One query: its name, its class, what it asks in words, and its text."""

    name: str
    kind: str
    meaning: str
    text: str

    @property
    def is_cut(self) -> bool:
        """Tell whether any so many of its answers are right."""
        return "LIMIT" in self.text and "ORDER BY" not in self.text

    @property
    def is_graph(self) -> bool:
        """Tell whether the answer is a graph."""
        return bool(re.search(r"^(CONSTRUCT|DESCRIBE)\b", self.text, re.MULTILINE))


def with_prefixes(text: str) -> str:
    """Return *text* with the prefixes that it uses declared."""
    used = sorted({prefix for prefix in _USED.findall(text) if prefix in KNOWN_PREFIXES})
    return "".join(f"PREFIX {prefix}: <{KNOWN_PREFIXES[prefix]}>\n" for prefix in used) + text


def drawn(store: Store) -> dict[str, str]:
    """Return what stands for each %word%, drawn from the data."""
    found = {name: str(next(_solutions(store, text))["x"]) for name, text in _DRAWN.items()}
    words = [word for row in _solutions(store, _TEXTS) for word in row["t"].value.split()]
    found["word"] = max(sorted(set(words)), key=lambda word: (min(words.count(word), 5), len(word)))
    return found


def _solutions(store: Store, text: str) -> Iterator[Any]:
    found = store.query(with_prefixes(text))
    assert isinstance(found, QuerySolutions)
    return iter(found)


def questions(names: Mapping[str, str]) -> list[Question]:
    """Return all queries, by class and name, with *names* in the place of their %words%."""
    found = []
    for path in FOLDER.glob("*.rq"):
        whole = path.read_text("utf-8")
        head = _HEAD.match(whole)
        assert head is not None, f"{path.name} does not say what it is"
        text = re.sub(r"%(\w+)%", lambda word: names[word[1]], whole[head.end() :])
        found.append(Question(path.stem, head[1], head[2], with_prefixes(text)))
    return sorted(found, key=lambda one: (CLASSES.index(one.kind), one.name))
