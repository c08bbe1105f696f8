"""Who attended a meeting that others hold, as lists of names tell."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clause_edges import meets, says
from kg.facts.parties import Parties
from kg.mentions import Hit, Scan

# How many words before a meeting who joins it may stand.
_JOIN = 12
# How many words the office of one in a list may have.
_OFFICE = 7


class Attendance:
    """Reads lists of those who attended or joined."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties

    def joining(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return who joined a meeting that others hold: beside the verb of joining, or listed after the meeting."""
        scan, ids = self._scan, list[str]()
        for k in range(max(sentence.first, hit.first - _JOIN), hit.first):
            if scan.hit(k, "joining_verbs"):
                ids += self._parties.at(k + 1, hit.first)[0]
        k = hit.stop
        while k < sentence.last and not (k > hit.stop and (says(scan, k) or meets(scan, k))):
            found, stop = self._parties.at(k, sentence.last)
            # What stands right after a name is that person's office.
            before = self._cast.ending(k) if k > hit.stop and scan.joined_on(k) else None
            led_in = scan.hit(k - 1, "function_words") if k > hit.stop else None
            # "Representatives of agencies" are no agencies.
            named = (before is not None and before[0].type == "Person") or (led_in is not None and k > hit.stop)
            ids += [i for i in found if self._cast.actor(i).type in ("Person", "Group") and not named]
            k = max(stop, k + 1)
        return tuple(dict.fromkeys(ids))

    def attending(self, k: int, limit: int) -> list[str]:
        """Return who stands after "in the presence of", in the same sentence."""
        for j in range(k, limit):
            hit = self._scan.hit(j, "attending")
            if hit:
                return self._attendants(hit.stop, limit)
        return []

    def _attendants(self, k: int, limit: int) -> list[str]:
        """Return who is listed from word *k* on, also past offices that are not known as such."""
        scan, (found, stop) = self._scan, self._parties.at(k, limit)
        ids, until = list(found), stop + _OFFICE
        while (
            found
            and stop < min(limit, until)
            and not (says(scan, stop) or meets(scan, stop))
            and scan.hit(stop, "relatives") is None
        ):
            if scan.mark(stop) in ("semicolon", "stop"):
                break
            next_one = self._cast.starting(stop)
            if scan.mark(stop) == "comma" and next_one and next_one[0].type == "Person" and self._parties.joins(stop):
                more, stop = self._parties.at(stop, limit)
                ids, until = [*ids, *more], stop + _OFFICE
            else:
                stop += 1
        return list(dict.fromkeys(ids))
