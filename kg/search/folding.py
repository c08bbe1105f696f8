"""Words as they are compared: spelling variants made one, and what may be joined to a word set beside it, not cut off.

"And to the minister", one word in Arabic, stands in the index as it is written (folded), and as "to the minister", "the
minister" and "minister" as well: who asks for one of them finds it, and finds first what is written as he wrote it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import kg.lang
from kg.lang import LanguagePack, Row, load_packs

LONGEST = 64
"""Code points of a word that are compared; what is longer is no word."""
_REMEMBERED = 1 << 16
"""News says the same words again and again."""
_WHOLE = ("whole_words", "lexical_waw", "name_parts", "given_names", "given_names_extra", "cities")
"""The tables whose words are never taken apart."""
_TABLES = ("alike_letters", "articles", "proclitics", "verb_clitics", "spelling_variants", "function_words")
_SHORTEST, _SHORTEST_AFTER_ARTICLE = 3, 2
"""Letters that are left of a word at least when others are cut off, and when the article is."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its key, and where it stands (code points)."""

    key: str
    start: int
    stop: int


class Folding:
    """Cuts texts into words and compares them, by the tables of all packs.

    The letters are those of the first pack with a script of its own: they fold what else stands in its texts too.
    """

    def __init__(self, packs: Iterable[LanguagePack]) -> None:
        self._packs = tuple(packs)
        own_script = (pack for pack in self._packs if pack.letters.script)
        self._letters = next(own_script, self._packs[0]).letters
        self._key = lru_cache(_REMEMBERED)(self._keyed)
        # Before any word is compared, since the tables are.
        self._spelled = str.maketrans({row[0]: row[1] for row in self._table("alike_letters")})
        self._articles = tuple(self.key(row[0]) for row in self._table("articles"))
        joined = ((*row, "")[:2] for row in self._table("proclitics"))
        # The longest first: what "wll" is joined to is not joined to "w".
        self._joined = sorted(((self.key(a), self.key(b)) for a, b in joined), key=lambda pair: -len(pair[0]))
        self._future = tuple(
            (self.key(row[0]), tuple(self.key(letter) for letter in row[1].split()))
            for row in self._table("verb_clitics")
        )
        self._variants = tuple((self.key(a), self.key(b)) for a, b in self._table("spelling_variants"))
        rows = (cell for table in _WHOLE for row in self._table(table) for cell in row[0].split())
        self._whole = frozenset(map(self.key, rows))
        self._light = frozenset(self.key(row[0]) for row in self._table("function_words"))
        self.alternatives = lru_cache(_REMEMBERED)(self._alternatives)
        self.stems = lru_cache(_REMEMBERED)(self._stems)

    def _table(self, name: str) -> list[Row]:
        """Return the rows of a table in every pack that has it."""
        return [row for pack in self._packs for row in pack.table(name)]

    def key(self, word: str) -> str:
        """Return what two spellings of one word share; "" when nothing of it can be seen."""
        return self._key(word[: 4 * LONGEST])

    def _keyed(self, word: str) -> str:
        if not word.isascii():
            # A presentation form of two letters is two letters; all else is for the pack to fold.
            word = unicodedata.normalize("NFKC", word).translate(self._spelled)
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
    """Return the one folding of the index: of all packs, in the order of their codes."""
    packs = load_packs()
    return Folding(packs[code] for code in sorted(packs))


@cache
def digest() -> bytes:
    """Return a digest of the tables that words are compared by, read as files: that is quicker than their packs."""
    home, found = Path(kg.lang.__file__).parent, hashlib.blake2b(digest_size=6)
    for name in (*_TABLES, *_WHOLE):
        for path in sorted(home.glob(f"*/{name}.t*")):
            found.update(path.read_bytes())
    return found.digest()
