"""The index of one dataset: tantivy's files in a folder, or in memory, at a revision that the index itself tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy
from tantivy import FieldType, Query

from kg.errors import StoreError
from kg.search.asking import MOST, Sought, Strictness, Term, terms_of
from kg.search.documents import Document
from kg.search.entries import decoded, encoded, schema, version
from kg.search.fields import FIELDS
from kg.search.files import copy_index, told
from kg.search.folding import folding
from kg.search.grading import Grader
from kg.search.proposing import Proposing
from kg.text import Span

_HEAP: Final = 15_000_000
_WINDOW, _WIDEST = 300, 16_000
"""How many literals the engine proposes, which are then graded."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the literal that matched best, how well (0 to 1), and the places of the matching words in it."""

    document: Document
    score: float
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The results asked for, of `total` (`exact`, or at least so many), and which words had to be there."""

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    matched: Strictness


Keep = Callable[[Document], bool]


class TextIndex:
    """The index in *folder*, made there when there is none; without a folder in memory. One process writes."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._writer: tantivy.IndexWriter | None = None
        with told():
            if folder is None:
                self._index = tantivy.Index(schema())
            else:
                folder.mkdir(parents=True, exist_ok=True)
                made = tantivy.Index.exists(str(folder))
                self._index = tantivy.Index.open(str(folder)) if made else tantivy.Index(schema(), path=str(folder))
            self._index.config_reader("manual")
            self._index.reload()
            self._searcher = self._index.searcher()
            self.revision = self._newest()

    @classmethod
    def opened(cls, folder: Path) -> TextIndex | None:
        """Return the index in *folder*; None where there is none, or none that can be read."""
        try:
            return cls(folder) if (folder / "meta.json").is_file() else None
        except (StoreError, OSError, ValueError):
            return None

    @property
    def size(self) -> int:
        """Return how many literals are indexed."""
        return len(self._literals())

    def close(self) -> None:
        """Let go of the files."""
        self._writer = None

    # Writing.

    def renew(self, resources: Iterable[str], documents: Iterable[Document]) -> None:
        """Put *documents*, all there are of *resources*, in the place of those that were there of them."""
        with told():
            writer = self._writing()
            for resource in resources:
                writer.delete_documents_by_term("resource", resource)
            for document in documents:
                writer.add_document(encoded(document, folding()))

    def clear(self) -> None:
        """Take everything out."""
        with told():
            self._writing().delete_all_documents()

    def commit(self, revision: int) -> None:
        """Bring to the disk what was renewed, as the index of *revision*."""
        with told():
            writer = self._writing()
            mark = tantivy.Document()
            mark.add_unsigned("revision", revision)
            mark.add_unsigned("schema", version())
            writer.add_document(mark)
            writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
            self.revision = revision

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer

    def _newest(self) -> int:
        """Return the revision that was committed last; -1 for none, or one of another version."""
        try:
            marks = Query.range_query(self._index.schema, "schema", FieldType.Unsigned, version(), version())
            found = self._searcher.search(marks, 1, order_by_field="revision").hits
        except ValueError:
            return -1
        return int(found[0][0]) if found else -1

    def copy(self, place: Path) -> None:
        """Make a copy in the new folder *place*, of hard links where that can be."""
        assert self.folder is not None
        copy_index(self.folder, place)

    # Reading.

    def find(self, sought: Sought, keep: Keep | None = None) -> Found:
        """Return the best results, best first; raises UsageError where nothing is asked for.

        *keep* tells which literals count. Results that match alike come in the order of their IRIs.
        """
        terms = terms_of(sought, folding())
        stages: tuple[Strictness, ...] = ("all",) if sought.strictest else ("all", "similar", "some")
        if sought.loosest:
            stages = ("some",)
        for stage in stages:
            found = self._find(sought, terms, stage, keep)
            if found.total:
                return found
        return Found((), 0, True, "all")

    def _find(self, sought: Sought, terms: tuple[Term, ...], stage: Strictness, keep: Keep | None) -> Found:
        query = Proposing(self._index.schema, folding()).query(sought, terms, stage)
        grader = Grader(folding(), terms, like=stage != "all")
        last = min(sought.offset + sought.limit, MOST)
        window = _WINDOW if last <= _WINDOW else MOST
        while True:
            proposed = self._searcher.search(query, window, weight_by_field="weight")
            kept = [one for one in self._read(proposed.hits) if keep is None or keep(one)]
            best = _best(kept, grader, literals=sought.literals)
            exhausted = len(proposed.hits) < window
            if exhausted or len(best) >= last or window >= _WIDEST:
                return Found(tuple(best[sought.offset : last]), len(best), exhausted, stage)
            window *= 4

    def _read(self, hits: Iterable[tuple[float, tantivy.DocAddress]]) -> Iterator[Document]:
        for _, address in hits:
            yield decoded(self._searcher.doc(address))

    def documents(self) -> Iterator[Document]:
        """Yield every document, in no order."""
        return self._read(self._literals())

    def _literals(self) -> list[tuple[float, tantivy.DocAddress]]:
        most = max(1, self._searcher.num_docs)
        return self._searcher.search(Query.exists_query("weight"), most, count=False).hits

    def kinds(self) -> list[str]:
        """Return the classes of what is indexed, by IRI."""
        return sorted(term for term, _ in self._searcher.terms_with_prefix("kind", ""))


def _best(documents: Iterable[Document], grader: Grader, *, literals: bool) -> list[Hit]:
    """Return the graded hits, best first: each literal, or the best of each resource."""
    best: dict[object, tuple[tuple[float, str, str, str, str], Hit]] = {}
    for one in documents:
        grade = grader.grade(one.text)
        hit = Hit(one, round(grade.share * FIELDS[one.predicate].weight, 4), grade.places)
        rank = (-hit.score, one.resource, one.predicate, one.text, one.language)
        key = (one.resource, one.predicate, one.text, one.language) if literals else one.resource
        if key not in best or rank < best[key][0]:
            best[key] = (rank, hit)
    return [hit for _, hit in sorted(best.values(), key=lambda ranked: ranked[0])]
