"""What the reading workers of these tests do: a reader that believes every text, and a gate that dislikes one word."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kg.article import Given
from kg.store import Publication, Rejection
from kg.workers import Trades

BASE = "http://localhost:8000/"
ARTICLE = "https://w3id.org/isnad/ontology#Article"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class Prepared:
    """As `kg.pipeline.Prepared`, without the second that loading the gate's engine takes."""

    publication: Publication | None
    rejection: Rejection | None
    report: dict[str, object]
    facts: dict[str, int]


def prepare(raw: bytes, given: Given) -> Any:
    text, text_hash = raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    key = given.iri.rsplit("/", 1)[-1] if given.iri else text_hash[:16]
    article, graph = f"{BASE}id/article/{key}", f"{BASE}graph/{key}"
    report: dict[str, object] = {"conforms": "forbidden" not in text, "findings": [{"severity": "info"}]}
    if text == "endless":
        time.sleep(60)
    if not report["conforms"]:
        rejection = Rejection(key, article, text, text_hash, json.dumps(report), datetime.now(UTC))
        return Prepared(None, rejection, report, {})
    quads = f"<{article}> <{TYPE}> <{ARTICLE}> <{graph}> .\n<{article}> <{LABEL}> {json.dumps(text)} <{graph}> .\n"
    publication = Publication(key, article, graph, text, text_hash, "1", quads.encode("utf-8"))
    return Prepared(publication, None, report, {"statement": 2})


def gate(graph: str | None, triples: bytes, text: str | None) -> dict[str, object]:
    return {"conforms": b"forbidden" not in triples, "findings": [], "graph": graph, "text": text}


TRADES = Trades(prepare, gate)
