"""Persons named without an office: by a given name, after a verb of saying, or by a part of a name met elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import Features, Mention
from kg.mentions.scan import Hit, Scan

_NAMES = ("given_names", "given_names_extra")
# A shorter last word of a name is too often a particle to stand for the whole.
_SHORTEST = 3
_OPENERS = ("quote", "opening", "colon", "comma", "dash")


def full_names(scan: Scan, grammar: Grammar, taken: list[bool]) -> Iterator[Mention]:
    """Yield persons whose name begins with a given name and has a second word."""
    i = 0
    while i < len(scan):
        stop = i
        hit = scan.hit(i, _NAMES[0]) or scan.hit(i, _NAMES[1])
        place = scan.hit(i, "authority")
        known = place is not None and place.entry.known is not None and place.entry.known.type != "Person"
        city = scan.hit(i, "cities")
        known = known or eponymous(scan, i) or (city is not None and city.stop > i + 1)
        particle = scan.hit(i, "function_words") if hit and hit.split.joined else None
        if (
            hit
            and particle is None
            and not taken[i]
            and not hit.definite
            and (not known or _names_a_person(scan, grammar, i))
        ):
            stop = grammar.name_end(i, scan.last_word(i))
            if stop > i + 1 or (stop == i and hit and hit.split.joined):
                yield from _full_name(scan, grammar, i, hit.split.joined if hit else "")
        i = max(stop, i + 1)


def eponymous(scan: Scan, i: int) -> bool:
    """Tell whether the word before is of a place that is only called after somebody ("X airport")."""
    return scan.joined_on(i) and scan.keys[i - 1] in scan.lexicon.word_keys("eponyms")


def _names_a_person(scan: Scan, grammar: Grammar, i: int) -> bool:
    """Tell whether a given name that is also a country's is a person's: an unknown name comes right after it."""
    after = i + 1
    if any((hit := scan.hit(i, table)) and hit.stop > after for table in ("authority", "cities")):
        return False
    inside = after < scan.last_word(i) and scan.joined_on(after) and not scan.hits[after]
    return inside and not scan.timed[after] and grammar.name_end(i, scan.last_word(i)) == after + 1


def _full_name(scan: Scan, grammar: Grammar, i: int, joined: str) -> Iterator[Mention]:
    limit = scan.last_word(i)
    stop = grammar.name_end(i, limit) if not joined else _end_after_joined(scan, grammar, i, limit)
    if stop > i + 1:
        span = scan.bare_span(i, stop, joined)
        keys = list(scan.keys[i:stop])
        keys[0] = keys[0][len(joined) :]
        grammar.learn(tuple(keys))
        verb = scan.hit(i - 1, "speech_verbs") if i and scan.joined_on(i) else None
        told = verb is not None and verb.entry.form in ("finite", "present")
        features = Features(extent=span, gender=verb.entry.gender if verb and told else "")
        yield Mention(span, "Person", "full-name", features=features)


def _end_after_joined(scan: Scan, grammar: Grammar, i: int, limit: int) -> int:
    """Return the end of a name whose first word has a conjunction or preposition joined to it."""
    if i + 1 < limit and scan.gaps[i + 1] in (" ", "-"):
        return grammar.name_end(i + 1, limit)
    return i


def after_speech(scan: Scan, grammar: Grammar, taken: list[bool]) -> Iterator[Mention]:
    """Yield persons whose unknown name stands between a verb of saying and what was said."""
    for i in range(len(scan) - 1):
        verb = scan.hit(i, "speech_verbs")
        if verb is None or verb.entry.form not in ("finite", "present") or taken[i] or taken[i + 1]:
            continue
        limit = scan.last_word(i)
        if i + 1 >= limit or not scan.joined_on(i + 1) or grammar.definite(i + 1):
            continue
        stop = grammar.name_end(i + 1, limit)
        if i + 1 < stop <= i + 4 and (_opens_speech(scan, stop, limit) or _governs(scan, verb, stop, limit)):
            grammar.learn(tuple(scan.keys[i + 1 : stop]))
            span = scan.span(i + 1, stop)
            gender = verb.entry.gender
            yield Mention(span, "Person", "name-after-speech", features=Features(extent=span, gender=gender))


def _opens_speech(scan: Scan, j: int, limit: int) -> bool:
    if j >= limit:
        return False
    return bool(scan.hit(j, "complementizers")) or scan.mark(j) in _OPENERS


def _governs(scan: Scan, verb: Hit, j: int, limit: int) -> bool:
    """Tell whether word *j* is the verb's own preposition, or is joined to it."""
    if j >= limit or not scan.joined_on(j):
        return False
    frames = scan.lexicon.keys(verb.entry.column(5))
    particle = scan.hit(j, "function_words")
    if particle and not particle.split.joined:
        pair = j - verb.stop == 2 and not any(scan.hits[k] for k in range(verb.stop, j))
        return scan.keys[j] in frames or (pair and particle.entry.column(1) == "prep")
    return any(s.preposition in frames and s.definite for s in scan.lexicon.splits(scan.keys[j]) if s.preposition)


def by_part(scan: Scan, persons: Iterable[Mention], taken: list[bool]) -> Iterator[Mention]:
    """Yield further places that name a person by the last words of a name, or by a family name that stands first."""
    parts = _parts(scan, persons)
    i = 0
    while i < len(scan):
        stop, joined = (i, "") if taken[i] or not scan.proper(i) else _part_at(scan, parts, taken, i)
        if stop > i:
            span = scan.bare_span(i, stop, joined)
            yield Mention(span, "Person", "name-part", features=Features(extent=span))
        i = max(stop, i + 1)


def _parts(scan: Scan, persons: Iterable[Mention]) -> dict[str, list[tuple[str, ...]]]:
    """Return the sequences of name words that may stand alone, by their first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for person in persons:
        words = scan.lexicon.keys(person.span.of(scan.text))
        for start in range(len(words)):
            for stop in range(start + 1, len(words) + 1):
                part = words[start:stop]
                if len(part) == 1 and len(part[0]) < _SHORTEST:
                    continue
                if len(part) > 1 or start == len(words) - 1 or (start == 0 and _family_first(scan, part[0])):
                    found.setdefault(part[0], set()).add(part)
    return {word: sorted(parts, key=lambda p: (-len(p), p)) for word, parts in found.items()}


def _family_first(scan: Scan, word: str) -> bool:
    return any(entry.table == "family_first" for entry in scan.lexicon.starting_with(word))


def _part_at(scan: Scan, parts: dict[str, list[tuple[str, ...]]], taken: list[bool], i: int) -> tuple[int, str]:
    limit = scan.last_word(i)
    for split in scan.lexicon.splits(scan.keys[i]):
        if split.definite:
            continue
        for part in parts.get(split.stem, ()):
            stop = i + len(part)
            if stop > limit or any(taken[i:stop]) or tuple(scan.keys[i + 1 : stop]) != part[1:]:
                continue
            if len(part) == 1 and not _may_stand_alone(scan, i):
                continue
            return stop, split.joined
    return i, ""


def _may_stand_alone(scan: Scan, i: int) -> bool:
    hits = scan.hits[i]
    blocked = ("function_words", "common_nouns", "complementizers", "meeting_nouns")
    return not any(table in hits for table in blocked) and not scan.timed[i]
