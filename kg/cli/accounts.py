"""Facts in words for a person at a terminal, all that is the article's in isolates of its own; and as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import NotFound
from kg.triples import Account, ActorTold, Passage, visible

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.text import Span

Meaning = Callable[[str], str]

# First strong isolate and its end: what stands between them is laid out by itself, whichever way it runs.
_OPEN, _CLOSE = "\u2068", "\u2069"
# What proves the fact stands between these in its sentence; they take the direction of what is around them.
_FROM, _TO = "\u27e6", "\u27e7"
_COUNTRY = "Country"
_SHORT = 60
_SHOWN_MENTIONS = 12
# The longest words before a content that are taken for what opens it.
_LONGEST_OPENER = 24
_BETWEEN = " \t\u00a0" + "".join(
    chr(c) for c in (*range(0x21, 0x30), 0x3A, 0x3B, 0x60C, 0x61B, 0xAB, 0xBB, 0x201C, 0x201D)
)


def isolated(words: str) -> str:
    """Return words of an article so that they disturb nothing around them: visible, one line, isolated."""
    return f"{_OPEN}{visible(words)}{_CLOSE}"


def fact_line(account: Account, widths: tuple[int, int]) -> str:
    """Return one fact as a line: its id, the end of its IRI, the fact, its rules."""
    name = account.id if account.id != account.end else ""
    rules = ", ".join(account.rules)
    return f"{name:<{widths[0]}}  {account.end:<{widths[1]}}  {in_words(account, short=True)}  ({rules})\n"


def in_words(account: Account, *, short: bool = False) -> str:
    """Return the fact as a sentence."""
    who = {
        role: [_called(account, actor) for named, actor in account.actors if named == role]
        for role, _ in account.actors
    }
    traits = dict(account.traits)
    content = account.part("content")
    said = _clipped(content.words, short=short) if content else ""
    match account.kind:
        case "statement":
            via = f", relayed by {_list(who['relayer'])}" if "relayer" in who else ""
            medium = f", {traits['medium']}" if "medium" in traits else ""
            return f"{_list(who.get('speaker', []))} said ({traits.get('mode', 'indirect')}{medium}{via}): {said}"
        case "meeting":
            return _meeting(account, who, traits)
        case "position":
            title = account.part("title") or (account.evidence[0] if account.evidence else None)
            of = f", of {_list(who['of'])}" if "of" in who else ""
            return f"{_list(who.get('holder', []))} is called {isolated(title.words) if title else '?'}{of}"
        case "agreement":
            return f"{_list(who.get('party', []))} agreed: {said}"
    links = [f"{_called(account, actor)} is taken for {actor.link.row}" for _, actor in account.actors if actor.link]
    return "; ".join(links) or "a link to a known actor"


def _meeting(account: Account, who: dict[str, list[str]], traits: dict[str, str]) -> str:
    mode = f", {traits['mode']}" if "mode" in traits else ""
    words = [f"{traits.get('kind', 'meeting')} ({traits.get('status', 'held')}{mode})"]
    words += [f"of {_list(who['participant'])}"] if "participant" in who else []
    words += [f"within {_list(who['forum'])}"] if "forum" in who else []
    time, place = account.part("time"), account.part("place")
    words += [f"{isolated(time.words)} [{traits.get('date') or traits.get('timex', '?')}]"] if time else []
    words += [f"at {isolated(place.words)}"] if place else []
    topics = [isolated(passage.words) for name, passage in account.parts if name == "topic"]
    return " ".join(words) + (f", on {'; '.join(topics)}" if topics else "")


def page(account: Account, authority: Authority, meaning: Meaning) -> str:
    """Return one fact for a person to check."""
    return "".join(f"{line}\n" for line in _lines(account, authority, meaning))


def _lines(account: Account, authority: Authority, meaning: Meaning) -> Iterator[str]:
    yield f"{account.kind} {account.id}  <{account.iri}>"
    yield f"  {in_words(account)}"
    yield f"  article <{account.article}>, read by {account.reader}"
    for sentence in account.sentences or account.evidence:
        yield f"sentence {_at(sentence.span)}"
        yield f"  {_marked(account, sentence)}"
    for rule in account.rules:
        yield f"rule {rule}"
        yield f"  {meaning(rule)}"
    if account.confidence is not None:
        yield f"  confidence {account.confidence}, as the model says"
    yield "saw"
    for name, passage in seen(account):
        by = f"  by {', '.join(passage.rules)}" if passage.rules and name not in ("content", "title") else ""
        yield f"  {name:<10}{isolated(passage.words)} {_at(passage.span)}{by}"
    for role, actor in account.actors:
        yield from _actor(account, role, actor, (authority, meaning))


def seen(account: Account) -> Iterator[tuple[str, Passage]]:
    """Yield the words the rule saw, by part, in the order of the text; with them what opens the content."""
    parts = list(account.parts)
    opener = _opener(account)
    if opener is not None:
        parts.append(("opener", opener))
    yield from sorted(parts, key=lambda part: (part[1].span, part[0]))


def _opener(account: Account) -> Passage | None:
    """Return the last words between the cue or the speaker and the content: what opens it."""
    cue, content = account.part("cue"), account.part("content")
    home = next((s for s in account.sentences if content and s.span.start <= content.span.start < s.span.stop), None)
    if cue is None or content is None or home is None or cue.span.stop >= content.span.start:
        return None
    named = [m.span.stop for _, actor in account.actors for m in actor.mentions]
    first = max(stop for stop in (cue.span.stop, *named) if stop <= content.span.start)
    raw = home.words[max(0, first - home.span.start) : content.span.start - home.span.start]
    words = raw.strip(_BETWEEN)
    if not words or len(words) > _LONGEST_OPENER:
        return None
    start = max(first, home.span.start) + raw.index(words)
    return Passage(type(content.span)(start, start + len(words)), words)


def _actor(account: Account, role: str, actor: ActorTold, known: tuple[Authority, Meaning]) -> Iterator[str]:
    authority, meaning = known
    yield f"{role} {_called(account, actor)}  {actor.type}  <{actor.iri}>"
    yield f"  how       {how_named(account, actor)}"
    for mention in actor.mentions[:_SHOWN_MENTIONS]:
        rules = "; ".join(f"{rule}: {meaning(rule)}" for rule in mention.rules)
        yield f"  named     {isolated(mention.words)} {_at(mention.span)}  {rules}"
    if len(actor.mentions) > _SHOWN_MENTIONS:
        yield f"  named     {len(actor.mentions) - _SHOWN_MENTIONS} times more"
    if actor.on_behalf_of:
        yield f"  acts for  <{actor.on_behalf_of}>"
    if actor.link:
        item = f", Wikidata {actor.link.wikidata}" if actor.link.wikidata else ""
        yield f"  row       {actor.link.row} ({_row(authority, actor.link.row)}){item}"
        yield f"  score     {actor.link.score}: {visible(actor.link.reason)}"
    elif actor.resolved:
        yield "  row       none: no row of the authority fits, or more than one"


def how_named(account: Account, actor: ActorTold) -> str:
    """Return in words how the fact's sentence leads to an actor."""
    anchor = account.part("cue") or account.part("content") or (account.evidence[0] if account.evidence else None)
    if not actor.resolved:
        return "words that stand where somebody must be named, and name nobody the article tells of"
    if not actor.mentions or anchor is None:
        return "named nowhere in words of their own"
    content = account.part("content")
    inside = [e.span for e in (*account.sentences, *account.evidence)]
    here = [
        m
        for m in actor.mentions
        if any(m.span.within(span) for span in inside) and not (content and m.span.within(content.span))
    ]
    if here:
        nearest = min(here, key=lambda m: (abs(m.span.start - anchor.span.start), m.span))
        side = "after" if nearest.span.start >= anchor.span.start else "before"
        beside = f", {side} the cue" if account.part("cue") else ""
        return f"named in the sentence{beside}: {isolated(nearest.words)} {_at(nearest.span)}"
    before = [m for m in actor.mentions if m.span.start < anchor.span.start]
    if before:
        return f"not named in the sentence; carried over from {isolated(before[-1].words)} {_at(before[-1].span)}"
    return f"named only later: {isolated(actor.mentions[0].words)} {_at(actor.mentions[0].span)}"


