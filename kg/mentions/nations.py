"""Countries inside the offices of persons, and words of courtesy that stand for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.grammar import Grammar
from kg.mentions.model import Features, Mention
from kg.mentions.scan import Hit, Scan


def nation_in(scan: Scan, first: int, stop: int) -> str | None:
    """Return the key of the first country that words of an office name, by name or adjective."""
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            return hit.entry.known.key
    return None


def nations_in(scan: Scan, first: int, stop: int) -> tuple[str, ...]:
    """Return the keys of all countries that words of an office name."""
    found: dict[str, None] = {}
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        if hit and hit.entry.known and hit.entry.known.type == "Country":
            found.setdefault(hit.entry.known.key)
    return tuple(found)


def body_in(scan: Scan, first: int, stop: int) -> str:
    """Return the key of the first international body that words of an office name, empty when none does."""
    for i in range(first, stop):
        hit = scan.hit(i, "authority")
        row = hit.entry.known if hit else None
        if row and row.type in ("Organization", "Forum") and not row.country:
            return row.key
    return ""


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
                # A city that an office is of does not stand for a government.
                if hit and row and row.type == "Country" and hit.entry.sense != "capital":
                    rule = "nation-adjective" if hit.entry.sense == "adjective" else "authority"
                    span = scan.bare_span(i, hit.stop, hit.split.joined)
                    yield Mention(span, "Country", rule, key=row.key, features=Features(extent=span, nation=row.key))
                i += 1


def inner_bodies(scan: Scan, grammar: Grammar, persons: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the bodies that offices of several words name as a whole ("president of the council of ministers")."""
    heads = scan.lexicon.words("inner_heads")
    for office in (office for person in persons for office in person.features.offices):
        i, whole = scan.word_at(office.start), 0
        while i is not None and i < len(scan) and scan.words[i].span.start < office.stop:
            known = scan.hit(i, "offices")
            whole = max(whole, known.stop if known else 0)
            head = scan.hit(i, "body_heads")
            if head and head.stop < whole and not head.split.joined and head.entry.row[0] in heads:
                stop = grammar.phrase_end(head, scan.last_word(i))
                if stop > head.stop and scan.words[stop - 1].span.stop <= office.stop:
                    span = scan.span(i, stop)
                    features = Features(extent=span, head=head.entry.words[-1], kind="body")
                    yield Mention(span, "Organization", "head-noun", features=features)
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
