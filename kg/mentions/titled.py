"""Persons named by their office, a courtesy, or as somebody's counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import Features, Mention
from kg.mentions.scan import Hit, Scan
from kg.text import Span

# What may stand between an office and the name after it.
_BETWEEN = ((), ("comma",), ("dash",))


class Title:
    """A run of courtesies and offices, and the name after it."""

    def __init__(self, first: int) -> None:
        self.first = first
        # Where what describes the first office begins, which is before it in some languages.
        self.start = first
        self.stop = first
        self.heads: list[tuple[Hit, int]] = []
        self.honorific: Hit | None = None
        self.counterpart: Hit | None = None


def titled(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield persons with an office or a courtesy, with or without their name."""
    i = 0
    while i < len(scan):
        title = _title_at(scan, grammar, i)
        if title is None:
            i += 1
            continue
        mention, stop = _mention(scan, grammar, title)
        if mention:
            yield mention
        i = max(stop, i + 1)


def _title_at(scan: Scan, grammar: Grammar, i: int) -> Title | None:
    limit = scan.last_word(i)
    title = Title(i)
    j = i
    while j < limit and (j == i or scan.joined_on(j) or _courtesy_after_comma(scan, title, j)):
        stop = _part(scan, grammar, title, j, limit)
        if stop == j:
            break
        j = stop
    title.stop = j
    return title if j > i else None


def _courtesy_after_comma(scan: Scan, title: Title, j: int) -> bool:
    """Tell whether a courtesy goes on with an office's holder after a comma ("the crown prince, Prince X")."""
    hit = scan.hit(j, "honorifics")
    return bool(title.heads) and scan.marks[j] == ("comma",) and hit is not None and not hit.split.joined


def _part(scan: Scan, grammar: Grammar, title: Title, j: int, limit: int) -> int:
    """Return the end of the courtesy, office or counterpart at word *j*, and note it."""
    first = j == title.first
    counterpart = scan.hit(j, "counterparts")
    if counterpart and first:
        title.counterpart = counterpart
        title.start = grammar.phrase_start(counterpart)
        stop = counterpart.stop
        while stop < limit and scan.joined_on(stop) and grammar.adjective(stop):
            stop += 1
        return _further_nations(scan, stop, limit) if counterpart.entry.column(2) != "s" else stop
    office = None if not first and _begins_name(scan, j) else scan.hit(j, "offices")
    honorific = scan.hit(j, "honorifics")
    if office and (first or not office.split.joined) and not _courtesy_first(scan, grammar, office, honorific):
        bare = office.definite and len(office.entry.words) == 1
        if title.heads and bare and grammar.name_end(office.stop, limit) == office.stop:
            return j
        stop = grammar.phrase_end(office, limit)
        if office.entry.number != "s":
            stop = _further_nations(scan, stop, limit)
        if first:
            title.start = grammar.phrase_start(office)
        title.heads.append((office, stop))
        return stop
    if honorific and (first or not honorific.split.joined):
        title.honorific = title.honorific or honorific
        return _described(scan, grammar, honorific, limit)
    return j


def _begins_name(scan: Scan, j: int) -> bool:
    """Tell whether the office's word right after a courtesy is a given name: "son of" comes next."""
    particle = scan.hit(j + 1, "name_particles")
    courtesy = scan.hit(j - 1, "honorifics")
    return (
        particle is not None and courtesy is not None and not scan.hits[j]["offices"].definite
        if ("offices" in scan.hits[j])
        else False
    )


def _further_nations(scan: Scan, stop: int, limit: int) -> int:
    """Return the end of the countries that a conjunction adds to the office of two or more holders."""
    while stop < limit and scan.joined_on(stop):
        more = scan.hit(stop, "authority")
        known = more.entry.known if more else None
        if more is None or known is None or known.type != "Country":
            break
        if not more.split.joined or more.split.preposition or _nation(scan, stop - 3, stop) is None:
            break
        stop = more.stop
    return stop


