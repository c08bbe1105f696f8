"""Leads of other articles at the end of a page, with no heading to tell them by."""

from __future__ import annotations

from kg.document.guide import Guide
from kg.text import Span

_FEWEST = 2
_FEWEST_CUT_OFF = 3
_LONGEST = 450


def teasers_at_end(text: str, paragraphs: tuple[Span, ...], guide: Guide) -> int:
    """Return how many paragraphs at the end are leads of other articles.

    Each begins anew, with no word that goes on with a story, and is one sentence. Such a run counts when it comes after
    a paragraph that closes the article with its background, or when its last one is cut off.
    """
    run = 0
    while run < len(paragraphs) - 1 and _begins_anew(text, paragraphs[-1 - run], guide):
        run += 1
    for cut in range(run, 0, -1):
        if cut >= _FEWEST and guide.closes(_opening(text, paragraphs[-1 - cut])):
            return cut
    cut_off = bool(run) and not guide.stopped(text[paragraphs[-1].start : paragraphs[-1].stop][-20:])
    own = paragraphs[: len(paragraphs) - run]
    ended = all(guide.stopped(text[p.start : p.stop][-20:]) for p in own)
    return run if cut_off and ended and run >= _FEWEST_CUT_OFF and len(own) > 1 else 0


def _begins_anew(text: str, paragraph: Span, guide: Guide) -> bool:
    if len(paragraph) > _LONGEST or guide.closes(_opening(text, paragraph)):
        return False
    one_sentence = not guide.endings.in_teaser.search(text, paragraph.start, paragraph.stop)
    return one_sentence and not guide.goes_on(_opening(text, paragraph))


def _opening(text: str, paragraph: Span) -> str:
    return text[paragraph.start : min(paragraph.stop, paragraph.start + 60)]
