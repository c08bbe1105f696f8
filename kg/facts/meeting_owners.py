"""Whose meeting it is: the owner of "his meeting", the subject of the verb that holds it, who invites."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clause_edges import gathers, meets, says
from kg.facts.parties import Parties
from kg.mentions import Hit, Scan, words_in

# How many words before a noun its light verb may stand.
_LIGHT = 14


class Owners:
    """Finds the side of a meeting that stands before its noun."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        pack = scan.document.pack
        self._light = scan.lexicon.word_keys("meeting_light_verbs")
        self._auxiliaries = scan.lexicon.word_keys("auxiliaries")
        self._pronouns = {pack.letters.key(form): gender for form, gender in pack.table("owner_genders")}
        self._owned = tuple(pack.letters.key(w) for w in words_in(pack, "owner_endings"))
        self._with = scan.lexicon.word_keys("with_words")

    def owner(self, hit: Hit, sentence: Sentence, *, pair: bool) -> tuple[str, ...]:
        """Return whose meeting "his meeting" is: the person the sentence is about, else the last one named."""
        start = self._scan.words[hit.first].span.start
        if pair:
            return self._two_named(hit, sentence) or self._parties.last_pair(start)
        gender = self._pronouns.get(self._scan.keys[hit.first][-1:], "")
        guest = self._parties.last_person(start, gender) if self._received(hit, sentence) else None
        if guest:
            return (guest,)
        for i in self._nearest_clause_first(hit, sentence):
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                ids = self._parties.behind(found[0])
                if all(self._cast.gender(actor) in ("", gender or self._cast.gender(actor)) for actor in ids):
                    return ids
        said = self._said_before(hit, sentence, gender)
        named = self._parties.last_person(start, gender)
        return said or ((named,) if named else ())

    def _said_before(self, hit: Hit, sentence: Sentence, gender: str) -> tuple[str, ...]:
        """Return who the sentence before tells of, when this one only goes on with what was said ("and added that")."""
        scan = self._scan
        number = scan.sentence_of[hit.first]
        goes_on = any(says(scan, k) for k in range(sentence.first, min(sentence.first + 2, hit.first)))
        if not goes_on or number == 0:
            return ()
        before = scan.document.sentences[number - 1]
        for i in range(before.first, before.last):
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                ids = self._parties.behind(found[0])
                return (
                    ids
                    if all(self._cast.gender(actor) in ("", gender or self._cast.gender(actor)) for actor in ids)
                    else ()
                )
        return ()

    def _two_named(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return the two that a dual names in the sentence before "their meeting" ("the two presidents")."""
        for i in range(hit.first - 1, sentence.first - 1, -1):
            found = self._cast.starting(i)
            if found and found[0].features.number == "d" and not found[0].features.named:
                return self._parties.behind(found[0])
        return ()

    def told_of(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return whom the clause of a meeting's noun tells of, the person or group that comes first in it."""
        for i in self._nearest_clause_first(hit, sentence):
            found = self._cast.starting(i)
            if found and found[0].extent.start <= self._scan.words[i].span.start:
                return self._parties.behind(found[0])
        return self._said_before(hit, sentence, "")

    def _nearest_clause_first(self, hit: Hit, sentence: Sentence) -> list[int]:
        """Return the words before a noun, clause by clause backwards, each clause from its beginning."""
        if hit.split.joined:
            return list(range(hit.first - 1, sentence.first - 1, -1))
        words: list[int] = []
        stop = hit.first
        for i in range(hit.first - 1, sentence.first - 1, -1):
            if self._scan.hit(i, "complementizers") or i == sentence.first:
                words += range(i, stop)
                stop = i
        return words

    def _country(self, k: int) -> bool:
        found = self._cast.starting(k)
        return found is not None and found[0].type == "Country"

    def _words_back(self, hit: Hit, sentence: Sentence) -> list[int]:
        """Return the words before a noun among which its verb is looked for; names and times are no distance."""
        found: list[int] = []
        left = _LIGHT
        for k in range(hit.first - 1, sentence.first - 1, -1):
            left -= not self._scan.timed[k] and self._cast.inside[k] is None
            if left <= 0:
                break
            found.append(k)
        return found

    def _calls_off(self, k: int) -> bool:
        """Tell whether a verb of calling off, whose subject was to meet, stands at word *k*."""
        hit = self._scan.hit(k, "cancelled")
        return (
            hit is not None
            and not hit.definite
            and not hit.split.preposition
            and self._cast.starting(k + 1) is not None
        )

    def _gathers(self, k: int) -> bool:
        """Tell whether a verb that brings two together stands at word *k*, with no pronoun for them."""
        hit = gathers(self._scan, k)
        return hit is not None and not hit.split.preposition and not self._scan.keys[k].endswith(self._owned)

    def _received(self, hit: Hit, sentence: Sentence) -> bool:
        """Tell whether "his visit" is told of beside a host's reception, so that it is the guest's."""
        verbs = (self._scan.hit(k, "meeting_verbs") for k in range(sentence.first, hit.first))
        return hit.entry.column(1) == "visit" and any(v and "host" in v.entry.column(7).split() for v in verbs)

    def light_subject(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return the subject of the verb that holds the noun ("held a meeting")."""
        scan = self._scan
        for k in self._words_back(hit, sentence):
            if scan.hit(k, "holding_owners"):
                return self.told_of(hit, sentence)
            # "Concluded a visit", though one concludes a speech with words too.
            light = self._is_light(k)
            if not light and (says(scan, k) or meets(scan, k) or scan.hit(k, "meeting_nouns")):
                return ()
            if light or self._gathers(k) or self._calls_off(k):
                j = k + 1
                while j < hit.first and (phrase := self._passing(j)):
                    j = phrase
                if scan.hit(k, "hosting_verbs") and self._country(j):
                    # "Tunis hosts a round between": the host country is where, not who.
                    return ()
                ids, stop = self._parties.at(j, hit.first + 1)
                ids = (*ids, *self._with_before(stop, hit.first)) if ids else ids
                return ids or self._before_verb(k)
        return ()

    def _before_verb(self, k: int) -> tuple[str, ...]:
        """Return the subject before a verb, past an auxiliary, or whom a relative clause it begins tells of."""
        scan = self._scan
        while scan.joined_on(k) and self._cast.ending(k) is None and scan.keys[k - 1] in self._auxiliaries:
            k -= 1
        relative = scan.joined_on(k) and scan.hit(k - 1, "relatives") is not None and scan.listed(k - 1)
        before = self._cast.ending(k - 1) if relative else (self._cast.ending(k) if scan.joined_on(k) else None)
        return self._parties.behind(before[0]) if before else ()

    def _passing(self, j: int) -> int:
        """Return the word after a time or a phrase like "during it" between a verb and its subject, or 0."""
        phrase = self._scan.hit(j, "adverbials") or self._scan.hit(j, "topic_asides")
        return phrase.stop if phrase else (j + 1) * self._scan.timed[j]

    def _with_before(self, k: int, limit: int) -> tuple[str, ...]:
        """Return who stands after "with" between the subject and the noun ("he held with X a meeting")."""
        while k < limit and self._scan.timed[k]:
            k += 1
        return self._parties.at(k + 1, limit)[0] if k < limit and self._scan.keys[k] in self._with else ()

    def _is_light(self, k: int) -> bool:
        return any(s.stem in self._light and not s.preposition for s in self._scan.lexicon.splits(self._scan.keys[k]))

    def invited(self, hit: Hit, sentence: Sentence) -> list[str]:
        """Return the persons between a word of inviting and the visit: who invites, and who is to come."""
        ids: list[str] = []
        for k in range(hit.first - 1, max(sentence.first - 1, hit.first - _LIGHT), -1):
            found = self._cast.starting(k)
            if found and found[0].type == "Person":
                ids = [*self._parties.behind(found[0]), *ids]
            if self._scan.hit(k, "called_for"):
                before = self._cast.ending(k) if not self._cast.starting(k + 1) or len(ids) < 2 else None
                return [*(self._parties.behind(before[0]) if before else ()), *ids]
        return []

    def callers(self, hit: Hit, sentence: Sentence) -> list[str]:
        """Return who calls for a meeting and whom they call to it ("X called on Y to hold talks")."""
        for k in range(hit.first - 1, max(sentence.first - 1, hit.first - _LIGHT), -1):
            # "Agreed on holding a summit", not "on going on with the talks".
            to_hold = self._scan.hit(hit.first - 1, "holding_masdars") is not None
            asks = self._scan.hit(k, "called_for") or (self._scan.hit(k, "agreeing_verbs") if to_hold else None)
            if asks is None or asks.definite or asks.split.preposition:
                continue
            ids, stop = self._parties.at(k + 1, hit.first)
            called, _ = self._parties.at(stop, hit.first)
            word = self._scan.hit(k - 1, "function_words")
            j = k - (word is not None and word.entry.column(1) == "aux")
            if not ids and (before := self._cast.ending(j)) and self._scan.joined_on(k):
                ids = self._parties.behind(before[0])
            return [*ids, *called]
        return []

    def own_side(self, hit: Hit, sentence: Sentence, other: str) -> tuple[str, ...]:
        """Return who meets the other party: whom a relative clause tells of, or who the sentence is about."""
        scan = self._scan
        for k in range(hit.first - 1, max(sentence.first, hit.first - _LIGHT), -1):
            found = self._cast.ending(k) if scan.hit(k, "relatives") else None
            if found and found[0].type == "Person":
                return self._parties.behind(found[0])
        visited = any(self._visit(k) for k in range(sentence.first, hit.first))
        if visited and self._parties.visitor and self._parties.visitor != (other,):
            return self._parties.visitor
        counterpart = self._cast.starting(hit.stop)
        near = counterpart is not None and counterpart[0].features.counterpart
        words = range(hit.first - 1, sentence.first - 1, -1) if near else self._nearest_clause_first(hit, sentence)
        for i in words:
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                ids = self._parties.behind(found[0])
                if other not in ids:
                    return ids
        named = None if hit.definite else self._parties.last_named(scan.words[hit.first].span.start, "")
        return (named,) if named and named != other and self._cast.actor(named).type == "Person" else ()

    def told_in(self, hit: Hit, sentence: Sentence) -> list[str]:
        """Return who tells whom something "in a call" ("the president told his counterpart in a call that")."""
        scan = self._scan
        word = scan.hit(hit.first - 1, "function_words") or scan.hit(hit.first - 1, "speaking_at")
        if hit.entry.column(1) != "call" or hit.definite or word is None or not scan.joined_on(hit.first):
            return []
        for k in range(hit.first - 1, max(sentence.first - 1, hit.first - _LIGHT), -1):
            if not says(scan, k):
                continue
            ids, stop = self._parties.at(k + 1, hit.first)
            other, _ = self._parties.at(stop, hit.first)
            if not other and (before := self._cast.ending(k)) and scan.joined_on(k):
                ids, other = self._parties.behind(before[0]), ids
            pair = [*ids, *other]
            persons = all(self._cast.actor(a).type == "Person" for a in pair)
            return pair if len(ids) == len(other) == 1 and persons else []
        return []

    def _visit(self, k: int) -> bool:
        noun = self._scan.hit(k, "meeting_nouns")
        return noun is not None and noun.definite and noun.entry.column(1) == "visit"
