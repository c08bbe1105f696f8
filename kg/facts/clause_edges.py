"""Where what is said of one thing ends: a verb that begins what somebody says."""

from __future__ import annotations

from kg.mentions import Hit, Scan

_FINITE = ("finite", "present", "future")


def says(scan: Scan, k: int) -> bool:
    """Tell whether a finite verb of saying stands at word *k*, and no preposition that is written like one."""
    hit = scan.hit(k, "speech_verbs")
    if hit is None or hit.definite or hit.entry.form not in _FINITE or hit.split.preposition:
        return False
    word = scan.hit(k, "function_words")
    return word is None or word.entry.column(1) != "prep"


def meets(scan: Scan, k: int) -> bool:
    """Tell whether a finite verb of meeting stands at word *k*."""
    hit = scan.hit(k, "meeting_verbs")
    return hit is not None and not hit.definite and hit.entry.form in _FINITE and not hit.split.preposition


def gathers(scan: Scan, k: int) -> Hit | None:
    """Return the verb of gathering at word *k*: no day of the week and no noun that is written like one."""
    hit = scan.hit(k, "gathering_verbs")
    return hit if hit is not None and not hit.definite and not scan.timed[k] else None


def by_means(scan: Scan, k: int) -> bool:
    """Tell whether a word of calling at word *k* is only the means by which somebody took part ("by video call")."""
    hit = scan.hit(k, "meeting_nouns")
    return hit is not None and hit.definite and any(scan.hit(n, "by_way_of") for n in (k - 1, k - 2))
