"""Is this text a news article at all? What no language is needed to tell."""

from __future__ import annotations

import json

from kg.article.wording import bare, words_of
from kg.errors import NotAnArticle

FEWEST_WORDS = 12
# A line of so many words can be a sentence; an article has a good part of its words in such lines.
_SENTENCE_WORDS = 7
_PROSE_SHARE = 0.3
_LETTER_SHARE = 0.7
_FEWEST_DIFFERENT = 10
_READ = 100_000
_NO_ARTICLE = "the document is no news article:"
_HINT = "an article has a headline and sentences"


def refuse_what_is_no_article(text: str) -> None:
    """Raise NotAnArticle for a text that is too short, or data, code, a list or a menu rather than prose."""
    read = bare(text[:_READ])
    words = [word for word in words_of(read) if len(word) > 1]
    if len(words) < FEWEST_WORDS:
        raise NotAnArticle(f"{_NO_ARTICLE} it has only {len(words)} words", hint=_HINT)
    if _is_json(text):
        raise NotAnArticle(f"{_NO_ARTICLE} it is JSON", hint=_HINT)
    inked = sum(not char.isspace() for char in read)
    if sum(char.isalpha() for char in read) < _LETTER_SHARE * inked:
        raise NotAnArticle(f"{_NO_ARTICLE} it is signs and numbers more than words", hint=_HINT)
    if len(set(words)) < _FEWEST_DIFFERENT:
        raise NotAnArticle(f"{_NO_ARTICLE} it has only {len(set(words))} different words", hint=_HINT)
    prose = sum(n for n in (len(words_of(line)) for line in read.splitlines()) if n >= _SENTENCE_WORDS)
    if prose < max(_SENTENCE_WORDS, _PROSE_SHARE * len(words)):
        raise NotAnArticle(f"{_NO_ARTICLE} it is a list or a menu, not sentences", hint=_HINT)


def _is_json(text: str) -> bool:
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True
