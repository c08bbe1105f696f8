"""Where a topic begins: past the subject, the other party, times, places and asides that stand before it."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.parties import Parties
from kg.mentions import Mention, Scan

# An aside between two commas has at most this many words.
_ASIDE = 14


class TopicStarts:
    """Finds the first word of a topic."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        self._with = scan.lexicon.word_keys("with_words")

    def person(self, k: int) -> bool:
        """Tell whether somebody is named at word *k*."""
        found = self._cast.starting(k)
        return found is not None and found[0].type == "Person"

    def ends(self, k: int) -> bool:
        """Tell whether somebody's name or title ends right before word *k*."""
        found = self._cast.ending(k)
        return found is not None and found[0].type == "Person"

    def other_party(self, k: int) -> bool:
        """Tell whether word *k* leads in the other party."""
        return self._scan.keys[k] in self._with and self._cast.starting(k + 1) is not None

    def party_follows(self, k: int, parties: tuple[str, ...]) -> bool:
        """Tell whether "with" and one of the parties stand at word *k*."""
        found = self._cast.starting(k + 1) if self._scan.keys[k] in self._with else None
        return found is not None and any(i in parties for i in self._parties.behind(found[0]))

    def past_aside(self, k: int, limit: int, parties: tuple[str, ...]) -> int:
        """Return the first word of the topic after "during the meeting", times and whom it points back to."""
        before = -1
        while k < limit and k != before:
            before = k
            phrase = self._scan.hit(k, "topic_asides") or self._scan.hit(k, "adverbials")
            found = self._cast.starting(k)
            if phrase:
                k = phrase.stop
            elif self._scan.timed[k] or self._adverb(k):
                k += 1
            elif found and self._acts(found[0], parties):
                k = found[1]
            elif self._scan.keys[k] in self._with:
                k = self._past_parties(k + 1)
            elif self._scan.hit(k, "relatives"):
                k = self._comma_after(k, limit)
            else:
                k = max(self._place_end(k), self._aside_end(k, limit))
        return k

    def _acts(self, mention: Mention, parties: tuple[str, ...]) -> bool:
        """Tell whether a mention is who discusses rather than what is discussed."""
        return mention.type == "Person" or not mention.features.named or self._cast.id_of(mention) in parties

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
        return self._comma_after(k, limit)

    def _comma_after(self, k: int, limit: int) -> int:
        """Return the word after the next comma, or *k* when none is near."""
        ends = (j for j in range(k + 1, min(limit, k + _ASIDE)) if self._scan.mark(j) == "comma")
        return next(ends, k)

    def _past_parties(self, k: int) -> int:
        """Return the word after the parties that begin at word *k*."""
        found = self._cast.starting(k)
        while found:
            k = found[1]
            found = self._cast.starting(k)
        return k
