"""Sentences as a row of speech sites: each verb of saying with its subject and where its content begins."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clauses import Clauses
from kg.facts.cues import Cue, cues_in, quoted_words
from kg.facts.history import History
from kg.facts.model import Medium, QuoteMode
from kg.facts.openers import Opener, Openers
from kg.facts.parties import Parties
from kg.facts.subjects import Subject, Subjects
from kg.mentions import Scan
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Site:
    """A verb of saying, its subject and the beginning of its content."""

    cue: Cue
    subject: Subject
    opener: Opener


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
        self.history = History(cast)
        self.subjects = Subjects(scan, cast, parties)
        self.openers = Openers(scan)
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
            if self._in_name(cue):
                continue
            subject = self.subjects.of(cue, sentence.first, sentence.last)
            opener = self.openers.after(cue, subject.stop, sentence.last)
            if (
                opener is None
                or (opener.frame not in ("quote", "colon") and self._impersonal(cue, subject, sentence))
                or any(self._same_content(site, cue, opener) for site in found)
            ):
                continue
            found.append(Site(cue, subject, opener))
        return found

    def _same_content(self, site: Site, cue: Cue, opener: Opener) -> bool:
        """Tell whether a site has this content already, or begins with this word as a noun ("his refusal")."""
        return site.opener.start == opener.start or (site.opener.word == cue.first and cue.form == "relative")

    def _in_name(self, cue: Cue) -> bool:
        """Tell whether the word is part of somebody's name, whose letters are a verb's."""
        mention = self.cast.inside[cue.first]
        if mention is None or mention.type != "Person" or not mention.features.named:
            return False
        return mention.span.start <= self.scan.words[cue.first].span.start < mention.span.stop

    def _impersonal(self, cue: Cue, subject: Subject, sentence: Sentence) -> bool:
        """Tell whether a verb in the present without a subject is a passive, which names no speaker."""
        if cue.form != "present" or subject.ids:
            return False
        hit = self.scan.hit(cue.stop, "group_heads") or self.scan.hit(cue.stop, "media")
        return hit is None and not sentence.headline


def breaks(outer: Site, inner: Site, scan: Scan) -> bool:
    """Tell whether *inner* goes on with a new statement, rather than being told inside *outer*'s content."""
    cue = inner.cue
    if cue.first < outer.opener.word:
        return False
    if cue.participle:
        return True
    if cue.form == "relative":
        return cue.conjoined or inner.subject.how == "after"
    if cue.form not in ("finite", "present"):
        return False
    joiners = (scan.hit(cue.first - back, "joiners") for back in (1, 2, 3))
    led = any(hit is not None and hit.stop == cue.first for hit in joiners)
    if inner.subject.how == "after":
        return cue.conjoined or led
    return (cue.conjoined or led) and cue.gender == outer.cue.gender and cue.number == outer.cue.number
