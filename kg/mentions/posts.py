"""What an office is of, so that the minister of one thing is not the minister of another."""

from __future__ import annotations

from kg.mentions.draft import Draft
from kg.mentions.lexicon import Lexicon
from kg.mentions.model import Mention

Posts = frozenset[str]


class Offices:
    """What the offices of persons are of, each read once."""

    def __init__(self, text: str, lexicon: Lexicon, named: list[Draft]) -> None:
        self._text = text
        self._lexicon = lexicon
        self._plain = frozenset(self._stem(key) for key in lexicon.word_keys("office_adjectives"))
        self._same = {
            key: keys[0]
            for row in lexicon.pack.table("same_bodies")
            for keys in (lexicon.keys(row[0]),)
            for key in keys
        }
        self._held = {id(draft): self._posts(draft) for draft in named}

    def may_hold(self, draft: Draft, mention: Mention) -> bool:
        """Tell whether a role may be this person's: one of his offices is of the same, or either is of nothing."""
        held = self._held.get(id(draft), frozenset())
        if not held or " " in mention.features.head:
            # A head of several words says by itself what it is of.
            return True
        wanted = self._of(mention)
        return all(not of or any(not have or have & of for have in held) for of in wanted)

    def _posts(self, draft: Draft) -> frozenset[Posts]:
        return frozenset(of for mention in draft.mentions for of in self._of(mention))

    def _of(self, mention: Mention) -> frozenset[Posts]:
        return frozenset(self._complement(office.of(self._text)) for office in mention.features.offices)

    def _complement(self, office: str) -> Posts:
        stems = (self._stem(key) for key in self._lexicon.keys(office)[1:])
        return frozenset(self._same.get(s, s) for s in stems if s not in self._plain and not self._of_a_nation(s))

    def _stem(self, key: str) -> str:
        return next((s.stem for s in self._lexicon.splits(key) if s.definite), key)

    def _of_a_nation(self, stem: str) -> bool:
        return any(entry.table == "authority" for entry in self._lexicon.starting_with(stem) if len(entry.words) == 1)
