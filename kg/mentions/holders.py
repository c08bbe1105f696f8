"""Titles and where their holder's name stands when it does not follow at once."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import Features, Mention
from kg.mentions.scan import Hit, Scan
from kg.text import Span

# What may stand between an office and the name after it.
BETWEEN = ((), ("comma",), ("dash",))
# A name of more words than this does not stand after a comma.
_LONGEST_APART = 3
_MARKS = ("quote", "opening", "closing")


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
        # Where "in" a body ends after a trade that is no office by itself ("leader in the movement").
        self.trade = 0


def begins_late(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the holder's name may begin: after the title, or after what else is said of the office."""
    before = title.stop
    for rule in (after_brackets, after_body, first_of_pair, further_office, after_place):
        start = rule(scan, grammar, title, limit)
        if start > title.stop or title.stop > before:
            return start
    return title.stop


def after_body(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the name begins after a trade's "in" and a body ("leader in the movement X")."""
    start = title.stop
    preposition = scan.hit(start, "places") if start < limit and scan.joined_on(start) else None
    trade = title.honorific is not None and title.honorific.entry.row[0] in grammar.trades
    if title.heads or not trade or preposition is None or preposition.split.joined:
        return start
    end = grammar.complement(start + 1, limit)
    if end <= start + 1 or end >= limit or scan.marks[end] not in BETWEEN:
        return start
    begins = _past_courtesies(scan, grammar, end, limit)
    stop = grammar.name_end(begins, limit)
    if stop == begins or (not scan.joined_on(end) and not grammar.given(begins) and stop - begins > _LONGEST_APART):
        return start
    title.trade = title.stop = end
    return begins


def first_of_pair(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the first of two holders is named after a comma ("the two presidents, the Russian X")."""
    start = title.stop
    several = bool(title.heads) and title.heads[-1][0].entry.number != "s"
    if not several or start >= limit or scan.marks[start] != ("comma",):
        return start
    nation = scan.hit(start, "authority")
    if nation is None or nation.split.joined or nation.entry.known is None or nation.entry.known.type != "Country":
        return start
    begins = _past_courtesies(scan, grammar, nation.stop, limit)
    if grammar.name_end(begins, limit) == begins:
        return start
    title.heads[-1] = (title.heads[-1][0], nation.stop)
    title.stop = nation.stop
    return begins


def further_holders(scan: Scan, grammar: Grammar, title: Title, j: int) -> Iterator[Mention]:
    """Yield the other holders of an office of two or more, each after a conjunction and his country."""
    head = title.heads[-1][0] if title.heads else None
    limit = scan.last_word(title.first)
    while head is not None and head.entry.number != "s" and j < limit and scan.listed(j):
        nation = scan.hit(j, "authority")
        known = nation.entry.known if nation else None
        if nation is None or known is None or known.type != "Country" or not nation.split.joined:
            return
        begins = _past_courtesies(scan, grammar, nation.stop, limit)
        stop = grammar.name_end(begins, limit)
        if nation.split.preposition or stop == begins or not scan.joined_on(begins):
            return
        grammar.learn(tuple(scan.keys[begins:stop]))
        office = scan.bare_span(head.first, _before_nations(scan, head, title.stop), head.split.joined)
        extent = scan.bare_span(j, stop, nation.split.joined)
        entry = head.entry
        features = Features(extent, (office,), entry.column(3), known.key, gender=entry.gender)
        yield Mention(scan.span(begins, stop), "Person", "titled-name", features=features)
        j = stop


def _before_nations(scan: Scan, head: Hit, stop: int) -> int:
    """Return where an office's own words end: before the first country it is said to be of."""
    for i in range(head.stop, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            return i
    return stop


def _past_courtesies(scan: Scan, grammar: Grammar, j: int, limit: int) -> int:
    while j < limit and grammar.courtesy(j):
        j = scan.hits[j]["honorifics"].stop
    return j


def after_place(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the name begins after "in" a place that says where the office is, or *start*."""
    start = title.stop
    if not title.heads or not scan.joined_on(start):
        return start
    end = grammar.place_end(start, limit)
    if end == start and scan.hit(start, "places") and not scan.hits[start]["places"].split.joined:
        end = grammar.complement(start + 1, limit)
    if end <= start + 1 or end >= limit or scan.marks[end] not in BETWEEN:
        return start
    if not grammar.courtesy(end):
        sure = grammar.given(end) and grammar.name_end(end, limit) > end
        if not sure and not _unknown_name(scan, grammar, end, limit):
            return start
    head = title.heads[-1][0]
    title.heads[-1] = (head, end)
    title.stop = end
    return _past_courtesies(scan, grammar, end, limit)


def _unknown_name(scan: Scan, grammar: Grammar, start: int, limit: int) -> bool:
    """Tell whether two or three unknown words are a name: what they say opens after them, or a comma stands there."""
    if not scan.joined_on(start) or scan.hits[start]:
        return False
    stop = max(grammar.name_end(start, limit), grammar.unlikely_name_end(start, limit))
    ends = stop >= limit or bool(scan.hit(stop, "complementizers")) or scan.mark(stop) == "comma"
    return ends and start + 1 < stop <= start + _LONGEST_APART


def quoted_name(scan: Scan, grammar: Grammar, title: Title, limit: int) -> tuple[int, int]:
    """Return a name in quotation marks right after its title, which some papers write so."""
    start = title.stop
    if start >= limit or not (title.heads or title.honorific) or scan.mark(start) not in _MARKS:
        return start, start
    stop = grammar.name_end(start, limit)
    sure = grammar.given(start) and stop > start + 1
    closed = sure and stop < len(scan) and scan.mark(stop) in _MARKS
    return (start, stop) if closed else (start, start)


def further_office(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the name begins after a second office of the same holder ("deputy premier and minister X")."""
    start = title.stop
    second = scan.hit(start, "offices") if start < limit and scan.joined_on(start) and title.heads else None
    if second is None or not second.split.joined or second.split.preposition or second.entry.number != "s":
        return start
    head = title.heads[-1][0].entry
    if head.number != "s" or head.column(3) not in grammar.double_offices or second.entry.gender != head.gender:
        return start
    stop = grammar.phrase_end(second, limit)
    begins = _past_courtesies(scan, grammar, stop, limit)
    if begins >= limit or scan.marks[begins] not in BETWEEN or grammar.name_end(begins, limit) == begins:
        return start
    title.heads.append((second, stop))
    title.stop = stop
    return begins


def after_brackets(scan: Scan, grammar: Grammar, title: Title, limit: int) -> int:
    """Return where the name begins after a short name in brackets ("envoy of the Authority (IGAD) X")."""
    start = title.stop
    if start >= limit or not title.heads or scan.marks[start] != ("open_bracket",):
        return start
    end = next((k for k in range(start + 1, min(start + 4, limit)) if scan.marks[k] == ("close_bracket",)), start)
    while end > start and end < limit and grammar.courtesy(end):
        end = scan.hits[end]["honorifics"].stop
    return end if end > start and grammar.name_end(end, limit) > end else start


def closed(scan: Scan, span: Span) -> Span:
    """Return a span with the quotation mark that closes a name opened in it."""
    marks = scan.document.pack.marks.of(*_MARKS)
    opened = sum(span.of(scan.text).count(mark) for mark in marks) % 2
    return Span(span.start, span.stop + 1) if opened and scan.text[span.stop : span.stop + 1] in tuple(marks) else span


def ends_in_quote(scan: Scan, grammar: Grammar, title: Title) -> bool:
    """Tell whether a title ends with a body's name in quotation marks ("head of the party "X"")."""
    if not title.heads or not grammar.past_quote(title.stop):
        return False
    head = title.heads[-1][0]
    return any(scan.mark(k) in ("quote", "opening") for k in range(head.stop, title.stop))


def unnamed_source(scan: Scan, grammar: Grammar, title: Title) -> bool:
    """Tell whether the office is one word without the article that an adjective describes ("a military spokesman")."""
    if len(title.heads) != 1 or title.counterpart is not None or title.honorific is not None:
        return False
    head, stop = title.heads[0]
    bare = stop == head.first + 1 and not head.definite and stop < len(scan) and scan.joined_on(stop)
    loose = {split.stem for split in scan.lexicon.splits(scan.keys[stop]) if not split.joined} if bare else set()
    return bare and scan.hit(head.first, "group_heads") is not None and bool(loose & grammar.loose_adjectives)
