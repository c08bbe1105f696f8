"""A store for notebooks: one object, asked in SPARQL or by what one wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import rdflib

from kg.errors import NotFound, UsageError
from kg.notebook.answers import Answer, answer_of
from kg.notebook.sources import Source, given, read_source
from kg.questions import (
    ASK_NETWORK,
    Network,
    Proof,
    ask_proofs,
    drawn,
    read_network,
    read_proofs,
    read_rows,
    write_network,
)
from kg.search import Sought
from kg.sparql import GRAPHS, JSON, N_QUADS, N_TRIPLES, Query, Update, format_named
from kg.store import Change, Entry
from kg.wiring import Session, open_address, open_session, read_settings
from kg.workers import Accept, Receipt

Evidence = Proof
"""One piece of evidence: the words, the sentence around them, their offsets in code points, and the article."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes find: true when they hold. `findings` are JSON values, each with its shape, words and mend."""

    conforms: bool
    findings: tuple[dict[str, Any], ...]

    def __bool__(self) -> bool:
        return self.conforms


class OpenStore:
    """One store of articles; every call may raise the errors of `kg.errors`, all of them a `kg.KGError`.

    A folder is held only while a call runs, and while a server holds it the calls go through that server. Leave it with
    `close()`, or use it in a `with`.
    """

    def __init__(self, where: str, opener: Callable[[bool], Session], scratch: TemporaryDirectory[str] | None) -> None:
        self._where, self._opener, self._scratch = where, opener, scratch

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        return f"<kg.OpenStore {self._where}>"

    def close(self) -> None:
        """Let go of the store; one without a folder of its own is gone then."""
        if self._scratch is not None:
            self._scratch.cleanup()

    def ingest(
        self,
        source: Source,
        *,
        id: str | None = None,
        source_url: str | None = None,
        published: date | str | None = None,
        publisher: str | None = None,
    ) -> Receipt:
        """Read, check and publish one article (text or HTML; str, bytes or a Path).

        The same text again changes nothing. Raises InputError, and DoesNotConform when the shapes refuse it.
        """
        known = given(id, source_url, published, publisher)
        with self._opener(True) as session:
            return session.ingest(read_source(source), known)

    def withdraw(self, article: str) -> Change:
        """Take an article out, by key or IRI; raises NotFound, Withdrawn."""
        with self._opener(False) as session:
            return session.withdraw(article)

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL query; raises MalformedQuery with the place at fault, Overrun at a limit."""
        with self._opener(False) as session:
            found = session.query(Query(sparql), Accept((JSON,), (N_TRIPLES,)))
            return answer_of(found.kind, b"".join(found.chunks))

    def update(self, sparql: str) -> Change:
        """Run a SPARQL update; the gate checks every article's graph that it touches. Raises DoesNotConform."""
        with self._opener(True) as session:
            return session.update(Update(sparql))

    def validate(self, article: str | None = None) -> Report:
        """Hold one article (by key or IRI), or all of them, to the shapes again; raises NotFound."""
        with self._opener(False) as session:
            told: dict[str, Any] = session.validate(article)
        reports = told.get("articles", [told])
        return Report(bool(told["conforms"]), tuple(finding for one in reports for finding in one["findings"]))

    def search(self, words: str, *, kinds: Iterable[str] = (), limit: int = 20) -> list[dict[str, Any]]:
        """Find words in labels, other names, titles and statements, whatever their spelling; the best come first.

        *kinds* are classes by name ("Person", "Statement"). Each result has `iri`, `kinds`, `labels`, `score` (0 to 1),
        `match`, `articles` and `evidence`. Raises UsageError where nothing is asked for.
        """
        with self._opener(False) as session:
            told: dict[str, Any] = session.search(Sought(words, kinds=tuple(kinds), limit=limit))
        return list(told["results"])

    def evidence(self, fact: str) -> tuple[Evidence, ...]:
        """Return what proves a fact, by its IRI; raises NotFound for what has no evidence here."""
        with self._opener(False) as session:
            proofs = read_proofs(read_rows(_rows(session, ask_proofs([fact]))))
        if not proofs:
            raise NotFound(f"nothing here proves <{fact}>", hint="give the IRI of a statement, meeting or other fact")
        return proofs

    def network(self) -> Any:
        """Return who met whom and who spoke of whom, as a `networkx.MultiDiGraph`; raises NotInstalled without it.

        Nodes are actors by IRI (`label`, `label_ar`, `label_en`, `kind`, `wikidata`); edges are keyed by their
        `relation` and carry `weight` (the number of facts), `facts`, `articles`, `kinds`, `dates`, `published`.
        """
        return drawn(self._network())

    def export_network(self, path: str | Path, form: str | None = None) -> Path:
        """Write the network as GEXF, GraphML or JSON, told by the path's ending; raises UnknownFormat."""
        target = Path(path)
        body = write_network(self._network(), form or target.suffix.removeprefix(".").lower())
        return _written([body], target)

    def _network(self) -> Network:
        with self._opener(False) as session:
            return read_network(read_rows(_rows(session, ASK_NETWORK)))

    def export(self, path: str | Path, *, form: str | None = None, article: str | None = None) -> Path:
        """Write the published graph, or one article's, in the RDF format of the path's ending; raises UnknownFormat."""
        target = Path(path)
        chosen = format_named(form or target.suffix, GRAPHS)
        with self._opener(False) as session:
            return _written(session.export(chosen, article), target)

    def to_rdflib(self, article: str | None = None) -> rdflib.Dataset:
        """Return the published graph, or one article's, as an `rdflib.Dataset` with its named graphs."""
        with self._opener(False) as session:
            body = b"".join(session.export(N_QUADS, article))
        found = rdflib.Dataset()
        found.parse(data=body.decode("utf-8"), format="nquads")
        return found

    def articles(self) -> list[Entry]:
        """Return the articles the store knows, withdrawn ones too."""
        with self._opener(False) as session:
            return session.entries()

    def stats(self) -> dict[str, Any]:
        """Return counts: quads, articles, facts by kind, revision."""
        with self._opener(False) as session:
            return session.stats()


