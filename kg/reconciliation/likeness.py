"""How much two names are alike: both folded, so that hamza, marks, case and accents do not tell them apart."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz

_REORDERED: Final = 0.97
_PART: Final = 0.8
_LONG_ENOUGH: Final = 3


def likeness(one: str, other: str) -> float:
    """Return 0 to 1 for two folded names: 1 for equal ones, a little less for other word order, 0.8 at most for a part.

    A surname alone is a part of a whole name: it proposes the person and never decides.
    """
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    alike = max(fuzz.ratio(one, other), _REORDERED * fuzz.token_sort_ratio(one, other))
    if min(len(one), len(other)) >= _LONG_ENOUGH:
        alike = max(alike, _PART * fuzz.token_set_ratio(one, other))
    # What is not equal is never shown as if it were.
    return min(alike / 100, 0.99)
