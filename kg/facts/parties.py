"""Several actors named together, and duals and plurals that point back to parties named before."""

from __future__ import annotations

from bisect import bisect_left

from kg.facts.cast import Cast
from kg.mentions import Mention, Scan

# A list of names has at most this many.
_LONGEST_LIST = 24
# How many characters back a dual may point.
_NEAR = 1_200


class Parties:
    """Reads lists of actors; `together` is who met last, which duals point back to first."""

    def __init__(self, scan: Scan, cast: Cast) -> None:
        self._scan = scan
        self._cast = cast
        self._together: list[tuple[int, tuple[str, ...]]] = []
        self._met_at: list[int] = []
        self.visitor: tuple[str, ...] = ()
        ordered = sorted(
            ((m.extent.start, a.id, m) for a in cast.actors() for m in a.mentions if m.features.named or a.resolved),
            key=lambda row: row[:2],
        )
        self._ordered = ordered
        self._roles = sorted((m.extent.start, a.id) for a in cast.actors() for m in a.mentions if a.type == "Person")
        self._positions = [row[0] for row in ordered]
        self._pronouns = {row[0] for row in scan.document.pack.table("subject_pronouns")}

    def note(self, position: int, parties: tuple[str, ...]) -> None:
        """Remember two parties that meet at *position*, which comes after all noted before."""
        if len(parties) == 2:
            self._together.append((position, parties))
            self._met_at.append(position)

    def at(self, i: int, limit: int) -> tuple[tuple[str, ...], int]:
        """Return the actors named from word *i* on, joined by conjunctions, and the word after them."""
        ids: list[str] = []
        j = i
        if j < limit and self._scan.raw(j) in self._pronouns:
            j += 1
        while j < limit:
            after = self._past_conjunction(j) if j > i else j
            found = self._cast.starting(after) if after < limit else None
            if found is None or (after == j > i and not self.joins(j)):
                break
            mention, stop = found
            ids += [actor for actor in self.behind(mention) if actor not in ids]
            j = min(stop, limit)
        return tuple(ids), j if ids else i

    def _past_conjunction(self, j: int) -> int:
        """Return the word after a conjunction of its own at *j*, or *j*."""
        return j + 1 if self._scan.conjunction(j) and self._scan.listed(j) else j

    def _list_goes_on(self, j: int) -> bool:
        """Tell whether the name after a comma is one of a list that a conjunction of its own ends."""
        for _ in range(_LONGEST_LIST):
            found = self._cast.starting(j) if j < len(self._scan) and self._scan.marks[j] == ("comma",) else None
            if found is None:
                break
            j = found[1]
            if self._scan.conjunction(j):
                return True
        return False

    def before(self, i: int) -> int:
        """Return the end of what a list names before the name at word *i*, an article and a conjunction left out."""
        i -= self._scan.article(i - 1)
        return i - self._scan.conjunction(i - 1)

    def joins(self, j: int) -> bool:
        """Tell whether word *j* goes on with a list: a conjunction is joined to it."""
        splits = self._scan.lexicon.splits(self._scan.keys[j])
        if self._scan.marks[j] == ("dash",) or self._list_goes_on(j):
            return True
        if any(not hit.split.joined for hit in self._scan.hits[j].values()):
            # A word known as it stands begins with a letter of its own.
            return False
        conjoined = any(split.joined and not split.preposition for split in splits[1:])
        return conjoined and self._scan.listed(j)

    def behind(self, mention: Mention) -> tuple[str, ...]:
        """Return the actors a mention stands for: one, or those a dual points back to."""
        points_back = not mention.features.named and mention.features.number in ("d", "p")
        several = mention.features.nations if points_back else ()
        if len(several) > 1:
            found = self._cast.holders(mention.features.head, several)
            if found:
                return found
        elif points_back and (mention.features.number == "d" or mention.features.kind == "side"):
            pair = self.pair_before(mention)
            if pair:
                return pair
        actor = self._cast.id_of(mention)
        return (actor,) if actor else ()

    def pair_before(self, mention: Mention) -> tuple[str, ...]:
        """Return the two parties that a dual points back to, or nothing when the text does not tell."""
        start = mention.extent.start
        at = bisect_left(self._met_at, start) - 1
        if at >= 0 and start - self._met_at[at] < _NEAR:
            return self._together[at][1]
        wanted = "Person" if mention.type == "Person" else "Country"
        found: list[str] = []
        for at, actor, _ in reversed(self._ordered[: self._index(start)]):
            if start - at > _NEAR or len(found) == 2:
                break
            if self._cast.actor(actor).type == wanted and actor not in found:
                found.insert(0, actor)
        return tuple(found) if len(found) == 2 else ()

    def last_pair(self, position: int) -> tuple[str, ...]:
        """Return the two different persons named last before *position*."""
        found: list[str] = []
        for _, actor, mention in reversed(self._ordered[max(0, self._index(position) - 24) : self._index(position)]):
            if mention.type == "Person" and actor not in found:
                found.insert(0, actor)
                if len(found) == 2:
                    break
        return tuple(found) if len(found) == 2 else ()

    def _index(self, position: int) -> int:
        return bisect_left(self._positions, position)

    def last_person(self, position: int, gender: str) -> str | None:
        """Return the person named last before *position* whose gender fits."""
        for at, actor, mention in reversed(self._ordered[max(0, self._index(position) - 12) : self._index(position)]):
            fits = mention.type == "Person" and self._cast.fits(actor, gender)
            if fits and position - at < _NEAR:
                return actor
        return None

    def last_named(self, position: int, gender: str) -> str | None:
        """Return the person or body named last before *position* whose gender fits."""
        for at, actor, _ in reversed(self._ordered[max(0, self._index(position) - 12) : self._index(position)]):
            kind = self._cast.actor(actor).type
            if kind in ("Person", "Organization") and self._cast.fits(actor, gender) and position - at < _NEAR:
                return actor
        return self._last_role(position, gender)

    def _last_role(self, position: int, gender: str) -> str | None:
        """Return the person last called by an office alone before *position*."""
        at = bisect_left(self._roles, (position, ""))
        fits = (a for start, a in reversed(self._roles[max(0, at - 4) : at]) if position - start < _NEAR)
        return next((a for a in fits if self._cast.fits(a, gender)), None)
