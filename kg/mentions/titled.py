"""Persons named by their office, a courtesy, or as somebody's counterpart."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.holders import (
    BETWEEN,
    Title,
    begins_late,
    closed,
    ends_in_quote,
    further_holders,
    quoted_name,
    unnamed_source,
)
from kg.mentions.model import Features, Mention
from kg.mentions.nations import body_in, nation_in, nations_in
from kg.mentions.scan import Hit, Scan
from kg.text import Span

# Tables whose words an office may be of.
_WHAT_AN_OFFICE_IS_OF = frozenset(
    {"body_heads", "portfolios", "offices", "authority", "complement_nouns", "common_nouns", "function_words", "cities"}
)


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
        for other in further_holders(scan, grammar, title, stop) if mention and mention.features.named else ():
            yield other
            last = scan.word_until(other.extent.stop)
            stop = stop if last is None else last + 1
        i = max(stop, i + 1)


def _title_at(scan: Scan, grammar: Grammar, i: int) -> Title | None:
    limit = scan.last_word(i)
    title = Title(i)
    j = i
    while j < limit and (j == i or scan.joined_on(j) or _goes_on(scan, grammar, title, j)):
        stop = _part(scan, grammar, title, j, limit)
        if stop == j:
            break
        title.stop = j = stop
    return title if j > i else None


def _goes_on(scan: Scan, grammar: Grammar, title: Title, j: int) -> bool:
    """Tell whether a title goes on past a comma or the quotation mark that closes a body's name."""
    second = scan.hit(j, "offices") if title.heads and scan.marks[j] == ("comma",) else None
    if second and not second.split.joined and title.heads[-1][0].entry.column(3) in grammar.comma_offices:
        return second.entry.number == "s"
    return _courtesy_after_comma(scan, title, j) or ends_in_quote(scan, grammar, title)


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
    office = scan.hit(j, "offices")
    if (not first and _begins_name(scan, j)) or (first and _only_describes(scan, grammar, j)):
        office = None
    honorific = scan.hit(j, "honorifics")
    if office and (first or not office.split.joined) and not _courtesy_first(scan, grammar, office, honorific):
        bare = office.definite and len(office.entry.words) == 1
        if title.heads and title.heads[0][0].entry.gender != office.entry.gender:
            # A man's office and a woman's are two persons'.
            return j
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
    """Tell whether an office's word is a given name here: an unknown name, or after a courtesy "son of", comes next."""
    office = scan.hit(j, "offices")
    if office is None or office.definite or len(office.entry.words) > 1:
        return False
    particle = scan.hit(j + 1, "name_particles")
    courtesy = scan.hit(j - 1, "honorifics")
    given = scan.hit(j, "given_names") or scan.hit(j, "given_names_extra")
    after = scan.hits[j + 1] if j + 1 < len(scan) and scan.joined_on(j + 1) else {"function_words": None}
    unknown = not any(table in after for table in _WHAT_AN_OFFICE_IS_OF)
    return (particle is not None and courtesy is not None) or (given is not None and unknown)


def _only_describes(scan: Scan, grammar: Grammar, j: int) -> bool:
    """Tell whether a woman's office is an adjective of the plural before it ("the main streets")."""
    office = scan.hit(j, "offices")
    if office is None or office.entry.gender != "f" or not office.definite or len(office.entry.words) > 1:
        return False
    before = scan.hits[j - 1] if j and scan.joined_on(j) else {"offices": None}
    known = any(table in before for table in ("offices", "honorifics", "authority", "office_adjectives"))
    return not known and grammar.definite(j - 1) and not grammar.closes(j - 1)


