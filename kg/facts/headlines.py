"""Headlines of the form "NAME: what was said"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.sites import Desk, Said
from kg.mentions import words_in
from kg.text import Span

# The name before the colon has at most this many words.
_LONGEST = 9
# "From" and a place have at most this many words.
_PLACE = 4


def headlined(desk: Desk, sentence: Sentence) -> Iterator[Said]:
    """Yield the statement that a headline gives after its speaker's name and a colon."""
    scan = desk.scan
    for j in range(sentence.first + 1, min(sentence.last, sentence.first + 2 * _LONGEST)):
        if "colon" not in scan.marks[j] or desk.quoted[j]:
            continue
        found = desk.cast.ending(_without_place(desk, sentence, j))
        near_start = found is not None and found[1] - sentence.first <= (_LONGEST if sentence.headline else 0)
        ids = desk.parties.behind(found[0]) if found and near_start else ()
        name = _without_place(desk, sentence, j)
        if not ids and sentence.headline and name - sentence.first <= _LONGEST // 2:
            ids = desk.cast.of_surname(scan.keys[name - 1]) or (desk.cast.add(scan.span(sentence.first, name)),)
        if ids and not _dateline(desk, sentence, ids):
            yield _after_colon(desk, sentence, j, ids)
        return


def _without_place(desk: Desk, sentence: Sentence, j: int) -> int:
    """Return the end of the name before "from" and a place or "to" and a name, or *j*."""
    apart = {desk.scan.lexicon.keys(word)[0] for word in words_in(desk.scan.document.pack, "to_letters")}
    words = range(j - 1, max(sentence.first, j - _PLACE), -1)
    parted = (i for i in words if desk.scan.hit(i, "from_words") or desk.scan.keys[i] in apart)
    joined = (i for i in words if desk.subjects.governed(i))
    return next(parted, next(joined, j))


def _dateline(desk: Desk, sentence: Sentence, ids: tuple[str, ...]) -> bool:
    """Tell whether the name before the colon is the publisher's, which opens many reports."""
    publisher = desk.scan.document.publisher
    return not sentence.headline and publisher is not None and publisher in desk.cast.actor(ids[0]).names


def _after_colon(desk: Desk, sentence: Sentence, j: int, ids: tuple[str, ...]) -> Said:
    scan = desk.scan
    content = desk.clauses.trimmed(scan.words[j].span.start, sentence.span.stop)
    mode = desk.clauses.mode(content)
    if mode == "indirect" and _first_person(desk, j, sentence.last):
        mode = "direct"
    colons = scan.document.pack.marks.of("colon")
    colon = scan.words[j - 1].span.stop + next(n for n, mark in enumerate(scan.gaps[j]) if mark in colons)
    return Said(ids, Span(colon, colon + 1), content, mode, "headline-colon", sentence.span)


def _first_person(desk: Desk, first: int, last: int) -> bool:
    marks = list(words_in(desk.scan.document.pack, "first_person"))
    fronts = tuple(mark[:-1] for mark in marks if mark.endswith("-"))
    whole = {mark for mark in marks if not mark.endswith("-")}
    return any(desk.scan.raw(i) in whole or desk.scan.raw(i).startswith(fronts) for i in range(first, last))
