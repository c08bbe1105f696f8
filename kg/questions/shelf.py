"""The articles there are, as a list with facets; and the first words of those that have no headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.questions.listing import Facet, Listing
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri

ARTICLES: Final = Listing(
    "?fact a isnad:Article . BIND(?fact AS ?article)",
    "OPTIONAL { ?fact schema:datePublished ?day }",
    (
        Facet("publisher", "?fact schema:publisher/rdfs:label ?p{n} . BIND(STR(?p{n}) AS {v})", "words"),
        Facet("month", "?fact schema:datePublished ?d{n} . BIND(SUBSTR(STR(?d{n}), 1, 7) AS {v})", "words"),
        Facet("actor", "?m{n} oa:hasSource ?fact . {v} isnad:mention ?m{n} .", "iri", several=True),
    ),
    "?headline ?publisher",
    "OPTIONAL { ?fact schema:headline ?headline } OPTIONAL { ?fact schema:publisher/rdfs:label ?publisher }",
)
"""`?fact` is the article itself."""

_FIRST: Final = """{{ SELECT ?article ?words WHERE {{
  VALUES ?article {{ {article} }}
  ?place oa:hasSource ?article ; isnad:sentence ?sentence .
  ?sentence oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:exact ?words
}} ORDER BY ?start LIMIT 1 }}"""


def ask_first_words(articles: Sequence[str]) -> str:
    """Return the question for the first sentence that facts quote of each of *articles*, by IRI."""
    branches = "\nUNION ".join(_FIRST.format(article=iri(article)) for article in articles)
    return f"{PREFIXES}SELECT ?article ?words WHERE {{\n{branches}\n}}\n"


def read_first_words(rows: Iterable[Row], most: int = 80) -> dict[str, str]:
    """Return the first words, at most about *most* characters of them, by article."""
    return {row["article"]: begun(row["words"], most) for row in rows if "words" in row}


def begun(text: str, most: int) -> str:
    """Return the beginning of *text*, on one line, to the end of a word."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"
