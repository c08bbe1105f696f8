"""Statements made with a verb of saying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.cues import cue_span, cues_in
from kg.facts.sites import Desk, Said, Site, breaks
from kg.mentions import words_in
from kg.text import Span

# How many words of a subject that no finder knows are taken as its name.
_UNKNOWN = 7
_NO_SUBJECT = ("function_words", "complementizers", "joiners", "adverbials", "courtesy_pronouns")


@dataclass(slots=True)
class Run:
    """Where a sentence's reading stands: the main speakers, and the site whose content is open until a word."""

    main: tuple[str, ...] = ()
    outer: Site | None = None
    open_until: int = -1


def spoken(desk: Desk, sentence: Sentence) -> Iterator[Said]:
    """Yield the statements of a sentence that a verb, participle or noun of saying reports."""
    sites = desk.sites(sentence)
    run = Run()
    for number, site in enumerate(sites):
        outer = run.outer
        nested = outer is not None and site.cue.first < run.open_until and not breaks(outer, site, desk)
        later = [_begins(desk, other) for other in sites[number + 1 :] if breaks(site, other, desk)]
        end = _end(desk, sentence, site, later)
        ids = _speakers(desk, sentence, site, (run, nested))
        content = desk.clauses.span(site.opener.start, end, site.opener.quote)
        if "ascribe" in site.cue.frames and site.opener.quote:
            content = desk.clauses.trimmed(site.opener.quote.inner.start, site.opener.quote.inner.stop)
        if not ids or len(content) < 2 or (nested and ids == run.main and _told_again(desk, site)):
            continue
        via = run.main if nested and ids != run.main else _relayer(desk, sentence, site)
        yield _said(desk, sentence, site, (ids, via, content))
        if not nested:
            run.main, run.outer, run.open_until = ids, site, end
            desk.history.spoke(site.cue.first, ids)
    _announce(desk, sentence, sites)


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
        return desk.clauses.quoted_end(quote, site.opener.word, sentence.last)
    phrase = site.opener.frame in ("object", "preposition")
    return desk.clauses.end(site.opener.word, sentence.last, later, phrase)


def _begins(desk: Desk, site: Site) -> int:
    """Return the word with which a new clause begins: its verb, or the contrast before its subject."""
    contrast = desk.contrast(site) if site.subject.how == "before" else None
    if contrast is not None:
        return contrast
    return desk.clause_start(site) if desk.subjects.subject_first else site.cue.first


def _told_again(desk: Desk, site: Site) -> bool:
    """Tell whether a verb inside somebody's speech only goes on with it: "what he called", "that he refuses"."""
    return "ascribe" in site.cue.frames or desk.subjects.depends(site.cue.first)


def _said(desk: Desk, sentence: Sentence, site: Site, found: tuple[tuple[str, ...], tuple[str, ...], Span]) -> Said:
    ids, via, content = found
    cue = cue_span(desk.scan, site.cue)
    rule = f"speech-{site.cue.form}-{site.opener.frame}"
    mode = desk.clauses.mode(content)
    start = desk.scan.words[site.cue.first].span.start
    medium = desk.medium(Span(start, max(site.opener.start, start)))
    return Said(ids, cue, content, mode, rule, sentence.span, medium, via)


def _speakers(desk: Desk, sentence: Sentence, site: Site, state: tuple[Run, bool]) -> tuple[str, ...]:
    """Return who speaks at *site*, falling back on who speaks already."""
    run, nested = state
    cue = site.cue
    if "relay" in cue.frames:
        return _passed_on(desk, sentence, site)
    if "within" in cue.frames:
        return _told_within(desk, site)
    if site.subject.ids and not _addressed(desk, site):
        return tuple(_real(desk, actor) for actor in site.subject.ids)
    if cue.participle:
        return run.main or _sentence_subject(desk, sentence, site) or desk.history.last(cue.gender, cue.number)
    unknown = _unknown_before if desk.subjects.subject_first else _unknown_subject
    return unknown(desk, site) or (_inner(desk, site, run) if nested else _implied(desk, site))


