"""Headlines of the form "NAME: what was said"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.document import Sentence
from kg.facts.cues import cues_in
from kg.facts.sites import Desk, Said
from kg.mentions import words_in
from kg.text import Span

# The name before the colon has at most this many words.
_LONGEST = 9
# A first clause has at least this many words; a second speaker's name has fewer words than this before its verb.
_FRONT, _SECOND = 3, 6
# A line of a capital and who reports from there has at most this many words after the colon.
_BYLINE = 3
# "From" and a place have at most this many words.
_PLACE = 4


def parts(desk: Desk, sentence: Sentence) -> list[Sentence]:
    """Return the clauses of a headline that tells of two speakers ("X calls and Y: that"), else the sentence."""
    if not sentence.headline:
        return [sentence]
    scan = desk.scan
    cuts = [k for k in range(sentence.first + _FRONT, sentence.last - 1) if _parts(desk, sentence, k)]
    if not cuts:
        return [sentence]
    firsts, lasts = [sentence.first, *cuts], [*cuts, sentence.last]
    return [replace(sentence, span=scan.span(a, b), first=a, last=b) for a, b in zip(firsts, lasts, strict=True)]


def _parts(desk: Desk, sentence: Sentence, k: int) -> bool:
    """Tell whether a conjunction at word *k* joins a second speaker: a verb or a colon comes soon after his name."""
    scan = desk.scan
    if scan.marks[k].count("stop") > 1 or "ellipsis" in scan.marks[k]:
        return True
    joins = any(s.joined and not s.preposition for s in scan.lexicon.splits(scan.keys[k])) or scan.conjunction(k)
    plain = any(not hit.split.joined for hit in scan.hits[k].values()) and not scan.conjunction(k)
    if not joins or plain or desk.quoted[k] or "speech_verbs" in scan.hits[k]:
        return False
    before = any(scan.hit(i, "speech_verbs") or "colon" in scan.marks[i] for i in range(sentence.first + 1, k))
    for j in range(k + 1, min(sentence.last, k + _SECOND)):
        if "colon" in scan.marks[j]:
            return True
        verb = scan.hit(j, "speech_verbs")
        if verb and not verb.split.joined and not verb.definite and verb.entry.form in ("present", "relative"):
            return before and (j < k + _SECOND - 1) and _says(desk, j, sentence.last)
        if scan.hit(j, "function_words") or scan.hit(j, "complementizers"):
            break
    return False


def _says(desk: Desk, j: int, last: int) -> bool:
    """Tell whether what is said, or nothing, follows the verb at word *j*, which else is another verb."""
    return j + 1 >= last or any(
        desk.openers.after(cue, cue.stop, last) for cue in cues_in(desk.scan, j, j + 1, desk.quoted)
    )


def headlined(desk: Desk, sentence: Sentence) -> Iterator[Said]:
    """Yield the statement that a headline gives after its speaker's name and a colon."""
    scan = desk.scan
    for j in range(sentence.first + 1, min(sentence.last, sentence.first + 2 * _LONGEST)):
        if "colon" not in scan.marks[j] or (desk.quoted[j] and desk.quoted[j - 1]):
            continue
        found = desk.cast.ending(_without_place(desk, sentence, j))
        near_start = found is not None and found[1] - sentence.first <= (_LONGEST if sentence.headline else 0)
        ids = desk.parties.behind(found[0]) if found and near_start else ()
        name = _without_place(desk, sentence, j)
        if not ids and "speech_verbs" in scan.hits[j - 1]:
            # "And says:" goes on with who was told of before.
            return
        if not ids and sentence.headline and name - sentence.first <= _LONGEST // 2:
            ids = _unknown(desk, sentence.first, name)
        if ids and not _dateline(desk, sentence, ids):
            yield _after_colon(desk, sentence, j, ids)
        return


def _unknown(desk: Desk, first: int, name: int) -> tuple[str, ...]:
    """Return whom the words up to word *name* stand for, a conjunction before them left out."""
    scan = desk.scan
    joined = next((s for s in scan.lexicon.splits(scan.keys[first]) if s.joined and not s.preposition), None)
    known = any(not hit.split.joined for hit in scan.hits[first].values())
    cut = joined is not None and not known and first > 0 and scan.sentence_of[first - 1] == scan.sentence_of[first]
    last = joined.stem if joined and cut and first == name - 1 else scan.keys[name - 1]
    return desk.cast.of_surname(last) or (
        desk.cast.add(scan.bare_span(first, name, joined.joined if joined and cut else "")),
    )


def _without_place(desk: Desk, sentence: Sentence, j: int) -> int:
    """Return the end of the name before "from" and a place or "to" and a name, or *j*."""
    apart = desk.scan.lexicon.word_keys("to_letters")
    words = range(j - 1, max(sentence.first, j - _PLACE), -1)
    parted = (i for i in words if desk.scan.hit(i, "from_words") or desk.scan.keys[i] in apart)
    joined = (i for i in words if desk.subjects.told(i))
    return next(parted, next(joined, j))


def _dateline(desk: Desk, sentence: Sentence, ids: tuple[str, ...]) -> bool:
    """Tell whether the name before the colon is the publisher's, or a capital before who reports from there."""
    place = desk.scan.hit(sentence.first, "authority")
    if place and place.entry.sense == "capital" and sentence.last - place.stop <= _BYLINE:
        return True
    publisher = desk.scan.document.publisher
    return not sentence.headline and publisher is not None and publisher in desk.cast.actor(ids[0]).names


def _after_colon(desk: Desk, sentence: Sentence, j: int, ids: tuple[str, ...]) -> Said:
    scan = desk.scan
    content = desk.clauses.trimmed(scan.words[j].span.start, sentence.span.stop)
    mode = desk.clauses.mode(content)
    if mode == "indirect" and first_person(desk, j, sentence.last):
        mode = "direct"
    colons = scan.document.pack.marks.of("colon")
    colon = scan.words[j - 1].span.stop + next(n for n, mark in enumerate(scan.gaps[j]) if mark in colons)
    return Said(ids, Span(colon, colon + 1), content, mode, "headline-colon", sentence.span)


def first_person(desk: Desk, first: int, last: int) -> bool:
    """Tell whether somebody speaks of himself between two words."""
    marks = list(words_in(desk.scan.document.pack, "first_person"))
    fronts = tuple(mark[:-1] for mark in marks if mark.endswith("-"))
    whole = {mark for mark in marks if not mark.endswith("-")}
    return any(desk.scan.raw(i) in whole or desk.scan.raw(i).startswith(fronts) for i in range(first, last))