def _row(authority: Authority, key: str) -> str:
    try:
        row = authority.row(key)
    except NotFound:
        return "not in the authority installed here"
    return ", ".join(isolated(name) for _, name in row.names)


def _marked(account: Account, sentence: Passage) -> str:
    """Return a sentence with the fact's own words in brackets."""
    wanted = ("content", "cue", "title", "time", "place", "topic")
    spans = sorted(p.span for name, p in account.parts if name in wanted and p.span.overlaps(sentence.span))
    result, last = "", sentence.span.start
    for span in spans:
        start, stop = max(span.start, sentence.span.start), min(span.stop, sentence.span.stop)
        if start < last:
            continue
        before = sentence.words[last - sentence.span.start : start - sentence.span.start]
        result += f"{before}{_FROM}{sentence.words[start - sentence.span.start : stop - sentence.span.start]}{_TO}"
        last = stop
    return isolated(result + sentence.words[last - sentence.span.start :])


def _name(actor: ActorTold) -> str:
    names = actor.names or tuple(mention.words for mention in actor.mentions)
    return isolated(max(names, key=lambda name: (len(name.split()), name))) if names else "?"


def _called(account: Account, actor: ActorTold) -> str:
    """Return what the fact itself calls an actor where it is a country, else the actor's fullest name."""
    if actor.type != _COUNTRY:
        return _name(actor)
    # A capital that stands for the country elsewhere would read as if the fact told of the town.
    homes = (account.evidence, account.sentences)
    here = next(
        (said for home in homes if (said := [m for m in actor.mentions if any(m.span.within(p.span) for p in home)])),
        None,
    )
    return isolated(here[0].words) if here else _name(actor)