def _passed_on(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the source whose words a relayer passes on."""
    words = set(words_in(desk.scan.document.pack, "relay_sources"))
    for i in range(site.cue.stop, site.opener.word):
        if desk.scan.raw(i) in words:
            return desk.parties.at(i + 1, sentence.last)[0]
    return ()


def _told_within(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return whose text says it ("it is said in a statement of the ministry that"); a text of nobody says nothing."""
    words = range(site.cue.stop, site.opener.word)
    for i in words:
        found = desk.cast.starting(i)
        if found:
            return desk.parties.behind(found[0])
    medium = next((hit for i in words if (hit := desk.scan.hit(i, "media"))), None)
    return desk.history.latest() if medium is not None else ()


def _inner(desk: Desk, site: Site, run: Run) -> tuple[str, ...]:
    """Return who speaks inside another's speech: the speaker himself, or who the speech tells of."""
    cue = site.cue
    if all(desk.cast.fits(actor, cue.gender) for actor in run.main):
        return run.main
    found = desk.cast.starting(run.outer.opener.word) if run.outer else None
    return desk.parties.behind(found[0]) if found else ()


def _implied(desk: Desk, site: Site) -> tuple[str, ...]:
    cue = site.cue
    found = _far_subject(desk, site) or desk.history.last(cue.gender, cue.number)
    if found:
        return found
    named = desk.parties.last_named(desk.scan.words[cue.first].span.start, cue.gender)
    return (named,) if named else desk.history.latest()


def _far_subject(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the first actor of the clause, when an auxiliary tells that the subject stands before the verb."""
    scan, cue = desk.scan, site.cue
    if not desk.subjects.auxiliary(cue.first - 1):
        return ()
    found: tuple[str, ...] = ()
    for i in range(cue.first - 1, max(-1, cue.first - 30), -1):
        starting = desk.cast.starting(i)
        if starting and starting[0].features.number == cue.number:
            found = desk.parties.behind(starting[0])
        if scan.hit(i, "complementizers") or scan.sentence_of[i] != scan.sentence_of[cue.first]:
            break
    return found


def _real(desk: Desk, actor: str) -> str:
    """Return the last speaker where *actor* is only "the source" or "the statement"."""
    known = desk.cast.actor(actor)
    points_back = (
        not known.resolved
        and known.mentions[0].features.kind in ("source", "origin")
        and known.mentions[0].features.definite
    )
    latest = desk.history.unnamed() or desk.history.latest()
    return latest[0] if points_back and len(latest) == 1 else actor


def _addressed(desk: Desk, site: Site) -> bool:
    """Tell whether the actor after a verb of calling is whom the speaker of before calls on, not a new speaker."""
    cue, ids = site.cue, site.subject.ids
    before = desk.history.last(cue.gender, cue.number)
    if site.subject.how != "after" or not before or before == ids or not cue.frames & {"needs", "urge"}:
        return False
    if "needs" in cue.frames and cue.conjoined and not desk.people(site.subject.stop, site.opener.word):
        return True
    return all(desk.cast.several(actor) or desk.cast.addressed(actor) for actor in ids)


def _sentence_subject(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the first actor of the sentence whose gender a participle fits."""
    for i in range(sentence.first, site.cue.first):
        found = desk.cast.starting(i)
        if found:
            ids = desk.parties.behind(found[0])
            if ids and all(desk.cast.fits(actor, site.cue.gender) for actor in ids):
                return ids
    return ()


def _unknown_subject(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the actor that words no finder knows stand for, between the verb and what is said."""
    scan, cue = desk.scan, site.cue
    if cue.form not in ("finite", "present") or site.opener.frame in ("object", "preposition"):
        return ()
    known = desk.cast.starting(cue.stop)
    if known and not scan.hit(cue.stop, "media"):
        # Whom a verb of calling does not fit in gender is called on by it; other verbs of saying have no such object.
        return () if cue.frames & {"needs", "urge"} else desk.parties.behind(known[0])
    j = cue.stop
    while j < site.opener.word and j - cue.stop < _UNKNOWN and _subject_word(desk, j):
        j += 1
    if j == cue.stop:
        return ()
    medium = scan.hit(cue.stop, "media")
    inner = desk.cast.starting(cue.stop + 1)
    if medium and inner:
        return desk.parties.behind(inner[0])
    if medium:
        return desk.history.latest() or (desk.cast.add(scan.span(cue.stop, j)),)
    return (desk.cast.add(scan.span(cue.stop, j)),)


def _unknown_before(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the actor that words no finder knows stand for right before the verb, where a subject stands there."""
    scan, last = desk.scan, site.cue.first
    if site.cue.form not in ("finite", "present"):
        return ()
    while desk.subjects.auxiliary(last - 1):
        last -= 1
    start = last
    while start > 0 and last - start < _UNKNOWN and scan.joined_on(start) and _subject_word(desk, start - 1):
        start -= 1
    if start == last or scan.keys[start] in scan.pronouns or scan.conjunction(last - 1):
        return ()
    return (desk.cast.add(scan.span(start + scan.article(start), last)),)


def _subject_word(desk: Desk, j: int) -> bool:
    """Tell whether word *j* may belong to a subject that no finder knows."""
    scan = desk.scan
    hits = scan.hits[j]
    if not scan.joined_on(j) or scan.timed[j] or desk.openers.bridge(j) or any(t in hits for t in _NO_SUBJECT):
        return False
    speech = hits.get("speech_verbs")
    if speech and (speech.entry.form in ("finite", "participle", "present") or speech.split.preposition):
        return False
    splits = scan.lexicon.splits(scan.keys[j])
    if any(split.preposition and split.definite for split in splits):
        return False
    known = (s.joined and (s.definite or scan.lexicon.starting_with(s.stem)) for s in splits)
    return bool(hits) or not any(known)


def _relayer(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return who passes a saying on ("the agency quoted X as saying")."""
    if "relay" in site.cue.frames:
        return site.subject.ids
    if site.cue.form != "possessed":
        return ()
    relays = {row[0] for row in desk.scan.document.pack.table("relays")}
    for i in range(site.cue.first - 1, max(sentence.first, site.cue.first - 20) - 1, -1):
        if desk.scan.raw(i) in relays:
            ids, _ = desk.parties.at(i + 1, sentence.last)
            return ids
    return ()
