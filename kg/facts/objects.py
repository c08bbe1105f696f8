"""What is said as a bare noun phrase, and what may stand between a subject and what it says."""

from __future__ import annotations

from kg.facts.cues import Cue, bearing
from kg.mentions import Scan

_LONE_COMMA, _LONE_DASH = ("comma",), ("dash",)
# Classes of small words with which a noun phrase begins.
_OF_NOUNS = ("dem", "verbnoun", "art", "poss")
# Marks after which no object begins.
_PARTING = ("comma", "colon", "stop", "semicolon")
# An aside between two commas or dashes has at most this many words, and at most so many follow each other.
_ASIDE_WORDS, _ASIDES = 18, 3
# Within how many words of its subject a noun that begins a proposition stands at most.
_TITLES = 14
# What opens and closes a name, and how many words it has at most.
_OPENING, _CLOSING = ("quote", "opening", "open_bracket"), ("quote", "closing", "close_bracket")
_NAMED = 6
# How far ahead a clause may open that makes the words before it a subject no finder knows.
_CLAUSE_WITHIN = 24
# Tables of words that begin somebody's name or title, which no object of a verb of saying does after a comma.
_SOMEBODY = ("offices", "honorifics", "given_names", "courtesy_pronouns")


class Objects:
    """Finds the bare object of a verb of saying."""

    def __init__(self, scan: Scan, addressees: frozenset[str]) -> None:
        self._scan = scan
        self._addressees = addressees
        self._aside_openers = scan.lexicon.word_keys("aside_openers")
        self._quoting = {
            scan.word_at(quote.inner.start)
            for quote in scan.document.quotes
            if len(quote.inner.of(scan.text).split()) >= _NAMED - 1
        }
        self._to = scan.lexicon.word_keys("to_letters")
        self._with = scan.lexicon.word_keys("with_words")
        self._in = scan.lexicon.word_keys("place_prepositions")
        self._tails = scan.lexicon.word_keys("medium_tails")

    def of(self, cue: Cue, subject: int, limit: int) -> int | None:
        """Return the first word of the object right after the verb and its subject, which ends before *subject*."""
        scan = self._scan
        if "object" not in cue.frames:
            return None
        aside = self.past_asides(self._past_place(subject, limit), limit) if "strict" not in cue.frames else subject
        j = self._past_nation(self.past_adverbs(aside, limit), limit)
        j = j + 1 if subject == j < limit and self._at_place(cue, j) else j
        if aside < limit and j > aside and scan.marks[aside] == _LONE_COMMA and scan.joined_on(j):
            # An aside that no second comma closes holds the words.
            return None
        if (
            j >= limit
            or not self._nominal(j, after_aside=aside == j and aside > subject)
            or "honorifics" in scan.hits[j]
        ):
            return None
        if cue.form == "present" and j == cue.stop and not scan.joined_on(j):
            return None
        if "strict" in cue.frames and j > cue.stop and not scan.joined_on(j):
            return None
        return None if "that" in cue.frames and self._subject_of_clause(cue, j, limit) else j

    def late(self, cue: Cue, subject: int, limit: int) -> int | None:
        """Return the first word of an object that commas or further titles part from the subject, nothing else said."""
        if "object" not in cue.frames or "strict" in cue.frames:
            return None
        scan, j = self._scan, subject
        for _ in range(_ASIDES):
            if j >= limit or scan.marks[j] != _LONE_COMMA:
                break
            k = self.past_adverbs(j, limit)
            somebody = k < limit and any(table in scan.hits[k] for table in _SOMEBODY)
            parted = k < limit and scan.marks[k] == _LONE_COMMA
            if parted and not somebody and self._nominal(k, after_aside=True):
                return k
            j = next((n for n in range(j + 1, min(limit, j + _ASIDE_WORDS)) if scan.marks[n] == _LONE_COMMA), limit)
        return self._proposition(max(subject, cue.stop + 1), limit)

    def _proposition(self, subject: int, limit: int) -> int | None:
        """Return a noun that can only begin what is said ("the importance of"), past titles that no finder knows."""
        scan = self._scan
        for j in range(subject, min(limit, subject + _TITLES)):
            noun = scan.hit(j, "propositions")
            if noun and not noun.definite and not noun.split.joined and scan.listed(j):
                particle = scan.hit(j - 1, "function_words")
                return None if particle and particle.entry.column(1) == "prep" else j
            if scan.hit(j, "speech_verbs") or scan.hit(j, "complementizers"):
                break
        return None

    def to_letter(self, i: int) -> bool:
        """Tell whether word *i* is the preposition "to" written apart."""
        return self._scan.keys[i] in self._to

    def past_adverbs(self, j: int, limit: int) -> int:
        """Return the first word from *j* on that is no time, adverb, place, medium or addressee."""
        while j < limit:
            phrase = self._scan.hit(j, "adverbials")
            past = (self._past_medium, self._past_addressee, self._past_place)
            stop = phrase.stop if phrase else max(skip(j, limit) for skip in past)
            if stop > j:
                j = stop
            elif self._skippable(j):
                j += 1
            else:
                break
        return min(j, limit)

    def past_asides(self, j: int, limit: int, frames: frozenset[str] = frozenset()) -> int:
        """Return the word after the asides, between commas or dashes, that say only when, where or how, or *j*.

        What begins with a preposition among the verb's *frames* is no aside.
        """
        for _ in range(_ASIDES):
            after = j if j < limit and self._scan.keys[j] in frames else self._past_aside(j, limit)
            if after == j:
                break
            j = after
        return j

    def _past_aside(self, j: int, limit: int) -> int:
        scan = self._scan
        dashed = j < limit and "dash" in scan.marks[j]
        if j >= limit or ("comma" not in scan.marks[j] and not dashed):
            return j
        word = scan.hit(j, "function_words")
        leads = scan.timed[j] or scan.hit(j, "adverbials") or scan.keys[j] in self._aside_openers
        leads = leads or self._hides(j)
        if not leads and not (word and word.entry.column(1) == "prep"):
            return j
        for k in range(j + 1, min(limit, j + _ASIDE_WORDS)):
            if self._closes(k, dashed=dashed):
                return k
            if scan.hit(k, "complementizers") or k in self._quoting:
                break
        return j

    def _hides(self, j: int) -> bool:
        """Tell whether a verb at word *j* only asks not to be named ("who preferred to withhold his identity")."""
        return j + 1 < len(self._scan) and self._scan.hit(j + 1, "anonymity") is not None

    def _closes(self, k: int, *, dashed: bool) -> bool:
        return ("dash" if dashed else "comma") in self._scan.marks[k]

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
        while k < limit and scan.joined_on(k) and (scan.keys[k] in self._tails or scan.timed[k] or self._of_kind(k)):
            k += 1
        return self._past_paper(k, limit)

    def _past_paper(self, k: int, limit: int) -> int:
        """Return the word after "with" and the paper or channel that the interview is with, or *k*."""
        scan = self._scan
        paper = scan.hit(k + 1, "named_things") if k + 2 < limit and scan.keys[k] in self._with else None
        if paper is None or scan.mark(paper.stop) not in _OPENING:
            return k
        ends = (i for i in range(paper.stop + 1, min(limit, paper.stop + _NAMED)) if scan.mark(i) in _CLOSING)
        return next(ends, k)

    def _past_place(self, j: int, limit: int) -> int:
        """Return the word after "in" and a country's or a town's name, or *j*."""
        scan = self._scan
        if j + 1 >= limit or scan.keys[j] not in self._in or not scan.joined_on(j) or not scan.joined_on(j + 1):
            return j
        known, town = scan.hit(j + 1, "authority"), scan.hit(j + 1, "cities")
        country = known is not None and known.entry.known is not None and known.entry.known.type == "Country"
        return max((hit.stop for hit in (known if country else None, town) if hit), default=j)

    def _of_kind(self, k: int) -> bool:
        """Tell whether word *k* is an adjective without an article that no table knows."""
        scan = self._scan
        known = scan.hits[k].keys() - {"office_adjectives", "authority", "virtual"}
        return not known and scan.keys[k].endswith(scan.lexicon.nisba)

    def _past_addressee(self, j: int, limit: int) -> int:
        """Return the word after "to" and a name in quotation marks or brackets, or *j*."""
        scan = self._scan
        if scan.keys[j] not in self._to or j + 1 >= limit or scan.mark(j + 1) not in _OPENING:
            return j
        ends = (k for k in range(j + 2, min(limit, j + _NAMED) + 1) if k == limit or scan.mark(k) in _CLOSING)
        return next(ends, j)

    def _past_nation(self, j: int, limit: int) -> int:
        """Return the word after a surname or a nation's adjective left of the subject, a noun without article next."""
        scan = self._scan
        if j + 1 >= limit or not scan.joined_on(j) or not scan.joined_on(j + 1):
            return j
        nation = scan.hit(j, "authority")
        follows = scan.hit(j + 1, "common_nouns") or scan.hit(j + 1, "whats")
        adjective = nation is not None and nation.entry.sense == "adjective" and nation.definite
        unknown = not scan.hits[j] and any(s.definite and not s.joined for s in scan.lexicon.splits(scan.keys[j]))
        left = adjective and nation is not None and not nation.split.joined
        return j + 1 if (left or unknown) and follows and not follows.definite and not follows.split.joined else j

    def _at_place(self, cue: Cue, j: int) -> bool:
        """Tell whether an unknown word with a preposition joined on, no frame of the verb, stands before a noun."""
        scan = self._scan
        if scan.hits[j] or not scan.joined_on(j) or j + 1 >= len(scan) or not scan.joined_on(j + 1):
            return False
        splits = scan.lexicon.splits(scan.keys[j])
        letters = {split.preposition for split in splits if split.joined and not split.definite}
        definite = any(split.definite and not split.joined for split in scan.lexicon.splits(scan.keys[j + 1]))
        return bool(letters - {""}) and not letters & cue.frames and definite and self._nominal(j + 1)

    def _skippable(self, j: int) -> bool:
        """Tell whether word *j* is a time, an adverb, a place or an addressee between subject and object."""
        scan = self._scan
        word = scan.hit(j, "function_words")
        if scan.timed[j] or (word and word.entry.column(1) in ("adv", "adv2")):
            return True
        if any(split.preposition and split.stem in self._addressees for split in scan.lexicon.splits(scan.keys[j])):
            return True
        if scan.joined_on(j) and (scan.hit(j, "back_words") or scan.hit(j, "courtesy_pronouns")):
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
        if word and word.entry.column(1) not in _OF_NOUNS and word.entry.column(2) != "what":
            return False
        if scan.timed[j] or any(t in hits for t in ("complementizers", "attributions", "media", "following")):
            return False
        speech = hits.get("speech_verbs")
        owned = (
            speech is not None and speech.entry.form == "relative" and speech.entry.column(0) == speech.entry.column(4)
        )
        verb = speech is not None and speech.entry.form in ("finite", "present", "participle", "relative")
        if speech and verb and not owned and not speech.definite and not bearing(scan, speech):
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
            article = any(split.definite and not split.joined for split in scan.lexicon.splits(scan.keys[j]))
            if scan.marks[k] or (article and j == cue.stop and k == j + 1):
                return True
            noun = "common_nouns" in scan.hits[j] or "speech_verbs" in scan.hits[j]
            return not scan.hits[j] or (j == cue.stop and not noun)
        return False
