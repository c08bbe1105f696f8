"""Unnamed sources, officials, delegations and sides."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.lexicon import words_in
from kg.mentions.model import ActorType, Features, Mention
from kg.mentions.scan import Hit, Scan


def groups(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield unnamed persons and groups with their modifiers."""
    keys = grammar.loose_adjectives
    i = 0
    while i < len(scan):
        hit = scan.hit(i, "group_heads")
        if hit is None:
            i += 1
            continue
        stop = _group_end(scan, grammar, hit, keys)
        mention = _group(scan, hit, grammar.phrase_start(hit), stop)
        if mention and not _only_adjective(scan, grammar, hit, stop):
            yield mention
        i = max(stop, i + 1)


def _only_adjective(scan: Scan, grammar: Grammar, hit: Hit, stop: int) -> bool:
    """Tell whether the head only describes the noun before it, or is half of "on the part of"."""
    if hit.entry.column(4) == "side" and not hit.definite and hit.entry.column(3) == "s":
        return True
    i = hit.first
    if not hit.definite and _describes(scan, grammar, hit):
        return True
    if not hit.definite or stop > hit.stop or hit.entry.column(4) != "source" or hit.entry.column(1) != "Person":
        return False
    verb = scan.hit(i - 1, "speech_verbs") if i else None
    return verb is None or verb.entry.form not in ("finite", "present")


def _describes(scan: Scan, grammar: Grammar, hit: Hit) -> bool:
    """Tell whether a head without the article is the adjective of the noun before it ("diplomatic talks")."""
    i = hit.first
    if hit.entry.column(1) != "Person" or i == 0 or not scan.joined_on(i) or hit.split.joined:
        return False
    before = scan.hits[i - 1]
    noun = any(table in before for table in ("common_nouns", "meeting_nouns", "media"))
    return (
        noun
        and scan.keys[i] in grammar.loose_adjectives
        and "speech_verbs" not in before
        and not grammar.definite(i - 1)
    )


def peoples(scan: Scan, grammar: Grammar) -> Iterator[Mention]:
    """Yield people called by their nation alone, in the plural and with the article ("the Koreans")."""
    plural = tuple(scan.document.pack.letters.key(w) for w in words_in(scan.document.pack, "plural_endings"))
    for i in range(len(scan)):
        hit = scan.hit(i, "authority")
        row = hit.entry.known if hit else None
        if hit is None or row is None or hit.entry.sense != "adjective" or not hit.definite:
            continue
        described = i > 0 and scan.joined_on(i) and (grammar.definite(i - 1) or scan.hit(i - 1, "group_heads"))
        if hit.split.stem.endswith(plural) and not described:
            span = scan.bare_span(i, hit.stop, hit.split.joined)
            features = Features(extent=span, nation=row.key, gender="m", number="p", kind="people")
            yield Mention(span, "Group", "people", features=features)


def _group_end(scan: Scan, grammar: Grammar, hit: Hit, loose: frozenset[str]) -> int:
    limit, j = scan.last_word(hit.first), hit.stop
    if not hit.definite and j < limit and scan.joined_on(j) and not _modifier(scan, grammar, hit, j, loose):
        j = grammar.complement(j, limit)
    while j < limit and scan.joined_on(j) and _modifier(scan, grammar, hit, j, loose):
        j += 1
        # "of high rank": an adjective without an article may govern a noun with one.
        if not hit.definite and j < limit and scan.joined_on(j) and grammar.definite(j) and not grammar.closes(j):
            j += 1
    tails = scan.lexicon.words("group_tails")
    if j < limit and scan.joined_on(j) and scan.raw(j) in tails:
        return j + 1
    if hit.definite:
        return j
    tail = max(_in_or_of(scan, grammar, j, limit), _joined_body(scan, grammar, j, limit))
    return tail if j < limit and tail > j else j


def _modifier(scan: Scan, grammar: Grammar, hit: Hit, j: int, loose: frozenset[str]) -> bool:
    """Tell whether word *j* is an adjective of the group, or a second one joined by a letter."""
    if hit.definite or hit.entry.column(5) == "whole":
        return grammar.adjective(j) or _second_nation(scan, j)
    known = scan.hit(j, "authority")
    if known and known.entry.sense == "adjective":
        return not known.split.preposition
    return any(split.stem in loose and not split.preposition for split in scan.lexicon.splits(scan.keys[j]))


def _second_nation(scan: Scan, j: int) -> bool:
    known = scan.hit(j, "authority")
    return bool(known and known.entry.sense == "adjective" and known.split.joined and not known.split.preposition)


def _in_or_of(scan: Scan, grammar: Grammar, j: int, limit: int) -> int:
    """Return the end of "in" or "from" and the body or country after it."""
    if j >= limit or not scan.joined_on(j) or not scan.hit(j, "function_words"):
        return j
    word = scan.hit(j, "function_words")
    if word is None or word.split.joined or word.entry.column(2) != "member":
        return j
    return max(j, grammar.complement(j + 1, limit)) if grammar.complement(j + 1, limit) > j + 1 else j


def _joined_body(scan: Scan, grammar: Grammar, j: int, limit: int) -> int:
    """Return the end of a body that a joined preposition puts the group in ("a source at the ministry")."""
    body = scan.hit(j, "body_heads") if j < limit and scan.joined_on(j) else None
    addressee = {row[0] for row in scan.document.pack.table("belonging")}
    placed = body is not None and body.split.preposition and body.split.preposition not in addressee
    return grammar.phrase_end(body, limit) if body and placed else j


def _group(scan: Scan, hit: Hit, start: int, stop: int) -> Mention | None:
    kind: ActorType = "Person" if hit.entry.column(1) == "Person" else "Group"
    sort = hit.entry.column(4)
    nation = _nation(scan, start, stop)
    bare = stop == hit.stop and start == hit.first
    whole = hit.entry.column(5) == "whole"
    if bare and sort == "people" and hit.entry.column(3) != "d" and not hit.definite and not whole:
        return None
    span = scan.bare_span(start, stop, hit.split.joined)
    side = sort == "side"
    named = not (bare and hit.definite) and not (side and bare)
    if side and nation and hit.entry.column(3) == "s":
        features = Features(extent=span, nation=nation, gender="m", kind="side")
        return Mention(span, "Country", "side", key=nation, metonym=True, features=features)
    features = Features(
        extent=span,
        head=hit.entry.words[-1],
        nation=nation,
        gender=hit.entry.column(2),
        number=hit.entry.column(3) or "s",
        named=named,
        definite=hit.definite,
        kind=sort,
    )
    return Mention(span, kind, "group", features=features)


def _nation(scan: Scan, first: int, stop: int) -> str | None:
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            return hit.entry.known.key
    return None
