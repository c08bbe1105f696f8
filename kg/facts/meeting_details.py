"""What a sentence says of a meeting beside who met: when, where, how, about what, and whether it took place."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.meeting_sites import MeetingSite
from kg.facts.model import Mode, Status, When
from kg.lang import TimeExpression, resolve
from kg.mentions import Scan
from kg.text import Span

# How many words from a meeting's noun or verb its time and place may stand.
_NEAR = 14
# How many words before a meeting decide whether it is planned, called off or only asked for.
_BEFORE = 4
_AFTER = 12
_LONGEST_TOPIC = 24


class Details:
    """Reads the particulars of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast

    def when(self, site: MeetingSite) -> When | None:
        """Return the time nearest to the meeting's words, in their own clause."""
        scan = self._scan
        best: tuple[int, TimeExpression] | None = None
        centre = scan.words[site.first].span.start
        for time in scan.times.get(site.sentence.span.start, ()):
            first = scan.word_at(time.span.start)
            if first is None or time.kind in ("duration", "set"):
                continue
            away = first - site.stop if time.span.start > centre else (site.first - first) * 2
            if away <= _NEAR and (best is None or away < best[0]) and not self._cut_off(site, first):
                best = (away, time)
        if best is None:
            return None
        past = self.status(site) == "held" and not site.sentence.headline
        published = scan.document.article.given.published
        return When(best[1].span, best[1].timex, resolve(best[1], published, told_as_past=past))

    def _cut_off(self, site: MeetingSite, at: int) -> bool:
        """Tell whether another verb or a semicolon parts the time from the meeting."""
        low, high = sorted((site.stop, at))
        for k in range(low, min(high, len(self._scan))):
            hit = self._scan.hit(k, "speech_verbs") or self._scan.hit(k, "meeting_verbs")
            if hit and k != site.first and hit.entry.form in ("finite", "present", "participle") and not hit.definite:
                return True
        return False

    def place(self, site: MeetingSite) -> Span | None:
        """Return the place after "in" or "to" near the meeting's words, or the visited one right after them."""
        scan = self._scan
        limit = min(site.sentence.last, site.stop + _NEAR)
        if site.kind == "visit" and site.stop < limit:
            place = self._place_at(site.stop, joined=True)
            if place:
                return place
        for k in range(site.stop, limit):
            if k > site.stop and "." in scan.gaps[k]:
                break
            if scan.hit(k, "places") and not scan.hits[k]["places"].split.joined and k + 1 < limit:
                place = self._place_at(k + 1, joined=False)
                if place:
                    return place
            elif any((hit := scan.hit(k, t)) and hit.split.preposition for t in ("cities", "authority")):
                place = self._place_at(k, joined=True)
                if place:
                    return place
        return None

    def _place_at(self, k: int, *, joined: bool) -> Span | None:
        scan = self._scan
        for table in ("cities", "authority"):
            hit = scan.hit(k, table)
            if hit is None or (hit.split.joined and not joined) or hit.entry.sense == "adjective":
                continue
            if table == "authority" and (hit.entry.known is None or hit.entry.known.type not in ("Country", "Place")):
                continue
            return scan.bare_span(k, hit.stop, hit.split.joined)
        return None

    def status(self, site: MeetingSite) -> Status:
        """Return whether the meeting took place, will, was called off, or is only asked for."""
        scan = self._scan
        before = range(max(site.sentence.first, site.first - _BEFORE), site.first)
        if any(scan.hit(k, "cancelled") for k in before):
            return "cancelled"
        if site.form == "future" or (site.form == "present" and not site.sentence.headline):
            return "planned"
        if site.form == "noun" and any(
            scan.hit(k, "called_for") and not scan.hits[k]["called_for"].definite for k in before
        ):
            return "called-for" if site.kind != "visit" else "planned"
        around = (*before, *range(site.stop, self._clause_end(site)))
        verb = site.form in ("finite", "past", "relative")
        return "planned" if not verb and any(scan.hit(k, "planned") for k in around) else "held"

    def _clause_end(self, site: MeetingSite) -> int:
        """Return the word at which what is said of the meeting stops: a comma, a verb, or far enough."""
        limit = min(site.sentence.last, site.stop + _AFTER)
        for k in range(site.stop, limit):
            if self._scan.gaps[k].strip()[:1] in ("،", ",", "؛", "."):
                return k
        return limit

    def mode(self, site: MeetingSite) -> Mode | None:
        """Return how the parties met, when the words tell."""
        scan = self._scan
        if any(scan.hit(k, "virtual") for k in range(site.stop, min(site.sentence.last, site.stop + 4))):
            return "virtual"
        if site.mode == "phone":
            return "phone"
        return "inPerson" if site.mode == "inPerson" else None

    def topics(self, site: MeetingSite) -> list[Span]:
        """Return what was discussed: the phrases after "to discuss", "reviewing", "about"."""
        scan = self._scan
        found: list[Span] = []
        k = site.first if site.form != "noun" else site.stop
        while k < site.sentence.last:
            hit = scan.hit(k, "topic_openers")
            if hit and not hit.definite and not (hit.split.joined and hit.split.preposition):
                spans, k = self._topic_list(hit.stop, site.sentence.last)
                found += spans
            else:
                k += 1
        return found

    def _topic_list(self, k: int, limit: int) -> tuple[list[Span], int]:
        """Return the topics from word *k* on, one for each part that a comma and a conjunction join."""
        scan = self._scan
        skip = self._cast.starting(k)
        if skip and not skip[0].features.named:
            k = skip[1]
        start, j, found = k, k, []
        while j < limit and j - start < _LONGEST_TOPIC:
            stop = scan.hit(j, "topic_stops")
            gap = scan.gaps[j].strip()
            if j > start and (stop or gap[:1] in ("،", ",", "؛", ".", ":")):
                found.append(scan.span(start, j))
                if not stop or not (scan.gaps[stop.stop].strip() == "" if stop.stop < limit else False):
                    return found, j
                start = j = stop.stop
                continue
            j += 1
        if j > start:
            found.append(scan.span(start, j))
        return found, max(j, k + 1)
