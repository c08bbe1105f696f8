"""When a meeting was, as the words beside it tell."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.clause_edges import meets, says
from kg.facts.meeting_site import MeetingSite, goes_on
from kg.facts.model import When
from kg.lang import TimeExpression, resolve
from kg.mentions import Scan

# How many words from a meeting's noun or verb its time may stand.
_NEAR = 14


class Times:
    """Reads the times of meetings."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast

    def of(self, site: MeetingSite, *, held: bool) -> When | None:
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
            if time.span.start < centre and self._announced(site, first):
                continue
            if away <= _NEAR and (best is None or away < best[0]) and not self._cut_off(site, first):
                best = (away, time)
        if best is None:
            return None
        past = held and not site.sentence.headline
        published = scan.document.published
        return When(best[1].span, best[1].timex, resolve(best[1], published, told_as_past=past))

    def _announced(self, site: MeetingSite, at: int) -> bool:
        """Tell whether a time before a meeting's noun says when it was told of ("announced on Tuesday a meeting")."""
        scan = self._scan
        if site.form != "noun":
            return False
        for k in range(at - 1, site.sentence.first - 1, -1):
            if self._cast.inside[k] is not None:
                continue
            if self._arranges(k) or scan.hit(k, "meeting_verbs") or scan.hit(k, "complementizers"):
                return False
            verb = scan.hit(k, "speech_verbs") or scan.hit(k, "cancelled")
            if verb and not verb.definite and not verb.split.preposition:
                return True
        return False

    def _says_nothing(self, time: TimeExpression) -> bool:
        """Tell whether a time only says "now", "before" or "later"; a single word like "recently" says when."""
        return time.timex.endswith("_REF") and (
            time.timex.startswith("PRESENT") or " " in time.span.of(self._scan.text)
        )

    def _cut_off(self, site: MeetingSite, at: int) -> bool:
        """Tell whether another verb or a semicolon parts the time from the meeting."""
        low, high = sorted((site.stop, at))
        for k in range(low, min(high, len(self._scan))):
            told = says(self._scan, k) or self._participle(k)
            clause = self._scan.hit(k, "complementizers") and not self._scan.hit(k - 1, "planned")
            if clause or (k > site.stop and goes_on(self._scan, site, k)):
                return True
            word = self._scan.hit(k, "function_words")
            if k > site.stop and word and word.entry.column(1) == "verb" and not self._arranges(k):
                return True
            if k < site.first and self._scan.hit(k, "relatives"):
                # "Who visits": the time before says when the main clause was.
                return True
            if k != site.first and (told or meets(self._scan, k)):
                return True
        return False

    def _participle(self, k: int) -> bool:
        """Tell whether a participle of saying stands at word *k* ("adding that")."""
        hit = self._scan.hit(k, "speech_verbs")
        return hit is not None and hit.entry.form == "participle" and not hit.definite

    def _arranges(self, k: int) -> bool:
        """Tell whether word *k* only says that a meeting is held or planned."""
        return any(self._scan.hit(k, table) for table in ("planned", "holding_verbs", "meeting_light_verbs"))

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"
