"""Speakers that no finder knows: the words beside a verb of saying that must be their name."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.sites import Desk, Site
from kg.mentions import words_in

# How many words of a subject that no finder knows are taken as its name.
_UNKNOWN = 7
# Tables of verbs.
_VERBS = ("meeting_verbs", "meeting_light_verbs", "speech_verbs")
_NO_SUBJECT = ("function_words", "complementizers", "joiners", "adverbials", "courtesy_pronouns")


def headline_subject(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return whom words that no finder knows name at a headline's beginning, before its verb in the present."""
    scan, first = desk.scan, sentence.first
    if (
        not sentence.headline
        or site.cue.form != "present"
        or site.cue.conjoined
        or not first < site.cue.first <= first + _UNKNOWN - 2
    ):
        return ()
    plain = all(_subject_word(desk, i) or i == first for i in range(first, site.cue.first))
    if not plain:
        return ()
    parted = first > 0 and scan.sentence_of[first - 1] == scan.sentence_of[first]
    splits = scan.lexicon.splits(scan.keys[first]) if parted else ()
    joined = next((s.joined for s in splits if s.joined and not s.preposition), "")
    return (desk.cast.add(scan.bare_span(first, site.cue.first, joined)),)


def goes_on(desk: Desk, sentence: Sentence, site: Site) -> tuple[str, ...]:
    """Return whom a headline begins with, where a verb in the present goes on with him ("X receives Y and says")."""
    scan, cue = desk.scan, site.cue
    if not sentence.headline or cue.form != "present" or not cue.conjoined or cue.number != "s":
        return ()
    first = scan.document.sentences[scan.sentence_of[cue.first]].first
    found = desk.cast.starting(first)
    stop = found[1] if found else _before_verb(desk, first, cue.first)
    acts = stop < cue.first and (_present(desk, stop) or any(t in scan.hits[stop] for t in _VERBS))
    if not acts:
        return ()
    ids = desk.parties.at(first, stop)[0] if found else desk.cast.of_surname(scan.keys[stop - 1])
    ids = ids or (() if found else (desk.cast.add(scan.span(first, stop)),))
    return ids if all(desk.cast.fits(actor, cue.gender) for actor in ids) else ()


def _before_verb(desk: Desk, first: int, limit: int) -> int:
    """Return the first finite verb after word *first*, or *limit* when no subject stands before it."""
    for i in range(first, min(limit, first + _UNKNOWN)):
        hits = desk.scan.hits[i]
        verb = hits.get("meeting_verbs") or hits.get("speech_verbs")
        if verb and verb.entry.form in ("present", "finite") and i > first:
            return i
        if i > first and _present(desk, i) and desk.cast.of_surname(desk.scan.keys[i - 1]):
            return i
        if i > first and not _subject_word(desk, i):
            break
    return limit


def _present(desk: Desk, i: int) -> bool:
    """Tell whether word *i*, which no table knows, is written like a verb in the present."""
    letters = tuple(words_in(desk.scan.document.pack, "present_letters"))
    return not desk.scan.hits[i] and desk.scan.raw(i).startswith(letters) and desk.scan.joined_on(i)


def unknown_subject(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return the actor that words no finder knows stand for, between the verb and what is said."""
    scan, cue = desk.scan, site.cue
    related = scan.hit(cue.stop, "relations") is not None and cue.stop + 1 < site.opener.word
    titled = (
        related or scan.hit(cue.stop, "honorifics") is not None or (_heads(desk, site) and not desk.history.latest())
    )
    if cue.form not in ("finite", "present") or (site.opener.frame in ("object", "preposition") and not titled):
        return ()
    beside = cue.stop < site.opener.word and not desk.subjects.governed(cue.stop)
    known = desk.cast.starting(cue.stop) if beside else None
    if known and not scan.hit(cue.stop, "media"):
        # Whom a verb of calling does not fit in gender is called on by it; other verbs of saying have no such object.
        called = cue.frames & {"needs", "urge"} and desk.parties.behind(known[0])
        return () if called else desk.parties.behind(known[0]) or (desk.cast.add(scan.span(cue.stop, known[1])),)
    j = cue.stop
    while j < site.opener.word and j - cue.stop < _UNKNOWN and _subject_word(desk, j):
        j += 1
    if j == cue.stop:
        return ()
    medium = scan.hit(cue.stop, "media")
    inner = desk.cast.starting(cue.stop + 1)
    if medium and inner:
        return desk.parties.behind(inner[0])
    paper = scan.hit(cue.stop, "documents")
    if medium or (paper and paper.definite):
        # "The statement" and "the letter" go on with whose they are.
        source = desk.history.issuer() if medium else desk.history.latest()
        return source or (desk.cast.add(scan.span(cue.stop, j)),)
    return (desk.cast.add(scan.span(cue.stop, j)),)


def unknown_between(desk: Desk, site: Site) -> tuple[str, ...]:
    """Return whom the words between a complementizer and a verb of telling name: "that X told Y that"."""
    scan, last = desk.scan, site.cue.first
    start = last
    while start > 0 and last - start < _UNKNOWN and _subject_word(desk, start - 1, joined=False):
        if scan.marks[start]:
            return ()
        start -= 1
    opens = scan.hit(start - 1, "complementizers") if 0 < start < last and not scan.marks[start] else None
    if opens is None or opens.entry.column(1) != "open" or scan.conjunction(last - 1) or site.cue.conjoined:
        return ()
    found = desk.cast.starting(start)
    ids = desk.parties.behind(found[0]) if found else desk.cast.of_surname(scan.keys[last - 1])
    return ids or (desk.cast.add(scan.span(start, last)),)


def _heads(desk: Desk, site: Site) -> bool:
    """Tell whether a body, a group or a paper that no finder resolves stands right after the verb."""
    hits = desk.scan.hits[site.cue.stop] if site.cue.stop < site.opener.word else {}
    heads = [hits[table] for table in ("body_heads", "group_heads", "documents") if table in hits]
    return any(not hit.split.joined for hit in heads) and not site.cue.frames & {"needs"}


def unknown_before(desk: Desk, site: Site) -> tuple[str, ...]:
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
    apart = joined and not scan.joined_on(j)
    if (
        apart
        or scan.timed[j]
        or desk.openers.bridge(j)
        or desk.openers.objects.to_letter(j)
        or any(t in hits for t in _NO_SUBJECT)
    ):
        return False
    speech = hits.get("speech_verbs")
    if speech and speech.entry.form in ("finite", "participle", "present"):
        return False
    if any(hit.split.preposition for hit in hits.values()):
        return False
    splits = scan.lexicon.splits(scan.keys[j])
    if any(split.preposition and split.definite for split in splits):
        return False
    known = (s.joined and (s.definite or scan.lexicon.starting_with(s.stem)) for s in splits)
    return bool(hits) or not any(known)
