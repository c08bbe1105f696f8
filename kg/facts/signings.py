"""Agreements told by their signing: who signed which document."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.model import Evidence
from kg.facts.parties import Parties
from kg.mentions import Scan
from kg.text import Span

# How many words a document's name has at most.
_LONGEST = 20
# How many words after a verb of signing its subject and its document may stand.
_NEAR = 24
_ENDS = ("comma", "semicolon", "stop", "colon", "dash")


class Signings:
    """Finds who signed what."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties

    def found(self) -> Iterator[tuple[tuple[str, ...], Span, Evidence]]:
        """Yield the parties, the document's words and the proof of each signing."""
        for sentence in self._scan.document.sentences:
            for k in range(sentence.first, sentence.last):
                if self._signs(k, sentence.first):
                    yield from self._signed(k, sentence)

    def _signs(self, k: int, first: int) -> bool:
        """Tell whether a verb of signing stands at word *k*, not denied and no noun after a preposition."""
        scan = self._scan
        hit = scan.hit(k, "signing_verbs")
        denied = k > first and (scan.hit(k - 1, "negations") or scan.hit(k - 1, "places"))
        return hit is not None and not hit.definite and not hit.split.preposition and not denied

    def _signed(self, k: int, sentence: Sentence) -> Iterator[tuple[tuple[str, ...], Span, Evidence]]:
        """Yield the signing whose verb stands at word *k*: two parties at least, then the document."""
        scan, limit = self._scan, min(sentence.last, k + _NEAR)
        ids, j = self._parties.at(self._past_times(k + 1, limit), limit)
        if not ids and k > sentence.first and (before := self._cast.ending(k)):
            ids, j = self._parties.at(before[1], k)[0], k + 1
        found = list(ids)
        while j < limit and scan.hit(j, "signed_documents") is None:
            further, stop = self._parties.at(j, limit)
            found += [one for one in further if one not in found]
            if not further and scan.mark(j) in ("semicolon", "stop"):
                return
            j = max(stop, j + 1)
        document = scan.hit(j, "signed_documents") if j < limit else None
        if document is None or document.split.joined or len(found) < 2:
            return
        span = scan.span(j, self._end(j, sentence.last))
        yield tuple(found), span, Evidence(sentence.span, "signed-document")

    def _past_times(self, k: int, limit: int) -> int:
        while k < limit and self._scan.timed[k]:
            k += 1
        return k

    def _end(self, j: int, limit: int) -> int:
        """Return the word after the document's name."""
        scan = self._scan
        for k in range(j + 1, min(limit, j + _LONGEST)):
            if scan.mark(k) in _ENDS or scan.hit(k, "topic_stops") or scan.timed[k]:
                return k
        return min(limit, j + _LONGEST)
