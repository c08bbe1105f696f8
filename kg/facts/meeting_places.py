"""Where a meeting was, as the words beside it tell."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.meeting_site import MeetingSite, goes_on
from kg.mentions import Scan
from kg.text import Span

# How many words from a meeting's noun or verb its place may stand.
_NEAR = 14
# How many words a building's name has at most.
_NAMED = 4
# How many words after a meeting "which X hosted" may stand.
_HOSTED = 4


class Places:
    """Reads the places of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast
        self._toward = scan.lexicon.word_keys("belonging")

    def of(self, site: MeetingSite) -> Span | None:
        """Return where it was: the noun's own city, the place after it, or the one before it in the clause."""
        return self._of_noun(site) or self._hosted(site) or self._after(site) or self._before(site)

    def _hosted(self, site: MeetingSite) -> Span | None:
        """Return the country or city that hosts the meeting, after the verb of hosting."""
        scan = self._scan
        for k in range(max(site.sentence.first, site.first - _NEAR), min(site.sentence.last, site.stop + _HOSTED)):
            if k + 1 < site.sentence.last and scan.hit(k, "hosting_verbs"):
                return self._place_at(k + 1, joined=False)
        return None

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
        for table in ("cities", "authority", "place_nouns", "venues"):
            hit = scan.hit(k, table)
            particle = hit.split.preposition if hit else ""
            if particle and (site.kind == "visit" or particle not in self._toward):
                return self._place_at(k, joined=True)
        visited = site.kind == "visit" and site.form != "noun" and scan.joined_on(k)
        return self._place_at(k, joined=False) if visited else None

    def _before(self, site: MeetingSite) -> Span | None:
        """Return the place after "in" or "to" that stands before the meeting in its own clause."""
        scan = self._scan
        if site.bare:
            # "Discussed the war in X in a meeting": X is what was discussed.
            return None
        for k in range(site.first - 1, max(site.sentence.first, site.first - _NEAR) - 1, -1):
            stops = scan.mark(k + 1) in ("semicolon", "stop")
            joiner = scan.hit(k, "joiners") is not None and not self._place_before(k)
            if stops or joiner or scan.hit(k, "complementizers"):
                return None
            particle = scan.hit(k, "places")
            if particle and not particle.split.joined and not self._titled(k) and k + 1 < site.first:
                return self._place_at(k + 1, joined=False)
            city = scan.hit(k, "cities") or scan.hit(k, "authority")
            led_in = city.split.preposition if city and not self._titled(k) else ""
            if led_in and led_in not in self._toward and (place := self._place_at(k, joined=True)):
                return place
        return None

    def _plain(self, k: int) -> bool:
        """Tell whether word *k* is a common word, with which a topic begins."""
        hits = self._scan.hits[k]
        known = ("function_words", "places", "cities", "authority", "adverbials")
        return not self._scan.timed[k] and not any(table in hits for table in known) and self._cast.inside[k] is None

    def _place_before(self, k: int) -> bool:
        """Tell whether a place ends right before word *k* ("to X, where he will meet")."""
        while k > 0 and self._scan.timed[k - 1]:
            k -= 1
        hits = [self._scan.hit(n, t) for n in (k - 1, k - 2) for t in ("cities", "authority")]
        return any(hit is not None and hit.stop == k for hit in hits)

    def _opens_topic(self, k: int) -> bool:
        hit = self._scan.hit(k, "topic_openers")
        return hit is not None and not hit.definite

    def _place_at(self, k: int, *, joined: bool) -> Span | None:
        """Return the place at word *k*, past "the city of" and "the capital"."""
        scan = self._scan
        venue = scan.hit(k, "venues")
        if venue and (joined or not venue.split.joined):
            return self._venue(k, venue.stop, venue.split.joined)
        kind = scan.hit(k, "place_nouns")
        if kind and (joined or not kind.split.joined):
            stop = self._described(kind.stop) if kind.definite else kind.stop
            alone = scan.bare_span(k, stop, kind.split.joined) if kind.definite else None
            k, joined = stop, False
            nation = scan.hit(k, "authority")
            k += nation is not None and nation.entry.sense == "adjective"
            if alone and not any(scan.hit(k, table) for table in ("cities", "authority")):
                return alone
        for table in ("cities", "authority"):
            hit = scan.hit(k, table)
            if hit is None or (hit.split.joined and not joined) or hit.entry.sense == "adjective":
                continue
            if table == "authority" and (hit.entry.known is None or hit.entry.known.type not in ("Country", "Place")):
                continue
            return scan.bare_span(k, hit.stop, hit.split.joined)
        return None

    def _described(self, k: int) -> int:
        """Return the word after the adjectives at word *k* that have the article ("the new administrative capital")."""
        scan = self._scan
        while k < len(scan) and scan.joined_on(k) and not scan.timed[k] and self._cast.starting(k) is None:
            adjective = any(split.definite and not split.joined for split in scan.lexicon.splits(scan.keys[k]))
            if not adjective or not self._plain(k):
                break
            k += 1
        return k

    def _venue(self, k: int, stop: int, joined: str) -> Span:
        """Return a building at word *k*, with its name and the city it stands in."""
        scan, last = self._scan, self._scan.last_word(k)
        while stop < min(last, k + _NAMED) and scan.joined_on(stop) and self._names_venue(stop):
            stop = max(stop + 1, self._mention_end(stop))
        city = stop + (
            stop < last and scan.hit(stop, "places") is not None and not scan.hits[stop]["places"].split.joined
        )
        for table in ("cities", "authority"):
            hit = scan.hit(city, table) if city < last and scan.listed(stop) else None
            led_in = city > stop or (hit and hit.split.preposition and hit.split.preposition not in self._toward)
            if hit and led_in and hit.entry.sense != "adjective":
                stop = hit.stop
                break
        return scan.bare_span(k, stop, joined)

    def _names_venue(self, k: int) -> bool:
        """Tell whether word *k* goes on with a building's name: no particle, time, verb, or place led in."""
        scan = self._scan
        ends = ("function_words", "topic_openers", "meeting_verbs", "speech_verbs", "complementizers", "attending")
        led_in = any(hit.split.preposition for t in ("cities", "authority") if (hit := scan.hit(k, t)))
        mention = self._cast.inside[k]
        person = mention is not None and mention.type == "Person"
        return not (scan.timed[k] or led_in or person or any(scan.hit(k, table) for table in ends))

    def _mention_end(self, k: int) -> int:
        found = self._cast.starting(k)
        return found[1] if found else k

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"
