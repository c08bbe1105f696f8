"""Statements that a quoted report tells: an agency says that "X called for this and Y refused it"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.document import Sentence
from kg.facts.cues import Cue, cue_span, cues_in
from kg.facts.frames import Opener
from kg.facts.sites import Desk, Said
from kg.facts.subjects import Subject

_Told = tuple[Cue, Subject, Opener]


def told_inside(desk: Desk, sentence: Sentence, said: list[Said]) -> Iterator[Said]:
    """Yield what others are said to have said inside a quotation that reports, passed on by who is quoted."""
    for one in said:
        report = _reports(desk, one)
        if report is None:
            continue
        first, last = report
        told = list(_sites(desk, first, last, one.speakers))
        for number, (cue, subject, opener) in enumerate(told):
            after = [desk.scan.with_article(other[1].first) for other in told[number + 1 :]]
            stop = next((k for k in after if k > opener.word), last)
            content = desk.clauses.span(opener.start, stop, None)
            words = cue_span(desk.scan, cue)
            yield Said(subject.ids, words, content, "indirect", "told-in-report", sentence.span, via=one.speakers)


def _reports(desk: Desk, one: Said) -> tuple[int, int] | None:
    """Return the first word of a quotation that reports, and the word after it."""
    scan = desk.scan
    first, last = scan.word_at(one.content.start), scan.word_until(one.content.stop)
    if one.mode != "direct" or first is None or last is None or first == 0:
        return None
    begins = desk.cast.starting(first)
    by_body = any(desk.cast.actor(actor).type != "Person" for actor in one.speakers)
    clause = scan.hit(first - 1, "complementizers") is not None
    return (first, last + 1) if begins and clause and by_body else None


def _sites(desk: Desk, first: int, last: int, speakers: tuple[str, ...]) -> Iterator[_Told]:
    """Yield each verb of saying in a quotation whose subject, another than who is quoted, stands before it."""
    before: tuple[Cue, Subject] | None = None
    for cue in cues_in(desk.scan, first, last, desk.unquoted):
        if cue.form != "finite":
            continue
        subject = desk.subjects.of(cue, first, last)
        if before and cue.conjoined and not subject.ids and _of_one_number(desk, cue, before):
            # The verb goes on with the subject of the one before it.
            subject = replace(before[1], stop=cue.stop, first=cue.first)
        opener = desk.openers.after(cue, subject.stop, last) if subject.how == "before" else None
        if opener is not None and subject.ids != speakers:
            before = (cue, subject)
            yield cue, subject, opener


def _of_one_number(desk: Desk, cue: Cue, before: tuple[Cue, Subject]) -> bool:
    ids = before[1].ids
    several = len(ids) > 1 or any(desk.cast.several(actor) for actor in ids)
    return several if cue.number != "s" else cue.number == before[0].number and not several
