"""Where reported speech begins after its verb."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.document import Quote
from kg.facts.cues import Cue, anonymous
from kg.mentions import Scan, words_in
from kg.text import Span

# How many words may stand between the verb and what is said.
FARTHEST = 45
# A quotation of at most this many words before the complementizer is a name or an aside, not the speech.
_ASIDE = 4
# A light verb's noun stands at most this many words after its subject.
_NOUN_WITHIN = 5
# Who is blamed stands in at most this many words.
_BLAME_WITHIN = 10
_COMMAS = ("،", ",")
# An aside between two commas has at most this many words.
_ASIDE_WORDS = 14
_COLONS = (":", "\uff1a")
_DASHES = ("-", "\u2013", "\u2014")


@dataclass(frozen=True, slots=True)
class Opener:
    """How the content begins: at which character, from which word on, and by which frame."""

    start: int
    word: int
    frame: str
    quote: Quote | None = None


class Openers:
    """Finds the beginning of what is said."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        pack = scan.document.pack
        self._bridges = {scan.lexicon.canonical(pack.letters.key(w)) for w in words_in(pack, "bridges")}
        self._addressees = {scan.lexicon.canonical(pack.letters.key(w)) for w in words_in(pack, "addressees")}
        self._quote_at = {q.outer.start: q for q in scan.document.quotes}

    def after(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return where the content of *cue* begins, its subject ending before word *subject_stop*."""
        if "blame" in cue.frames:
            return self._blame(subject_stop, limit)
        direct = self._object(cue, subject_stop, limit)
        if direct:
            return direct
        if "light" in cue.frames:
            light = self._light(cue, subject_stop, limit)
            if light or "that" not in cue.frames:
                return light
        return self._search(cue, subject_stop, limit) or self._bare(cue, subject_stop, limit)

    def bridge(self, i: int) -> bool:
        """Tell whether word *i* only leads from a verb of saying to what is said."""
        return self._scan.keys[i] in self._bridges

    def _blame(self, j: int, limit: int) -> Opener | None:
        """Return the responsibility that somebody is said to bear, near the verb."""
        for k in range(j, min(limit, j + _BLAME_WITHIN)):
            if self._scan.hit(k, "blame_nouns"):
                return self._at(k, "object")
        return None

    def _light(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return what follows the noun that a light verb holds ("renewed the assertion that")."""
        for j in range(subject_stop, min(limit, subject_stop + _NOUN_WITHIN)):
            noun = self._scan.hit(j, "speech_verbs")
            if noun and noun.entry.form in ("noun", "possessed") and not noun.split.preposition:
                codes = noun.entry.column(5)
                frames = frozenset(self._scan.lexicon.keys(codes))
                inner = replace(cue, first=j, stop=noun.stop, frames=frames - {"strict", "quote"}, hit=noun)
                return self._object(inner, noun.stop, limit) or self._search(inner, noun.stop, limit)
        return None

    def _bare(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return what follows a named subject directly, when the verb can only mean saying."""
        if "bare" not in cue.frames or subject_stop <= cue.stop or limit - subject_stop < 4:
            return None
        word = self._scan.hit(subject_stop, "function_words")
        particle = word is not None and word.entry.column(1) not in ("conj", "dem", "verb", "neg", "aux")
        return None if particle or self._scan.timed[subject_stop] else self._at(subject_stop, "bare")

    def _search(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        j = cue.stop
        end = min(limit, subject_stop + FARTHEST)
        while j < end:
            found = self._here(cue, j, subject_stop, limit)
            if found:
                return found
            if j >= subject_stop and self._stops(cue, j, subject_stop):
                return None
            j += 1
        return None

    def _here(self, cue: Cue, j: int, subject_stop: int, limit: int) -> Opener | None:
        scan = self._scan
        gap = scan.gaps[j]
        quote = self._quote_in(j)
        if quote and "quote" in cue.frames and not self._aside(quote, j, limit, subject_stop):
            return Opener(quote.inner.start, j, "quote", quote)
        if any(colon in gap for colon in _COLONS) and "quote" in cue.frames and j >= subject_stop:
            clause = scan.hit(j, "complementizers")
            return self._at(clause.stop, "colon") if clause else Opener(scan.words[j].span.start, j, "colon")
        if j < subject_stop:
            return None
        opened = self._complement(cue, j, limit)
        if opened:
            return opened
        near = "strict" not in cue.frames or j <= self._past_adverbs(subject_stop, limit)
        return self._preposition(cue, j, limit) if near else None

    def _complement(self, cue: Cue, j: int, limit: int) -> Opener | None:
        hit = self._scan.hit(j, "complementizers")
        # "For then" and "and that" have a conjunction joined on and open nothing.
        if hit is None or "that" not in cue.frames or hit.definite or hit.split.joined:
            return None
        if hit.entry.column(1) == "keep":
            return self._at(j, "that")
        return self._at(hit.stop, "that") if hit.stop < limit else None

    def _preposition(self, cue: Cue, j: int, limit: int) -> Opener | None:
        """Return the object of the verb's own preposition, a word of its own or a letter joined on."""
        scan = self._scan
        particle = scan.hit(j, "function_words")
        if particle and not particle.split.joined and scan.keys[j] in cue.frames:
            if j + 1 < limit:
                inner = scan.hit(j + 1, "complementizers")
                return self._at(inner.stop, "that") if inner and inner.stop < limit else self._at(j + 1, "preposition")
            return None
        credit = scan.hit(j - 1, "attributions")
        if scan.hit(j, "complementizers") is not None or self._known_whole(j) or (credit and credit.stop > j):
            return None
        for split in scan.lexicon.splits(scan.keys[j]):
            if split.joined and split.preposition in cue.frames and self._governs(j, split.stem):
                cut = 0 if split.joined in scan.lexicon.restoring else len(split.joined)
                return Opener(scan.words[j].span.start + cut, j, "preposition")
        bare = scan.keys[j] in cue.frames and j + 1 < limit
        return self._at(j + 1, "preposition") if bare else None

    def _known_whole(self, j: int) -> bool:
        """Tell whether the word begins with a letter of its own, which only looks like a preposition."""
        hits = self._scan.hits[j]
        return any(not hit.split.joined for hit in hits.values()) or self._scan.timed[j]

    def _governs(self, j: int, stem: str) -> bool:
        hits = self._scan.hits[j]
        known = hits.get("authority")
        place = known is not None and known.entry.sense == "capital"
        return stem not in self._addressees and not place and "media" not in hits

    def _object(self, cue: Cue, j: int, limit: int) -> Opener | None:
        """Return a bare noun phrase right after the verb and its subject."""
        scan = self._scan
        if "object" not in cue.frames:
            return None
        subject = j
        aside = self._past_aside(j, limit) if "strict" not in cue.frames else j
        j = self._past_adverbs(aside, limit)
        if (
            j >= limit
            or not self._nominal(j, after_aside=aside == j and aside > subject)
            or (cue.form == "present" and j == cue.stop and not scan.joined_on(j))
        ):
            return None
        if "strict" in cue.frames and j > cue.stop and not scan.joined_on(j):
            return None
        return self._at(j, "object")

    def _past_adverbs(self, j: int, limit: int) -> int:
        """Return the first word from *j* on that is no time, adverb or addressee."""
        while j < limit:
            phrase = self._scan.hit(j, "adverbials")
            if phrase:
                j = phrase.stop
            elif self._skippable(j):
                j += 1
            else:
                break
        return j

    def _skippable(self, j: int) -> bool:
        """Tell whether word *j* is a time, an adverb or an addressee between subject and object."""
        scan = self._scan
        word = scan.hit(j, "function_words")
        if scan.timed[j] or (word and word.entry.column(1) in ("adv", "adv2")):
            return True
        return any(split.preposition and split.stem in self._addressees for split in scan.lexicon.splits(scan.keys[j]))

    def _past_aside(self, j: int, limit: int) -> int:
        """Return the word after an aside between two commas that says only when or how, or *j*."""
        scan = self._scan
        if j >= limit or scan.gaps[j].strip()[:1] not in _COMMAS:
            return j
        word = scan.hit(j, "function_words")
        if not (scan.timed[j] or scan.hit(j, "adverbials") or (word and word.entry.column(1) == "prep")):
            return j
        ends = (k for k in range(j + 1, min(limit, j + _ASIDE_WORDS)) if scan.gaps[k].strip()[:1] in _COMMAS)
        return next(ends, j)

    def _nominal(self, j: int, *, after_aside: bool = False) -> bool:
        scan = self._scan
        hits = scan.hits[j]
        gap = scan.gaps[j].strip()
        if gap and not (after_aside and gap in _COMMAS) and (gap in _DASHES or gap[0] in "،,:.؛"):
            return False
        word = hits.get("function_words")
        if word and word.entry.column(1) not in ("dem", "verbnoun"):
            return False
        if "complementizers" in hits or "attributions" in hits or scan.timed[j] or "media" in hits:
            return False
        speech = hits.get("speech_verbs")
        owned = (
            speech is not None and speech.entry.form == "relative" and speech.entry.column(0) == speech.entry.column(4)
        )
        if speech and speech.entry.form in ("finite", "present", "participle", "relative") and not owned:
            return False
        for split in scan.lexicon.splits(scan.keys[j]):
            if split.joined and not self._known_whole(j) and (split.definite or scan.lexicon.starting_with(split.stem)):
                return False
        return True

    def _aside(self, quote: Quote, j: int, limit: int, subject_stop: int) -> bool:
        """Tell whether a quotation is a name or an aside on the way to the speech itself."""
        scan = self._scan
        words, i = 0, j
        while i < limit and scan.words[i].span.stop <= quote.inner.stop:
            words, i = words + 1, i + 1
        if words > _ASIDE:
            return False
        if j < subject_stop:
            return True
        return any(scan.hit(k, "complementizers") for k in range(i, min(i + 4, limit)))

    def _quote_in(self, j: int) -> Quote | None:
        gap = self._scan.gaps[j]
        base = self._scan.words[j].span.start - len(gap)
        for offset in range(len(gap)):
            quote = self._quote_at.get(base + offset)
            if quote:
                return quote
        return None

    def _stops(self, cue: Cue, j: int, subject_stop: int) -> bool:
        """Tell whether the search for the speech ends at word *j*: another verb of saying, or a new clause."""
        scan = self._scan
        if scan.keys[j] in self._bridges or scan.hit(j, "attributions"):
            return False
        hit = scan.hit(j, "speech_verbs")
        if (
            hit
            and not anonymous(scan, hit)
            and not hit.definite
            and hit.entry.form in ("finite", "present", "participle")
            and not hit.split.preposition
        ):
            return True
        if "strict" in cue.frames and j - subject_stop > 12:
            return True
        return "؛" in scan.gaps[j] or "." in scan.gaps[j]

    def _at(self, word: int, frame: str) -> Opener | None:
        """Return an opener at *word*, at the quotation that begins there when one does."""
        scan = self._scan
        if word >= len(scan):
            return None
        quote = self._quote_in(word)
        if quote:
            return Opener(quote.inner.start, word, frame, quote)
        return Opener(scan.words[word].span.start, word, frame)


def region(scan: Scan, cue: Cue, opener: Opener) -> Span:
    """Return the words between a cue and its content."""
    return Span(scan.words[cue.first].span.start, max(opener.start, scan.words[cue.first].span.start))
