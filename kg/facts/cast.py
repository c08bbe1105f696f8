"""Who is where in an article: mentions by the words they begin and end at, and the actors behind them."""

from __future__ import annotations

from dataclasses import replace

from kg.mentions import Actor, Mention, Scan
from kg.text import Span

# Types that may speak or take part; places and works may not.
_ACTING = frozenset({"Person", "Organization", "Forum", "Country", "Group"})


class Cast:
    """The actors of an article, found by word; words that name nobody become unresolved actors."""

    def __init__(self, scan: Scan, actors: tuple[Actor, ...]) -> None:
        self.scan = scan
        self._actors: dict[str, Actor] = {actor.id: actor for actor in actors}
        self._of = {(m.span, m.type): a.id for a in actors for m in a.mentions}
        self._first: dict[int, tuple[Mention, int]] = {}
        self._last: dict[int, tuple[Mention, int]] = {}
        self.inside: list[Mention | None] = [None] * len(scan)
        self._added: dict[str, str] = {}
        self._gender: dict[str, str] = {}
        for mention in sorted((m for a in actors for m in a.mentions), key=lambda m: (m.extent.start, -len(m.extent))):
            self._place(mention)

    def _place(self, mention: Mention) -> None:
        first, last = self.scan.word_at(mention.extent.start), self.scan.word_until(mention.extent.stop)
        if first is None or last is None or mention.type not in _ACTING or self.inside[first] is not None:
            return
        self._first.setdefault(first, (mention, last + 1))
        self._last.setdefault(last + 1, (mention, first))
        for i in range(first, last + 1):
            self.inside[i] = mention

    def starting(self, i: int) -> tuple[Mention, int] | None:
        """Return the mention that begins at word *i* and the word after it."""
        return self._first.get(i)

    def ending(self, i: int) -> tuple[Mention, int] | None:
        """Return the mention that ends right before word *i* and its first word."""
        return self._last.get(i)

    def id_of(self, mention: Mention) -> str | None:
        """Return the actor behind a mention; a dual or plural that points back has none of its own."""
        return self._of.get((mention.span, mention.type))

    def actor(self, actor_id: str) -> Actor:
        """Return an actor."""
        return self._actors[actor_id]

    def actors(self) -> tuple[Actor, ...]:
        """Return all actors, the added ones last."""
        return tuple(self._actors.values())

    def gender(self, actor_id: str) -> str:
        """Return the gender an actor's verbs have, empty when unknown."""
        if actor_id not in self._gender:
            self._gender[actor_id] = self._guess(self._actors[actor_id])
        return self._gender[actor_id]

    def _guess(self, actor: Actor) -> str:
        told = next((m.features.gender for m in actor.mentions if m.features.gender), "")
        if told or actor.type == "Person":
            return told
        if actor.type == "Country":
            return "f"
        head = next((self.scan.word_at(m.span.start) for m in actor.mentions), None)
        feminine = tuple(self.scan.lexicon.keys(w)[0] for (w, *_) in self.scan.document.pack.table("feminine_endings"))
        return "" if head is None else ("f" if self.scan.keys[head].endswith(feminine) else "m")

    def add(self, span: Span) -> str:
        """Return the unresolved actor that the words at *span* stand for, a new one when nobody is called so yet."""
        words = span.of(self.scan.text)
        if words not in self._added:
            self._added[words] = f"a{len(self._actors) + 1}"
            mention = Mention(span, "Group", "unresolved")
            self._actors[self._added[words]] = Actor(self._added[words], "Group", (words,), (mention,), resolved=False)
        else:
            known = self._actors[self._added[words]]
            self._actors[known.id] = replace(known, mentions=(*known.mentions, Mention(span, "Group", "unresolved")))
        return self._added[words]
