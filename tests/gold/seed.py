"""The seed's graph as it must be, and how to renew it.

`python -m tests.gold.seed` writes the expected Turtle of the seed and the examples' expected answers anew; look at the
difference before you keep it.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import rdflib
from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.article import Given, read_article
from kg.authority import load_authority
from kg.document import segment
from kg.facts import Reading, read
from kg.lang.ar import pack
from kg.resources import resource
from kg.sparql import TSV, Query
from kg.store import MemoryStore, Publication
from kg.triples import Graph, Names, Run, known_in, to_graph, write_graphs

HERE = Path(__file__).parent
TURTLE = HERE / "seed.ttl"
ANSWERS = HERE / "answers"
NAMES = Names()
# The gold must not change with each release of the reader.
VERSION = "gold"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@cache
def seed_reading() -> Reading:
    """Return what the reader makes of the seed, with nothing given beside the text."""
    (file,) = resource("seeds").glob("*.txt")
    return read(segment(read_article(file.read_bytes(), Given()), pack()), load_authority())


@cache
def seed_graph() -> Graph:
    """Return the seed's graph."""
    return to_graph(seed_reading(), NAMES, load_authority(), Run(VERSION))


def seed_turtle() -> bytes:
    """Return the seed's graph as Turtle."""
    sink = io.BytesIO()
    write_graphs([seed_graph()], "turtle", NAMES, sink)
    return sink.getvalue()


@cache
def merged_store() -> Store:
    """Return a store whose default graph holds the seed and what the authority says of its actors, each triple once."""
    store = Store()
    known = known_in(seed_graph(), load_authority(), NAMES)
    store.extend(Quad(t.subject, t.predicate, t.object) for graph in (seed_graph(), known) for t in graph.triples)
    return store


def example_files() -> list[Path]:
    """Return the files of the examples, by name."""
    return [file for file in sorted(resource("ontology/examples").glob("*.ttl")) if file.stem != "prefixes"]


def query_of(file: Path) -> str:
    """Return the SPARQL text of one example."""
    return str(next(rdflib.Graph().parse(file).objects(None, rdflib.SH.select)))


def asks_the_index(file: Path) -> bool:
    """Tell whether an example searches in texts, which no engine does by itself."""
    return "text:query" in query_of(file)


@cache
def indexed_store() -> MemoryStore:
    """Return a store of ours with the seed and the known actors, and the index of their words."""
    store, graph = MemoryStore(base=NAMES.base), seed_graph()
    known = Graph(NAMES.authority_graph.value, known_in(graph, load_authority(), NAMES).triples)
    store.seed(serialize(list(known.quads()), format=RdfFormat.N_QUADS) or b"", NOW)
    key, quads = graph.name.rpartition("/")[2], serialize(list(graph.quads()), format=RdfFormat.N_QUADS) or b""
    store.put(Publication(key, f"{NAMES.base}id/article/{key}", graph.name, "", "", VERSION, quads), NOW)
    return store


def _found_in_words(query: str) -> dict[str, object]:
    sink = io.BytesIO()
    indexed_store().answer(Query(query)).write(TSV, sink)
    head, *lines = sink.getvalue().decode("utf-8").rstrip("\n").split("\n")
    rows = [[cell or None for cell in line.split("\t")] for line in lines]
    return {"variables": [name.removeprefix("?") for name in head.split("\t")], "rows": rows}


def answer_of(file: Path) -> dict[str, object]:
    """Return an example's variables and rows, terms in N-Triples form."""
    if asks_the_index(file):
        return _found_in_words(query_of(file))
    solutions = merged_store().query(query_of(file))
    names = [variable.value for variable in solutions.variables]
    return {"variables": names, "rows": [[None if value is None else str(value) for value in row] for row in solutions]}


def answer_text(file: Path) -> str:
    """Return an example's answer as the text that is kept, one row a line."""
    answer = answer_of(file)
    rows = answer["rows"]
    assert isinstance(rows, list)
    lines = [json.dumps(row, ensure_ascii=False) for row in [answer["variables"], *rows]]
    return "\n".join(lines) + "\n"


def renew() -> None:
    """Write the gold anew."""
    TURTLE.write_bytes(seed_turtle())
    ANSWERS.mkdir(exist_ok=True)
    for old in ANSWERS.glob("*.jsonl"):
        old.unlink()
    for file in example_files():
        (ANSWERS / f"{file.stem}.jsonl").write_text(answer_text(file), "utf-8")


if __name__ == "__main__":
    renew()
