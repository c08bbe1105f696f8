"""One mention of a meeting, and where what is said of it ends."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.clause_edges import meets
from kg.mentions import Scan


@dataclass(frozen=True, slots=True)
class MeetingSite:
    """One mention of a meeting: its words, what they say of it, and the sentence it stands in."""

    first: int
    stop: int
    kind: str
    mode: str
    parties: tuple[str, ...]
    forum: str | None
    definite: bool
    form: str
    sentence: Sentence
    joins: bool = False
    # Whether it is a gathering at one place and time, not contacts or a forum that goes on.
    firm: bool = True
    # Whether only a dual or plural that points back says who met ("the two ministers discussed").
    again: bool = False
    # Whether words before it say that what was just told happened at it.
    points: bool = False
    # Whether the noun names nobody and only says at what occasion something was ("in a call", "during a meeting").
    bare: bool = False

    @property
    def occasion(self) -> bool:
        """Tell whether the noun only calls by its name what was told before it."""
        return self.form == "noun" and not self.parties and (self.bare or self.points)


def goes_on(scan: Scan, site: MeetingSite, k: int) -> bool:
    """Tell whether word *k* begins another meeting, or a clause that tells of somebody else."""
    if meets(scan, k):
        return k > site.stop
    noun = scan.hit(k, "meeting_nouns")
    other = noun is not None and not noun.definite and k > site.stop + (not site.definite)
    return other or (site.form != "noun" and k > site.stop and scan.hit(k, "relatives") is not None)
