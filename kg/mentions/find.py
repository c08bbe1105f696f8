"""Every mention of an article, from all finder families, without overlaps that say the same twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from kg.authority import Authority
from kg.document import Document
from kg.mentions.apposed import beside_offices
from kg.mentions.bodies import bodies, forums, known, short_names
from kg.mentions.grammar import Grammar
from kg.mentions.groups import groups, peoples
from kg.mentions.model import Features, Mention
from kg.mentions.named import after_speech, by_part, full_names
from kg.mentions.nations import courtesies, inner_bodies, nations, paired_nations
from kg.mentions.scan import Scan, scan_of
from kg.mentions.titled import titled

# Two spans that begin within this many characters of each other are one phrase read twice.
_APPOSITION = ((), ("comma",))


def find_mentions(document: Document, authority: Authority) -> tuple[Mention, ...]:
    """Return every mention of *document*, in the order of the text, the longer first."""
    return mentions_in(scan_of(document, authority))


def mentions_in(scan: Scan) -> tuple[Mention, ...]:
    """Return every mention of a scanned document."""
    grammar = Grammar(scan)
    taken = [False] * len(scan)
    persons = [*titled(scan, grammar), *courtesies(scan, grammar)]
    _take(scan, taken, persons)
    for finder in (full_names, after_speech):
        found = list(finder(scan, grammar, taken))
        persons += found
        _take(scan, taken, found)
    found = list(beside_offices(scan, grammar, tuple(persons), taken))
    persons += found
    _take(scan, taken, found)
    named = [m for m in persons if m.features.named]
    in_names = [False] * len(scan)
    _take(scan, in_names, (replace(m, features=Features()) for m in named))
    things = _longest(
        [
            *forums(scan, grammar),
            *bodies(scan, grammar),
            *known(scan, grammar),
            *groups(scan, grammar),
            *peoples(scan, grammar),
        ]
    )
    things = [m for m in things if not _touched(scan, in_names, m)]
    _take(scan, taken, (m for m in things if m.features.named))
    persons = _apposed(scan, grammar, persons + list(by_part(scan, named, taken)))
    things += [
        *short_names(scan, things),
        *inner_bodies(scan, grammar, persons),
        *nations(scan, persons),
        *paired_nations(scan),
    ]
    persons = _outside(persons, things)
    unique = {(m.span, m.type): m for m in (*persons, *things)}
    return tuple(sorted(unique.values(), key=lambda m: (m.extent.start, -m.extent.stop, m.rule)))


def _touched(scan: Scan, marked: list[bool], mention: Mention) -> bool:
    """Tell whether a marked word begins where the mention does."""
    i = scan.word_at(mention.span.start)
    return i is not None and marked[i]


def _take(scan: Scan, taken: list[bool], mentions: Iterable[Mention]) -> None:
    """Mark the words of *mentions* as read."""
    for mention in mentions:
        i = scan.word_until(mention.extent.stop)
        while i is not None and i >= 0 and scan.words[i].span.stop > mention.extent.start:
            taken[i] = True
            i -= 1


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions that lie in no longer one of the same family; a country within a body's name stays apart."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.extent.start, -m.extent.stop, m.key is None)):
        if kept and kept[-1].extent.overlaps(mention.extent) and mention.extent.start >= kept[-1].extent.start:
            if mention.key and mention.type == "Country" and kept[-1].type == "Forum":
                kept.append(mention)
            continue
        kept.append(mention)
    return kept


def _outside(persons: list[Mention], things: list[Mention]) -> list[Mention]:
    """Return the persons without the roles that are only part of a body's name ("the office of the president")."""
    ordered = sorted(things, key=lambda t: t.extent.start)
    starts = [t.extent.start for t in ordered]
    kept = []
    for person in persons:
        at = bisect_left(starts, person.extent.start) - 1
        inside = at >= 0 and person.extent.within(ordered[at].extent)
        if person.features.named or not inside:
            kept.append(person)
    return kept


def _apposed(scan: Scan, grammar: Grammar, persons: list[Mention]) -> list[Mention]:
    """Join a name and the office that follows it."""
    result: list[Mention] = []
    for mention in sorted(persons, key=lambda m: m.extent.start):
        before = result[-1] if result else None
        if before is not None and _explains(scan, grammar, before, mention):
            offices = (*before.features.offices, *mention.features.offices)
            extent = before.extent.cover(mention.extent)
            features = replace(mention.features, extent=extent, offices=offices, named=True, definite=False)
            result[-1] = replace(before, features=features)
            continue
        result.append(mention)
    return result


def _open_to_roles(scan: Scan, name: Mention) -> bool:
    """Tell whether an office may still follow a name: none stands before it, or a rank of one word only."""
    offices = name.features.offices
    return not offices or (len(offices) == 1 and name.features.definite and " " not in offices[0].of(scan.text))


def _after_comma(scan: Scan, role: Mention) -> bool:
    """Tell whether commas set a role off on both sides, as they do where it explains a name."""
    first, last = scan.word_at(role.extent.start), scan.word_until(role.extent.stop)
    if first is None or last is None or last + 1 >= len(scan):
        return False
    return scan.marks[first] == ("comma",) and scan.mark(last + 1) == "comma"


def _explains(scan: Scan, grammar: Grammar, name: Mention, role: Mention) -> bool:
    if not name.features.named or not _open_to_roles(scan, name) or role.features.named or role.features.counterpart:
        return False
    courteous = bool(role.features.offices) and role.extent.start < role.features.offices[0].start
    bare = role.features.definite and " " not in role.extent.of(scan.text)
    spoken = role.features.definite and not _after_comma(scan, role) and role.features.head not in grammar.voices
    if courteous or bare or spoken or role.features.number != "s" or " " not in name.span.of(scan.text):
        return False
    first = scan.word_at(role.extent.start)
    start = scan.words[first - 1].span.start if first is not None and scan.article(first - 1) else role.extent.start
    return scan.document.pack.marks.read(scan.text[name.extent.stop : start]) in _APPOSITION
