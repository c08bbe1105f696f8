"""Where the text tells of a meeting: its verb or noun, who took part, and in which forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clause_edges import by_means, meets, says
from kg.facts.meeting_parties import NounParties
from kg.facts.meeting_site import MeetingSite
from kg.facts.meeting_verbs import VerbSites
from kg.facts.parties import Parties
from kg.mentions import Scan

# How many words before a meeting "ready for", "the wish for" may stand.
_READY = 2
# How many words before a meeting a negated verb that holds it may stand.
_DENIED = 3
# How many words before a meeting a verb that refuses it may stand.
_REFUSED = 8


class MeetingSites:
    """Finds the mentions of meetings in a document."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        self._between = scan.lexicon.word_keys("between")
        self._around = NounParties(scan, cast, parties)
        self._verbs = VerbSites(scan, cast, parties, self._around)

    def of(self, sentence: Sentence) -> Iterator[MeetingSite]:
        """Yield the mentions of meetings in a sentence."""
        last = -1
        for i in range(sentence.first, sentence.last):
            if i < last:
                continue
            if self._scan.hit(i, "meeting_verbs") is None and self._scan.hit(i, "meeting_nouns") is None:
                continue
            if self._unmet(i, sentence):
                continue
            site = self._verbs.at(i, sentence) or self._noun(i, sentence)
            if site:
                last = site.stop
                yield from self._each(site)

    def _each(self, site: MeetingSite) -> Iterator[MeetingSite]:
        """Yield a meeting, or one for each other party when the words say that one party met each on its own."""
        scan, others = self._scan, site.parties[1:]
        apart = False
        for k in range(site.stop, site.sentence.last if len(others) > 1 else site.stop):
            if scan.mark(k) in ("semicolon", "stop") or says(scan, k) or meets(scan, k):
                break
            apart = apart or scan.hit(k, "each_apart") is not None
        yield from (replace(site, parties=(site.parties[0], other)) for other in others) if apart else (site,)

    def _noun(self, i: int, sentence: Sentence) -> MeetingSite | None:
        hit = self._scan.hit(i, "meeting_nouns")
        if hit is None or (self._cast.inside[i] is not None and not self._heads_forum(i)):
            return None
        if by_means(self._scan, i):
            return None
        kind, mode = hit.entry.column(1), hit.entry.column(2)
        ids, forum = self._around.parties_of(hit, sentence)
        near = [k for k in range(i - 1, sentence.first - 1, -1) if self._cast.inside[k] is None][:_READY]
        joins = hit.definite and any(self._scan.hit(k, "joining_verbs") for k in near)
        if joins:
            ids = self._around.attendance.joining(hit, sentence)
        back = not ids and self._points_to_last(i)
        if "definite" in hit.entry.row and not hit.definite:
            return None
        if "needs" in hit.entry.row and len(ids) < 2 and not any(self._together(k) for k in (hit.stop,)):
            return None
        firm = "needs" not in hit.entry.row and not forum
        if hit.definite and not ids and not forum and "needs" in hit.entry.row:
            return None
        definite = hit.definite or back
        bare = not ids and not forum and self._occasion(i)
        return MeetingSite(
            i, hit.stop, kind, mode, ids, forum, definite, "noun", sentence, joins, firm, points=back, bare=bare
        )

    def _occasion(self, i: int) -> bool:
        """Tell whether "in" or "during" stands right before word *i*."""
        hits = (self._scan.hit(k, t) for k in (i - 1, i - 2) for t in ("speaking_at", "places"))
        return any(hit is not None and not hit.split.joined and hit.stop == i for hit in hits)

    def _points_to_last(self, i: int) -> bool:
        """Tell whether the words before say that what was just told happened at this meeting."""
        hits = (self._scan.hit(k, "back_pointing") for k in range(max(0, i - 4), i))
        return any(hit is not None and hit.stop == i for hit in hits)

    def _unmet(self, i: int, sentence: Sentence) -> bool:
        """Tell whether the words before say that nobody met: a negation, or no more than readiness or a wish."""
        scan = self._scan
        if i > sentence.first and scan.hit(i, "meeting_verbs") and scan.hit(i - 1, "negations"):
            return True
        near = [k for k in range(i - 1, sentence.first - 1, -1) if self._cast.inside[k] is None]
        before = near[:_READY]
        if scan.hit(i, "meeting_nouns") and any(self._denied(k) for k in near[:_DENIED]):
            return True
        # "Refused in a meeting with X": what is refused is something else.
        at = scan.hit(i - 1, "places") or scan.hit(i - 1, "speaking_at") if i else None
        unmet = not at and any(scan.hit(k, "unmet") and not scan.hits[k]["unmet"].definite for k in before)
        return unmet or self._refused(i, near)

    def _refused(self, i: int, before: list[int]) -> bool:
        """Tell whether a bare noun of meeting is what a verb of refusing before it refuses."""
        scan = self._scan
        noun = scan.hit(i, "meeting_nouns")
        word = scan.hit(i - 1, "function_words")
        led_in = word is not None and word.entry.column(1) == "prep"
        if noun is None or noun.definite or noun.split.joined or led_in:
            return False
        for k, farther in zip(before[:_REFUSED], [*before[1 : _REFUSED + 1], -1], strict=False):
            denies = scan.hit(farther, "unmet") or scan.hit(farther, "denied_holdings")
            if scan.hit(k, "holding_masdars") and denies:
                # "Denied the holding of any meeting": the holding is no verb.
                return True
            if says(scan, k) or meets(scan, k) or scan.hit(k, "meeting_light_verbs"):
                return scan.hit(k, "unmet") is not None
        return False

    def _denied(self, k: int) -> bool:
        """Tell whether word *k* holds or plans the meeting and a negation stands right before it."""
        holds = self._scan.hit(k, "meeting_light_verbs") or self._scan.hit(k, "planned")
        denies = self._scan.hit(k - 1, "negations") if k else None
        return holds is not None and denies is not None and not denies.split.preposition

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"

    def _together(self, k: int) -> bool:
        return k < len(self._scan) and self._scan.keys[k] in self._between

    def _heads_forum(self, i: int) -> bool:
        mention = self._cast.inside[i]
        return (
            mention is not None
            and mention.type == "Forum"
            and mention.extent.start >= self._scan.words[i].span.start - 2
        )
