"""Where a verb tells of a meeting, and who it says met."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.cues import Cue
from kg.facts.meeting_parties import NounParties
from kg.facts.meeting_site import MeetingSite
from kg.facts.parties import Parties
from kg.facts.subjects import Subject, Subjects
from kg.mentions import Hit, Scan

# How many words after a verb of meeting its other party may stand.
_FAR = 22
# How many words after a verb of talking "on the telephone" may stand, names and titles left out.
_NEARBY = 5
# An aside between a verb and its object has at most this many words.
_ASIDE = 14
# Within how many sentences a verb that leaves its subject out goes on with the last host.
_GOES_ON = 4
_READ = ("finite", "present", "future", "relative")


class VerbSites:
    """Reads the verbs of meeting in a sentence."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties, around: NounParties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        self._around = around
        self._together = scan.lexicon.word_keys("with_pronouns")
        self._subjects = Subjects(scan, cast, parties)
        # Who met or received somebody last, and in which sentence.
        self._host: tuple[tuple[str, ...], int] = ((), 0)
        self._pronouns = {
            scan.document.pack.letters.key(form): g for form, g in scan.document.pack.table("owner_genders")
        }

    def at(self, i: int, sentence: Sentence) -> MeetingSite | None:
        """Return the meeting that a verb at word *i* tells of."""
        hit = self._scan.hit(i, "meeting_verbs")
        if hit is None or not self._tells(hit, sentence):
            return None
        frames = set(self._scan.lexicon.keys(hit.entry.column(7)))
        # Like a verb of urging, one of receiving has its subject and its object side by side.
        takes = frozenset({"urge"} if "object" in frames else ())
        cue = Cue(i, hit.stop, hit.entry.form, hit.entry.gender, hit.entry.number, takes, bool(hit.split.joined), hit)
        subject = self._subjects.of(cue, sentence.first, sentence.last)
        if self._other_sense(subject, frames, sentence.last):
            return None
        kind, mode = hit.entry.column(5), hit.entry.column(6)
        if "with" in frames and self._with_them(subject.stop):
            # "And discussed with him": at the meeting told of.
            return MeetingSite(i, hit.stop, kind, mode, (), None, True, hit.entry.form, sentence)
        again = "with" in frames and self._points_back(subject, cue)
        ids = self._parties_of(cue, subject, sentence, again=again)
        if not ids and not (again and subject.how != "none"):
            return None
        if "object" in frames and len(ids) > 1 and self._cast.actor(ids[0]).type == "Person":
            self._host = (ids[:1], self._scan.sentence_of[i])
        back = "with" in frames and all(self._bare_several(a) for a in ids)
        relative = i > sentence.first and self._scan.hit(i - 1, "relatives") is not None
        form = "past" if relative else hit.entry.form
        return MeetingSite(i, hit.stop, kind, mode, () if back else ids, None, back, form, sentence, again=again)

    def _with_them(self, k: int) -> bool:
        """Tell whether "with him" or "with them" stands right after a verb and its subject."""
        return k < len(self._scan) and self._scan.keys[k] in self._together

    def _tells(self, hit: Hit, sentence: Sentence) -> bool:
        """Tell whether a hit is a verb that tells of something: bent, and no noun after a preposition."""
        if hit.definite or hit.entry.form not in _READ or hit.split.preposition:
            return False
        before = self._scan.hit(hit.first - 1, "function_words") if hit.first > sentence.first else None
        return not (before and before.entry.column(1) == "prep" and self._scan.joined_on(hit.first))

    def _other_sense(self, subject: Subject, frames: set[str], limit: int) -> bool:
        """Tell whether the verb means no meeting: a guard of honour is reviewed, letters are
        exchanged, or somebody talks to nobody."""
        guards = "with" in frames and self._scan.hit(subject.stop, "reviewed_guards") is not None
        guards = guards or ("swap" in frames and self._swapped(subject.stop, limit))
        phoned = self._phoned(subject.stop, limit) or ("dials" in frames and self._dialled(subject))
        return guards or ("phoned" in frames and not phoned)

    def _swapped(self, k: int, limit: int) -> bool:
        """Tell whether the first thing named from word *k* on is exchanged from afar ("letters", "accusations")."""
        while k < limit and (self._cast.inside[k] is not None or self._scan.timed[k]):
            k += 1
        return k < limit and self._scan.hit(k, "exchanged") is not None

    def _dialled(self, subject: Subject) -> bool:
        """Tell whether one person rings another up: led in by a preposition right after the subject."""
        k = subject.stop
        while k < len(self._scan) and self._scan.timed[k]:
            k += 1
        found = self._cast.starting(k)
        persons = all(self._cast.actor(a).type == "Person" for a in subject.ids)
        return bool(subject.ids and persons and found and found[0].type == "Person" and self._around.preposition(k))

    def _parties_of(self, cue: Cue, subject: Subject, sentence: Sentence, *, again: bool) -> tuple[str, ...]:
        """Return who the verb says met: its subject, its other party, and who attended."""
        frames = set(self._scan.lexicon.keys(cue.hit.entry.column(7)))
        ids = subject.ids
        # "The two discussed X with the government": whom they name then is what they talk about.
        others = () if again else self._others(subject.stop, sentence.last, frames)
        if not ids and others and "place" not in frames:
            ids = self._left_out(cue.first, sentence, cue.gender)
        if "with" in frames and len({*ids, *others}) < 2 and not any(self._cast.several(a) for a in ids):
            return ()
        if subject.how == "after" and not others and "object" in frames:
            # "Where he will meet X": the only party after the verb is its object when the sentence has told who acts.
            told = self._told_already(cue.first, sentence, ids) or self._pronoun(cue)
            others, ids = ids, told or self._host_again(cue, ids)
        if "place" in frames:
            return ids
        ids = tuple(dict.fromkeys((*ids, *others)))
        found = self._around.attendance.attending(cue.stop, sentence.last) if len(ids) > 1 else ()
        return tuple(dict.fromkeys((*ids, *found)))

    def _host_again(self, cue: Cue, other: tuple[str, ...]) -> tuple[str, ...]:
        """Return who met the one before, when the verb only goes on with whom else they met ("and met X too")."""
        number = self._scan.sentence_of[cue.first]
        goes_on = cue.conjoined and number - self._host[1] <= _GOES_ON
        fits = goes_on and all(self._cast.fits(a, cue.gender) and a not in other for a in self._host[0])
        return self._host[0] if fits else ()

    def _pronoun(self, cue: Cue) -> tuple[str, ...]:
        """Return whom the pronoun joined to a verb points back to ("the president received him")."""
        gender = self._pronouns.get(self._scan.keys[cue.first][-1:]) if cue.form == "relative" else None
        named = self._parties.last_person(self._scan.words[cue.first].span.start, gender) if gender else None
        return (named,) if named else ()

    def _phoned(self, k: int, limit: int) -> bool:
        """Tell whether the words after a verb of talking say that it was on the telephone."""
        words = [n for n in range(k, limit) if not self._titled(n)][:_NEARBY]
        return any(self._scan.hit(n, "by_phone") for n in words)

    def _points_back(self, subject: Subject, cue: Cue) -> bool:
        """Tell whether a verb's subject is only a dual or plural that points back, or left out by a dual verb."""
        found = self._cast.starting(cue.stop) if subject.how == "after" else self._cast.ending(cue.first)
        if not subject.ids or found is None:
            return not subject.ids and cue.number != "s"
        return not found[0].features.named and found[0].features.number != "s"

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
        begin = next(
            (k for k in range(i - 1, sentence.first, -1) if self._scan.hit(k, "complementizers")), sentence.first
        )
        for k in (*range(begin, i), *range(sentence.first, begin)):
            found = self._cast.starting(k)
            if found and found[0].type == "Person":
                return self._parties.behind(found[0])
        named = self._parties.last_named(self._scan.words[i].span.start, gender)
        return (named,) if named else ()

    def _others(self, j: int, limit: int, frames: set[str]) -> tuple[str, ...]:
        """Return the other party: the object, or who stands after the verb's preposition."""
        scan = self._scan
        direct = "object" in frames
        aside = self._aside(j, limit)
        for k in range(j, min(limit, j + _FAR)):
            if k > j and (scan.mark(k) in ("semicolon", "stop") or self._around.finite(k)):
                break
            found = self._cast.starting(k)
            if found is None:
                # "God keep him", "in return": phrases of several words.
                passed = self._scan.hit(k, "adverbials")
                aside = max(aside, passed.stop if passed else k)
                direct = direct and (k < aside or self._between_verb_and_object(k))
                continue
            if found[0].type == "Organization" and not found[0].features.named:
                continue
            joined = self._around.preposition(k)
            if found[0].type == "Country" and found[0].metonym and joined and found[0].rule != "side":
                # "Met in Washington with members": the capital is where, not whom.
                continue
            before = scan.keys[k - 1] if k > j else ""
            prefixed = joined in frames if joined else before in frames and scan.joined_on(k)
            counted = k - 2 >= j and scan.hit(k - 2, "quantities") is not None
            particle = k > j and self._particle(k - 1) and not self._adverb(k - 1)
            after_particle = particle and not counted
            if prefixed or (direct and not joined and not after_particle and found[0].type != "Country"):
                return self._parties.at(k, limit)[0]
        return ()

    def _aside(self, j: int, limit: int) -> int:
        """Return the word after an aside of time or place that commas part from the verb and its subject."""
        scan = self._scan
        word = scan.hit(j, "function_words") if j < limit else None
        opens = j < limit and (scan.timed[j] or (word is not None and word.entry.column(1) == "prep"))
        if not opens or scan.mark(j) != "comma":
            return j
        ends = (k for k in range(j + 1, min(limit, j + _ASIDE)) if scan.marks[k])
        end = next(ends, j)
        return end if scan.mark(end) == "comma" else j

    def _between_verb_and_object(self, k: int) -> bool:
        """Tell whether word *k* may stand before an object: a particle, a time, or a place."""
        scan = self._scan
        place = scan.hit(k, "cities") or scan.hit(k, "authority") or scan.hit(k - 1, "cities")
        particle = scan.hit(k, "function_words") or scan.hit(k, "adverbials") or scan.hit(k, "quantities")
        described = any(scan.hit(n, "place_nouns") for n in (k - 1, k - 2)) and scan.joined_on(k)
        if described and any(split.definite and not split.joined for split in scan.lexicon.splits(scan.keys[k])):
            # "In the new administrative capital".
            return True
        governed = scan.hit(k - 1, "places") is not None or scan.hit(k - 1, "function_words") is not None
        splits = [split for split in scan.lexicon.splits(scan.keys[k]) if split.preposition]
        joined = any(split.definite or scan.lexicon.starting_with(split.stem) for split in splits)
        return bool(scan.timed[k] or scan.timed[k - 1] or place or particle or governed or joined)

    def _particle(self, k: int) -> bool:
        """Tell whether a small word that begins no noun phrase stands at word *k*."""
        word = self._scan.hit(k, "function_words")
        return word is not None and word.entry.column(1) not in ("art", "poss")

    def _adverb(self, k: int) -> bool:
        hit = self._scan.hit(k, "function_words")
        return (
            self._scan.timed[k]
            or (hit is not None and hit.entry.column(1) in ("adv", "adv2"))
            or (hit is not None and self._scan.hit(k - 1, "cities") is None and len(hit.entry.words[0]) > 4)
        )

    def _titled(self, k: int) -> bool:
        """Tell whether word *k* stands inside somebody's name or title."""
        mention = self._cast.inside[k]
        return mention is not None and mention.type == "Person"
