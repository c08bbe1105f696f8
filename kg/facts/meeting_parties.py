"""Who takes part in a meeting that a noun names."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.parties import Parties
from kg.mentions import Hit, Scan, words_in

# How many words after a noun of meeting its parties may stand.
_FAR = 22
# How many words before a noun its light verb may stand.
_LIGHT = 14
_FINITE = ("finite", "present", "future")


class NounParties:
    """Reads the parties and the forum around a noun of meeting."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        pack = scan.document.pack
        self._light = {scan.lexicon.canonical(pack.letters.key(w)) for w in words_in(pack, "meeting_light_verbs")}
        self._between = {scan.lexicon.canonical(pack.letters.key(w)) for w in words_in(pack, "between")}
        self._owned = tuple(pack.letters.key(w) for w in words_in(pack, "owner_endings"))
        self._pairs = tuple(pack.letters.key(w) for w in words_in(pack, "pair_endings"))
        self._toward = frozenset(pack.letters.key(w) for w in words_in(pack, "toward"))
        self._articles = tuple(pack.letters.key(w) for w in words_in(pack, "articles"))
        self._with = frozenset(pack.letters.key(w) for w in words_in(pack, "with_words"))

    def parties_of(self, hit: Hit, sentence: Sentence) -> tuple[tuple[str, ...], str | None]:
        """Return who takes part in the meeting a noun names, and its forum."""
        scan, limit = self._scan, sentence.last
        ids: list[str] = []
        forum = self._own_forum(hit.first)
        key = scan.keys[hit.first]
        owned = key.endswith(self._owned) and not hit.definite and hit.entry.row[0].endswith(tuple(self._owned_raw()))
        if owned:
            ids += self._owner(hit, sentence, pair=key.endswith(self._pairs))
        of = self._cast.starting(hit.stop) if hit.stop < limit and scan.joined_on(hit.stop) else None
        if of and not self.preposition(hit.stop):
            found, _ = self._parties.at(hit.stop, limit)
            if of[0].type == "Forum":
                forum = forum or self._cast.id_of(of[0])
            elif not (hit.entry.column(1) == "visit" and of[0].type == "Country"):
                ids += found
        visit = hit.entry.column(1) == "visit"
        ids += self._light_subject(hit, sentence)
        if visit and not ids:
            ids += self._invited(hit, sentence)
        ids += self._with_whom(hit, limit, sentence)
        ids = list(dict.fromkeys(ids))
        if len(ids) == 1 and not visit and not forum and self._cast.actor(ids[0]).type in ("Person", "Group"):
            ids = [*self._own_side(hit, sentence, ids[0]), *ids]
        forum = forum or self._framed(hit, sentence)
        return tuple(dict.fromkeys(ids)), forum

    def _owned_raw(self) -> list[str]:
        return list(words_in(self._scan.document.pack, "owner_endings"))

    def _own_forum(self, i: int) -> str | None:
        mention = self._cast.inside[i]
        return self._cast.id_of(mention) if mention is not None and mention.type == "Forum" else None

    def _owner(self, hit: Hit, sentence: Sentence, *, pair: bool) -> tuple[str, ...]:
        """Return whose meeting "his meeting" is: the person the sentence is about, else the last one named."""
        start = self._scan.words[hit.first].span.start
        if pair:
            return self._parties.last_pair(start)
        words = range(hit.first - 1, sentence.first - 1, -1) if hit.split.joined else range(sentence.first, hit.first)
        for i in words:
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                return self._parties.behind(found[0])
        named = self._parties.last_named(start, "")
        return (named,) if named and self._cast.actor(named).type == "Person" else ()

    def _light_subject(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return the subject of the verb that holds the noun ("held a meeting")."""
        scan = self._scan
        for k in range(hit.first - 1, max(sentence.first - 1, hit.first - _LIGHT), -1):
            if self.finite(k):
                return ()
            if self._is_light(k):
                j = k + 1
                while j < hit.first and (scan.timed[j] or scan.hit(j, "adverbials")):
                    j += 1
                ids, _ = self._parties.at(j, hit.first + 1)
                before = self._cast.ending(k) if not ids and scan.joined_on(k) else None
                return ids or (self._parties.behind(before[0]) if before else ())
        return ()

    def _is_light(self, k: int) -> bool:
        return any(s.stem in self._light and not s.preposition for s in self._scan.lexicon.splits(self._scan.keys[k]))

    def _invited(self, hit: Hit, sentence: Sentence) -> list[str]:
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

    def _own_side(self, hit: Hit, sentence: Sentence, other: str) -> tuple[str, ...]:
        """Return who meets the other party: whom a relative clause tells of, or who the sentence is about."""
        scan = self._scan
        for k in range(hit.first - 1, max(sentence.first, hit.first - _LIGHT), -1):
            found = self._cast.ending(k) if scan.hit(k, "relatives") else None
            if found and found[0].type == "Person":
                return self._parties.behind(found[0])
        counterpart = self._cast.starting(hit.stop)
        near = counterpart is not None and counterpart[0].features.counterpart
        words = range(hit.first - 1, sentence.first - 1, -1) if near else range(sentence.first, hit.first)
        for i in words:
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                ids = self._parties.behind(found[0])
                if other not in ids:
                    return ids
        named = None if hit.definite else self._parties.last_named(scan.words[hit.first].span.start, "")
        return (named,) if named and named != other and self._cast.actor(named).type == "Person" else ()

    def _with_whom(self, hit: Hit, limit: int, sentence: Sentence) -> list[str]:
        """Return who stands after "with" or "between", and the pair that "brought them together" points back to."""
        scan = self._scan
        ids: list[str] = []
        far = min(limit, hit.stop + (3 if hit.definite and not self._gathers(hit, limit) else _FAR))
        for k in range(hit.stop, far):
            if k > hit.stop and (scan.gaps[k].strip()[:1] in ("؛", ".") or self.finite(k)):
                break
            if scan.hit(k, "gathering_verbs"):
                pair = scan.keys[k].endswith(self._pairs)
                ids += self._owner(hit, sentence, pair=pair) if scan.keys[k].endswith(self._owned) else ()
            if scan.hit(k, "holding_verbs"):
                ids += self._parties.at(k + 1, limit)[0]
            if k > hit.stop and scan.hit(k, "meeting_nouns"):
                break
            near = k <= hit.stop + 2
            if scan.keys[k] in self._with or (near and scan.keys[k] in self._between):
                ids += self._parties.at(self._past_all(k + 1, limit), limit)[0]
                break
            toward = self._cast.starting(k) if near and self.preposition(k) in self._toward else None
            if toward and toward[0].type != "Country":
                ids += self._parties.at(k, limit)[0]
                break
        return ids

    def _gathers(self, hit: Hit, limit: int) -> bool:
        words = range(hit.stop, min(limit, hit.stop + 4))
        return any(self._scan.hit(k, "gathering_verbs") for k in words) or self._scan.keys[
            min(hit.stop, limit - 1)
        ].startswith(self._articles)

    def _past_all(self, j: int, limit: int) -> int:
        """Return the word after "each of"."""
        while j < limit and self._cast.starting(j) is None and self._scan.hit(j, "function_words"):
            j += 1
        return j

    def _framed(self, hit: Hit, sentence: Sentence) -> str | None:
        """Return the forum that the sentence says the meeting is held within."""
        for k in range(hit.stop, sentence.last):
            found = self._cast.starting(k)
            if found and found[0].type == "Forum" and self._scan.hit(k - 1, "framing"):
                return self._cast.id_of(found[0])
        return None

    def finite(self, k: int) -> bool:
        """Tell whether a finite verb of saying or meeting stands at word *k*."""
        for table in ("speech_verbs", "meeting_verbs"):
            hit = self._scan.hit(k, table)
            if hit and not hit.definite and hit.entry.form in _FINITE and not hit.split.preposition:
                return True
        return False

    def preposition(self, k: int) -> str:
        """Return the preposition joined to the word a mention begins at."""
        mention, _ = self._cast.starting(k) or (None, 0)
        cut = mention.extent.start - self._scan.words[k].span.start if mention else 0
        for split in self._scan.lexicon.splits(self._scan.keys[k]):
            swallowed = split.joined in self._scan.lexicon.restoring and self._scan.hits[k]
            if split.preposition and split.joined and (len(split.joined) == cut or (cut == 0 and swallowed)):
                return split.preposition
        return ""