def _described(scan: Scan, grammar: Grammar, honorific: Hit, limit: int) -> int:
    """Return the end of a courtesy with the adjectives of its trade or nation, when a name goes on after them."""
    j = honorific.stop
    while j < limit and scan.joined_on(j) and (scan.hit(j, "office_adjectives") or scan.hit(j, "authority")):
        if not grammar.adjective(j):
            break
        j += 1
    named = j < limit and scan.joined_on(j) and (grammar.courtesy(j) or grammar.given(j))
    return j if named else honorific.stop


def _courtesy_first(scan: Scan, grammar: Grammar, office: Hit, honorific: Hit | None) -> bool:
    """Tell whether the words are a courtesy here, not an office: a longer phrase, or a rank right before a name."""
    if honorific is None:
        return False
    if honorific.stop > office.stop:
        return True
    rank = scan.hit(office.first, "ranks")
    return (
        rank is not None
        and office.definite
        and grammar.name_end(office.stop, scan.last_word(office.first)) > office.stop
    )


def _mention(scan: Scan, grammar: Grammar, title: Title) -> tuple[Mention | None, int]:
    limit = scan.last_word(title.first)
    start, stop = title.stop, title.stop
    if start < limit and scan.marks[start] in _BETWEEN:
        stop = grammar.name_end(start, limit) or start
        if stop == start and scan.joined_on(start):
            stop = grammar.unlikely_name_end(start, limit)
        if stop == start and title.heads and title.heads[-1][1] == title.heads[-1][0].stop:
            stop = grammar.definite_surname(start, limit) if title.heads[-1][0].definite else stop
        if stop > start and scan.joined_on(start) and not grammar.modifiers_first and _wants_complement(scan, title):
            return _of_a_person(scan, grammar, title, stop, limit)
        sure = _surely_named(scan, grammar, start, stop)
        if stop > start and not sure and (not scan.joined_on(start) or _only_courteous(title)):
            stop = start
    joined = _joined(title)
    extent = scan.bare_span(title.start, stop if stop > start else title.stop, joined)
    if stop > start:
        features = _features(scan, title, extent, named=True)
        words = tuple(scan.keys[start:stop])
        grammar.learn(words)
        return Mention(scan.span(start, stop), "Person", "titled-name", features=features), stop
    if title.heads or title.counterpart:
        return Mention(extent, "Person", "role", features=_features(scan, title, extent, named=False)), title.stop
    return None, title.first + 1


def _surely_named(scan: Scan, grammar: Grammar, start: int, stop: int) -> bool:
    """Tell whether the words after a comma are a name, not the next thing the sentence says."""
    if any(scan.hit(start, table) for table in ("given_names", "given_names_extra")):
        return True
    if start >= stop:
        return False
    after = stop >= scan.last_word(start) or not scan.joined_on(stop) or grammar.closes(stop)
    return after and stop - start <= 3


def _wants_complement(scan: Scan, title: Title) -> bool:
    """Tell whether the name after a title is not its holder's but whose office it is ("adviser of X")."""
    if len(title.heads) != 1 or title.honorific is not None:
        return False
    head, stop = title.heads[0]
    alone = stop == head.stop and len(head.entry.words) == 1 and not head.definite
    return alone and scan.hit(head.first, "ranks") is None


def _of_a_person(scan: Scan, grammar: Grammar, title: Title, stop: int, limit: int) -> tuple[Mention, int]:
    """Return the role whose office is a named person's, with what follows the name."""
    head = title.heads[0][0]
    stop = grammar.tails(head, stop, limit)
    title.heads[0] = (head, stop)
    title.stop = stop
    extent = scan.bare_span(title.first, stop, head.split.joined)
    return Mention(extent, "Person", "role", features=_features(scan, title, extent, named=False)), stop


def _only_courteous(title: Title) -> bool:
    """Tell whether nothing but a courtesy without an article stands before a name; many are common nouns too."""
    return (
        not title.heads and title.counterpart is None and title.honorific is not None and not title.honorific.definite
    )


