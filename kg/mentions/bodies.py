"""Organisations and forums: known ones, those built on a head noun, and their short names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import ActorType, Features, Mention
from kg.mentions.scan import Hit, Scan
from kg.text import Span

_KNOWN_TYPES: dict[str, ActorType] = {"Country": "Country", "Organization": "Organization", "Forum": "Forum"}
# How many words of a portfolio may stand before one that is a body's head by itself.
_DEEP_IN = 2
_QUOTES = ("quote", "opening", "closing")


def known(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield countries, organisations and forums by a name of the authority; a capital stands for its government."""
    i = 0
    while i < len(scan):
        hit = scan.hit(i, "authority")
        row = hit.entry.known if hit else None
        if hit is None or row is None or row.type not in _KNOWN_TYPES or not _names_it(scan, grammar, hit):
            i += 1
            continue
        span = scan.bare_span(hit.first, hit.stop, hit.split.joined)
        extent_stop = hit.stop
        if row.type != "Country":
            while extent_stop < scan.last_word(i) and scan.joined_on(extent_stop) and grammar.adjective(extent_stop):
                extent_stop += 1
        extent = Span(span.start, scan.words[extent_stop - 1].span.stop)
        nation = row.key if row.type == "Country" else row.country
        features = Features(extent=extent, nation=nation, gender=_gender(scan, hit), kind=row.kind)
        yield Mention(
            span,
            _KNOWN_TYPES[row.type],
            "authority",
            key=row.key,
            metonym=hit.entry.sense == "capital",
            features=features,
        )
        i = hit.stop


def _names_it(scan: Scan, grammar: Grammar, hit: Hit) -> bool:
    """Tell whether the words name the row itself: no adjective, no part of an office's or a longer body's name."""
    before = scan.hit(hit.first - 1, "offices") if hit.first else None
    if hit.entry.sense == "adjective" or (before is not None and before.stop > hit.first):
        return False
    if hit.entry.known is not None and hit.entry.known.type == "Country":
        return not _doubtful(scan, hit) and not (hit.entry.sense == "capital" and _only_a_city(scan, hit.first))
    return not _goes_on(scan, grammar, hit)


def _goes_on(scan: Scan, grammar: Grammar, hit: Hit) -> bool:
    """Tell whether an adjective after a body's name makes another body of it ("Security" and "Council" and "National").

    An adjective of the body's own country, or one that says only when or of what rank, makes none; neither does one
    that describes the noun before the body's name.
    """
    row, j = hit.entry.known, hit.stop
    if row is None or j >= scan.last_word(hit.first) or not scan.joined_on(j) or not grammar.adjective(j):
        return False
    if scan.hit(j, "passing_adjectives") or not scan.lexicon.agree(scan.keys[hit.first], scan.keys[j]):
        return False
    nation = scan.hit(j, "authority")
    return not (nation and nation.entry.known and nation.entry.known.key == row.country)


def _only_a_city(scan: Scan, i: int) -> bool:
    """Tell whether the word before a capital makes it a city ("mayor of", "city of"), not a government."""
    return scan.joined_on(i) and any(scan.hit(i - 1, table) for table in ("offices", "complement_nouns", "local_heads"))


def _doubtful(scan: Scan, hit: Hit) -> bool:
    """Tell whether a country's name that is also a common word or surname has nothing beside it that makes it one."""
    if hit.split.preposition or not scan.hit(hit.first, "doubtful_names") or hit.stop > hit.first + 1:
        return False
    before = hit.first - 1
    if before < 0 or not scan.joined_on(hit.first):
        return True
    particle = scan.hit(before, "function_words")
    preposition = particle is not None and particle.entry.column(1) == "prep"
    return not preposition and not any(scan.hit(before, t) for t in ("offices", "body_heads", "complement_nouns"))


def _gender(scan: Scan, hit: Hit) -> str:
    body = scan.hit(hit.first, "body_heads")
    return body.entry.column(3) if body else ""


