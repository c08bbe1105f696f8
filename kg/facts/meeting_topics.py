"""What a meeting was about."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.meeting_sites import MeetingSite, goes_on
from kg.mentions import Scan, words_in
from kg.text import Span

_LONGEST_TOPIC = 24
# An aside between two commas has at most this many words.
_ASIDE = 14

# Marks that end a topic.
_ENDS = ("comma", "semicolon", "stop", "colon", "dash")


class Topics:
    """Reads the topics of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast
        pack = scan.document.pack
        self._with = frozenset(pack.letters.key(w) for w in words_in(pack, "with_words"))
        self._owned = tuple(words_in(pack, "owner_endings"))

    def of(self, site: MeetingSite) -> list[Span]:
        """Return what was discussed: the phrases after "to discuss", "reviewing", "about"."""
        scan = self._scan
        found: list[Span] = []
        k = site.first if site.form != "noun" else site.stop
        while k < site.sentence.last:
            hit = scan.hit(k, "topic_openers")
            if not hit and k > site.stop and goes_on(scan, site, k):
                break
            if hit and not hit.definite and not (hit.split.joined and hit.split.preposition):
                spans, k = self._topic_list(hit.stop, site.sentence.last)
                found += spans
            else:
                k += 1
        return found

    def _topic_list(self, k: int, limit: int) -> tuple[list[Span], int]:
        """Return the topics from word *k* on, one for each part that a comma and a conjunction join."""
        scan = self._scan
        start = j = self._past_aside(k, limit)
        found: list[Span] = []
        while j < limit and j - start < _LONGEST_TOPIC:
            stop = scan.hit(j, "topic_stops")
            if j > start and (stop or scan.mark(j) in _ENDS):
                found += self._parted(start, j)
                if not stop or stop.entry.column(1) != "more" or stop.stop >= limit or scan.gaps[stop.stop].strip():
                    return found, j
                start = j = stop.stop
                continue
            j += 1
        if j > start:
            found += self._parted(start, j)
        return found, max(j, k + 1)

    def _past_aside(self, k: int, limit: int) -> int:
        """Return the first word of the topic after "during the meeting", times and whom it points back to."""
        while k < limit:
            phrase = self._scan.hit(k, "adverbials")
            found = self._cast.starting(k)
            if phrase:
                k = phrase.stop
            elif self._scan.timed[k] or self._adverb(k):
                k += 1
            elif found and (found[0].type == "Person" or not found[0].features.named):
                k = found[1]
            elif self._place_end(k) > k:
                k = self._place_end(k)
            elif self._aside_end(k, limit) > k:
                k = self._aside_end(k, limit)
            elif self._scan.keys[k] in self._with:
                k = self._past_parties(k + 1)
            else:
                break
        return k

    def _adverb(self, k: int) -> bool:
        word = self._scan.hit(k, "function_words")
        return word is not None and word.entry.column(1) == "adv"

    def _place_end(self, k: int) -> int:
        """Return the word after "in" and a place that begin at word *k*, or *k*."""
        scan = self._scan
        if scan.hit(k, "places") is None or scan.hits[k]["places"].split.joined:
            return k
        place = scan.hit(k + 1, "cities") or scan.hit(k + 1, "authority")
        return place.stop if place and not place.split.joined and place.entry.sense != "adjective" else k

    def _aside_end(self, k: int, limit: int) -> int:
        """Return the word after an aside between two commas that begins with a preposition, or *k*."""
        word = self._scan.hit(k, "function_words")
        comma = self._scan.mark(k) == "comma"
        if not comma or word is None or word.entry.column(1) != "prep":
            return k
        ends = (j for j in range(k + 1, min(limit, k + _ASIDE)) if self._scan.mark(j) == "comma")
        return next(ends, k)

    def _past_parties(self, k: int) -> int:
        """Return the word after the parties that begin at word *k*."""
        found = self._cast.starting(k)
        while found:
            k = found[1]
            found = self._cast.starting(k)
        return k

    def _parted(self, start: int, stop: int) -> list[Span]:
        """Return the topics between two words, parted where a conjunction begins a topic of its own."""
        scan, found, begin, cut = self._scan, [], start, 0
        for j in range(start + 2, stop - 1):
            joined = self._begins_topic(j, begin, stop)
            if joined:
                found.append(scan.bare_span(begin, j, scan.text[scan.words[begin].span.start :][:cut]))
                begin, cut = j, len(joined)
        span = scan.bare_span(begin, stop, scan.text[scan.words[begin].span.start :][:cut])
        return [*found, span]

    def _begins_topic(self, j: int, start: int, stop: int) -> str:
        """Return the conjunction joined to a noun that goes on with a new topic, one that points back to nothing."""
        scan = self._scan
        if not scan.joined_on(j):
            return ""
        for split in scan.lexicon.splits(scan.keys[j]):
            if not split.joined or split.preposition:
                continue
            if split.definite:
                # After a name only: "the file of X and the cooperation", not "security and the stability".
                named = j - 1 > start and scan.hit(j - 1, "authority") and not scan.hit(j, "authority")
                if named and not split.stem.endswith(scan.lexicon.nisba):
                    return split.joined
                continue
            nouns = (e for e in scan.lexicon.starting_with(split.stem) if e.table == "common_nouns" and not e.form)
            back = any(scan.raw(n).endswith(self._owned) for n in range(j, min(j + 2, stop)))
            if any(nouns) and not back and self._closed(j - 1):
                return split.joined
        return ""

    def _closed(self, k: int) -> bool:
        """Tell whether a noun phrase may end with word *k*: it has the article, an owner or is a name."""
        scan = self._scan
        definite = any(split.definite for split in scan.lexicon.splits(scan.keys[k]))
        return definite or scan.raw(k).endswith(self._owned) or scan.hit(k, "authority") is not None