def _further_nations(scan: Scan, stop: int, limit: int) -> int:
    """Return the end of the countries that a conjunction adds to the office of two or more holders."""
    while stop < limit and scan.joined_on(stop):
        more = scan.hit(stop, "authority")
        known = more.entry.known if more else None
        if more is None or known is None or known.type != "Country":
            break
        if not more.split.joined or more.split.preposition or nation_in(scan, stop - 3, stop) is None:
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
    start, stop = _name_after(scan, grammar, title, limit)
    if stop > start and scan.joined_on(start) and not grammar.modifiers_first and _wants_complement(scan, title):
        return _of_a_person(scan, grammar, title, stop, limit)
    if stop == start:
        start, stop = quoted_name(scan, grammar, title, limit)
    joined = _joined(title)
    extent = scan.bare_span(title.start, stop if stop > start else title.stop, joined)
    if stop > start:
        features = _features(scan, title, extent, named=True)
        words = tuple(scan.keys[start:stop])
        grammar.learn(words)
        return Mention(scan.span(start, stop), "Person", "titled-name", features=features), stop
    if unnamed_source(scan, grammar, title):
        return None, title.first + 1
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
    owned = head.entry.row[0].endswith(tuple(scan.lexicon.words("owner_endings")))
    alone = stop == head.stop and len(head.entry.words) == 1 and not head.definite and not owned
    return alone and scan.hit(head.first, "ranks") is None


def _name_after(scan: Scan, grammar: Grammar, title: Title, limit: int) -> tuple[int, int]:
    """Return the name that follows a title, the same place twice when none does."""
    start = begins_late(scan, grammar, title, limit)
    quoted = start < limit and ends_in_quote(scan, grammar, title)
    beside = start > title.stop or (start < limit and (quoted or scan.marks[start] in BETWEEN))
    if not beside or start == title.first:
        return start, start
    apart = not scan.joined_on(start) and start == title.stop and not quoted
    stop = grammar.name_end(start, limit) or start
    if stop == start and scan.joined_on(start):
        stop = grammar.unlikely_name_end(start, limit)
    if stop == start and title.heads and title.heads[-1][1] == title.heads[-1][0].stop:
        stop = grammar.definite_surname(start, limit) if title.heads[-1][0].definite else stop
    unsure = stop > start and not _surely_named(scan, grammar, start, stop)
    return (start, start) if unsure and (apart or _only_courteous(grammar, title)) else (start, stop)


def _of_a_person(scan: Scan, grammar: Grammar, title: Title, stop: int, limit: int) -> tuple[Mention, int]:
    """Return the role whose office is a named person's, with what follows the name."""
    head = title.heads[0][0]
    stop = grammar.tails(head, stop, limit)
    title.heads[0] = (head, stop)
    title.stop = stop
    extent = scan.bare_span(title.first, stop, head.split.joined)
    return Mention(extent, "Person", "role", features=_features(scan, title, extent, named=False)), stop


def _only_courteous(grammar: Grammar, title: Title) -> bool:
    """Tell whether nothing but a courtesy without an article stands before a name; many are common nouns too."""
    return (
        not title.heads
        and title.counterpart is None
        and title.honorific is not None
        and not grammar.with_article(title.honorific)
    )


def _joined(title: Title) -> str:
    for hit in (title.counterpart, title.heads[0][0] if title.heads else None, title.honorific):
        if hit is not None and hit.first == title.first:
            return hit.split.joined
    return ""


def _features(scan: Scan, title: Title, extent: Span, *, named: bool) -> Features:
    offices = tuple(
        closed(scan, scan.bare_span(title.start if hit.first == title.first else hit.first, stop, hit.split.joined))
        for hit, stop in title.heads
    )
    gender, number, head, definite = "", "s", "", False
    if title.heads:
        entry = title.heads[0][0].entry
        # A name tells one of two or more holders.
        gender, number, head = entry.gender, "s" if named else entry.number, entry.column(3)
        definite = title.heads[0][0].definite and len(entry.words) == 1
    elif title.counterpart:
        gender, number = title.counterpart.entry.column(1), title.counterpart.entry.column(2)
        offices = (scan.bare_span(title.start, title.stop, title.counterpart.split.joined),)
    elif title.honorific:
        gender = title.honorific.entry.column(1)
        if title.trade:
            offices = (scan.bare_span(title.first, title.trade, title.honorific.split.joined),)
            head = title.honorific.entry.row[0]
    return Features(
        extent=extent,
        offices=offices,
        head=head,
        nation=nation_in(scan, title.start, title.stop),
        body=body_in(scan, title.start, title.stop),
        nations=nations_in(scan, title.start, title.stop) if number != "s" else (),
        gender=gender,
        number=number,
        named=named,
        definite=definite,
        counterpart=title.counterpart is not None,
        kind=title.heads[0][0].entry.column(4) if title.heads else "",
    )
