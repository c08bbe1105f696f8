"""Sentences as a row of speech sites: each verb of saying with its subject and where its content begins."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clauses import Clauses
from kg.facts.cues import Cue, cues_in, quoted_words
from kg.facts.frames import Opener
from kg.facts.history import History
from kg.facts.model import Medium, QuoteMode
from kg.facts.openers import Openers
from kg.facts.parties import Parties
from kg.facts.subjects import Subject, Subjects
from kg.mentions import Scan
from kg.text import Span

# How many words the object of a verb's preposition has at most before a subject that stands after it.
_TURNED = 3
# How many words a subject and its additions may stand in between a word of contrast and the verb.
_CLAUSE_FRONT = 16


@dataclass(frozen=True, slots=True)
class Site:
    """A verb of saying, its subject and the beginning of its content; `limit` is the word before which it must end."""

    cue: Cue
    subject: Subject
    opener: Opener
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as read from one sentence, before repeats are brought together."""

    speakers: tuple[str, ...]
    cue: Span | None
    content: Span
    mode: QuoteMode
    rule: str
    sentence: Span
    medium: Medium | None = None
    via: tuple[str, ...] = ()


class Desk:
    """All that the speech rules share while they read one document."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self.scan = scan
        self.cast = cast
        self.parties = parties
        self.quoted = quoted_words(scan)
        self.unquoted = [False] * len(scan)
        self.history = History(cast)
        self.articles = tuple(row[0] for row in scan.document.pack.table("articles"))
        self.subjects = Subjects(scan, cast, parties)
        self.openers = Openers(scan, self.in_name)
        self.clauses = Clauses(scan, self.quoted)

    def medium(self, span: Span) -> Medium | None:
        """Return the medium that words of *span* name."""
        first, last = self.scan.word_at(span.start), None
        i = first
        while i is not None and i < len(self.scan) and self.scan.words[i].span.start < span.stop:
            hit = self.scan.hit(i, "media")
            if hit:
                return hit.entry.column(1)  # type: ignore[return-value]
            i += 1
        return last

    def sites(self, sentence: Sentence) -> list[Site]:
        """Return the speech sites of a sentence, one for each content."""
        found: list[Site] = []
        for cue in cues_in(self.scan, sentence.first, sentence.last, self.quoted):
            if self.in_name(cue.first) or cue.first - 1 in self.clauses.credits:
                continue
            subject = self.subjects.of(cue, sentence.first, sentence.last)
            opener = self.openers.after(cue, self._past_called(cue, subject, sentence.last), sentence.last)
            if (
                opener is None
                or (opener.frame not in ("quote", "colon") and self._impersonal(cue, subject, found))
                or any(self._same_content(site, cue, opener) for site in found)
                or (opener.frame in ("object", "preposition") and self.scan.hit(opener.word, "anonymity"))
            ):
                continue
            found.append(self._turned(Site(cue, subject, opener), sentence.last))
        return found

    def _turned(self, site: Site, last: int) -> Site:
        """Return the site with the subject that follows its preposition's object ("praised the step the minister")."""
        cue, opener = site.cue, site.opener
        if site.subject.ids or opener.frame != "preposition" or opener.word > cue.stop + 1 or cue.participle:
            return site
        for i in range(opener.word + 1, min(last, opener.word + _TURNED)):
            found = self.cast.starting(i)
            if found and found[0].type in ("Person", "Organization") and not self.subjects.governed(i):
                ids, stop = self.parties.at(i, last)
                fits = ids and all(self.cast.fits(actor, cue.gender) for actor in ids)
                definite = (
                    self.scan.raw(i).startswith(self.articles) or found[0].features.named or found[0].features.nation
                )
                return Site(cue, Subject(ids, stop, "after"), opener, i) if fits and definite else site
            if not self.scan.joined_on(i) or self.scan.hit(i, "function_words"):
                break
        return site

    def _past_called(self, cue: Cue, subject: Subject, limit: int) -> int:
        """Return the word after the subject and, where the verb needs one, after whom it addresses."""
        stop = subject.stop
        found = self.cast.starting(stop) if "needs" in cue.frames and stop < limit else None
        return found[1] if found and self.scan.joined_on(stop) and not self.subjects.governed(stop) else stop

    def _same_content(self, site: Site, cue: Cue, opener: Opener) -> bool:
        """Tell whether a site has this content already, or begins with this word as a noun ("his refusal")."""
        noun = cue.form == "relative" or site.opener.frame in ("object", "preposition")
        return site.opener.start == opener.start or (site.opener.word == cue.first and noun)

    def in_name(self, i: int) -> bool:
        """Tell whether word *i* is part of somebody's name, whose letters are a verb's."""
        mention = self.cast.inside[i]
        if mention is None or mention.type != "Person" or not mention.features.named:
            return False
        return mention.span.start <= self.scan.words[i].span.start < mention.span.stop

    def _impersonal(self, cue: Cue, subject: Subject, found: list[Site]) -> bool:
        """Tell whether a verb in the present without a subject is a passive, which names no speaker."""
        scan = self.scan
        if cue.form != "present" or subject.ids:
            return False
        if scan.hit(cue.stop, "group_heads") or scan.hit(cue.stop, "media"):
            return False
        if scan.document.sentences[scan.sentence_of[cue.first]].headline:
            return False
        if scan.hit(cue.first, "impersonals") or not (cue.conjoined or self.led(cue.first)):
            return True
        goes_on = any(self.cast.fits(actor, cue.gender) for site in found for actor in site.subject.ids)
        return not goes_on and not self.history.last(cue.gender, cue.number)

    def led(self, i: int) -> bool:
        """Tell whether a phrase that leads a new verb on stands right before word *i*."""
        joiners = (self.scan.hit(i - back, "joiners") for back in (1, 2, 3))
        return any(hit is not None and hit.stop == i for hit in joiners)

    def before_that(self, i: int) -> bool:
        """Tell whether "before" and a bare "to" lead the verb at word *i*: "before he added"."""
        return i > 1 and all((self.scan.hit(i - 1, "complementizers"), self.scan.hit(i - 2, "time_openers")))

    def contrast(self, site: Site) -> int | None:
        """Return the word of contrast that opens the clause of a subject before its verb ("but X said")."""
        for i in range(site.cue.first - 1, max(-1, site.cue.first - _CLAUSE_FRONT), -1):
            if self.scan.hit(i, "contrasts"):
                return i
            opens = self.scan.hit(i, "complementizers")
            if opens and not (i and self.scan.hit(i - 1, "contrasts")):
                break
            if self.scan.sentence_of[i] != self.scan.sentence_of[site.cue.first]:
                break
        return None

    def second_clause(self, site: Site) -> bool:
        """Tell whether a headline goes on with a clause that has its own subject ("X calls and Y refuses")."""
        first = site.subject.first
        found = self.cast.starting(first) if site.subject.how == "before" and first > 0 else None
        joined = found is not None and found[0].extent.start > self.scan.words[first].span.start
        return joined and self.scan.document.sentences[self.scan.sentence_of[first]].headline

    def clause_start(self, site: Site) -> int:
        """Return the first word of a verb's clause: of its subject, or of the article or conjunction before that."""
        start = site.subject.first if site.subject.first >= 0 else site.cue.first
        if site.subject.first < 0 and self.scan.keys[start - 1] in self.scan.pronouns:
            start -= 1
        start = self.scan.with_article(start)
        return start - self.scan.conjunction(start - 1)

    def issues(self, site: Site) -> bool:
        """Tell whether what is said stands in a written statement of its speaker."""
        words = range(site.cue.stop, site.opener.word)
        media = (self.scan.hit(i, "media") for i in words)
        return any(hit is not None and not hit.definite and hit.entry.column(1) == "statement" for hit in media)

    def people(self, first: int, stop: int) -> bool:
        """Tell whether somebody is named between two words."""
        return any(self.cast.starting(i) is not None for i in range(first, stop))

    def announces(self, sentence: Sentence) -> bool:
        """Tell whether a sentence ends with a colon."""
        after = self.scan.marks[sentence.last] if sentence.last < len(self.scan) else ()
        return "colon" in after


