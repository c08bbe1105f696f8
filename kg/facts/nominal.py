"""Statements made with a noun of saying and its speaker: "the call of X for", "the warning of X that"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.sites import Desk, Said
from kg.mentions import Hit


def told_by_noun(desk: Desk, sentence: Sentence, said: list[Said]) -> Iterator[Said]:
    """Yield what nouns of saying report outside what the sentence's verbs report."""
    scan = desk.scan
    for i in range(sentence.first, sentence.last):
        noun = scan.hit(i, "speech_verbs")
        if noun is None or desk.quoted[i] or not _acts(noun) or not scan.joined_on(noun.stop):
            continue
        start = scan.words[i].span.start
        if any(one.content.start <= start < one.content.stop for one in said):
            continue
        ids, stop = desk.parties.at(noun.stop, sentence.last)
        opener = desk.openers.of_noun(noun, stop, sentence.last) if ids and stop < sentence.last else None
        if opener is None or desk.subjects.governed(noun.stop):
            continue
        limit = desk.clauses.comma(opener.word, sentence.last)
        content = desk.clauses.span(opener.start, desk.clauses.end(opener.word, limit, [], True), opener.quote)
        cue = scan.bare_span(i, noun.stop, noun.split.joined)
        mode = desk.clauses.mode(content)
        yield Said(ids, cue, content, mode, f"speech-noun-{opener.frame}", sentence.span)


def _acts(noun: Hit) -> bool:
    """Tell whether the noun, without an article, says what somebody did in words."""
    return noun.entry.form == "noun" and not noun.definite and "act" in noun.entry.column(5).split()
