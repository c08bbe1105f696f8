"""Names that no table knows, told by the office that a comma sets beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import Features, Mention
from kg.mentions.scan import Scan

# A name set beside an office has so many words at most.
_LONGEST = 4
_VERBS = ("speech_verbs", "meeting_verbs", "meeting_light_verbs")


def beside_offices(scan: Scan, grammar: Grammar, persons: Iterable[Mention], taken: list[bool]) -> Iterator[Mention]:
    """Yield unknown names between a verb or comma and the office that explains them ("met X, minister of Y, ...")."""
    for role in persons:
        features = role.features
        if features.named or features.counterpart or features.number != "s" or not features.offices:
            continue
        last = scan.word_at(role.extent.start)
        if last is None or scan.marks[last] != ("comma",) or not _set_off(scan, role):
            continue
        first = _name_before(scan, grammar, last, taken)
        if first < last:
            grammar.learn(tuple(scan.keys[first:last]))
            span = scan.span(first, last)
            yield Mention(span, "Person", "name-beside-office", features=Features(extent=span, gender=features.gender))


def _set_off(scan: Scan, role: Mention) -> bool:
    """Tell whether a comma ends the office too, and it has more than one word."""
    last = scan.word_until(role.extent.stop)
    after = -1 if last is None else last + 1
    return " " in role.extent.of(scan.text) and 0 <= after < len(scan) and scan.mark(after) == "comma"


def _name_before(scan: Scan, grammar: Grammar, last: int, taken: list[bool]) -> int:
    """Return the word at which the name that ends before *last* begins, *last* when none does."""
    start = scan.document.sentences[scan.sentence_of[last]].first
    for first in range(last - 2, max(start, last - _LONGEST) - 1, -1):
        if any(taken[first:last]):
            return last
        if not _opens(scan, first, start):
            continue
        whole = grammar.name_end(first, last) == last or grammar.unlikely_name_end(first, last) == last
        return first if whole else last
    return last


def _opens(scan: Scan, i: int, start: int) -> bool:
    """Tell whether a name may begin at word *i*: a comma or a verb that somebody does stands before it."""
    if i == start or scan.marks[i] == ("comma",):
        return True
    verb = next((hit for table in _VERBS if (hit := scan.hit(i - 1, table))), None)
    return scan.joined_on(i) and verb is not None and not verb.definite
