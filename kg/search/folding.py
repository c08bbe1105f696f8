"""Words as they are compared: spelling variants made one, and what may be joined to a word set beside it, not cut off.

"وللوزير" stands in the index as it is written (folded), and under "للوزير", "الوزير" and "وزير" as well: who asks for
one of them finds it, and finds first what is written as he wrote it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lang import LanguagePack, pack_for

LONGEST = 64
"""Code points of a word that are compared; what is longer is no word."""
_REMEMBERED = 1 << 16
"""News says the same words again and again."""
_WHOLE = ("whole_words", "lexical_waw", "name_parts", "given_names", "given_names_extra", "cities")
"""The tables whose words are never taken apart."""
_SHORTEST, _SHORTEST_AFTER_ARTICLE = 3, 2
"""Letters that are left of a word at least when others are cut off, and when the article is."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its key, and where it stands (code points)."""

    key: str
    start: int
    stop: int


class Folding:
    """Cuts texts into words and compares them, by one pack's letters and tables; Latin letters are folded too."""

    def __init__(self, pack: LanguagePack) -> None:
        self._letters = pack.letters
        self._key = lru_cache(_REMEMBERED)(self._keyed)
        self._articles = tuple(self.key(row[0]) for row in pack.table("articles"))
        joined = ((*row, "")[:2] for row in pack.table("proclitics"))
        # The longest first: what "ولل" is joined to is not joined to "و".
        self._joined = sorted(((self.key(a), self.key(b)) for a, b in joined), key=lambda pair: -len(pair[0]))
        self._future = tuple(
            (self.key(row[0]), tuple(self.key(letter) for letter in row[1].split()))
            for row in pack.table("verb_clitics")
        )
        self._variants = tuple((self.key(a), self.key(b)) for a, b in pack.table("spelling_variants"))
        rows = (cell for table in _WHOLE for row in pack.table(table) for cell in row[0].split())
        self._whole = frozenset(map(self.key, rows))
        self._light = frozenset(self.key(row[0]) for row in pack.table("function_words"))
        self.alternatives = lru_cache(_REMEMBERED)(self._alternatives)
        self.stems = lru_cache(_REMEMBERED)(self._stems)

    def key(self, word: str) -> str:
        """Return what two spellings of one word share; "" when nothing of it can be seen."""
        return self._key(word) if len(word) <= LONGEST else self._key(word[: 4 * LONGEST])

    def _keyed(self, word: str) -> str:
        if not word.isascii():
            # A presentation form of two letters is two letters; all else is for the pack to fold.
            word = unicodedata.normalize("NFKC", word)
        return self._letters.key(word)[:LONGEST]

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of *text*, in order."""
        for match in self._letters.word.finditer(text):
            for key in self.key(match.group()).split():
                yield Word(key, match.start(), match.end())

    def keys(self, text: str) -> list[str]:
        """Return the keys of the words of *text*, in order."""
        keys = map(self.key, self._letters.word.findall(text))
        return [part for key in keys for part in (key.split() if " " in key else (key,)) if part]

    def light(self, key: str) -> bool:
        """Tell whether a word holds a sentence together and says nothing by itself."""
        return key in self._light

    def stem(self, key: str) -> str:
        """Return a word with the stems that are spelled in two ways made one."""
        variant = next(((written, compared) for written, compared in self._variants if written in key), None)
        return key.replace(*variant) if variant else key

    def _stems(self, key: str) -> tuple[str, ...]:
        """Return the stem of a word, and those of what it may be without joined letters."""
        return tuple(dict.fromkeys(self.stem(one) for one in (key, *self.alternatives(key))))

    def _alternatives(self, key: str) -> tuple[str, ...]:
        """Return what a word may be without the letters that may be joined to it, the word itself left out."""
        found = dict.fromkeys(self._taken_apart(key))
        found.pop(key, None)
        return tuple(found)

    def _taken_apart(self, key: str) -> Iterator[str]:
        if key in self._whole or len(key) <= _SHORTEST:
            return
        rests = [restored + key[len(joined) :] for joined, restored in self._joined if key.startswith(joined)]
        rests += [
            key[len(joined) :]
            for joined, letters in self._future
            if key.startswith(joined) and key[len(joined) :].startswith(letters)
        ]
        rests = [rest for rest in rests if len(rest) >= _SHORTEST]
        # A cut that leaves a known word is right, and then no other is.
        known = [rest for rest in rests if rest in self._whole or self._bare(rest) in self._whole]
        for rest in (key, *(known[:1] or rests)):
            yield rest
            if (bare := self._bare(rest)) is not None:
                yield bare

    def _bare(self, key: str) -> str | None:
        """Return a word without the article; None when it has none."""
        if key in self._whole:
            return None
        for article in self._articles:
            if key.startswith(article) and len(key) - len(article) >= _SHORTEST_AFTER_ARTICLE:
                return key[len(article) :]
        return None


@cache
def folding() -> Folding:
    """Return the one folding of the index: Arabic's, which folds what else stands in Arabic texts too."""
    return Folding(pack_for("ar"))
