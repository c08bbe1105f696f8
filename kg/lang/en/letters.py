"""How English words are cut and compared: capitals, accents and the points of abbreviations set aside."""

from __future__ import annotations

import re
import unicodedata

# A title or a row of initials keeps its points; an owner's ending is a word of its own.
_WORD = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St)\.|(?:[A-Z]\.){2,}"
    r"|['\u2019]s(?![^\W_])"
    r"|[^\W_]+(?:['\u2019](?!s(?![^\W_]))[^\W_]+)*"
)
# What a combining mark or an invisible control becomes in folded text, so that lengths never change.
_FILLER = "\u00ad"
_NO_WIDTH = {"Mn", "Me", "Cf"}
_DROPPED = {ord(_FILLER): None, ord("."): None}


class _Folding(dict[int, str]):
    """A translation table that fills itself with each code point it meets."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if unicodedata.category(char) in _NO_WIDTH:
        return _FILLER
    if char == "\u2019":
        return "'"
    letters = [c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in _NO_WIDTH]
    lower = letters[0].lower() if len(letters) == 1 and not char.isspace() else char
    return lower if len(lower) == 1 else char


_FOLDING = _Folding()


class EnglishLetters:
    """The folding of English: names are known by their capital."""

    __slots__ = ()
    word = _WORD
    script = ""

    def proper(self, written: str) -> bool:
        """Tell whether a word as written can be a name: it has a capital."""
        return written != written.lower()

    def fold(self, text: str) -> str:
        """Return *text* in small letters without accents, code point for code point: the length never changes."""
        return text.translate(_FOLDING)

    def key(self, word: str) -> str:
        """Return what two spellings of one word share: folded, without points and invisible controls."""
        return word.translate(_FOLDING).translate(_DROPPED)


LETTERS = EnglishLetters()