def _joined(title: Title) -> str:
    for hit in (title.counterpart, title.heads[0][0] if title.heads else None, title.honorific):
        if hit is not None and hit.first == title.first:
            return hit.split.joined
    return ""


def _features(scan: Scan, title: Title, extent: Span, *, named: bool) -> Features:
    offices = tuple(
        scan.bare_span(*((title.start, stop, hit.split.joined) if hit.first == title.first else (hit.first, stop, "")))
        for hit, stop in title.heads
    )
    gender, number, head, definite = "", "s", "", False
    if title.heads:
        entry = title.heads[0][0].entry
        gender, number, head = entry.gender, entry.number, entry.column(3)
        definite = title.heads[0][0].definite and len(entry.words) == 1
    elif title.counterpart:
        gender, number = title.counterpart.entry.column(1), title.counterpart.entry.column(2)
        offices = (scan.bare_span(title.start, title.stop, title.counterpart.split.joined),)
    elif title.honorific:
        gender = title.honorific.entry.column(1)
    return Features(
        extent=extent,
        offices=offices,
        head=head,
        nation=_nation(scan, title.start, title.stop),
        nations=_nations_in(scan, title.start, title.stop) if number != "s" else (),
        gender=gender,
        number=number,
        named=named,
        definite=definite,
        counterpart=title.counterpart is not None,
        kind=title.heads[0][0].entry.column(4) if title.heads else "",
    )


def _nation(scan: Scan, first: int, stop: int) -> str | None:
    """Return the key of the first country that words of an office name, by name or adjective."""
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            return hit.entry.known.key
    return None


def _nations_in(scan: Scan, first: int, stop: int) -> tuple[str, ...]:
    """Return the keys of all countries that words of an office name."""
    found: dict[str, None] = {}
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            found.setdefault(hit.entry.known.key)
    return tuple(found)


def courtesies(scan: Scan, _grammar: Grammar) -> Iterator[Mention]:
    """Yield words of courtesy that stand for the person spoken of ("His Excellency")."""
    for i in range(len(scan)):
        hit = scan.hit(i, "courtesy_pronouns")
        if hit:
            span = scan.bare_span(i, hit.stop, hit.split.joined)
            features = Features(extent=span, gender=hit.entry.column(1), named=False, kind="courtesy")
            yield Mention(span, "Person", "courtesy", features=features)


def nations(scan: Scan, persons: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the countries that adjectives inside offices name."""
    for person in persons:
        for office in person.features.offices:
            i = scan.word_at(office.start)
            while i is not None and i < len(scan) and scan.words[i].span.start < office.stop:
                hit = scan.hit(i, "authority")
                row = hit.entry.known if hit else None
                if hit and row and row.type == "Country":
                    rule = "nation-adjective" if hit.entry.sense == "adjective" else "authority"
                    span = scan.bare_span(i, hit.stop, hit.split.joined)
                    yield Mention(span, "Country", rule, key=row.key, features=Features(extent=span, nation=row.key))
                i += 1


def paired_nations(scan: Scan) -> Iterator[Mention]:
    """Yield the countries whose adjectives stand side by side after a meeting ("an Egyptian-Jordanian summit")."""
    for i in range(len(scan) - 2):
        noun = scan.hit(i, "meeting_nouns")
        found: list[Hit] = []
        j = noun.stop if noun else len(scan)
        while j < len(scan):
            hit = scan.hit(j, "authority")
            if hit is None or hit.entry.sense != "adjective" or hit.split.preposition or hit.entry.known is None:
                break
            found.append(hit)
            j = hit.stop
        for hit in found if len(found) > 1 else ():
            span = scan.bare_span(hit.first, hit.stop, hit.split.joined)
            key = hit.entry.known.key if hit.entry.known else None
            yield Mention(span, "Country", "nation-adjective", key=key, features=Features(extent=span, nation=key))
