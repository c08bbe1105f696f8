"""What a sentence says of a meeting beside who met: when, where, how, and whether it took place."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.meeting_sites import MeetingSite, goes_on
from kg.facts.model import Mode, Status, When
from kg.lang import TimeExpression, resolve
from kg.mentions import Scan, words_in
from kg.text import Span

# How many words from a meeting's noun or verb its time and place may stand.
_NEAR = 14
# How many words before a meeting decide whether it is planned, called off or only asked for.
_BEFORE = 4
_AFTER = 12


class Details:
    """Reads the particulars of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast
        self._purpose = {scan.document.pack.letters.key(w) for w in words_in(scan.document.pack, "belonging")}

    def when(self, site: MeetingSite) -> When | None:
        """Return the time nearest to the meeting's words, in their own clause."""
        scan = self._scan
        best: tuple[int, TimeExpression] | None = None
        centre = scan.words[site.first].span.start
        for time in scan.times.get(site.sentence.span.start, ()):
            first = scan.word_at(time.span.start)
            if first is None or time.kind in ("duration", "set") or self._says_nothing(time):
                continue
            if time.span.start > centre:
                away = sum(not self._titled(k) for k in range(site.stop, first))
            else:
                away = (site.first - first) * 2
            if away <= _NEAR and (best is None or away < best[0]) and not self._cut_off(site, first):
                best = (away, time)
        if best is None:
            return None
        past = self.status(site) == "held" and not site.sentence.headline
        published = scan.document.article.given.published
        return When(best[1].span, best[1].timex, resolve(best[1], published, told_as_past=past))

    def _says_nothing(self, time: TimeExpression) -> bool:
        """Tell whether a time only says "now", "before" or "later"; a single word like "recently" says when."""
        return time.timex.endswith("_REF") and (
            time.timex.startswith("PRESENT") or " " in time.span.of(self._scan.text)
        )

    def _cut_off(self, site: MeetingSite, at: int) -> bool:
        """Tell whether another verb or a semicolon parts the time from the meeting."""
        low, high = sorted((site.stop, at))
        for k in range(low, min(high, len(self._scan))):
            hit = self._scan.hit(k, "speech_verbs") or self._scan.hit(k, "meeting_verbs")
            clause = self._scan.hit(k, "complementizers") and not self._scan.hit(k - 1, "planned")
            if clause or (k > site.stop and goes_on(self._scan, site, k)):
                return True
            word = self._scan.hit(k, "function_words")
            if k > site.stop and word and word.entry.column(1) == "verb" and not self._arranges(k):
                return True
            if hit and k != site.first and hit.entry.form in ("finite", "present", "participle") and not hit.definite:
                return True
        return False

    def _arranges(self, k: int) -> bool:
        """Tell whether word *k* only says that a meeting is held or planned."""
        return any(self._scan.hit(k, table) for table in ("planned", "holding_verbs", "meeting_light_verbs"))

    def place(self, site: MeetingSite) -> Span | None:
        """Return where it was: the noun's own city, the place after it, or the one before it in the clause."""
        return self._of_noun(site) or self._after(site) or self._before(site)

    def _of_noun(self, site: MeetingSite) -> Span | None:
        """Return the place right after the noun or verb: what a visit visits, or the city a meeting is called by."""
        k = site.stop
        if k >= site.sentence.last or not self._scan.joined_on(k):
            return None
        if site.kind == "visit":
            return self._place_at(k, joined=True)
        known = self._scan.hit(k, "authority")
        city = self._scan.hit(k, "cities") or (known if known and known.entry.sense == "capital" else None)
        return self._place_at(k, joined=False) if city and site.form == "noun" else None

    def _after(self, site: MeetingSite) -> Span | None:
        """Return the place after "in" or "to" that follows, outside of titles and topics."""
        scan = self._scan
        limit, left = site.sentence.last, _NEAR
        for k in range(site.stop, limit):
            left -= not self._titled(k)
            if left < 0 or self._leaves(site, k):
                break
            if self._titled(k):
                continue
            if scan.hit(k, "places") and not scan.hits[k]["places"].split.joined and k + 1 < limit:
                place = self._place_at(k + 1, joined=False)
            else:
                place = self._bare_place(site, k)
            if place:
                return place
        return None

    def _leaves(self, site: MeetingSite, k: int) -> bool:
        """Tell whether the words from *k* on say nothing more of where it was: a new clause, meeting or topic."""
        scan = self._scan
        if (k > site.stop and "stop" in scan.marks[k]) or self._opens_topic(k) or goes_on(scan, site, k):
            return True
        return not self._titled(k) and self._opens_topic(site.first) and self._plain(k)

    def _bare_place(self, site: MeetingSite, k: int) -> Span | None:
        """Return the place at word *k* itself: with a preposition joined on, or as what a verb of visiting visits."""
        scan = self._scan
        if any((hit := scan.hit(k, t)) and hit.split.preposition for t in ("cities", "authority", "place_nouns")):
            return self._place_at(k, joined=True)
        visited = site.kind == "visit" and site.form != "noun" and scan.joined_on(k)
        return self._place_at(k, joined=False) if visited else None

    def _before(self, site: MeetingSite) -> Span | None:
        """Return the place after "in" or "to" that stands before the meeting in its own clause."""
        scan = self._scan
        for k in range(site.first - 1, max(site.sentence.first, site.first - _NEAR) - 1, -1):
            stops = scan.mark(k + 1) in ("semicolon", "stop")
            joiner = scan.hit(k, "joiners") is not None and not self._place_before(k)
            if stops or joiner or scan.hit(k, "complementizers"):
                return None
            particle = scan.hit(k, "places")
            if particle and not particle.split.joined and not self._titled(k) and k + 1 < site.first:
                return self._place_at(k + 1, joined=False)
        return None

    def _plain(self, k: int) -> bool:
        """Tell whether word *k* is a common word, with which a topic begins."""
        hits = self._scan.hits[k]
        known = ("function_words", "places", "cities", "authority", "adverbials")
        return not self._scan.timed[k] and not any(table in hits for table in known) and self._cast.inside[k] is None

    def _place_before(self, k: int) -> bool:
        """Tell whether a place ends right before word *k* ("to X, where he will meet")."""
        hits = [self._scan.hit(n, t) for n in (k - 1, k - 2) for t in ("cities", "authority")]
        return any(hit is not None and hit.stop == k for hit in hits)

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"

    def _opens_topic(self, k: int) -> bool:
        hit = self._scan.hit(k, "topic_openers")
        return hit is not None and not hit.definite

    def _place_at(self, k: int, *, joined: bool) -> Span | None:
        """Return the place at word *k*, past "the city of" and "the capital"."""
        scan = self._scan
        kind = scan.hit(k, "place_nouns")
        if kind and (joined or not kind.split.joined):
            k, joined = kind.stop, False
            nation = scan.hit(k, "authority")
            k += nation is not None and nation.entry.sense == "adjective"
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
        before = self._words_before(site)
        if any(scan.hit(k, "cancelled") for k in before):
            return "cancelled"
        if site.form == "future" or (site.form == "present" and not site.sentence.headline):
            return "planned"
        if site.form == "noun" and any(self._calls_for(k, site) for k in before):
            return "called-for" if site.kind != "visit" else "planned"
        noun = scan.hit(site.first, "meeting_nouns")
        if site.form == "noun" and noun and noun.split.preposition in self._purpose:
            return "planned"
        around = (*before, *range(site.stop, self._clause_end(site)))
        verb = site.form in ("finite", "past", "relative")
        return "planned" if not verb and any(scan.hit(k, "planned") for k in around) else "held"

    def _calls_for(self, k: int, site: MeetingSite) -> bool:
        """Tell whether word *k* asks for the meeting: no preposition of time or place parts them."""
        scan = self._scan
        asks = scan.hit(k, "called_for")
        if asks is None or asks.definite:
            return False
        particle = scan.hit(site.first - 1, "function_words") if site.first - 1 > k else None
        verb = scan.hit(k, "speech_verbs")
        frames = scan.lexicon.keys(verb.entry.column(5)) if verb else ()
        return particle is None or particle.entry.column(1) != "prep" or scan.keys[site.first - 1] in frames

    def _words_before(self, site: MeetingSite) -> list[int]:
        """Return the last words before a meeting, names and titles left out."""
        found: list[int] = []
        for k in range(site.first - 1, site.sentence.first - 1, -1):
            if len(found) >= _BEFORE or self._scan.mark(k + 1) in ("semicolon", "stop"):
                break
            if not self._titled(k):
                found.append(k)
        return found

    def _clause_end(self, site: MeetingSite) -> int:
        """Return the word at which what is said of the meeting stops: a comma, a verb, or far enough."""
        limit = min(site.sentence.last, site.stop + _AFTER)
        for k in range(site.stop, limit):
            if self._scan.mark(k) in ("comma", "semicolon", "stop"):
                return k
        return limit

    def mode(self, site: MeetingSite) -> Mode | None:
        """Return how the parties met, when the words tell."""
        scan = self._scan
        if any(scan.hit(k, "virtual") for k in range(site.stop, min(site.sentence.last, site.stop + 4))):
            return "virtual"
        if any(scan.hit(k, "by_phone") for k in range(site.stop, min(site.sentence.last, site.stop + 4))):
            return "phone"
        if site.mode == "phone":
            return "phone"
        return "inPerson" if site.mode == "inPerson" else None
