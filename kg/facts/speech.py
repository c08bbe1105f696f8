"""Statements made with a verb of saying."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document import Sentence
from kg.facts.cues import cue_span
from kg.facts.openers import region
from kg.facts.sites import Desk, Said, Site, breaks
from kg.text import Span

# How many words of a subject that no finder knows are taken as its name.
_UNKNOWN = 7


def spoken(desk: Desk, sentence: Sentence) -> Iterator[Said]:
    """Yield the statements of a sentence that a verb, participle or noun of saying reports."""
    sites = desk.sites(sentence)
    main: tuple[str, ...] = ()
    open_until = -1
    outer: Site | None = None
    outer_ids: tuple[str, ...] = ()
    for number, site in enumerate(sites):
        later = [other.cue for other in sites[number + 1 :] if breaks(site, other, desk.scan)]
        end = desk.clauses.end(site.opener.word, sentence.last, later)
        nested = outer is not None and site.cue.first < open_until and not breaks(outer, site, desk.scan)
        ids = _speakers(desk, sentence, site, outer_ids if nested else main, nested)
        content = desk.clauses.span(site.opener.start, end, site.opener.quote, sentence.last)
        if not ids or len(content) < 2:
            continue
        via = outer_ids if nested and ids != outer_ids else _relayer(desk, sentence, site)
        yield _said(desk, sentence, site, (ids, via, content))
        if not nested:
            main, outer, outer_ids, open_until = ids, site, ids, end
            desk.history.spoke(site.cue.first, ids)


def _said(desk: Desk, sentence: Sentence, site: Site, found: tuple[tuple[str, ...], tuple[str, ...], Span]) -> Said:
    ids, via, content = found
    cue = cue_span(desk.scan, site.cue)
    rule = f"speech-{site.cue.form}-{site.opener.frame}"
    mode = desk.clauses.mode(content, cue.stop)
    medium = desk.medium(region(desk.scan, site.cue, site.opener))
    return Said(ids, cue, content, mode, rule, sentence.span, medium, via)


def _speakers(desk: Desk, sentence: Sentence, site: Site, current: tuple[str, ...], nested: bool) -> tuple[str, ...]:
    """Return who speaks at *site*, falling back on who speaks already."""
    cue = site.cue
    if site.subject.ids:
        return tuple(_real(desk, actor) for actor in site.subject.ids)
    if cue.participle:
        return current or _sentence_subject(desk, sentence, site) or desk.history.last(cue.gender, cue.number)
    unknown = _unknown_subject(desk, site)
    if unknown:
        return unknown
    if nested and (cue.gender == "" or any(desk.cast.gender(i) in ("", cue.gender) for i in current)):
        return current
    if nested:
        subject = desk.cast.starting(_outer_word(desk, site))
        return desk.parties.behind(subject[0]) if subject else ()
    found = desk.history.last(cue.gender, cue.number)
    if found:
        return found
    named = desk.parties.last_named(desk.scan.words[cue.first].span.start, cue.gender)
    return (named,) if named else desk.history.latest()


def _outer_word(desk: Desk, site: Site) -> int:
    return site.cue.first


def _real(desk: Desk, actor: str) -> str:
    """Return the last speaker where *actor* is only "the source" or "the statement"."""
    known = desk.cast.actor(actor)
    points_back = (
        not known.resolved and known.mentions[0].features.kind == "source" and known.mentions[0].features.definite
    )
    latest = desk.history.latest()
    return latest[0] if points_back and len(latest) == 1 else actor


def _sentence_subject(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the first actor of the sentence whose gender a participle fits."""
    for i in range(sentence.first, site.cue.first):
        found = desk.cast.starting(i)
        if found:
            ids = desk.parties.behind(found[0])
            if ids and all(desk.cast.gender(actor) in ("", site.cue.gender) for actor in ids):
                return ids
    return ()


def _unknown_subject(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the actor that words no finder knows stand for, between the verb and what is said."""
    scan, cue = desk.scan, site.cue
    if cue.form not in ("finite", "future") or site.opener.frame in ("object", "preposition"):
        return ()
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
        return desk.history.latest()
    return (desk.cast.add(scan.span(cue.stop, j)),)


def _subject_word(desk: Desk, j: int) -> bool:
    scan = desk.scan
    hits = scan.hits[j]
    if (
        not scan.joined_on(j)
        or scan.timed[j]
        or any(t in hits for t in ("function_words", "complementizers", "joiners"))
    ):
        return False
    speech = hits.get("speech_verbs")
    if speech and speech.entry.form in ("finite", "participle", "future"):
        return False
    splits = scan.lexicon.splits(scan.keys[j])
    return not any(
        split.joined and (split.definite or scan.lexicon.starting_with(split.stem)) and not hits for split in splits
    ) and not any(split.preposition and split.definite for split in splits)


def _relayer(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return who passes a saying on ("the agency quoted X as saying")."""
    if site.cue.form != "possessed":
        return ()
    relays = {row[0] for row in desk.scan.document.pack.table("relays")}
    for i in range(site.cue.first - 1, max(sentence.first, site.cue.first - 20) - 1, -1):
        if desk.scan.raw(i) in relays:
            ids, _ = desk.parties.at(i + 1, sentence.last)
            return ids
    return ()
