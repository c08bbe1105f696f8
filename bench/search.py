"""How fast words are found, what the index costs each article, and how long a whole one takes to make.

usage: search.py [--texts N] [--articles N]

Makes N texts of Arabic words (50,000 by default; a million takes some minutes), indexes them, searches rare and common
words, and joins what is found in SPARQL. Then publishes articles with and without the index in turn, and prints the
median of each. Nothing is kept.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.lang import pack_for
from kg.search import Sought, TextIndex
from kg.sparql import CSV, Query
from kg.store import Publication, open_store
from kg.store.texts import Texts

BASE = "http://localhost:8000/"
LABEL, TEXT = NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), NamedNode("https://schema.org/text")
SEARCHES = (
    ("a rare word", "كلمةنادرة"),
    ("a common word", "وزير"),
    ("with something joined", "وللوزير"),
    ("three words", "وزير الخارجية المصري"),
    ("a phrase", '"وزير الخارجية"'),
    ("a beginning", "سعود*"),
    ("a word with a slip", "الخارجيهه"),
)


def words() -> list[str]:
    """Return words to make texts of, the frequent ones first."""
    pack = pack_for("ar")
    tables = ("whole_words", "given_names", "given_names_extra", "name_parts", "lexical_waw", "cities")
    found = [word for table in tables for row in pack.table(table) for word in row[0].split()]
    return list(dict.fromkeys(found))


def texts(number: int, rng: random.Random) -> Iterator[str]:
    """Yield texts of three to twenty words, as frequent as in news: few often, most seldom."""
    known = words()
    weights = [1 / (rank + 1) for rank in range(len(known))]
    drawn = iter(rng.choices(known, weights, k=number * 20))
    joined = ("", "", "", "", "ال", "و", "ب", "ل", "وال")
    for index in range(number):
        said = [rng.choice(joined) + next(drawn) for _ in range(rng.randint(3, 20))]
        yield " ".join(["كلمةنادرة", *said] if index % 50_000 == 0 else said)


def publication(key: str, said: list[str]) -> Publication:
    """Return an article that says so, each text with twenty triples more that no search looks at."""
    graph, article = NamedNode(f"{BASE}graph/{key}"), f"{BASE}id/article/{key}"
    quads = []
    for number, text in enumerate(said):
        thing = NamedNode(f"{article}/statement-{number}")
        quads.append(Quad(thing, TEXT, Literal(text, language="ar"), graph))
        quads += [Quad(thing, NamedNode(f"http://e/p{i}"), Literal(f"{number}-{i}"), graph) for i in range(20)]
    body = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return Publication(key, article, graph.value, key, key, "1", body)


def median(call: Callable[[], object], times: int = 15) -> float:
    """Return the median milliseconds of a call."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent) * 1000


def whole(place: Path, number: int) -> None:
    """Index so many texts and search them."""
    rng = random.Random(7)
    store = open_store(place, base=BASE, kind="merged", create=True)
    graph = NamedNode(f"{BASE}graph/texts")
    said = enumerate(texts(number, rng))
    quads = (Quad(NamedNode(f"{BASE}t/{i}"), LABEL, Literal(text, language="ar"), graph) for i, text in said)
    store.dataset.store.bulk_extend(quads)
    store.dataset.store.update(f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}")
    begun = time.perf_counter()
    store.texts.make_anew(store.source, store.revision)
    spent = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in (place / "search").iterdir()) / 1e6
    print(f"{number} texts indexed in {spent:.1f} s ({number / spent:.0f} a second), {size:.1f} MB")
    index: TextIndex = store.index
    for name, asked in SEARCHES:
        found = index.find(Sought(asked))
        print(f"  {name:22} {median(lambda asked=asked: index.find(Sought(asked))):8.2f} ms  ({found.total} results)")  # type: ignore[misc]
    for limit in (20, 1000):
        pattern = f"?s text:query ('وزير' {limit}) ; <{LABEL.value}> ?l"
        query = Query(f"PREFIX text: <http://jena.apache.org/text#> SELECT ?s ?l {{ {pattern} }}")
        spent = median(lambda query=query: store.answer(query).write(CSV, io.BytesIO()), 5)  # type: ignore[misc]
        print(f"  in SPARQL, best {limit:<6} {spent:8.2f} ms")
    store.close()


def articles(place: Path, number: int) -> None:
    """Publish articles with and without the index, in turn."""
    rng, spent = random.Random(11), {"with": [0.0], "without": [0.0]}
    stores = {name: open_store(place / name, base=BASE, kind="merged", create=True) for name in spent}
    settle = Texts.settle
    for turn in range(number):
        said = list(texts(15, rng))
        for name, store in stores.items():
            Texts.settle = settle if name == "with" else (lambda *_: None)  # type: ignore[method-assign]
            begun = time.perf_counter()
            store.put(publication(f"a{turn}", said), datetime.now(UTC))
            store.checkpoint()
            spent[name].append(time.perf_counter() - begun)
    Texts.settle = settle  # type: ignore[method-assign]
    medians = {name: statistics.median(times[1:]) * 1000 for name, times in spent.items()}
    print(f"{number} articles of 15 statements, durable and with a checkpoint, one at a time, median:")
    print(f"  without the index {medians['without']:.1f} ms, with it {medians['with']:.1f} ms")


def main() -> None:
    """Measure, and say what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=50_000)
    parser.add_argument("--articles", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        whole(Path(place) / "whole", given.texts)
        articles(Path(place), given.articles)


if __name__ == "__main__":
    main()
