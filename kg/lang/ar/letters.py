"""How Arabic letters are compared: spelling variants made one, marks set aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What a mark, a tatweel or an invisible control becomes in folded text, so that lengths never change.
FILLER = "\N{ARABIC TATWEEL}"

# Letters that are no decomposition of each other but are written for each other.
_ALIKE = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER PEH}": "\N{ARABIC LETTER BEH}",
        "\N{ARABIC LETTER TCHEH}": "\N{ARABIC LETTER JEEM}",
        "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
    }
)
# Marks and joiners ride on a word; scripts do not mix within one ("RT" written before an Arabic name are two words).
_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u200c-\u200f\u202a-\u202e\u2066-\u2069\u0300-\u036f\ufe20-\ufe2f"
)
SCRIPT = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9\ufb50-\ufdff\ufe70-\ufefc"
_WORD = re.compile(rf"[{SCRIPT}][{SCRIPT}{_MARKS}]*|(?:(?![{SCRIPT}])[^\W_])(?:(?![{SCRIPT}])[^\W_]|[{_MARKS}])*")
_NO_WIDTH = {"Mn", "Me", "Cf"}


class _Folding(dict[int, str]):
    """A translation table that fills itself with each code point it meets."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if char == FILLER or unicodedata.category(char) in _NO_WIDTH:
        return FILLER
    # Hamza carriers, presentation forms and accents decompose into one letter and marks, ligatures into several.
    letters = [c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in _NO_WIDTH]
    if len(letters) != 1 or char.isspace():
        return char
    letter = letters[0].translate(_ALIKE)
    digit = unicodedata.decimal(letter, None)
    lower = letter.lower() if digit is None else str(digit)
    return lower if len(lower) == 1 else letter


_FOLDING = _Folding()


_LONGEST_WORD = 24


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    return word.translate(_FOLDING).replace(FILLER, "")


class ArabicLetters:
    """The folding of Arabic script; what else stands in an Arabic text (Latin letters, digits) is folded too."""

    __slots__ = ()
    word = _WORD
    script = SCRIPT

    def fold(self, text: str) -> str:
        """Return *text* with spelling variants made one, code point for code point: the length never changes."""
        return text.translate(_FOLDING)

    def proper(self, written: str) -> bool:
        """Tell whether a word as written can be a name: Arabic has no capitals."""
        return True

    def key(self, word: str) -> str:
        """Return what two spellings of one word share: folded, without marks, tatweel and invisible controls."""
        # News says the same words again and again; longer stretches than a word are not worth remembering.
        return _key(word) if len(word) <= _LONGEST_WORD else word.translate(_FOLDING).replace(FILLER, "")


LETTERS = ArabicLetters()
