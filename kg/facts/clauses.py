"""Where reported speech ends, and how it is quoted."""

from __future__ import annotations

from bisect import bisect_left

from kg.document import Quote
from kg.facts.model import QuoteMode
from kg.mentions import Scan, words_in
from kg.text import Span

_OPENING = ("quote", "opening", "colon")
_CLOSING = ("quote", "closing")
_BRACKETS = ("open_bracket", "close_bracket")
# What may stand at the end of a content and is no part of it.
_MARKS = (
    *("comma", "semicolon", "stop", "question", "exclamation", "ellipsis", "colon", "dash", "single", "opening"),
    *_CLOSING,
    *_BRACKETS,
)
# A quotation of at most this many words right after a name is its short form, not quoted speech.
_SHORT = 2
# The name of a thing in quotation marks has at most this many words.
_NAME = 5
# A quotation of at most this many words may be the beginning of a clause.
_FRAGMENT = 5
# A relative clause within a clause has at most this many words.
_RELATIVE = 16
# A participle has at least this many letters.
_PARTICIPLE = 5


class Clauses:
    """Ends of clauses and modes of quotation in one document."""

    def __init__(self, scan: Scan, quoted: list[bool]) -> None:
        self._scan = scan
        self._quoted = quoted
        marks = scan.document.pack.marks
        self._opening, self._closing, self._marks = marks.of(*_OPENING), marks.of(*_CLOSING), marks.of(*_MARKS)
        self._always = {row[0] for row in scan.document.pack.table("turning_points")}
        self._after_comma = {row[0] for row in scan.document.pack.table("comma_trailers")}
        self._verb_openings = tuple(words_in(scan.document.pack, "verb_openings"))
        self._verb_letters = tuple(words_in(scan.document.pack, "present_letters"))
        self._contrasts = tuple(row[0] for row in scan.document.pack.table("contrasts"))
        key = scan.document.pack.letters.key
        self._relatives = scan.lexicon.word_keys("relatives")
        self._participles = [(key(row[0]), key(row[1])) for row in scan.document.pack.table("participle_forms")]
        self.credits: set[int] = set()
        self.quotes = sorted(scan.document.quotes, key=lambda q: q.inner.start)
        self.quote_starts = [q.inner.start for q in self.quotes]

    def end(self, start_word: int, limit: int, later: list[int], phrase: bool = False) -> int:
        """Return the word at which the clause that begins at *start_word* ends, at most *limit*.

        New clauses begin at the words *later*. A noun *phrase* also ends where a conjunction and a finite verb go on.
        """
        breakers = set(later)
        past = start_word
        for j in range(start_word + 1, limit):
            if self._quoted[j]:
                continue
            if j in breakers:
                return self._without_conjunction(j, start_word)
            hits = self._scan.hits[j]
            if j in self.credits or self._full_stop(j):
                return j
            if j < past:
                continue
            if "trailers" in hits and self._turns(j, later):
                past = self._past_relative(j, limit)
                if past == j:
                    return j
                continue
            if phrase and self._goes_on(j):
                return j
            if self._participle(j) or self._silent(j) or (phrase and self._against(j)):
                return j
        return limit

    def _full_stop(self, j: int) -> bool:
        """Tell whether a full stop after a closing quotation mark parts word *j* from the one before it."""
        gap = self._scan.gaps[j]
        return "stop" in self._scan.marks[j] and gap[0] in self._closing and any(c.isspace() for c in gap)

    def _goes_on(self, j: int) -> bool:
        """Tell whether a finite verb with a conjunction joined to it stands at word *j*."""
        hits = self._scan.hits[j]
        after_comma = self._scan.marks[j][-1:] == ("comma",)
        if after_comma and not hits and self._scan.raw(j).startswith(self._verb_openings):
            return True
        for table in ("speech_verbs", "meeting_verbs"):
            hit = hits.get(table)
            joined = hit is not None and hit.split.joined and not hit.split.preposition and not hit.definite
            if hit and joined and hit.entry.form in ("finite", "relative"):
                return True
        word = hits.get("function_words")
        return word is not None and bool(word.split.joined) and word.entry.column(1) == "verb"

    def comma(self, first: int, limit: int) -> int:
        """Return the word before which the first comma after word *first* stands, at most *limit*."""
        words = range(first + 1, limit)
        return next((j for j in words if "comma" in self._scan.marks[j] and not self._quoted[j]), limit)

    def quoted_end(self, quote: Quote, start_word: int, limit: int) -> int:
        """Return the word after a quotation, and after those joined to it by no more than a conjunction."""
        scan = self._scan
        j = start_word
        while j < limit and scan.words[j].span.start < quote.inner.stop:
            j += 1
        joined = next((q for q in self.quotes if q.inner.start > quote.inner.stop), None) if j < limit else None
        if joined and j + 1 < limit and scan.words[j].span.stop < joined.inner.start <= scan.words[j + 1].span.start:
            lone = len(scan.words[j].span) == 1
            return self.quoted_end(joined, j + 1, limit) if lone else j
        return j

    def _silent(self, j: int) -> bool:
        """Tell whether the writer says after a comma what the speaker did not say ("but he did not tell")."""
        scan = self._scan
        lead = scan.hit(j, "joiners") if "comma" in scan.marks[j] else None
        denied = lead is not None and scan.hit(lead.stop, "negations") is not None
        verb = scan.hit(lead.stop + 1, "speech_verbs") if lead and denied else None
        return verb is not None and not verb.definite and "that" in verb.entry.column(5).split()

    def _against(self, j: int) -> bool:
        """Tell whether a comma and a word of contrast part word *j* from a noun phrase before it."""
        if "comma" not in self._scan.marks[j]:
            return False
        lead = self._scan.hit(j, "joiners")
        return self._scan.hit(j, "contrasts") is not None or (
            lead is not None and lead.entry.row[0].startswith(self._contrasts)
        )

    def goes_on(self, quote: Quote, j: int, limit: int) -> bool:
        """Tell whether the clause goes on after a quotation, with its verb or a preposition as word *j*."""
        if j >= limit or any(mark not in _CLOSING for mark in self._scan.marks[j]):
            return False
        particle = self._scan.hit(j, "function_words")
        if particle and particle.entry.column(1) == "verb" and not particle.split.joined:
            return True
        few = len(quote.inner.of(self._scan.text).split()) <= _FRAGMENT
        return few and self._scan.hit(j, "fragment_links") is not None

    def _participle(self, j: int) -> bool:
        """Tell whether a participle in the accusative stands after a comma: the writer tells what else was done."""
        scan = self._scan
        after_comma = scan.marks[j][-1:] == ("comma",)
        verb = scan.hit(j, "speech_verbs")
        if after_comma and verb and verb.entry.form == "participle" and not verb.definite and not verb.split.joined:
            return True
        if not after_comma or scan.hits[j]:
            return False
        word = scan.keys[j]
        return len(word) >= _PARTICIPLE and any(word.startswith(a) and word.endswith(b) for a, b in self._participles)

    def _turns(self, j: int, later: list[int]) -> bool:
        hit = self._scan.hits[j]["trailers"]
        if hit.entry.row[0] in self._always:
            return True
        comma = self._scan.marks[j][-1:] in (("comma",), ("semicolon",))
        return comma and (hit.entry.row[0] in self._after_comma or any(first > j for first in later))

    def _past_relative(self, j: int, limit: int) -> int:
        """Return the word after a relative clause at word *j* that a comma closes before its verb, or *j*."""
        scan = self._scan
        if scan.keys[j] not in self._relatives or "comma" not in scan.marks[j]:
            return j
        k = next((k for k in range(j + 1, min(limit, j + _RELATIVE)) if "comma" in scan.marks[k]), j)
        if k == j or scan.hits[k].keys() - {"planned", "cancelled", "unmet", "common_nouns", "called_for"}:
            return j
        written = scan.raw(k)
        open_ = not any(s.joined for s in scan.lexicon.splits(scan.keys[k]) if scan.lexicon.starting_with(s.stem))
        begins = written.startswith(self._verb_letters) or "cancelled" in scan.hits[k]
        return k if open_ and begins and not self._participle(k) else j

    def _without_conjunction(self, j: int, start: int) -> int:
        """Return the end before a new verb, its "while" or "as" left out too."""
        k = j
        while k - 1 > start:
            led = (b for b in (1, 2, 3) if (hit := self._scan.hit(k - b, "joiners")) and hit.stop == k)
            back = next(led, 0)
            if not back or k - back <= start:
                break
            k -= back
        return k

    def span(self, start: int, end_word: int, quote: Quote | None) -> Span:
        """Return the content from character *start* to the end of the word before *end_word*, marks left out."""
        scan = self._scan
        stop = scan.words[end_word - 1].span.stop
        if quote is not None and quote.inner.start == start and self._whole(quote, end_word):
            stop = quote.inner.stop
        return self.trimmed(start, max(start, stop))

    def _whole(self, quote: Quote, end_word: int) -> bool:
        """Tell whether nothing of the clause follows the quotation."""
        return (
            self._scan.words[end_word - 1].span.start < quote.inner.stop
            or quote.inner.stop >= self._scan.words[end_word - 1].span.stop
        )

    def mode(self, content: Span) -> QuoteMode:
        """Return how *content* is quoted: as a whole, in part, or not at all."""
        at = max(0, bisect_left(self.quote_starts, content.start) - 1)
        for quote in self.quotes[at:]:
            if quote.inner.start >= content.stop:
                break
            if not quote.inner.overlaps(content):
                continue
            inner = self.trimmed(quote.inner.start, quote.inner.stop)
            if content.within(quote.outer) and len(content) * 10 >= len(inner) * 9:
                return "direct"
            if not self._names(quote):
                return "mixed"
        return "indirect"

    def _names(self, quote: Quote) -> bool:
        """Tell whether a quotation only gives a thing its name or a name its short form."""
        words = quote.inner.of(self._scan.text).split()
        first = self._scan.word_at(quote.inner.start)
        if first is None or len(words) > _NAME:
            return False
        before = self._scan.hits[first - 1] if first else {}
        thing = before.get("named_things")
        if (thing and not (thing.definite and len(words) > 1)) or "named_things" in self._scan.hits[first]:
            return True
        if len(words) > _SHORT + 1 or (len(words) > 1 and self._predicates(first)):
            return False
        body = before.get("body_heads")
        return (body is not None and not body.definite) or "authority" in self._scan.hits[first]

    def _predicates(self, i: int) -> bool:
        """Tell whether word *i* begins a clause, as no name does: a pronoun, or an unknown verb in the present."""
        word = self._scan.hit(i, "function_words")
        if word is not None and word.entry.column(1) in ("pron", "neg", "verb", "conj"):
            return True
        return not self._scan.hits[i] and self._scan.raw(i).startswith(self._verb_letters)

    def trimmed(self, start: int, stop: int) -> Span:
        """Return the span without blanks and marks at its ends."""
        text = self._scan.text
        while start < stop and (text[start].isspace() or text[start] in self._opening):
            start += 1
        while stop > start and (text[stop - 1].isspace() or text[stop - 1] in self._marks):
            # A closing bracket belongs to what it closes.
            if text[stop - 1] in ")]" and text.count("(", start, stop) + text.count("[", start, stop):
                break
            stop -= 1
        return Span(start, stop)
