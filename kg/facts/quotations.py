"""Quotations whose verb follows them, or that go on without one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from kg.document import Quote, Sentence
from kg.facts.cues import cues_in
from kg.facts.sites import Desk, Said
from kg.text import Span

# A quotation shorter than this many words is a manner of speaking and quotes nobody, unless a verb stands beside it.
_FEWEST = 5
# How many words may stand between a quotation and the verb after it.
_NEAR = 2
# The same where the subject stands between them.
_SUBJECT = 12


def quotations(desk: Desk, sentence: Sentence, said: list[Said]) -> Iterator[Said]:
    """Yield the statements of quotations that no verb before them opened."""
    for quote in _quotes_of(desk, sentence):
        if any(s.content.overlaps(quote.inner) for s in said):
            continue
        content = desk.clauses.trimmed(quote.inner.start, quote.inner.stop)
        words = len(content.of(desk.scan.text).split())
        found = _verb_after(desk, sentence, quote, content)
        if found and words > 2:
            yield found
        elif words >= _FEWEST and _whole_sentence(desk, sentence, quote):
            latest = desk.history.latest()
            if latest:
                yield Said(latest, None, content, "direct", "quote-goes-on", sentence.span)


def _quotes_of(desk: Desk, sentence: Sentence) -> list[Quote]:
    quotes = desk.clauses.quotes
    at = bisect_left(desk.clauses.quote_starts, sentence.span.start)
    found = []
    while at < len(quotes) and quotes[at].inner.start < sentence.span.stop:
        found.append(quotes[at])
        at += 1
    return found


def _verb_after(desk: Desk, sentence: Sentence, quote: Quote, content: Span) -> Said | None:
    """Return the quotation as said by the subject of the verb right after it."""
    scan = desk.scan
    after = bisect_left([w.span.start for w in scan.words[sentence.first : sentence.last]], quote.inner.stop)
    first = sentence.first + after
    reach = _SUBJECT if desk.subjects.subject_first else _NEAR
    for cue in cues_in(scan, first, min(sentence.last, first + reach + 1), desk.quoted):
        if "quote" not in cue.frames or cue.form not in ("finite", "present"):
            continue
        ids = desk.subjects.of(cue, first, sentence.last).ids if desk.subjects.subject_first else ()
        ids = ids or desk.parties.at(cue.stop, sentence.last)[0] or desk.history.last(cue.gender, cue.number)
        if ids:
            desk.history.spoke(cue.first, ids)
            return Said(ids, scan.span(cue.first, cue.stop), content, "direct", "quote-then-verb", sentence.span)
    return None


def _whole_sentence(desk: Desk, sentence: Sentence, quote: Quote) -> bool:
    outside = len(desk.clauses.trimmed(sentence.span.start, sentence.span.stop)) - len(quote.inner)
    return outside <= 4
