"""Which row of the authority an actor is: only when name and office or country agree, else none."""

from __future__ import annotations

from kg.authority import Authority, AuthorityRow
from kg.errors import NotFound
from kg.mentions.draft import Draft
from kg.mentions.lexicon import Entry, Lexicon
from kg.mentions.model import Link


def link_of(lexicon: Lexicon, authority: Authority, draft: Draft) -> Link | None:
    """Return the link of an actor, or None when the evidence does not reach."""
    if draft.type == "Person":
        return _person(lexicon, draft)
    if draft.type == "Group" or not draft.resolved:
        return None
    key = next((m.key for m in draft.mentions if m.key), None)
    if key is None:
        return None
    try:
        row = authority.row(key)
    except NotFound:
        return None
    return Link(key, 1.0, f"exact name in {row.source}", row.wikidata)


def _person(lexicon: Lexicon, draft: Draft) -> Link | None:
    """Return the one known person whose name fits and whose country the text's offices say."""
    nations = {nation for _, nation in draft.offices if nation}
    fitting: dict[str, tuple[AuthorityRow, float]] = {}
    for words in draft.names:
        for entry in lexicon.named_person(words[-1]):
            row = entry.known
            score = _score(lexicon, entry, words)
            if row and score and row.country in nations:
                if len(words) == 1 and not row.surname_alone:
                    continue
                fitting[row.key] = (row, max(score, fitting.get(row.key, (row, 0.0))[1]))
    if len(fitting) != 1:
        return None
    row, score = next(iter(fitting.values()))
    return Link(row.key, score, f"name and office's country agree with {row.source}", row.wikidata)


def _score(lexicon: Lexicon, entry: Entry, words: tuple[str, ...]) -> float:
    known = entry.words
    if known == words:
        return 1.0
    if len(words) == 1:
        return 0.8 if known[-1] == words[0] else 0.0
    if len(known) == len(words) and all(
        lexicon.skeleton(a) == lexicon.skeleton(b) for a, b in zip(known, words, strict=True)
    ):
        return 0.9
    return 0.0
