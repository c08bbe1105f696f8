"""Statements made with a verb of saying."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.cues import cue_span, cues_in
from kg.facts.headlines import first_person
from kg.facts.model import Medium
from kg.facts.sites import Desk, Said, Site, breaks
from kg.facts.speakers import Run, relayer, speakers
from kg.text import Span

# A clause ends before so many verbs of saying come after it, or goes on for good.
_NEAR_SITES = 24
# What follows a verb and its subject without any word between them has at least so many words.
_FEWEST = 3
# A medium that begins a sentence stands within so many words of the verb.
_MEDIUM = 8


def spoken(desk: Desk, sentence: Sentence) -> Iterator[Said]:
    """Yield the statements of a sentence that a verb, participle or noun of saying reports."""
    sites = desk.sites(sentence)
    run = Run()
    for number, site in enumerate(sites):
        outer = run.outer
        within = outer is not None and site.cue.first < run.open_until
        nested = within and outer is not None and not breaks(outer, site, desk)
        told = () if nested or run.outer is None else _tells_on(desk, site, run)
        nested = nested or bool(told)
        later = [
            _begins(desk, other) for other in sites[number + 1 : number + 1 + _NEAR_SITES] if breaks(site, other, desk)
        ]
        end = _end(desk, sentence, site, later)
        ids = told or speakers(desk, sentence, site, (run, nested))
        content = desk.clauses.span(site.opener.start, end, site.opener.quote)
        if "ascribe" in site.cue.frames and site.opener.quote:
            content = desk.clauses.trimmed(site.opener.quote.inner.start, site.opener.quote.inner.stop)
        short = site.opener.frame == "bare" and len(content.of(desk.scan.text).split()) < _FEWEST
        if not ids or len(content) < 2 or short or (nested and ids == run.main and _told_again(desk, site)):
            continue
        # A participle that fits another than the speaker goes on with what the speaker tells of him.
        if _states_itself(desk, site, run) and nested:
            continue
        inside = nested or (site.cue.participle and bool(run.main) and ids != run.main)
        via = run.main if inside and ids != run.main else relayer(desk, sentence, site)
        yield _said(desk, sentence, site, (ids, via, content))
        run.inner = ids if inside and ids != run.main else run.inner if inside else ()
        if not inside:
            run.main, run.outer, run.open_until = ids, site, end
            desk.history.spoke(site.cue.first, ids)
            if site.subject.how == "issuer" or desk.issues(site):
                desk.history.issued(ids)
    _announce(desk, sentence, sites)


def _tells_on(desk: Desk, site: Site, run: Run) -> tuple[str, ...]:
    """Return who of a body's report goes on in it: "the office said that X asked for this and refused that"."""
    cue = site.cue
    by_body = bool(run.main) and all(desk.cast.actor(actor).type != "Person" for actor in run.main)
    if not by_body or cue.participle or not cue.conjoined:
        return ()
    if "joint" in cue.frames and site.subject.how == "after" and cue.first < run.open_until + 2:
        pair = site.subject.ids
        return pair if len(pair) > 1 and not set(pair) & set(run.main) else ()
    goes_on = run.inner and (not site.subject.ids or "needs" in cue.frames) and "on" not in cue.frames
    persons = all(desk.cast.actor(actor).type == "Person" for actor in run.inner)
    fits = all(desk.cast.gender(actor) == cue.gender for actor in run.inner)
    return run.inner if goes_on and persons and fits and cue.number == "s" else ()


def _states_itself(desk: Desk, site: Site, run: Run) -> bool:
    """Tell whether the verb in the present is what the speech itself says of its first actor ("that X welcomes")."""
    if run.outer is None or site.cue.form != "present" or site.subject.how != "before" or site.cue.conjoined:
        return False
    if site.subject.first != run.outer.opener.word:
        return False
    own = all(desk.cast.stands_for(told, actor) for told in site.subject.ids for actor in run.main)
    return own or not site.cue.frames & {"needs", "urge"}


def _announce(desk: Desk, sentence: Sentence, sites: list[Site]) -> None:
    """Remember who is about to speak where a sentence ends with a colon."""
    if sites or not desk.announces(sentence):
        return
    for cue in cues_in(desk.scan, sentence.first, sentence.last, desk.quoted):
        subject = desk.subjects.of(cue, sentence.first, sentence.last)
        if "quote" in cue.frames and subject.ids:
            desk.history.spoke(cue.first, subject.ids)


def _end(desk: Desk, sentence: Sentence, site: Site, later: list[int]) -> int:
    """Return the word at which the content of *site* ends: with its quotation when a verb of saying leads it in."""
    quote = site.opener.quote
    if quote is not None and site.opener.frame in ("quote", "colon") and quote.inner.start == site.opener.start:
        stop = desk.clauses.quoted_end(quote, site.opener.word, sentence.last)
        if not desk.clauses.goes_on(quote, stop, sentence.last):
            return stop
    phrase = site.opener.frame in ("object", "preposition")
    limit = desk.clauses.comma(site.opener.word, sentence.last) if site.subject.how == "relative" else sentence.last
    limit = limit if site.limit is None else site.limit
    return desk.clauses.end(site.opener.word, limit, later, phrase)


def _begins(desk: Desk, site: Site) -> int:
    """Return the word with which a new clause begins: its verb, or the contrast before its subject."""
    contrast = desk.contrast(site) if site.subject.how == "before" else None
    if contrast is not None:
        return contrast
    if site.cue.form == "present" and desk.before_that(site.cue.first):
        return site.cue.first - 2
    own = desk.subjects.subject_first or desk.second_clause(site)
    return desk.clause_start(site) if own else site.cue.first


def _told_again(desk: Desk, site: Site) -> bool:
    """Tell whether a verb inside somebody's speech only goes on with it: "what he called", "that he refuses"."""
    return "ascribe" in site.cue.frames or desk.subjects.depends(site.cue.first)


def _fronted_medium(desk: Desk, sentence: Sentence, site: Site) -> Medium | None:
    """Return the medium that a sentence begins with ("in another tweet, he said")."""
    scan, first = desk.scan, sentence.first
    medium = next((hit for i in (first + 1, first + 2) if i < site.cue.first and (hit := scan.hit(i, "media"))), None)
    lead = scan.hit(first, "function_words")
    if medium is None or lead is None or lead.entry.column(1) != "prep" or site.cue.first - medium.stop > _MEDIUM:
        return None
    return desk.medium(Span(scan.words[medium.first].span.start, scan.words[site.cue.first].span.start))


def _said(desk: Desk, sentence: Sentence, site: Site, found: tuple[tuple[str, ...], tuple[str, ...], Span]) -> Said:
    ids, via, content = found
    cue = cue_span(desk.scan, site.cue)
    rule = f"speech-{site.cue.form}-{site.opener.frame}"
    mode = desk.clauses.mode(content)
    if mode == "indirect" and site.opener.frame == "colon" and first_person(desk, site.opener.word, sentence.last):
        mode = "direct"
    start = desk.scan.words[site.cue.first].span.start
    medium = desk.medium(Span(start, max(site.opener.start, start))) or _fronted_medium(desk, sentence, site)
    return Said(ids, cue, content, mode, rule, sentence.span, medium, via)
