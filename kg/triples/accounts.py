"""Facts taken back out of an article's graph, with all that a person needs to check them; no text is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Triple

from kg.text import Span
from kg.triples.account import Account, Passage
from kg.triples.reading_back import Index
from kg.triples.vocabulary import AGREEMENT, LINK, MEETING, POSITION, STATEMENT

_KINDS = {
    STATEMENT: "statement",
    MEETING: "meeting",
    POSITION: "position",
    AGREEMENT: "agreement",
    LINK: "link",
}
_LETTERS = {"statement": "s", "meeting": "m", "position": "p", "agreement": "g"}


def accounts_of(triples: Iterable[Triple]) -> tuple[Account, ...]:
    """Return every fact of an article's graph, by kind and in the order of the text; a repeat is one of its own."""
    index = Index(triples)
    found: list[Account] = []
    for kind, name in _KINDS.items():
        told = [one for node in index.of_kind(kind) for one in _accounts(index, node, name)]
        ordered = sorted(told, key=lambda account: (_place(account), account.iri))
        letter = _LETTERS.get(name)
        found += [replace(a, id=f"{letter}{n}" if letter else a.end) for n, a in enumerate(ordered, 1)]
    return tuple(found)


def _place(account: Account) -> tuple[object, ...]:
    """Return where a fact stands among its kind, as the reading numbers them."""
    first = min((e.span.start for e in account.evidence), default=0)
    cue, content = account.part("cue"), account.part("content")
    if account.kind == "meeting":
        return (first, cue.span if cue else Span(0, 0))
    if account.kind in ("statement", "agreement"):
        return (content.span if content else Span(0, 0),)
    # A position and a link are named by their place.
    return tuple(int(number) for number in account.end.split("-")[1:] if number.isdigit())


def _accounts(index: Index, node: NamedNode, kind: str) -> Iterator[Account]:
    whole = index.account(node, kind)
    contents = [passage for name, passage in whole.parts if name == "content"]
    if kind != "statement" or not contents:
        yield whole
        return
    for content in contents:
        yield _mention(whole, content, alone=len(contents) == 1)


def _mention(whole: Account, content: Passage, *, alone: bool) -> Account:
    """Return the account of one mention of a statement: what stands in the sentences of its content."""
    rules = tuple(rule for rule in content.rules if rule in whole.rules) or whole.rules
    if alone:
        return replace(whole, rules=rules)
    evidence = tuple(e for e in whole.evidence if e.span.overlaps(content.span))
    near = [e.span for e in evidence]
    parts = tuple(
        (name, passage)
        for name, passage in whole.parts
        if passage == content or (name != "content" and any(passage.span.within(span) for span in near))
    )
    sentences = tuple(s for s in whole.sentences if any(s.span.overlaps(span) for span in near))
    return replace(whole, rules=rules, evidence=evidence, parts=parts, sentences=sentences)
