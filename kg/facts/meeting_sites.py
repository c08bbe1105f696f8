"""Where the text tells of a meeting: its verb or noun, who took part, and in which forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.cues import Cue
from kg.facts.meeting_parties import NounParties
from kg.facts.parties import Parties
from kg.facts.subjects import Subjects
from kg.mentions import Scan, words_in

# How many words after a verb or noun of meeting its parties may stand.
_FAR = 22
# How many words before a meeting "ready for", "the wish for" may stand.
_READY = 2
_FINITE = ("finite", "present", "future")


@dataclass(frozen=True, slots=True)
class MeetingSite:
    """One mention of a meeting: its words, what they say of it, and the sentence it stands in."""

    first: int
    stop: int
    kind: str
    mode: str
    parties: tuple[str, ...]
    forum: str | None
    definite: bool
    form: str
    sentence: Sentence
    joins: bool = False
    # Whether it is a gathering at one place and time, not contacts or a forum that goes on.
    firm: bool = True


class MeetingSites:
    """Finds the mentions of meetings in a document."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        self._subjects = Subjects(scan, cast, parties)
        pack = scan.document.pack
        self._between = {scan.lexicon.canonical(pack.letters.key(w)) for w in words_in(pack, "between")}
        self._around = NounParties(scan, cast, parties)

    def of(self, sentence: Sentence) -> Iterator[MeetingSite]:
        """Yield the mentions of meetings in a sentence."""
        last = -1
        for i in range(sentence.first, sentence.last):
            if i < last:
                continue
            site = self._verb(i, sentence) or self._noun(i, sentence)
            if site:
                last = site.stop
                yield site

    def _verb(self, i: int, sentence: Sentence) -> MeetingSite | None:
        hit = self._scan.hit(i, "meeting_verbs")
        if hit is None or hit.definite or hit.entry.form not in (*_FINITE, "relative") or hit.split.preposition:
            return None
        before = self._scan.hit(i - 1, "function_words") if i > sentence.first else None
        if before and before.entry.column(1) == "prep" and self._scan.joined_on(i):
            return None
        frames = set(self._scan.lexicon.keys(hit.entry.column(7)))
        cue = Cue(
            i, hit.stop, hit.entry.form, hit.entry.gender, hit.entry.number, frozenset(), bool(hit.split.joined), hit
        )
        subject = self._subjects.of(cue, sentence.first, sentence.last)
        others = self._others(subject.stop, sentence.last, frames)
        ids = subject.ids
        if not ids and others and "place" not in frames:
            ids = self._left_out(i, sentence, cue.gender)
        if "with" in frames and len({*ids, *others}) < 2 and not any(self._cast.several(a) for a in ids):
            return None
        if self._unmet(i, sentence):
            return None
        if subject.how == "after" and not others and "object" in frames:
            # "Where he will meet X": the only party after the verb is its object when the sentence has told who acts.
            others, ids = ids, self._told_already(i, sentence, ids)
        ids = ids if "place" in frames else tuple(dict.fromkeys((*ids, *others)))
        if ids and len({*ids, *others}) > 1:
            ids = tuple(dict.fromkeys((*ids, *self._around.attending(hit.stop, sentence.last))))
        back = "with" in frames and all(self._bare_several(a) for a in ids)
        if not ids:
            return None
        relative = i > sentence.first and self._scan.hit(i - 1, "relatives") is not None
        form = "past" if relative else hit.entry.form
        ids = () if back else ids
        return MeetingSite(i, hit.stop, hit.entry.column(5), hit.entry.column(6), ids, None, back, form, sentence)

    def _bare_several(self, actor: str) -> bool:
        """Tell whether the actor is only "the officials", who point back to a meeting already told of."""
        first = self._cast.actor(actor).mentions[0].features
        return self._cast.several(actor) and not first.named and not first.nations

    def _told_already(self, i: int, sentence: Sentence, after: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first person of the sentence before word *i* who is not among those *after* it."""
        for k in range(sentence.first, i):
            found = self._cast.starting(k)
            ids = self._parties.behind(found[0]) if found and found[0].type == "Person" else ()
            if ids and not set(ids) & set(after):
                return ids
        return ()

    def _left_out(self, i: int, sentence: Sentence, gender: str) -> tuple[str, ...]:
        """Return the subject a verb leaves out: who the sentence is about, else who was named last."""
        for k in range(sentence.first, i):
            found = self._cast.starting(k)
            if found and found[0].type == "Person":
                return self._parties.behind(found[0])
        named = self._parties.last_named(self._scan.words[i].span.start, gender)
        return (named,) if named else ()

    def _others(self, j: int, limit: int, frames: set[str]) -> tuple[str, ...]:
        """Return the other party: the object, or who stands after the verb's preposition."""
        scan = self._scan
        direct = "object" in frames
        for k in range(j, min(limit, j + _FAR)):
            if k > j and (scan.mark(k) in ("semicolon", "stop") or self._around.finite(k)):
                break
            found = self._cast.starting(k)
            if found is None:
                direct = direct and self._between_verb_and_object(k)
                continue
            if found[0].type == "Organization" and not found[0].features.named:
                continue
            joined = self._around.preposition(k)
            before = scan.keys[k - 1] if k > j else ""
            prefixed = joined in frames if joined else before in frames and scan.joined_on(k)
            counted = k - 2 >= j and scan.hit(k - 2, "quantities") is not None
            particle = k > j and scan.hit(k - 1, "function_words") is not None and not self._adverb(k - 1)
            after_particle = particle and not counted
            if prefixed or (direct and not joined and not after_particle and found[0].type != "Country"):
                return self._parties.at(k, limit)[0]
        return ()

    def _between_verb_and_object(self, k: int) -> bool:
        """Tell whether word *k* may stand before an object: a particle, a time, or a place."""
        scan = self._scan
        place = scan.hit(k, "cities") or scan.hit(k, "authority") or scan.hit(k - 1, "cities")
        particle = scan.hit(k, "function_words") or scan.hit(k, "adverbials") or scan.hit(k, "quantities")
        governed = scan.hit(k - 1, "places") is not None or scan.hit(k - 1, "function_words") is not None
        splits = [split for split in scan.lexicon.splits(scan.keys[k]) if split.preposition]
        joined = any(split.definite or scan.lexicon.starting_with(split.stem) for split in splits)
        return bool(scan.timed[k] or scan.timed[k - 1] or place or particle or governed or joined)

    def _adverb(self, k: int) -> bool:
        hit = self._scan.hit(k, "function_words")
        return (
            self._scan.timed[k]
            or (hit is not None and hit.entry.column(1) in ("adv", "adv2"))
            or (hit is not None and self._scan.hit(k - 1, "cities") is None and len(hit.entry.words[0]) > 4)
        )

    def _noun(self, i: int, sentence: Sentence) -> MeetingSite | None:
        hit = self._scan.hit(i, "meeting_nouns")
        if hit is None or (self._cast.inside[i] is not None and not self._heads_forum(i)):
            return None
        if self._unmet(i, sentence):
            return None
        kind, mode = hit.entry.column(1), hit.entry.column(2)
        ids, forum = self._around.parties_of(hit, sentence)
        joins = hit.definite and any(self._scan.hit(k, "joining_verbs") for k in range(max(sentence.first, i - 3), i))
        if joins:
            ids = self._parties.at(hit.stop, sentence.last)[0]
        if "needs" in hit.entry.row and len(ids) < 2 and not any(self._together(k) for k in (hit.stop,)):
            return None
        firm = "needs" not in hit.entry.row and not forum
        if hit.definite and not ids and not forum and "needs" in hit.entry.row:
            return None
        return MeetingSite(i, hit.stop, kind, mode, ids, forum, hit.definite, "noun", sentence, joins, firm)

    def _unmet(self, i: int, sentence: Sentence) -> bool:
        """Tell whether the words before say that nobody met: a negation, or no more than readiness or a wish."""
        scan = self._scan
        if i > sentence.first and scan.hit(i, "meeting_verbs") and scan.hit(i - 1, "negations"):
            return True
        before = [k for k in range(i - 1, sentence.first - 1, -1) if not self._titled(k)][:_READY]
        return any(scan.hit(k, "unmet") and not scan.hits[k]["unmet"].definite for k in before)

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"

    def _together(self, k: int) -> bool:
        return k < len(self._scan) and self._scan.keys[k] in self._between

    def _heads_forum(self, i: int) -> bool:
        mention = self._cast.inside[i]
        return (
            mention is not None
            and mention.type == "Forum"
            and mention.extent.start >= self._scan.words[i].span.start - 2
        )


def goes_on(scan: Scan, site: MeetingSite, k: int) -> bool:
    """Tell whether word *k* begins another meeting, or a clause that tells of somebody else."""
    verb = scan.hit(k, "meeting_verbs")
    if verb and not verb.definite and verb.entry.form in _FINITE:
        return k > site.stop
    noun = scan.hit(k, "meeting_nouns")
    other = noun is not None and not noun.definite and k > site.stop + 1
    return other or (site.form != "noun" and k > site.stop and scan.hit(k, "relatives") is not None)
