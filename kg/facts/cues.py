"""Where the text says that somebody speaks: the verb, participle or noun, and what may follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.mentions import Hit, Scan
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying: its words, form, gender and number, and the frames its verb takes."""

    first: int
    stop: int
    form: str
    gender: str
    number: str
    frames: frozenset[str]
    conjoined: bool
    hit: Hit

    @property
    def participle(self) -> bool:
        """Tell whether it goes on a speech begun before ("adding that")."""
        return self.form == "participle"


def cues_in(scan: Scan, first: int, last: int, quoted: list[bool]) -> Iterator[Cue]:
    """Yield the words of saying between two words, those inside quotation marks left out."""
    covered = first
    for i in range(first, last):
        hits = scan.hits[i]
        hit = hits.get("speech_verbs")
        # "As the agency reported" credits a source, "with a flat denial" only says how: neither says anything more.
        credit = hits.get("attributions")
        whole = credit if credit and credit.entry.column(2) == "whole" else hits.get("adverbials")
        whole = None if hit and _holds_noun(scan, hit) else whole
        if whole is not None:
            covered = max(covered, whole.stop)
        if i < covered or credit is not None:
            continue
        if (
            hit is None
            or "homographs" in hits
            or quoted[i]
            or hit.definite
            or hit.split.preposition
            or hit.entry.form in ("noun", "future")
        ):
            continue
        frames = _frames(scan, hit.entry.column(5))
        if hit.entry.form == "possessed" and "bare" not in frames:
            continue
        if _negated(scan, i, first) and "denied" not in frames:
            continue
        if _no_verb(scan, hit, frames):
            continue
        if _conditional(scan, i, first) or _of_paper(scan, hit, first):
            continue
        if _governed(scan, i, first) or _passive(scan, i) or anonymous(scan, hit) or _intended(scan, hit, first):
            continue
        gender, number = _agreeing(scan, i, hit)
        conjoined = bool(hit.split.joined) or scan.conjunction(i - 1)
        yield Cue(i, hit.stop, hit.entry.form, gender, number, frames, conjoined, hit)


def _holds_noun(scan: Scan, verb: Hit) -> bool:
    """Tell whether a noun of saying makes a light verb of what else is an adverb: "renewing the assertion that"."""
    noun = scan.hit(verb.stop, "speech_verbs") if verb.entry.form == "participle" else None
    light = "light" in verb.entry.column(5).split() and noun is not None and scan.joined_on(verb.stop)
    return light and noun is not None and noun.definite and noun.entry.form in ("noun", "relative")


def _agreeing(scan: Scan, i: int, verb: Hit) -> tuple[str, str]:
    """Return the gender and number of a verb's subject, told by its form or by the pronoun before it."""
    told = scan.pronouns.get(scan.keys[i - 1]) if i and not verb.entry.gender else None
    return told or (verb.entry.gender, verb.entry.number)


def _no_verb(scan: Scan, hit: Hit, frames: frozenset[str]) -> bool:
    """Tell whether the word only describes ("a statement that X published") or is a noun ("bearing the blame")."""
    if scan.hit(hit.first, "comma_participles") and "comma" not in scan.marks[hit.first]:
        return True
    if hit.entry.form == "relative":
        return "quote" in frames and frames <= {"quote", "strict"}
    return bearing(scan, hit)


def bearing(scan: Scan, hit: Hit) -> bool:
    """Tell whether a verb of blame, with nobody between it and the blame, is the noun of bearing it."""
    blames = hit.entry.form == "present" and "blame" in hit.entry.column(5).split()
    return blames and scan.hit(hit.stop, "blame_nouns") is not None


def _conditional(scan: Scan, i: int, first: int) -> bool:
    """Tell whether a word that opens a condition stands right before word *i*: what may be said was not said."""
    return i > first and any(
        hit is not None and hit.stop == i and not hit.split.joined
        for hit in (scan.hit(i - back, "conditions") for back in (1, 2) if i - back >= first)
    )


def _of_paper(scan: Scan, verb: Hit, first: int) -> bool:
    """Tell whether a verb in the present only describes the paper right before it ("a letter that asks")."""
    i = verb.first
    if verb.entry.form != "present" or verb.split.joined or i - 2 < first or not scan.joined_on(i):
        return False
    paper = scan.hit(i - 1, "documents")
    return paper is not None and not paper.definite and not scan.marks[i - 1]


def anonymous(scan: Scan, verb: Hit) -> bool:
    """Tell whether what is asked for or refused is only the speaker's own name or a comment."""
    return scan.hit(verb.stop, "anonymity") is not None


def _governed(scan: Scan, i: int, first: int) -> bool:
    """Tell whether a preposition stands right before word *i*, which makes a noun of it."""
    before = scan.hit(i - 1, "function_words") if i > first and scan.joined_on(i) else None
    return before is not None and before.entry.column(1) == "prep" and before.stop == i


def _intended(scan: Scan, verb: Hit, first: int) -> bool:
    """Tell whether a verb in the present depends on a bare "to": what may or shall be said, not what was said."""
    i = verb.first
    if verb.entry.form != "present" or i - 1 < first or not scan.joined_on(i):
        return False
    to = scan.hit(i - 1, "complementizers")
    if to is None or to.stop != i or to.entry.column(2) != "to":
        return False
    before = scan.hit(i - 2, "time_openers") if i - 2 >= first else None
    return before is None


def _passive(scan: Scan, i: int) -> bool:
    """Tell whether the vowel sign on the word's beginning makes a passive of it, which names no speaker."""
    written = scan.words[i].span.of(scan.text)
    marks = {row[0] for row in scan.document.pack.table("passive_marks")}
    return any(mark in written[1:4] for mark in marks)


def _frames(scan: Scan, codes: str) -> frozenset[str]:
    """Return a verb's frames, prepositions by their key."""
    return frozenset(scan.lexicon.keys(codes)) if codes else frozenset()


def _negated(scan: Scan, i: int, first: int) -> bool:
    return any(j >= first and scan.hit(j, "negations") is not None for j in (i - 1,)) or (
        i - 2 >= first
        and scan.hit(i - 2, "negations") is not None
        and scan.hit(i - 1, "function_words") is not None
        and scan.keys[i - 1] == scan.keys[i - 2]
    )


def quoted_words(scan: Scan) -> list[bool]:
    """Return for each word whether it stands inside quotation marks."""
    quoted = [False] * len(scan)
    i = 0
    for quote in sorted(scan.document.quotes, key=lambda q: q.inner.start):
        while i < len(scan) and scan.words[i].span.start < quote.inner.start:
            i += 1
        while i < len(scan) and scan.words[i].span.stop <= quote.inner.stop:
            quoted[i] = True
            i += 1
    return quoted


def cue_span(scan: Scan, cue: Cue) -> Span:
    """Return a cue's own words."""
    return scan.bare_span(cue.first, cue.stop, cue.hit.split.joined)