def breaks(outer: Site, inner: Site, desk: Desk) -> bool:
    """Tell whether *inner* goes on with a new statement, rather than being told inside *outer*'s content."""
    cue = inner.cue
    if cue.first < outer.opener.word or cue.participle or desk.second_clause(inner):
        return cue.first >= outer.opener.word
    if cue.form == "relative":
        return cue.conjoined or inner.subject.how == "after"
    quotes = inner.opener.frame in ("quote", "colon") and cue.form == "present" and desk.before_that(cue.first)
    if quotes or cue.form not in ("finite", "present"):
        return quotes
    led = desk.led(cue.first)
    contrast = desk.contrast(inner) if inner.subject.how == "before" else None
    joined = desk.subjects.subject_first and desk.scan.conjunction(desk.clause_start(inner))
    against = (led and desk.scan.hit(cue.first - 1, "contrasts")) or (contrast or 0) > outer.opener.word
    if joined or against:
        return True
    if inner.subject.how in ("after", "issuer"):
        before = desk.scan.hit(outer.cue.first - 1, "contrasts") if outer.cue.first else None
        # "While X called it great, said Y": the clause of contrast ends with its comma.
        return cue.conjoined or led or (before is not None and "comma" in desk.scan.marks[cue.first])
    ids = outer.subject.ids
    several = cue.number != "s" and (len(ids) > 1 or any(desk.cast.several(actor) for actor in ids))
    same = cue.number == outer.cue.number or several
    return (cue.conjoined or led) and cue.gender == outer.cue.gender and same
