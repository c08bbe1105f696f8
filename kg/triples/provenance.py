"""The run that made a graph: what was read, by which version, knowing which authority. No clock."""

from __future__ import annotations

from pyoxigraph import Triple

from kg.triples.frame import Frame, Triples
from kg.triples.literals import label, plain
from kg.triples.vocabulary import AUTHORITY_REVISION, LABEL, TEXT_HASH, A, term


def run_triples(frame: Frame, reader: str, authority_revision: str) -> Triples:
    """Yield the run and the software that ran; the article's graph is what it made."""
    software = frame.names.reader(reader)
    yield Triple(frame.names.graph(frame.key), term("prov:wasGeneratedBy"), frame.run)
    yield Triple(frame.run, A, term("prov:Activity"))
    yield Triple(frame.run, term("prov:used"), frame.article)
    yield Triple(frame.run, term("prov:wasAssociatedWith"), software)
    yield Triple(frame.run, TEXT_HASH, plain(frame.reading.document.article.text_hash))
    yield Triple(frame.run, AUTHORITY_REVISION, plain(authority_revision))
    yield Triple(software, A, term("prov:SoftwareAgent"))
    yield Triple(software, LABEL, label(f"Isnad reader {reader}", "en"))
    yield Triple(software, term("schema:softwareVersion"), plain(reader))