def open_store(where: str | Path | None = None, *, token: str | None = None, base: str | None = None) -> OpenStore:
    """Return a store: in a folder, on a server (its http address), or, without *where*, one that is gone when closed.

    A folder is made by the first article that goes in. *token* lets requests to a server write (`kg token create`);
    *base* is what resource IRIs begin with in a new store. Raises UsageError.

    >>> with open_store() as store:
    ...     receipt = store.ingest(
    ...         "عمّان\\n\\nقال وزير الخارجية الأردني أيمن الصفدي إن الأردن يدعم وقف إطلاق النار في غزة.",
    ...         id="http://localhost:8000/id/article/first",
    ...         published="2026-03-01",
    ...     )
    ...     answer = store.query("SELECT ?fact { ?fact a <https://w3id.org/isnad/ontology#Statement> }")
    ...     proof = store.evidence(answer[0]["fact"])[0]
    >>> receipt.action, len(answer)
    ('added', 1)
    >>> proof.sentence
    'قال وزير الخارجية الأردني أيمن الصفدي إن الأردن يدعم وقف إطلاق النار في غزة.'
    >>> proof.sentence_span.start, proof.published
    (7, '2026-03-01')
    """
    if isinstance(where, str) and where.startswith(("http://", "https://")):
        if base is not None:
            raise UsageError("a server has its base already", hint="leave base out")
        address = where
        open_address(address, token=token).__exit__(None, None, None)  # says at once what is no address
        return OpenStore(address, lambda create: open_address(address, token=token), None)
    if token is not None:
        raise UsageError("a token is for a server", hint="a folder's owner needs none; leave it out")
    if where is not None:
        folder = Path(where).absolute()
        settings = read_settings({"location": folder, "base": base})
        return OpenStore(f"in {folder}", lambda create: open_session(settings, create=create), None)
    scratch = TemporaryDirectory(prefix="isnad-", ignore_cleanup_errors=True)
    settings = read_settings({"location": Path(scratch.name), "base": base})
    with open_session(settings, create=True) as session:
        session.entries()  # It is there from the beginning, and holds nothing.
    return OpenStore("in a temporary folder", lambda create: open_session(settings, create=create), scratch)


def _rows(session: Session, question: str) -> Iterable[bytes]:
    return session.query(Query(question), Accept((JSON,), ())).chunks


def _written(chunks: Iterable[bytes], target: Path) -> Path:
    """Write a file that is there whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target
