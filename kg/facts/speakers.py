"""Who speaks at a site: named beside the verb, pointed back to, left out, or known to no finder."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.sites import Desk, Site
from kg.mentions import words_in

# How many words of a subject that no finder knows are taken as its name.
_UNKNOWN = 7
_NO_SUBJECT = ("function_words", "complementizers", "joiners", "adverbials", "courtesy_pronouns")


@dataclass(slots=True)
class Run:
    """Where a sentence's reading stands: the main speakers, and the site whose content is open until a word."""

    main: tuple[str, ...] = ()
    outer: Site | None = None
    open_until: int = -1


def speakers(desk: Desk, sentence: Sentence, site: Site, state: tuple[Run, bool]) -> tuple[str, ...]:
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
        within = _told_of(desk, site, run) if run.main else ()
        found = within or run.main or _sentence_subject(desk, sentence, site)
        return found or desk.history.last(cue.gender, cue.number)
    unknown = _unknown_before if desk.subjects.subject_first else _unknown_subject
    if nested:
        return unknown(desk, site) or _inner(desk, site, run)
    found = unknown(desk, site) or _several(desk, sentence, site) or _headline_subject(desk, sentence, site)
    return found or (() if run.main else _acts_before(desk, sentence, site)) or _implied(desk, site)


def _headline_subject(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return whom words that no finder knows name at a headline's beginning, before its verb in the present."""
    scan, first = desk.scan, sentence.first
    if not sentence.headline or site.cue.form != "present" or not first < site.cue.first <= first + _UNKNOWN - 2:
        return ()
    plain = all(_subject_word(desk, i) or i == first for i in range(first, site.cue.first))
    return (desk.cast.add(scan.span(first, site.cue.first)),) if plain else ()


def _acts_before(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return who does something else earlier in the sentence, when the verb goes on in the same gender."""
    cue = site.cue
    if not (cue.conjoined or desk.scan.hit(cue.stop, "back_words")) or cue.number != "s":
        return ()
    for i in range(sentence.first + 1, cue.first):
        found = desk.cast.starting(i)
        if found and found[0].type in ("Person", "Organization") and desk.scan.joined_on(i):
            fits = desk.cast.gender(desk.parties.behind(found[0])[0]) if desk.parties.behind(found[0]) else ""
            return desk.parties.behind(found[0]) if fits == cue.gender and not desk.subjects.governed(i) else ()
    return ()


def _told_of(desk: Desk, site: Site, run: Run) -> tuple[str, ...]:
    """Return whom the speech before tells of, when a participle's gender fits him and not who speaks."""
    cue = site.cue
    if run.outer is None or any(desk.cast.fits(actor, cue.gender) for actor in run.main):
        return ()
    found = desk.cast.starting(run.outer.opener.word)
    ids = desk.parties.behind(found[0]) if found else ()
    return ids if ids and all(desk.cast.gender(actor) == cue.gender for actor in ids) else ()


def _several(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the two or more of the same sentence who go on speaking in the dual or plural."""
    number = site.cue.number
    if number == "s":
        return ()
    for i in range(site.cue.first - 1, sentence.first - 1, -1):
        found = desk.cast.starting(i)
        if found and found[0].features.number == number and not desk.subjects.governed(i):
            return desk.parties.at(i, sentence.last)[0]
    return ()


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
    return desk.history.issuer() if medium is not None else ()


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
    between = _between(desk, site)
    if between:
        return between
    named = desk.parties.last_named(desk.scan.words[cue.first].span.start, cue.gender)
    return (named,) if named else desk.history.latest()


def _between(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return who is named between the verb and what is said, where nobody has spoken yet."""
    if site.subject.ids:
        return ()
    for i in range(site.cue.stop, site.opener.word):
        found = desk.cast.starting(i)
        if found and not desk.subjects.governed(i):
            return desk.parties.behind(found[0])
        if desk.scan.hit(i, "function_words"):
            break
    return ()


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
    titled = scan.hit(cue.stop, "honorifics") is not None
    if cue.form not in ("finite", "present") or (site.opener.frame in ("object", "preposition") and not titled):
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
        return desk.history.issuer() or (desk.cast.add(scan.span(cue.stop, j)),)
    return (desk.cast.add(scan.span(cue.stop, j)),)


def _unknown_before(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the actor that words no finder knows stand for right before the verb, where a subject stands there."""
    scan, last = desk.scan, site.cue.first
    if site.cue.form not in ("finite", "present"):
        return ()
    while desk.subjects.auxiliary(last - 1):
        last -= 1
    start = last
    while (
        start > 0 and last - start < _UNKNOWN and scan.joined_on(start) and _subject_word(desk, start - 1, joined=False)
    ):
        start -= 1
    if start == last or scan.keys[start] in scan.pronouns or scan.conjunction(last - 1):
        return ()
    return (desk.cast.add(scan.span(start + scan.article(start), last)),)


def _subject_word(desk: Desk, j: int, *, joined: bool = True) -> bool:
    """Tell whether word *j*, *joined* to the one before it by blanks, may belong to a subject that no finder knows."""
    scan = desk.scan
    hits = scan.hits[j]
    if (
        (joined and not scan.joined_on(j))
        or scan.timed[j]
        or desk.openers.bridge(j)
        or any(t in hits for t in _NO_SUBJECT)
    ):
        return False
    speech = hits.get("speech_verbs")
    if speech and (speech.entry.form in ("finite", "participle", "present") or speech.split.preposition):
        return False
    splits = scan.lexicon.splits(scan.keys[j])
    if any(split.preposition and split.definite for split in splits):
        return False
    known = (s.joined and (s.definite or scan.lexicon.starting_with(s.stem)) for s in splits)
    return bool(hits) or not any(known)


def relayer(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
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
