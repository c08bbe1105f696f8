"""Where reported speech begins after its verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.document import Quote
from kg.facts.cues import Cue, anonymous
from kg.facts.frames import Frames, Opener
from kg.facts.objects import Objects
from kg.mentions import Hit, Scan

# How many words may stand between the verb and what is said.
FARTHEST = 45
# A quotation of at most this many words before the complementizer is a name or an aside, not the speech.
_ASIDE = 4
# A light verb's noun stands at most this many words after its subject.
_NOUN_WITHIN = 5
# Who is blamed stands in at most this many words.
_BLAME_WITHIN = 10
# How far past a short quotation the speech itself may open.
_LATER = 25
# How far past it the preposition of the verb may stand.
_GOVERNED_WITHIN = 6
# How far past the body at which a source works its clause may open.
_BODY_WITHIN = 14
# The codes of a verb that holds a noun of saying and takes nothing else.
_ONLY_LIGHT = frozenset({"light", "strict", "by", "on", "act", "object", "quote"})
# A clause has at least this many words.
_FEWEST = 3
# Tables of words that lead on to a clause or to more about the saying, so that no clause begins with them.
_LEADING = ("complementizers", "attributions", "media", "topic_openers")


class Openers:
    """Finds the beginning of what is said."""

    def __init__(self, scan: Scan, named: Callable[[int], bool]) -> None:
        """Read *scan*, where *named* tells whether a word is part of a person's name."""
        self._scan = scan
        pack = scan.document.pack
        self._bridges = scan.lexicon.word_keys("bridges")
        self._addressees = scan.lexicon.word_keys("addressees")
        self._auxiliaries = scan.lexicon.word_keys("auxiliaries")
        self._named = named
        self._subject_first = pack.has("subject_first")
        self.objects = Objects(scan, self._addressees)
        self._frames = Frames(scan, self._addressees)

    def after(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return where the content of *cue* begins, its subject ending before word *subject_stop*."""
        if "blame" in cue.frames:
            return self._blame(subject_stop, limit)
        direct = self._object(cue, subject_stop, limit)
        if direct:
            return direct
        if "light" in cue.frames:
            told = not (cue.first and (self._scan.hit(cue.first - 1, "complementizers") or self._helped(cue.first - 1)))
            # "Had shown readiness" only tells what was known before.
            light = (self._stance(cue, subject_stop, limit) if told else None) or self._light(cue, subject_stop, limit)
            if light or cue.frames <= _ONLY_LIGHT:
                return light
        plain = self._plain_clause(cue, subject_stop, limit)
        found = plain or self._search(cue, subject_stop, limit) or self._bare(cue, subject_stop, limit)
        if found and "ascribe" in cue.frames and cue.form != "relative":
            return self._ascribed(found, subject_stop)
        fragment = found is not None and found.frame == "quote" and self._within_phrase(found)
        late = self.objects.late(cue, subject_stop, limit) if found is None or fragment else None
        if late is not None and found is not None and late >= found.word:
            return found
        return found if late is None else self._frames.at(late, "object")

    def _within_phrase(self, found: Opener) -> bool:
        """Tell whether a quotation of a few words is joined to a noun before it, without a colon or comma."""
        scan = self._scan
        before = scan.hit(found.word - 1, "common_nouns")
        few = found.quote is not None and len(found.quote.inner.of(scan.text).split()) <= _ASIDE
        return few and before is not None and scan.mark(found.word) not in ("colon", "comma")

    def _ascribed(self, found: Opener, subject_stop: int) -> Opener:
        """Return the opener moved to the noun of which something is said, where it stands before it."""
        commas = [j for j in range(subject_stop, found.word + 1) if "comma" in self._scan.marks[j]]
        first = self.objects.past_adverbs(self.objects.past_asides(subject_stop, found.word), found.word)
        # The noun stands after the last aside, which no second comma parts from "as".
        first = commas[-1] if commas and first < commas[-1] < found.word else first
        return (
            replace(found, start=self._scan.words[first].span.start, word=first, quote=None)
            if first < found.word
            else found
        )

    def _object(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return the bare object of the verb, unless it is a quotation that only names somebody."""
        j = self.objects.of(cue, subject_stop, limit)
        found = None if j is None else self._frames.at(j, "object")
        aside = found and found.quote and self._aside(cue, found.quote, (found.word, subject_stop, limit))
        return None if aside else found

    def bridge(self, i: int) -> bool:
        """Tell whether word *i* only leads from a verb of saying to what is said."""
        return self._scan.keys[i] in self._bridges

    def _blame(self, j: int, limit: int) -> Opener | None:
        """Return the responsibility that somebody is said to bear, near the verb."""
        for k in range(j, min(limit, j + _BLAME_WITHIN)):
            if self._scan.hit(k, "blame_nouns"):
                return self._frames.at(k, "object")
        return None

    def _light(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return what follows the noun that a light verb holds ("renewed the assertion that")."""
        first = self.objects.past_adverbs(self.objects.past_asides(subject_stop, limit), limit)
        for j in range(first, min(limit, first + _NOUN_WITHIN)):
            noun = self._scan.hit(j, "speech_verbs")
            if noun and self._is_noun(noun) and (not noun.split.preposition or "by" in cue.frames):
                codes = noun.entry.column(5)
                frames = frozenset(self._scan.lexicon.keys(codes))
                inner = replace(cue, first=j, stop=noun.stop, frames=frames - {"strict", "quote"}, hit=noun)
                return self._object(inner, noun.stop, limit) or self._search(inner, noun.stop, limit)
        return None

    def _stance(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return the attitude that somebody shows, renews or makes known, right after the verb and its subject."""
        first = self.objects.past_adverbs(self.objects.past_asides(subject_stop, limit), limit)
        words = (first, self._past_role(cue, first, limit))
        found = next(
            (j for j in words if j < limit and (hit := self._scan.hit(j, "stances")) and not hit.definite), None
        )
        return None if found is None else self._frames.at(found, "object")

    def _helped(self, i: int) -> bool:
        """Tell whether word *i* is an auxiliary."""
        return self._scan.keys[i] in self._auxiliaries

    def _past_role(self, cue: Cue, first: int, limit: int) -> int:
        """Return the next word that names an attitude after an adjective or two that describe the subject."""
        scan = self._scan
        ends = (j for j in range(first, min(limit, first + _NOUN_WITHIN)) if scan.hit(j, "stances") or scan.marks[j])
        return next(ends, limit) if first > cue.stop else first

    def of_noun(self, noun: Hit, stop: int, limit: int) -> Opener | None:
        """Return the clause or the preposition's object that follows a noun of saying and its speaker at once."""
        codes = frozenset(self._scan.lexicon.keys(noun.entry.column(5)))
        cue = Cue(noun.first, noun.stop, "noun", "", "s", codes, False, noun)
        if self._scan.marks[stop]:
            return None
        return self._frames.complement(cue, stop, limit) or self._frames.preposition(cue, stop, limit)

    def _is_noun(self, hit: Hit) -> bool:
        """Tell whether the word is a noun of saying, also where its letters are the verb's too."""
        if hit.entry.form in ("noun", "possessed"):
            return True
        if hit.entry.form == "relative" and hit.entry.column(0) == hit.entry.column(4):
            return True
        noun = hit.entry.column(4)
        return noun not in ("", "-") and self._scan.lexicon.keys(noun) == hit.entry.words

    def _bare(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return what follows a named subject directly, when the verb can only mean saying."""
        if "bare" not in cue.frames or subject_stop <= cue.stop or limit - subject_stop < 4:
            return None
        word = self._scan.hit(subject_stop, "function_words")
        particle = word is not None and word.entry.column(1) not in ("conj", "dem", "verb", "neg", "aux")
        return None if particle or self._scan.timed[subject_stop] else self._frames.at(subject_stop, "bare")

    def _plain_clause(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        """Return the clause that follows the verb at once, where the subject stands before it: "he said it was"."""
        scan = self._scan
        inverted = subject_stop > cue.stop or cue.stop >= limit
        if "bare" not in cue.frames or not self._subject_first or inverted or scan.marks[cue.stop]:
            return None
        after = self.objects.past_adverbs(cue.stop, limit)
        led = after >= limit or scan.marks[after] or any(t in scan.hits[after] for t in _LEADING)
        word = scan.hit(after, "function_words") if after < limit else None
        led = led or (word is not None and word.entry.column(1) in ("prep", "rel"))
        return None if led or limit - after < _FEWEST else self._frames.at(after, "bare")

    def _search(self, cue: Cue, subject_stop: int, limit: int) -> Opener | None:
        j = cue.stop
        end = min(limit, subject_stop + FARTHEST)
        while j < end:
            after = self._past(cue, j, (subject_stop, end))
            if after > j:
                j = after
                continue
            found = self._here(cue, j, subject_stop, limit)
            if found:
                return found
            if j >= subject_stop and self._stops(cue, j, subject_stop):
                return None
            j += 1
        return None

    def _past(self, cue: Cue, j: int, place: tuple[int, int]) -> int:
        """Return the word after what parts verb and speech at word *j*: an aside, a wish for no name, a quoted name."""
        subject_stop, limit = place
        nameless = self._scan.hit(j, "anonymity")
        if nameless:
            return nameless.stop
        aside = self.objects.past_asides(j, limit, cue.frames) if j >= subject_stop else j
        quote = self._frames.quote_in(j) if aside == j and "quote" in cue.frames else None
        if quote and self._aside(cue, quote, (j, subject_stop, limit)):
            return next((k for k in range(j, limit) if self._scan.words[k].span.start >= quote.inner.stop), limit)
        return aside

    def _here(self, cue: Cue, j: int, subject_stop: int, limit: int) -> Opener | None:
        scan = self._scan
        quote = self._frames.quote_in(j)
        if quote and "quote" in cue.frames and not self._aside(cue, quote, (j, subject_stop, limit)):
            return Opener(quote.inner.start, j, "quote", quote)
        if "colon" in scan.marks[j] and "quote" in cue.frames and j >= subject_stop:
            clause = scan.hit(j, "complementizers")
            return self._frames.at(clause.stop, "colon") if clause else Opener(scan.words[j].span.start, j, "colon")
        if j < subject_stop:
            return None
        opened = self._frames.complement(cue, j, limit)
        if opened:
            return opened
        if j == subject_stop and self._place_of_source(j, limit):
            return None
        near = "strict" not in cue.frames or j <= self._near(cue, subject_stop, limit)
        return (self._frames.what(cue, j, limit) or self._frames.preposition(cue, j, limit)) if near else None

    def _near(self, cue: Cue, subject_stop: int, limit: int) -> int:
        """Return the last word at which the preposition of a verb of several meanings still makes it one of saying."""
        after = self.objects.past_asides(subject_stop, limit, cue.frames)
        j = self.objects.past_adverbs(after, limit)
        pointer = self._scan.hit(j, "function_words")
        return j + 1 if pointer and pointer.entry.column(1) == "dem" and cue.participle else j

    def _place_of_source(self, j: int, limit: int) -> bool:
        """Tell whether a letter joins the body at which a source works to word *j*, the clause opening later on."""
        hit = self._scan.hit(j, "body_heads")
        return (
            hit is not None
            and bool(hit.split.preposition)
            and any(self._scan.hit(k, "complementizers") for k in range(j + 1, min(limit, j + _BODY_WITHIN)))
        )

    def _aside(self, cue: Cue, quote: Quote, place: tuple[int, int, int]) -> bool:
        """Tell whether a quotation at a word, before or after the subject's end, is a name on the way to the speech."""
        scan = self._scan
        j, subject_stop, limit = place
        i = j
        while i < limit and scan.words[i].span.stop <= quote.inner.stop:
            i += 1
        if i - j > _ASIDE:
            return False
        named = j > 0 and bool(scan.hits[j - 1].keys() & {"named_things", "body_heads"})
        bare = "colon" not in scan.marks[j] and "comma" not in scan.marks[j]
        return j < subject_stop or (named and bare) or self._opens_later(cue, i, limit)

    def _opens_later(self, cue: Cue, i: int, limit: int) -> bool:
        """Tell whether what is said opens only from word *i* on, within the same clause."""
        scan = self._scan
        for k in range(i, min(limit, i + _GOVERNED_WITHIN)):
            if scan.mark(k) in ("comma", "stop"):
                break
            if scan.hit(k, "attributions") is None and self._frames.preposition(cue, k, limit):
                return True
        for k in range(i, min(limit, i + _LATER)):
            if "colon" in scan.marks[k] or scan.keys[k] in self._bridges:
                return True
            opens = scan.hit(k, "complementizers")
            before = scan.hit(k - 1, "function_words")
            governed = before is not None and before.entry.column(1) in ("prep", "conj")
            if opens and not opens.split.joined and (not governed or scan.keys[k - 1] in cue.frames):
                return True
            if self._stops(cue, k, i):
                return False
        return False

    def _stops(self, cue: Cue, j: int, subject_stop: int) -> bool:
        """Tell whether the search for the speech ends at word *j*: another verb of saying, or a new clause."""
        scan = self._scan
        if scan.keys[j] in self._bridges or scan.hit(j, "attributions"):
            return False
        hit = scan.hit(j, "speech_verbs")
        particle = scan.hit(j, "function_words")
        if (
            hit
            and "homographs" not in scan.hits[j]
            and not (particle and particle.entry.column(1) == "prep")
            and not self._named(j)
            and not anonymous(scan, hit)
            and not hit.definite
            and hit.entry.form in ("finite", "present", "participle")
            and not hit.split.preposition
        ):
            return True
        if "strict" in cue.frames and j - subject_stop > 12:
            return True
        return "semicolon" in scan.marks[j] or "stop" in scan.marks[j]
