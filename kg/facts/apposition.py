"""What goes on with a subject: further offices, the body somebody works in, the name that follows them."""

from __future__ import annotations

from collections.abc import Callable

from kg.facts.cast import Cast
from kg.facts.parties import Parties
from kg.mentions import Mention, Scan

# The end of a body's name before the name of who speaks for it; how many words either has at most.
_AFTER_NAME = (("quote",), ("closing",))
_QUOTED, _NAME = 7, 3


class Apposition:
    """Reads the titles and the name after a first mention of somebody."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties, governed: Callable[[int], bool]) -> None:
        """Read *scan*, where *governed* tells whether a preposition stands before a word."""
        self._scan = scan
        self._cast = cast
        self._parties = parties
        self._governed = governed
        self._to = scan.lexicon.word_keys("to_letters")

    def further(self, ids: tuple[str, ...], stop: int, limit: int) -> tuple[tuple[str, ...], int]:
        """Return who it is and the word after the further offices and the name that stand in apposition."""
        while stop < limit:
            at = self._past_place(self._past_quoted(stop, limit), limit)
            found = self._cast.starting(at) if at < limit and self._in_line(at, stop) else None
            if found is None or not self._apposes(ids[0], found[0], at):
                break
            ids = ids if self._is_named(ids[0]) else self._parties.behind(found[0]) or ids
            stop = found[1]
        if stop >= limit or self._is_named(ids[0]) or self._cast.actor(ids[0]).type != "Person":
            return ids, stop
        return self._unknown_name(ids, stop, limit)

    def _apposes(self, actor: str, mention: Mention, at: int) -> bool:
        """Tell whether a mention at word *at* is a further office or the name of the person before it."""
        joined = mention.extent.start > self._scan.words[at].span.start or self._governed(at)
        if mention.type != "Person" or joined or mention.features.number != "s":
            return False
        other = self._is_named(actor) and mention.features.named and self._parties.behind(mention) != (actor,)
        return self._cast.actor(actor).type == "Person" and not other

    def _is_named(self, actor: str) -> bool:
        return any(mention.features.named for mention in self._cast.actor(actor).mentions)

    def _in_line(self, at: int, stop: int) -> bool:
        """Tell whether no more than a comma, or the end of a quotation past *stop*, stands before word *at*."""
        return self._scan.listed(at) or (at > stop and self._scan.marks[at] in _AFTER_NAME)

    def _past_quoted(self, i: int, limit: int) -> int:
        """Return the word after a body's name in quotation marks at word *i*, or *i*."""
        if self._scan.mark(i) not in ("quote", "opening"):
            return i
        ends = (k for k in range(i + 1, min(limit, i + _QUOTED)) if self._scan.mark(k) in ("quote", "closing"))
        return next(ends, i)

    def _past_place(self, i: int, limit: int) -> int:
        """Return the word after "in" and the body where somebody works, or *i*."""
        if i + 1 < limit and self._scan.keys[i] in self._to:
            i += 1
            quoted = self._past_quoted(i, limit)
            if quoted > i:
                return quoted
        word = self._scan.hit(i, "function_words") if i < limit and self._scan.joined_on(i) else None
        body = self._cast.starting(i + 1) if word and word.entry.column(1) == "prep" and i + 1 < limit else None
        if body is None and i < limit and self._scan.joined_on(i) and self._governed(i):
            # "Of" and "for" are joined to the body's name.
            body = self._cast.starting(i)
        return body[1] if body and body[0].type in ("Organization", "Country", "Group") else i

    def _unknown_name(self, ids: tuple[str, ...], stop: int, limit: int) -> tuple[tuple[str, ...], int]:
        """Return who bears the name that no finder knows after an office and the body it is in."""
        first = self._past_place(self._past_quoted(stop, limit), limit)
        j = first
        while j < limit and j - first < _NAME and self._nameword(j, first):
            j += 1
        ends = j < limit and (self._scan.marks[j] or self._scan.hit(j, "complementizers"))
        if first == stop or j - first < _NAME - 1 or not ends:
            return ids, stop
        return (self._cast.add(self._scan.span(first, j)),), j

    def _nameword(self, j: int, first: int) -> bool:
        """Tell whether word *j* may be part of a name: nothing is known of it, or that it is a name."""
        joined = self._scan.joined_on(j) or (j == first and self._scan.marks[j] in _AFTER_NAME)
        return joined and self._scan.hits[j].keys() <= {"given_names", "given_names_extra", "name_parts"}
