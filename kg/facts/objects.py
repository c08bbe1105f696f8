"""What is said as a bare noun phrase, and what may stand between a subject and what it says."""

from __future__ import annotations

from kg.facts.cues import Cue
from kg.mentions import Scan, words_in

_LONE_COMMA, _LONE_DASH = ("comma",), ("dash",)
# Marks after which no object begins.
_PARTING = ("comma", "colon", "stop", "semicolon")
# An aside between two commas or dashes has at most this many words, and at most so many follow each other.
_ASIDE_WORDS, _ASIDES = 18, 3
# How far ahead a clause may open that makes the words before it a subject no finder knows.
_CLAUSE_WITHIN = 24
# Tables of words that begin somebody's name or title, which no object of a verb of saying does after a comma.
_SOMEBODY = ("offices", "honorifics", "given_names", "courtesy_pronouns")


class Objects:
    """Finds the bare object of a verb of saying."""

    def __init__(self, scan: Scan, addressees: set[str]) -> None:
        self._scan = scan
        self._addressees = addressees
        self._aside_openers = frozenset(_keys(scan, "aside_openers"))
        self._tails = frozenset(_keys(scan, "medium_tails"))

    def of(self, cue: Cue, subject: int, limit: int) -> int | None:
        """Return the first word of the object right after the verb and its subject, which ends before *subject*."""
        scan = self._scan
        if "object" not in cue.frames:
            return None
        aside = self.past_asides(subject, limit) if "strict" not in cue.frames else subject
        j = self._past_nation(self.past_adverbs(aside, limit), limit)
        j = j + 1 if subject == j < limit and self._at_place(cue, j) else j
        if j >= limit or not self._nominal(j, after_aside=aside == j and aside > subject):
            return None
        if cue.form == "present" and j == cue.stop and not scan.joined_on(j):
            return None
        if "strict" in cue.frames and j > cue.stop and not scan.joined_on(j):
            return None
        return None if "that" in cue.frames and self._subject_of_clause(cue, j, limit) else j

    def late(self, cue: Cue, subject: int, limit: int) -> int | None:
        """Return the first word of an object that a mere comma parts from the subject, nothing else being said."""
        scan = self._scan
        if "object" not in cue.frames or "strict" in cue.frames or subject <= cue.stop or subject >= limit:
            return None
        if scan.marks[subject] != _LONE_COMMA:
            return None
        j = self.past_adverbs(subject, limit)
        if j >= limit or any(table in scan.hits[j] for table in _SOMEBODY):
            return None
        return j if self._nominal(j, after_aside=True) else None

    def past_adverbs(self, j: int, limit: int) -> int:
        """Return the first word from *j* on that is no time, adverb, place, medium or addressee."""
        while j < limit:
            phrase = self._scan.hit(j, "adverbials")
            stop = phrase.stop if phrase else self._past_medium(j, limit)
            if stop > j:
                j = stop
            elif self._skippable(j):
                j += 1
            else:
                break
        return min(j, limit)

    def past_asides(self, j: int, limit: int) -> int:
        """Return the word after the asides, between commas or dashes, that say only when, where or how, or *j*."""
        for _ in range(_ASIDES):
            after = self._past_aside(j, limit)
            if after == j:
                break
            j = after
        return j

    def _past_aside(self, j: int, limit: int) -> int:
        scan = self._scan
        dashed = j < limit and "dash" in scan.marks[j]
        if j >= limit or (scan.mark(j) != "comma" and not dashed):
            return j
        word = scan.hit(j, "function_words")
        leads = scan.timed[j] or scan.hit(j, "adverbials") or scan.keys[j] in self._aside_openers
        if not leads and not (word and word.entry.column(1) == "prep"):
            return j
        ends = (k for k in range(j + 1, min(limit, j + _ASIDE_WORDS)) if self._closes(k, dashed=dashed))
        return next(ends, j)

    def _closes(self, k: int, *, dashed: bool) -> bool:
        return "dash" in self._scan.marks[k] if dashed else self._scan.mark(k) == "comma"

    def _past_medium(self, j: int, limit: int) -> int:
        """Return the word after "in a statement issued by it", or *j*."""
        scan = self._scan
        word = scan.hit(j, "function_words")
        if word is None or word.entry.column(1) != "prep" or word.split.joined:
            return j
        k = word.stop + 1 if scan.hit(word.stop, "function_words") else word.stop
        medium = next((hit for i in (word.stop, k) if i < limit and (hit := scan.hit(i, "media"))), None)
        if medium is None:
            return j
        k = medium.stop
        while k < limit and scan.joined_on(k) and (scan.keys[k] in self._tails or scan.timed[k]):
            k += 1
        return k

    def _past_nation(self, j: int, limit: int) -> int:
        """Return the word after a nation's adjective left of the subject, where a noun without article follows."""
        scan = self._scan
        if j + 1 >= limit or not scan.joined_on(j) or not scan.joined_on(j + 1):
            return j
        nation = scan.hit(j, "authority")
        follows = scan.hit(j + 1, "common_nouns")
        left = nation is not None and nation.entry.sense == "adjective" and nation.definite and not nation.split.joined
        return j + 1 if left and follows and not follows.definite and not follows.split.joined else j

    def _at_place(self, cue: Cue, j: int) -> bool:
        """Tell whether an unknown word with a preposition joined on, no frame of the verb, stands before a noun."""
        scan = self._scan
        if scan.hits[j] or not scan.joined_on(j) or j + 1 >= len(scan) or not scan.joined_on(j + 1):
            return False
        splits = scan.lexicon.splits(scan.keys[j])
        letters = {split.preposition for split in splits if split.joined and not split.definite}
        return bool(letters - {""}) and not letters & cue.frames and self._nominal(j + 1)

    def _skippable(self, j: int) -> bool:
        """Tell whether word *j* is a time, an adverb, a place or an addressee between subject and object."""
        scan = self._scan
        word = scan.hit(j, "function_words")
        if scan.timed[j] or (word and word.entry.column(1) in ("adv", "adv2")):
            return True
        if any(split.preposition and split.stem in self._addressees for split in scan.lexicon.splits(scan.keys[j])):
            return True
        place = scan.hit(j, "cities")
        return place is not None and bool(place.split.preposition)

    def _nominal(self, j: int, *, after_aside: bool = False) -> bool:
        scan = self._scan
        hits = scan.hits[j]
        marks = scan.marks[j]
        aside = after_aside and marks in (_LONE_COMMA, _LONE_DASH)
        if not aside and (marks == _LONE_DASH or scan.mark(j) in _PARTING):
            return False
        word = hits.get("function_words")
        if word and word.entry.column(1) not in ("dem", "verbnoun") and word.entry.column(2) != "what":
            return False
        if scan.timed[j] or any(t in hits for t in ("complementizers", "attributions", "media", "following")):
            return False
        speech = hits.get("speech_verbs")
        owned = (
            speech is not None and speech.entry.form == "relative" and speech.entry.column(0) == speech.entry.column(4)
        )
        if speech and speech.entry.form in ("finite", "present", "participle", "relative") and not owned:
            return False
        for split in scan.lexicon.splits(scan.keys[j]):
            known = any(not hit.split.joined for hit in hits.values()) or scan.timed[j]
            if split.joined and not known and (split.definite or scan.lexicon.starting_with(split.stem)):
                return False
        return True

    def _subject_of_clause(self, cue: Cue, j: int, limit: int) -> bool:
        """Tell whether the words from *j* on are a subject no finder knows, as the clause said opens after them."""
        scan = self._scan
        for k in range(j + 1, min(limit, j + _CLAUSE_WITHIN)):
            verb = scan.hit(k, "speech_verbs")
            if verb and not verb.definite and verb.entry.form in ("finite", "present", "participle"):
                return False
            opens = scan.hit(k, "complementizers")
            particle = scan.hit(k - 1, "function_words")
            if opens is None or opens.split.joined or (particle and particle.entry.column(1) in ("prep", "conj")):
                continue
            if scan.gaps[k].strip():
                return True
            return j == cue.stop and "common_nouns" not in scan.hits[j] and "speech_verbs" not in scan.hits[j]
        return False


def _keys(scan: Scan, table: str) -> list[str]:
    pack = scan.document.pack
    return [scan.lexicon.canonical(pack.letters.key(word)) for word in words_in(pack, table)]
