"""All statements of an article, repeats tied together."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.attributions import credited, phrases
from kg.facts.headlines import headlined, parts
from kg.facts.model import Evidence, Statement
from kg.facts.nominal import told_by_noun
from kg.facts.quotations import quotations
from kg.facts.sites import Desk, Said
from kg.facts.speech import spoken
from kg.facts.told_inside import told_inside
from kg.facts.trailing import told_before
from kg.mentions import Scan
from kg.text import Span

# Share of words two statements of one speaker have in common when one repeats the other.
_REPEATED = 0.75


def statements(desk: Desk) -> tuple[Statement, ...]:
    """Return every reported utterance, in the order of the text."""
    said: list[Said] = []
    for sentence in desk.scan.document.sentences:
        for part in parts(desk, sentence):
            said += _told(desk, part)
    return _numbered(desk.scan, sorted(_distinct(said), key=lambda s: (s.content.start, s.content.stop)))


def _told(desk: Desk, sentence: Sentence) -> list[Said]:
    """Return what one sentence, or one clause of a headline, reports."""
    desk.clauses.credits = {hit.first for hit, _, _ in phrases(desk, sentence)}
    found = list(headlined(desk, sentence))
    if not found:
        found = list(spoken(desk, sentence))
    found = list(credited(desk, sentence, found))
    found += quotations(desk, sentence, found)
    found += told_before(desk, sentence, found)
    found += told_by_noun(desk, sentence, found)
    found += told_inside(desk, sentence, found)
    return found


def _distinct(said: list[Said]) -> list[Said]:
    """Return the statements without those whose content is another's, read by a second rule."""
    seen: dict[Span, Said] = {}
    for one in said:
        seen.setdefault(one.content, one)
    return list(seen.values())


def _numbered(scan: Scan, said: list[Said]) -> tuple[Statement, ...]:
    made: list[Statement] = []
    earlier: dict[str, list[tuple[frozenset[str], str]]] = {}
    for number, one in enumerate(said, 1):
        words = frozenset(scan.lexicon.keys(one.content.of(scan.text)))
        known = earlier.setdefault(one.speakers[0], [])
        same = next((i for w, i in known[-12:] if _share(words, w) >= _REPEATED), None)
        if same is None:
            known.append((words, f"s{number}"))
        made.append(
            Statement(
                id=f"s{number}",
                speakers=one.speakers,
                cue=one.cue,
                content=one.content,
                mode=one.mode,
                medium=one.medium,
                via=one.via,
                condition=_condition(scan, one.content),
                same_as=same,
                evidence=(Evidence(one.sentence, one.rule),),
            )
        )
    return tuple(made)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other))) if min(len(one), len(other)) > 2 else 0.0


def _condition(scan: Scan, content: Span) -> Span | None:
    """Return the conditional clause inside a content, up to the next comma."""
    i = scan.word_at(content.start)
    while i is not None and i < len(scan) and scan.words[i].span.start < content.stop:
        if scan.hit(i, "conditions") and scan.words[i].span.start >= content.start:
            j = i + 1
            while (
                j < len(scan) and scan.words[j].span.stop <= content.stop and scan.mark(j) not in ("comma", "semicolon")
            ):
                j += 1
            return Span(scan.words[i].span.start, min(scan.words[j - 1].span.stop, content.stop))
        i += 1
    return None