def _list(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else "?"


def _clipped(words: str, *, short: bool) -> str:
    shown = visible(words)
    return isolated(f"{shown[:_SHORT].rstrip()}…" if short and len(shown) > _SHORT else shown)


def _at(span: Span) -> str:
    return f"[{span.start}, {span.stop})"


def to_values(account: Account, meaning: Meaning) -> dict[str, Any]:
    """Return a fact as JSON values."""
    return {
        "id": account.id,
        "iri": account.iri,
        "kind": account.kind,
        "article": account.article,
        "reader": account.reader,
        "rules": [{"id": rule, "looksFor": meaning(rule)} for rule in account.rules],
        "confidence": float(account.confidence) if account.confidence is not None else None,
        "traits": dict(account.traits),
        "sentences": [_passage(sentence) for sentence in account.sentences],
        "evidence": [_passage(evidence) for evidence in account.evidence],
        "saw": [{"part": name, **_passage(passage)} for name, passage in seen(account)],
        "actors": [_person(account, role, actor) for role, actor in account.actors],
    }


def _person(account: Account, role: str, actor: ActorTold) -> dict[str, Any]:
    link = actor.link
    return {
        "role": role,
        "iri": actor.iri,
        "type": actor.type,
        "names": list(actor.names),
        "resolved": actor.resolved,
        "how": visible(how_named(account, actor)),
        "mentions": [_passage(mention) for mention in actor.mentions],
        "onBehalfOf": actor.on_behalf_of,
        "link": {"row": link.row, "score": float(link.score), "reason": link.reason, "wikidata": link.wikidata}
        if link
        else None,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "span": [passage.span.start, passage.span.stop],
        "words": passage.words,
        "rules": list(passage.rules),
    }
