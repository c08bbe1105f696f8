"""Who speaks at a site: named beside the verb, pointed back to, left out, or known to no finder."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.sites import Desk, Site
from kg.facts.strangers import goes_on, headline_subject, unknown_before, unknown_between, unknown_subject
from kg.mentions import words_in


@dataclass(slots=True)
class Run:
    """Where a sentence's reading stands: the main speakers, and the site whose content is open until a word."""

    main: tuple[str, ...] = ()
    outer: Site | None = None
    open_until: int = -1
    inner: tuple[str, ...] = ()


def speakers(desk: Desk, sentence: Sentence, site: Site, state: tuple[Run, bool]) -> tuple[str, ...]:
    """Return who speaks at *site*, falling back on who speaks already."""
    run = state[0]
    cue = site.cue
    if "relay" in cue.frames:
        return _passed_on(desk, sentence, site)
    if "within" in cue.frames:
        return _told_within(desk, site)
    if "needs" in cue.frames and site.subject.how != "before" and (told := unknown_between(desk, site)):
        return told
    if site.subject.ids and not (_addressed(desk, site) or _called_on(desk, sentence, site, run)):
        return tuple(_real(desk, actor) for actor in site.subject.ids)
    if cue.participle:
        within = _told_of(desk, site, run) if run.main else ()
        found = within or run.main or _sentence_subject(desk, sentence, site)
        return found or desk.history.last(cue.gender, cue.number)
    return (
        _fronted(desk, sentence, site) or goes_on(desk, sentence, site) or _unnamed_subject(desk, sentence, site, state)
    )


def _unnamed_subject(desk: Desk, sentence: Sentence, site: Site, state: tuple[Run, bool]) -> tuple[str, ...]:
    """Return who speaks when no finder's name stands beside the verb: unknown words, or who acted or spoke before."""
    run, nested = state
    unknown = unknown_before if desk.subjects.subject_first else unknown_subject
    if nested:
        return unknown(desk, site) or _inner(desk, site, run)
    found = unknown(desk, site) or _several(desk, sentence, site) or headline_subject(desk, sentence, site)
    return found or (() if run.main else _acts_before(desk, sentence, site)) or _implied(desk, site)


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


def _fronted(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the sentence's first words as the subject that an aside parts from its verb ("X, who hid, said")."""
    scan, cue = desk.scan, site.cue
    if cue.conjoined or "comma" not in scan.marks[cue.first] or cue.participle:
        return ()
    lead = scan.hit(sentence.first, "contrasts")
    first = lead.stop if lead else sentence.first
    found = desk.cast.starting(first)
    if found is None or not any(scan.marks[k] for k in range(found[1], cue.first)):
        return ()
    ids, number = desk.parties.behind(found[0]), found[0].features.number
    agrees = number == cue.number or (number == "p" and cue.number == "d")
    return ids if agrees and all(desk.cast.fits(i, cue.gender) for i in ids) else ()


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
    for word in words_in(desk.scan.document.pack, "relay_sources"):
        for i in range(site.cue.stop, site.opener.word):
            if desk.scan.raw(i) == word:
                found = desk.parties.at(i + 1, sentence.last)[0]
                return found or (desk.history.latest() if desk.scan.hit(i + 1, "one_of_them") else ())
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
    found = _far_subject(desk, site) or _told_before(desk, site) or desk.history.last(cue.gender, cue.number)
    if found:
        return found
    between = _between(desk, site)
    if between:
        return between
    named = desk.parties.last_named(desk.scan.words[cue.first].span.start, cue.gender)
    return (named,) if named else desk.history.latest()


def _told_before(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return whom the sentence before tells of first, when nobody spoke in it and the verb begins a speech."""
    scan, cue = desk.scan, site.cue
    number = scan.sentence_of[cue.first]
    if "on" in cue.frames or cue.number != "s" or number == 0 or not cue.conjoined:
        return ()
    before = scan.document.sentences[number - 1]
    if before.headline or desk.history.position() >= before.first:
        return ()
    for i in range(before.first, before.last):
        found = desk.cast.starting(i)
        if found and not desk.subjects.governed(i):
            ids = desk.parties.behind(found[0])
            person = found[0].type == "Person" and found[0].features.number == "s"
            return ids if person and ids and desk.cast.gender(ids[0]) == cue.gender else ()
    return ()


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
    if "urge" in cue.frames and desk.people(site.subject.stop, site.opener.word):
        # Another is named before what is called for: he is the one called on.
        return False
    return all(desk.cast.several(actor) or desk.cast.addressed(actor) for actor in ids)


def _called_on(desk: Desk, sentence: Sentence, site: Site, run: Run) -> bool:
    """Tell whether a verb of calling that goes on has its speaker before it, and whom he calls on after it."""
    cue, ids = site.cue, site.subject.ids
    if site.subject.how != "after" or not cue.conjoined or not cue.frames & {"needs", "urge"} or cue.participle:
        return False
    if goes_on(desk, sentence, site):
        return True
    if "comma" not in desk.scan.marks[cue.first] or not run.main or ids == run.main:
        return False
    country = all(desk.cast.actor(actor).type == "Country" for actor in ids)
    same = (desk.cast.gender(actor) == cue.gender for actor in run.main if desk.cast.actor(actor).type == "Person")
    return country and any(same)


def _sentence_subject(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return the first actor of the sentence whose gender a participle fits."""
    for i in range(sentence.first, site.cue.first):
        found = desk.cast.starting(i)
        if found:
            ids = desk.parties.behind(found[0])
            if ids and all(desk.cast.fits(actor, site.cue.gender) for actor in ids):
                return ids
    return ()


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
