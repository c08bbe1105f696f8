"""What a verb's frame opens at one word: a clause, a preposition's object, a quotation."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Quote
from kg.facts.cues import Cue
from kg.mentions import Scan

# The letters that "what" has where a preposition is joined to it.
_WHAT = 2


# Tables whose words may hold a preposition's letter.
_WITH_LETTERS = frozenset({"cancelled", "called_for", "planned", "unmet"})


@dataclass(frozen=True, slots=True)
class Opener:
    """How the content begins: at which character, from which word on, and by which frame."""

    start: int
    word: int
    frame: str
    quote: Quote | None = None


class Frames:
    """Reads the frames of verbs of saying word by word."""

    def __init__(self, scan: Scan, addressees: frozenset[str]) -> None:
        self._scan = scan
        self._addressees = addressees
        pack = scan.document.pack
        self._whats = {scan.lexicon.canonical(pack.letters.key(row[0])): row for row in pack.table("joined_whats")}
        self._quote_at = {q.outer.start: q for q in scan.document.quotes}

    def at(self, word: int, frame: str) -> Opener | None:
        """Return an opener at *word*, at the quotation that begins there when one does."""
        scan = self._scan
        if word >= len(scan):
            return None
        quote = self.quote_in(word)
        if quote:
            return Opener(quote.inner.start, word, frame, quote)
        return Opener(scan.words[word].span.start, word, frame)

    def quote_in(self, j: int) -> Quote | None:
        """Return the quotation that begins right before word *j*."""
        gap = self._scan.gaps[j]
        base = self._scan.words[j].span.start - len(gap)
        for offset in range(len(gap)):
            quote = self._quote_at.get(base + offset)
            if quote:
                return quote
        return None

    def complement(self, cue: Cue, j: int, limit: int) -> Opener | None:
        """Return the clause that a complementizer opens."""
        hit = self._scan.hit(j, "complementizers")
        # "For then" and "and that" have a conjunction joined on and open nothing.
        if hit is None or hit.definite or hit.split.joined or self._scan.hit(j, "adverbials"):
            return None
        by_letter = self._scan.keys[j][:1] in cue.frames
        if "that" not in cue.frames and not by_letter:
            return None
        if hit.entry.column(1) == "keep":
            return self.at(j, "that")
        return self.at(hit.stop, "that") if hit.stop < limit else None

    def what(self, cue: Cue, j: int, limit: int) -> Opener | None:
        """Return "what" as the object of the preposition joined to it."""
        scan = self._scan
        what = self._whats.get(scan.keys[j])
        if what is None or j + 1 >= limit or scan.raw(j) != what[0]:
            return None
        governed = cue.frames & frozenset(scan.lexicon.keys(what[1]))
        return Opener(scan.words[j].span.stop - _WHAT, j, "preposition") if governed else None

    def preposition(self, cue: Cue, j: int, limit: int) -> Opener | None:
        """Return the object of the verb's own preposition, a word of its own or a letter joined on."""
        scan = self._scan
        particle = scan.hit(j, "function_words")
        if particle and not particle.split.joined and scan.keys[j] in cue.frames:
            if scan.hit(j, "attributions") or scan.hit(j, "adverbials"):
                return None
            if j + 1 < limit:
                inner = scan.hit(j + 1, "complementizers")
                return self.at(inner.stop, "that") if inner and inner.stop < limit else self.at(j + 1, "preposition")
            return None
        credit = scan.hit(j - 1, "attributions")
        if scan.hit(j, "complementizers") is not None or self._known_whole(j) or (credit and credit.stop > j):
            return None
        # The longest first: a preposition that swallowed the article is not the bare one before an unknown word.
        for split in sorted(scan.lexicon.splits(scan.keys[j]), key=lambda s: -len(s.joined)):
            if split.joined and split.preposition in cue.frames and self._governs(j, split.stem):
                cut = 0 if split.joined in scan.lexicon.restoring else len(split.joined)
                return Opener(scan.words[j].span.start + cut, j, "preposition")
        bare = scan.keys[j] in cue.frames and j + 1 < limit
        return self.at(j + 1, "preposition") if bare else None

    def _known_whole(self, j: int) -> bool:
        """Tell whether the word begins with a letter of its own, which only looks like a preposition."""
        hits = self._scan.hits[j]
        whole = (hit for table, hit in hits.items() if table not in _WITH_LETTERS)
        return any(not hit.split.joined for hit in whole) or self._scan.timed[j]

    def _governs(self, j: int, stem: str) -> bool:
        hits = self._scan.hits[j]
        known = hits.get("authority")
        place = known is not None and known.entry.sense == "capital"
        medium = hits.get("media")
        return stem not in self._addressees and not place and (medium is None or medium.entry.column(1) == "meeting")
