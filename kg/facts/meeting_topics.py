"""What a meeting was about."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.clause_edges import says
from kg.facts.meeting_site import MeetingSite, goes_on
from kg.facts.parties import Parties
from kg.facts.topic_starts import TopicStarts
from kg.mentions import Hit, Scan, words_in
from kg.text import Span

_LONGEST_TOPIC = 24
# Marks that end a topic.
_ENDS = ("comma", "semicolon", "stop", "colon", "dash")
# How many words a verb's subject may take before the particle that leads its topic in.
_SUBJECT = 8


class Topics:
    """Reads the topics of meetings."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._starts = TopicStarts(scan, cast, parties)
        self._owned = tuple(words_in(scan.document.pack, "owner_endings"))

    def of(self, site: MeetingSite) -> list[Span]:
        """Return what was discussed: the phrases after "to discuss", "reviewing", "about"."""
        scan = self._scan
        found: list[Span] = []
        k = site.first if site.form != "noun" else site.stop
        if site.form == "noun" and site.definite and self._leads(site.first - 1, site):
            # "The talks dealt with": the verb stands before its subject.
            k = site.first - 1
        while k < site.sentence.last:
            hit = self._opener(k)
            if hit is None and k > site.stop and (goes_on(scan, site, k) or says(scan, k)):
                break
            begin = self._after(hit, site) if hit else None
            if begin is None:
                k += 1
                continue
            spans, k = self._topic_list(*begin, site)
            found += spans
        return found

    def _leads(self, k: int, site: MeetingSite) -> bool:
        """Tell whether word *k* is a verb whose subject is the meeting: it has no preposition."""
        hit = self._opener(k) if k >= site.sentence.first else None
        return hit is not None and hit.stop == site.first and self._verb(k)

    def _verb(self, k: int) -> bool:
        word = self._scan.hit(k, "function_words")
        return word is None or not word.entry.column(1).startswith("prep")

    def _opener(self, k: int) -> Hit | None:
        hit = self._scan.hit(k, "topic_openers")
        return hit if hit and not hit.definite and not (hit.split.joined and hit.split.preposition) else None

    def _after(self, hit: Hit, site: MeetingSite) -> tuple[int, int] | None:
        """Return the first word of the topic that *hit* opens and the letters to cut, None when nothing leads it in."""
        limit = site.sentence.last
        if not hit.entry.column(1):
            # "The meeting dealt with": the subject is the meeting itself.
            begin = site.stop if hit.stop == site.first and site.form == "noun" else hit.stop
            start = self._title_past(self._starts.past_aside(begin, limit, site.parties), site)
            return None if start is None else (start, 0)
        particles = self._scan.lexicon.keys(hit.entry.column(1))
        for k in range(hit.stop, min(limit, hit.stop + _SUBJECT)):
            joined = (s.preposition for s in self._scan.lexicon.splits(self._scan.keys[k]) if s.joined == s.preposition)
            letters = next((j for j in joined if j in particles), "")
            if letters:
                return (k, len(letters))
            if self._scan.keys[k] in particles:
                return (self._starts.past_aside(k + 1, limit, site.parties), 0)
            if k > hit.stop and self._scan.mark(k):
                return None
        return None

    def _title_past(self, k: int, site: MeetingSite) -> int | None:
        """Return *k*, or where the topic begins when a conjunction there still goes on with the title of a party."""
        if k >= site.sentence.last or not self._scan.joined_on(k) or not self._conjoined(k) or not self._starts.ends(k):
            return k
        for j in range(k, min(site.sentence.last, k + _LONGEST_TOPIC)):
            if self._starts.other_party(j):
                return self._starts.past_aside(j, site.sentence.last, site.parties)
        return None

    def _topic_list(self, k: int, cut: int, site: MeetingSite) -> tuple[list[Span], int]:
        """Return the topics from word *k* on, one for each part that a conjunction or "in addition to" leads in."""
        scan, limit = self._scan, site.sentence.last
        found: list[Span] = []
        start = j = k
        while j < limit and j - start < _LONGEST_TOPIC:
            if j > start and self._says_more(j):
                return found + self._parted(start, j, cut), j
            if j > start and self._starts.party_follows(j, site.parties):
                # "Discussed the file with his counterpart": the counterpart is no part of the topic.
                return found + self._parted(start, j, cut), j + 1
            stop = scan.hit(j, "topic_stops") if j > start else None
            mark = next((m for m in scan.marks[j] if m in _ENDS), "") if j > start else ""
            if not stop and not mark:
                j += 1
                continue
            found += self._parted(start, j, cut)
            following = self._more(stop, limit) if stop else self._listed(j, mark, limit)
            if following is None:
                return found, max(j, k + 1)
            start, cut = following
            if (opener := self._opener(start)) is not None:
                start, cut = self._after(opener, site) or (opener.stop, 0)
            j = start
        if j > start:
            found += self._parted(start, j, cut)
        return found, max(j, k + 1)

    def _says_more(self, j: int) -> bool:
        """Tell whether a verb with a conjunction joined to it goes on with what somebody said ("and accused")."""
        hit = self._scan.hit(j, "speech_verbs")
        return hit is not None and hit.split.joined != "" and says(self._scan, j) and not self._conjoined_noun(j)

    def _conjoined_noun(self, j: int) -> bool:
        """Tell whether the word is written like a noun too ("and refusal")."""
        splits = self._scan.lexicon.splits(self._scan.keys[j])
        return self._scan.hit(j, "common_nouns") is not None or any(s.joined and self._noun(s.stem) for s in splits)

    def _more(self, stop: Hit, limit: int) -> tuple[int, int] | None:
        """Return where the topic after "as well as" begins."""
        kind = stop.entry.column(1)
        if stop.stop >= limit or self._scan.mark(stop.stop):
            return None
        if self._starts.person(stop.stop):
            return None
        leads = kind == "more" or (kind == "verb" and self._opener(stop.stop) is not None)
        return (stop.stop, 0) if leads and not says(self._scan, stop.stop) else None

    def _listed(self, j: int, mark: str, limit: int) -> tuple[int, int] | None:
        """Return where the topic begins that a comma and a conjunction at word *j* lead in, and the letters to cut."""
        if mark != "comma" or j >= limit:
            return None
        stop = self._scan.hit(j, "topic_stops")
        if stop:
            return self._more(stop, limit)
        opener = self._opener(j)
        if opener and opener.split.joined:
            return (j, 0)
        joined = self._conjoined(j)
        return (j, len(joined)) if joined else None

    def _conjoined(self, j: int) -> str:
        """Return the conjunction joined to a noun at word *j*: no verb, and nobody who does something else."""
        scan = self._scan
        verb = any(scan.hit(j, table) for table in ("speech_verbs", "meeting_verbs", "meeting_light_verbs"))
        word = scan.hit(j, "function_words")
        if verb or (word and word.split.joined) or self._starts.person(j):
            return ""
        for split in scan.lexicon.splits(scan.keys[j]):
            if split.joined and not split.preposition and (split.definite or self._noun(split.stem)):
                return split.joined
        return ""

    def _noun(self, stem: str) -> bool:
        return any(e.table == "common_nouns" and not e.form for e in self._scan.lexicon.starting_with(stem))

    def _parted(self, start: int, stop: int, cut: int) -> list[Span]:
        """Return the topics between two words, parted where a conjunction begins a topic of its own."""
        scan, found, begin = self._scan, [], start
        if start >= stop:
            return []
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
            back = any(scan.raw(n).endswith(self._owned) for n in range(j, min(j + 2, stop)))
            if self._noun(split.stem) and not back and self._closed(j - 1):
                return split.joined
        return ""

    def _closed(self, k: int) -> bool:
        """Tell whether a noun phrase may end with word *k*: it has the article, an owner or is a name."""
        scan = self._scan
        definite = any(split.definite for split in scan.lexicon.splits(scan.keys[k]))
        return definite or scan.raw(k).endswith(self._owned) or scan.hit(k, "authority") is not None
