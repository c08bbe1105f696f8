"""Statements whose clause comes first: "The talks have failed, X said"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.cues import Cue, cue_span, cues_in
from kg.facts.sites import Desk, Said

# The frame of verbs that may follow what is said; a language whose verbs never do has none.
_POST = "post"
# A shorter clause is an aside.
_FEWEST = 3


def told_before(desk: Desk, sentence: Sentence, said: list[Said]) -> Iterator[Said]:
    """Yield the statements of clauses that end with a comma, their speaker and a verb of saying."""
    scan = desk.scan
    for cue in cues_in(scan, sentence.first, sentence.last, desk.quoted):
        if _POST not in cue.frames or any(s.cue == cue_span(scan, cue) for s in said):
            continue
        ids, first, stop = _speaker(desk, sentence, cue)
        if not ids or first <= sentence.first or scan.mark(first) != "comma" or not _ends(desk, sentence, stop):
            continue
        content = desk.clauses.trimmed(scan.words[sentence.first].span.start, scan.words[first - 1].span.stop)
        if first - sentence.first < _FEWEST or any(s.content.overlaps(content) for s in said):
            continue
        desk.history.spoke(cue.first, ids)
        mode = desk.clauses.mode(content)
        yield Said(ids, cue_span(scan, cue), content, mode, "clause-then-verb", sentence.span)


def _speaker(desk: Desk, sentence: Sentence, cue: Cue) -> tuple[tuple[str, ...], int, int]:
    """Return who speaks, the first word of speaker and verb, and the word after them."""
    scan = desk.scan
    subject = desk.subjects.of(cue, sentence.first, sentence.last)
    if subject.ids and subject.first >= 0:
        return subject.ids, scan.with_article(subject.first), cue.stop
    if cue.first > sentence.first and scan.keys[cue.first - 1] in scan.pronouns:
        return desk.history.last(cue.gender, cue.number), cue.first - 1, cue.stop
    ids, stop = desk.parties.at(cue.stop, sentence.last)
    return ids, cue.first, stop


def _ends(desk: Desk, sentence: Sentence, stop: int) -> bool:
    """Tell whether nothing but a time or an adverb follows in the clause."""
    after = desk.openers.objects.past_adverbs(stop, sentence.last)
    word = desk.scan.hit(after, "function_words") if after < sentence.last else None
    if word is not None and word.entry.column(1) == "prep":
        timed = desk.openers.objects.past_adverbs(word.stop, sentence.last)
        after = timed if timed > word.stop else after
    return after >= sentence.last or desk.scan.mark(after) in ("comma", "semicolon", "stop")