def bodies(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield organisations built on a head noun; a bare definite head points back to one named before."""
    yield from _headed(scan, grammar, "body_heads", "Organization")


def forums(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield forums built on a head noun ("working group of ...")."""
    yield from _headed(scan, grammar, "forum_heads", "Forum")


def _headed(scan: Scan, grammar: Grammar, table: str, kind: ActorType) -> Iterator[Mention]:
    i = 0
    while i < len(scan):
        hit = scan.hit(i, table)
        if hit is None or scan.hit(i, "attending"):
            # "Chaired by" has the letters of a presidency.
            i += 1
            continue
        limit = scan.last_word(i)
        stop = (
            _with_parties(scan, grammar.phrase_end(hit, limit), limit)
            if kind == "Forum"
            else grammar.phrase_end(hit, limit)
        )
        if stop == hit.stop:
            stop = _quoted_name(scan, grammar, hit, limit)
        start = grammar.phrase_start(hit)
        placed = "placed" in hit.entry.row and not any(scan.hit(k, "authority") for k in range(hit.stop, stop))
        if not placed and not _part_of_more(scan, grammar, hit, start, stop):
            yield from _body(scan, hit, (start, stop), kind)
        i = max(stop, i + 1)


def _part_of_more(scan: Scan, grammar: Grammar, hit: Hit, i: int, stop: int) -> bool:
    """Tell whether the head is a word of an office's own name or portfolio, or an adjective of the noun before it."""
    before = scan.hit(i - 1, "offices") if i else None
    portfolios = (scan.hit(k, "portfolios") for k in range(max(0, i - _DEEP_IN), i))
    if (before and before.stop > i) or any(found and found.stop > i for found in portfolios):
        return True
    return stop == hit.stop and i > 0 and scan.joined_on(i) and grammar.definite(i - 1) and not grammar.closes(i - 1)


def _body(scan: Scan, hit: Hit, words: tuple[int, int], kind: ActorType) -> Iterator[Mention]:
    (start, stop), row = words, hit.entry.row
    alone = "alone" in row
    named = stop > hit.stop or start < hit.first or "named" in row
    if not named and not (hit.definite and alone):
        return
    span = scan.bare_span(start, stop, hit.split.joined)
    nation = next(
        (
            found.entry.known.key
            for i in range(start, stop)
            if (found := scan.hit(i, "authority")) and found.entry.known and found.entry.known.type == "Country"
        ),
        None,
    )
    features = Features(
        extent=span, head=hit.entry.words[-1], nation=nation, named=named, definite=hit.definite, kind="body"
    )
    yield Mention(span, kind, "head-noun" if named else "bare-head", features=features)


def _with_parties(scan: Scan, stop: int, limit: int) -> int:
    """Return the end of "between A and B" after a forum's name."""
    words = {row[0] for row in scan.document.pack.table("between")}
    if stop < limit and scan.joined_on(stop) and scan.raw(stop) in words:
        j = stop + 1
        first = scan.hit(j, "authority") if j < limit else None
        second = scan.hit(first.stop, "authority") if first and first.stop < limit else None
        if first and second and second.split.joined:
            return second.stop
    second = scan.hit(stop, "authority") if stop < limit and scan.joined_on(stop) else None
    if second and second.split.joined and not second.split.preposition and second.entry.sense == "name":
        return second.stop
    return stop


def _quoted_name(scan: Scan, grammar: Grammar, hit: Hit, limit: int) -> int:
    """Return the end of a name in quotation marks right after its head ("the site "Intercept"")."""
    j = hit.stop
    if grammar.quotes_speech(hit, j, limit):
        return j
    if j < limit and len(scan.marks[j]) == 1 and scan.mark(j) in _QUOTES:
        for stop in range(j + 1, min(j + 5, limit + 1)):
            if stop < len(scan) and not scan.gaps[stop][:1].isspace() and scan.mark(stop) in _QUOTES:
                return stop
    return hit.stop


def short_names(scan: Scan, mentions: list[Mention]) -> Iterator[Mention]:
    """Yield the short name in brackets or quotes right after an organisation's or forum's name."""
    marks = scan.document.pack.marks
    for mention in mentions:
        if mention.type not in ("Organization", "Forum") or not mention.features.named:
            continue
        at = _short_at(scan.text, mention.extent.stop, marks.of(*_QUOTES, "open_bracket"))
        i = scan.word_at(at) if at >= 0 else None
        if i is None:
            continue
        stop = i + 1
        while stop < min(i + 3, len(scan)) and scan.gaps[stop] == " ":
            stop += 1
        closing = scan.gaps[stop][:1] if stop < len(scan) else ""
        if closing and closing in marks.of(*_QUOTES, "close_bracket"):
            features = Features(extent=scan.span(i, stop), kind="short")
            yield Mention(scan.span(i, stop), mention.type, "short-name", features=features)


def _short_at(text: str, stop: int, opening: str) -> int:
    """Return where a bracketed or quoted word begins after position *stop*, or -1."""
    j = stop
    while j < len(text) and text[j] == " " and j < stop + 2:
        j += 1
    return j + 1 if j < len(text) and text[j] in opening else -1
