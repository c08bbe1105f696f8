"""Ready questions and prefixes as a store holds them: sh:SPARQLExecutable and sh:declare (SHACL, 5.2.1 and 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.questions.rows import Row
from kg.triples import NAMESPACES

_SH: Final = f"PREFIX sh: <{NAMESPACES['sh']}>\n"
_MOST: Final = 3000
ASK_READY: Final = f"""{_SH}PREFIX rdfs: <{NAMESPACES["rdfs"]}>
PREFIX schema: <{NAMESPACES["schema"]}>
SELECT DISTINCT ?question ?text ?said ?words (LANG(?words) AS ?language) WHERE {{
  GRAPH ?graph {{
    ?question a sh:SPARQLExecutable ; sh:select|sh:ask|sh:construct ?text .
    OPTIONAL {{ VALUES ?said {{ rdfs:label rdfs:comment schema:keywords }} ?question ?said ?words }}
  }}
}}
ORDER BY ?question ?said ?words
LIMIT {_MOST}
"""
ASK_PREFIXES: Final = f"""{_SH}SELECT DISTINCT ?prefix ?namespace WHERE {{
  GRAPH ?graph {{ ?declared sh:prefix ?prefix ; sh:namespace ?namespace }}
}}
ORDER BY ?prefix
LIMIT {_MOST}
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready question: its IRI, its query, and what it asks, by language."""

    iri: str
    query: str
    title: Mapping[str, str] = field(default_factory=dict)
    comment: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the end of its IRI."""
        return self.iri.rpartition("#")[2].rpartition("/")[2]


def read_ready(rows: Iterable[Row]) -> tuple[Ready, ...]:
    """Return what answers `ASK_READY`, by name."""
    texts: dict[str, str] = {}
    said: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        texts.setdefault(row["question"], row["text"])
        about = said.setdefault(row["question"], {"label": {}, "comment": {}, "keywords": {}})
        if "said" in row and "words" in row:
            kind = row["said"].replace("#", "/").rpartition("/")[2]
            # A keyword has no language: each stands by its own words.
            about[kind].setdefault(row["words"] if kind == "keywords" else row.get("language", ""), row["words"])
    found = [
        Ready(iri, dedented(text), said[iri]["label"], said[iri]["comment"], tuple(said[iri]["keywords"]))
        for iri, text in texts.items()
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def dedented(query: str) -> str:
    """Return a query without the margin that it has in its file."""
    lines = query.strip("\n").rstrip().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)
