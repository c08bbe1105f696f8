"""What a sentence says of a meeting beside who met: when, where, how, and whether it took place."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.clause_edges import by_means, says
from kg.facts.meeting_places import Places
from kg.facts.meeting_site import MeetingSite, goes_on
from kg.facts.meeting_times import Times
from kg.facts.model import Mode, Status, When
from kg.mentions import Scan
from kg.text import Span

# How many words before a meeting decide whether it is planned, called off or only asked for.
_BEFORE = 4
_AFTER = 12
# How many words after a meeting a word like "virtual" stands beside it; how far "by way of" may be from it.
_BESIDE = 4
_BY_WAY = 3


class Details:
    """Reads the particulars of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast
        self._times = Times(scan, cast)
        self._places = Places(scan, cast)
        self._ahead = scan.lexicon.word_keys("ahead")
        self._purpose = scan.lexicon.word_keys("belonging")

    def when(self, site: MeetingSite) -> When | None:
        """Return the time nearest to the meeting's words, in their own clause."""
        return self._times.of(site, held=self.status(site) == "held")

    def place(self, site: MeetingSite) -> Span | None:
        """Return where it was."""
        return self._places.of(site)

    def status(self, site: MeetingSite) -> Status:
        """Return whether the meeting took place, will, was called off, or is only asked for."""
        scan = self._scan
        before = self._words_before(site)
        after = range(site.stop, self._clause_end(site))
        if any(self._calls_off(k, site) for k in before) or (site.form == "noun" and self._called_off(after)):
            return "cancelled"
        if site.form == "future" or (site.form == "present" and not site.sentence.headline):
            return "planned"
        if site.form == "noun" and any(self._calls_for(k, site) for k in before):
            return "called-for" if site.kind != "visit" else "planned"
        noun = scan.hit(site.first, "meeting_nouns")
        if site.form == "noun" and noun and noun.split.preposition in self._purpose:
            return "planned"
        if site.form == "noun" and any(self._to_be_held(k) for k in range(site.first - 1, site.first - 3, -1)):
            return "planned"
        verb = site.form in ("finite", "past", "relative")
        ahead = any(scan.hit(k, "planned") for k in (*before, *after)) or any(scan.hit(k, "preparing") for k in before)
        return "planned" if not verb and ahead else "held"

    def _to_be_held(self, k: int) -> bool:
        """Tell whether word *k* is the holding of a meeting that is still to come ("to hold", "agreed on holding").

        A day to come right before the meeting tells it too ("begins tomorrow a visit").
        """
        scan = self._scan
        if scan.timed[k] and scan.hit(k, "planned"):
            return True
        held = scan.hit(k, "holding_masdars")
        if held is None or k < 1 or not scan.joined_on(k):
            return False
        return held.split.preposition in self._ahead or (not held.split.joined and scan.keys[k - 1] in self._ahead)

    def _calls_off(self, k: int, site: MeetingSite) -> bool:
        """Tell whether word *k* calls the meeting off: nothing leads the meeting in after it ("commented on")."""
        return self._scan.hit(k, "cancelled") is not None and not self._led_in(k, site)

    def _called_off(self, words: range) -> bool:
        """Tell whether the words after a meeting say that it was called off ("which was cancelled")."""
        scan = self._scan
        for k in words:
            if scan.hit(k, "cancelled"):
                before = scan.hit(k - 1, "function_words")
                if scan.hit(k - 1, "relatives") or (before and before.entry.column(1) in ("verb", "aux")):
                    return True
        return False

    def _asked(self, k: int, site: MeetingSite) -> bool:
        """Tell whether the meeting is what "the call for" at word *k* asks for, right after it."""
        noun = self._scan.hit(site.first, "meeting_nouns")
        joined = noun is not None and noun.split.preposition in self._purpose
        return (joined and k == site.first - 1) or (k == site.first - 2 and self._scan.hit(k + 1, "places") is not None)

    def _led_in(self, k: int, site: MeetingSite) -> bool:
        """Tell whether a preposition after word *k* leads the meeting in."""
        scan = self._scan
        phrases = (scan.hit(n, "speaking_at") for n in range(k + 1, site.first))
        if any(phrase is not None and phrase.stop == site.first for phrase in phrases):
            return True
        particle = scan.hit(site.first - 1, "function_words") if site.first - 1 > k else None
        return particle is not None and particle.entry.column(1) == "prep"

    def _calls_for(self, k: int, site: MeetingSite) -> bool:
        """Tell whether word *k* asks for the meeting: no preposition of time or place parts them."""
        scan = self._scan
        asks = scan.hit(k, "called_for")
        if asks is None or (asks.definite and not self._asked(k, site)):
            return False
        verb = scan.hit(k, "speech_verbs")
        frames = scan.lexicon.keys(verb.entry.column(5)) if verb else ()
        return not self._led_in(k, site) or scan.keys[site.first - 1] in frames

    def _words_before(self, site: MeetingSite) -> list[int]:
        """Return the last words before a meeting; names, titles and times are left out."""
        found: list[int] = []
        for k in range(site.first - 1, site.sentence.first - 1, -1):
            if len(found) >= _BEFORE or self._scan.mark(k + 1) in ("semicolon", "stop"):
                break
            if self._cast.inside[k] is None and not self._scan.timed[k] and not self._led_place(k):
                found.append(k)
        return found

    def _led_place(self, k: int) -> bool:
        """Tell whether word *k* is a place, or a preposition that leads one in ("travels to Tokyo on a visit")."""
        scan = self._scan
        place = self._cast.inside[k + 1] if k + 1 < len(scan) else None
        after = scan.hit(k + 1, "cities") is not None or (place is not None and place.type == "Country")
        word = scan.hit(k, "function_words")
        return scan.hit(k, "cities") is not None or (after and word is not None and word.entry.column(1) == "prep")

    def _clause_end(self, site: MeetingSite) -> int:
        """Return the word at which what is said of the meeting stops: a comma, another clause, or far enough."""
        scan = self._scan
        limit = min(site.sentence.last, site.stop + _AFTER)
        for k in range(site.stop, limit):
            if scan.mark(k) in ("comma", "semicolon", "stop") or self._other_clause(site, k):
                return k
        return limit

    def _other_clause(self, site: MeetingSite, k: int) -> bool:
        """Tell whether word *k* begins a clause that tells of something else."""
        if by_means(self._scan, k):
            return False
        other = k > site.stop and self._scan.hit(k, "meeting_nouns") is not None
        return (
            says(self._scan, k)
            or other
            or self._scan.hit(k, "clause_breaks") is not None
            or goes_on(self._scan, site, k)
        )

    def mode(self, site: MeetingSite) -> Mode | None:
        """Return how the parties met, when the words tell."""
        beside = self._words_beside(site)
        if any(self._at_a_distance(k, site) for k in beside):
            return "virtual"
        if site.mode == "phone" or any(self._scan.hit(k, "by_phone") for k in beside):
            return "phone"
        # How those who are to meet will do so is not told before they have met.
        return "inPerson" if site.mode == "inPerson" and self.status(site) == "held" else None

    def _words_beside(self, site: MeetingSite) -> list[int]:
        """Return the words after a meeting that may say how it was held; names and titles are left out."""
        found: list[int] = []
        for k in range(site.stop, site.sentence.last):
            ends = self._scan.mark(k) in ("semicolon", "stop", "colon") or (
                k > site.stop and self._other_clause(site, k)
            )
            if ends or len(found) >= _AFTER:
                break
            if not self._titled(k):
                found.append(k)
        return found

    def _at_a_distance(self, k: int, site: MeetingSite) -> bool:
        """Tell whether word *k* says that a meeting was held at a distance: beside it, or after "by way of"."""
        scan = self._scan
        by_way = any(scan.hit(n, "by_way_of") for n in range(max(site.stop, k - _BY_WAY), k))
        return scan.hit(k, "virtual") is not None and (by_way or k < site.stop + _BESIDE)

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"
