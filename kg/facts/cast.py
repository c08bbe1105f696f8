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
        # Further mentions of actors that were added, kept apart until all are known.
        self._later: dict[str, list[Mention]] = {}
        self._of = {(m.span, m.type): a.id for a in actors for m in a.mentions}
        self._first: dict[int, tuple[Mention, int]] = {}
        self._last: dict[int, tuple[Mention, int]] = {}
        self.inside: list[Mention | None] = [None] * len(scan)
        self._added: dict[str, str] = {}
        self._holders = _holders(actors)
        self._keys = {m.key: a.id for a in actors for m in a.mentions if m.key and a.type != "Person"}
        self._gender: dict[str, str] = {}
        self._surnames = _surnames(scan, actors)
        table = scan.document.pack.table
        self._masculine = {scan.lexicon.keys(row[0]) for row in table("masculine_countries")}
        self._everybody = {scan.lexicon.keys(row[0]) for row in table("everybody")}
        for mention in sorted((m for a in actors for m in a.mentions), key=lambda m: (m.extent.start, -len(m.extent))):
            self._place(mention)

    def _place(self, mention: Mention) -> None:
        first, last = self.scan.word_at(mention.extent.start), self.scan.word_until(mention.extent.stop)
        if first is None or last is None or mention.type not in _ACTING or self.inside[first] is not None:
            return
        self._first.setdefault(first, (mention, last + 1))
        if self.scan.article(first - 1) and self.scan.joined_on(first):
            self._first.setdefault(first - 1, (mention, last + 1))
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
        return tuple(
            replace(actor, mentions=(*actor.mentions, *self._later[actor.id])) if actor.id in self._later else actor
            for actor in self._actors.values()
        )

    def holders(self, head: str, nations: tuple[str, ...]) -> tuple[str, ...]:
        """Return one person for each nation who is called by the office *head*, nothing unless each has exactly one."""
        found = [sorted({*self._holders.get((head, nation), ())}) for nation in nations]
        return tuple(ids[0] for ids in found) if all(len(ids) == 1 for ids in found) else ()

    def pair(self, actor_id: str) -> bool:
        """Tell whether the actor is two at once ("the two delegations")."""
        return self.several(actor_id) and all(m.features.number == "d" for m in self._actors[actor_id].mentions)

    def of_key(self, key: str) -> str | None:
        """Return the actor whose mentions have a row of the authority."""
        return self._keys.get(key)

    def stands_for(self, told: str, actor_id: str) -> bool:
        """Tell whether a headline's country or bare office may stand for *actor_id*, its own people or its holder."""
        if told == actor_id:
            return True
        one, other = self._actors[told], self._actors[actor_id]
        if one.type == other.type == "Person":
            return all(_office_of(m, other) for m in one.mentions)
        keys = {m.key for m in one.mentions if m.key}
        return one.type == "Country" and any(m.features.nation in keys for m in other.mentions)

    def several(self, actor_id: str) -> bool:
        """Tell whether the actor is two or more that the text never names one by one."""
        actor = self._actors[actor_id]
        return actor.type == "Group" and all(m.features.number in ("d", "p") for m in actor.mentions)

    def of_surname(self, key: str) -> tuple[str, ...]:
        """Return the one person whose name ends with this word, nobody when there are two."""
        found = self._surnames.get(key, [])
        return tuple(found) if len(found) == 1 else ()

    def addressed(self, actor_id: str) -> bool:
        """Tell whether the actor is one that is called on and never calls ("the international community")."""
        return any(self.scan.lexicon.keys(name) in self._everybody for name in self._actors[actor_id].names)

    def gender(self, actor_id: str) -> str:
        """Return the gender an actor's verbs have, empty when unknown."""
        if actor_id not in self._gender:
            self._gender[actor_id] = self._guess(self._actors[actor_id])
        return self._gender[actor_id]

    def fits(self, actor_id: str, gender: str) -> bool:
        """Tell whether a word of *gender* can speak of the actor; what has no gender speaks of anybody."""
        return not gender or self.gender(actor_id) in ("", gender)

    def _guess(self, actor: Actor) -> str:
        told = next((m.features.gender for m in actor.mentions if m.features.gender), "")
        if told or actor.type == "Person" or not self.scan.document.pack.table("feminine_endings"):
            return told
        if actor.type == "Country":
            keys = {self.scan.lexicon.keys(name) for name in actor.names}
            return "m" if keys & self._masculine else "f"
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
            self._later.setdefault(self._added[words], []).append(Mention(span, "Group", "unresolved"))
        return self._added[words]


def _office_of(mention: Mention, actor: Actor) -> bool:
    """Tell whether a bare office may be held by *actor*: it is called the same, or begins so and is of one nation."""
    features = mention.features
    heads = {m.features.head for m in actor.mentions if m.features.head}
    if features.named or features.head in heads:
        return not features.named
    begins = {head.split(" ")[0] for head in heads}
    nations = {m.features.nation for m in actor.mentions if m.features.nation}
    return features.nation in nations and (features.counterpart or features.head.split(" ")[0] in begins)


def _surnames(scan: Scan, actors: tuple[Actor, ...]) -> dict[str, list[str]]:
    """Return the persons by the last word of a name of two words or more."""
    found: dict[str, list[str]] = {}
    for actor in actors:
        names = [scan.lexicon.keys(name) for name in actor.names] if actor.type == "Person" and actor.resolved else []
        for last in {words[-1] for words in names if len(words) > 1}:
            found.setdefault(last, []).append(actor.id)
    return found


def _holders(actors: tuple[Actor, ...]) -> dict[tuple[str, str], list[str]]:
    """Return the persons called by each office of each nation; an office is also known by its first word."""
    found: dict[tuple[str, str], list[str]] = {}
    for actor in actors:
        for features in (m.features for m in actor.mentions if actor.type == "Person" and actor.resolved):
            for head in {features.head, features.head.split(" ")[0], ""} if features.nation else ():
                found.setdefault((head, features.nation or ""), []).append(actor.id)
    return found
