"""Who takes part in a meeting that a noun names."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.parties import Parties
from kg.mentions import Hit, Mention, Scan, words_in

# How many words after a noun of meeting its parties may stand.
_FAR = 22
# How many words before a noun its light verb may stand.
_LIGHT = 14
# Kinds that a body may hold as its own session.
_SESSIONS = ("meeting", "summit")
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
        self._pronouns = {pack.letters.key(form): gender for form, gender in pack.table("owner_genders")}
        self._pairs = tuple(pack.letters.key(w) for w in words_in(pack, "pair_endings"))
        self._toward = frozenset(pack.letters.key(w) for w in words_in(pack, "toward"))
        self._articles = tuple(pack.letters.key(w) for w in words_in(pack, "articles"))
        self._from = {row[0] for row in pack.table("from_words")}
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
            ids += self._object(hit, limit)
        of = self._cast.starting(hit.stop) if hit.stop < limit and scan.joined_on(hit.stop) else None
        if of and not self.preposition(hit.stop):
            found, _ = self._parties.at(hit.stop, limit)
            session = hit.entry.column(1) in _SESSIONS and of[0].type == "Organization" and len(found) == 1
            if of[0].type == "Forum" or session:
                forum = forum or self._cast.id_of(of[0])
            elif of[0].rule == "nation-adjective" or self._called_by_place(hit, of[0]):
                pass
            elif not (hit.entry.column(1) == "visit" and of[0].type == "Country"):
                ids += found
        visit = hit.entry.column(1) == "visit"
        ids += self._light_subject(hit, sentence)
        if visit and not ids:
            ids += self._invited(hit, sentence)
        ids += self._with_whom(hit, limit, sentence)
        ids = list(dict.fromkeys((*ids, *(self.attending(hit.stop, limit) if ids else ()))))
        ids = ids or self._nations(hit)
        alone = len(ids) == 1 and not visit and not forum and not self._cast.pair(ids[0])
        if alone and self._cast.actor(ids[0]).type in ("Person", "Group"):
            ids = [*self._own_side(hit, sentence, ids[0]), *ids]
        forum = forum or self._framed(hit, sentence)
        session = len(ids) == 1 and not forum and hit.entry.column(1) in _SESSIONS
        if session and self._cast.actor(ids[0]).type == "Organization":
            ids, forum = [], ids[0]
        return tuple(dict.fromkeys(ids)), forum

    def _called_by_place(self, hit: Hit, of: Mention) -> bool:
        """Tell whether a meeting is only called by the city it was held in ("the Singapore summit")."""
        return of.type == "Country" and (of.metonym or hit.entry.column(1) == "summit")

    def _object(self, hit: Hit, limit: int) -> tuple[str, ...]:
        """Return whom "his meeting" meets, past a time and a place between."""
        scan, k = self._scan, hit.stop
        while k < limit and scan.joined_on(k):
            found = self._cast.starting(k)
            if found and not self.preposition(k) and found[0].type != "Country":
                return self._parties.at(k, limit)[0]
            word = scan.hit(k, "function_words")
            place = (scan.hit(k, "cities") or scan.hit(k, "authority")) is not None and self.preposition(k) != ""
            adverb = word is not None and word.entry.column(1) in ("adv", "adv2")
            if not (scan.timed[k] or adverb or place or scan.hit(k, "cities") or scan.hit(k, "places")):
                return ()
            k += 1
        return ()

    def _nations(self, hit: Hit) -> list[str]:
        """Return the two countries whose adjectives describe the meeting ("an Egyptian-Jordanian summit")."""
        scan, keys = self._scan, []
        for k in range(hit.stop, min(hit.stop + 4, len(scan))):
            known = scan.hit(k, "authority")
            row = known.entry.known if known else None
            if known is None or row is None or known.entry.sense != "adjective" or known.split.preposition:
                break
            keys.append(row.key)
        ids = [self._cast.of_key(key) for key in dict.fromkeys(keys)]
        return [actor for actor in ids if actor] if len(keys) > 1 and all(ids) else []

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
        gender = self._pronouns.get(self._scan.keys[hit.first][-1:], "")
        for i in self._nearest_clause_first(hit, sentence):
            found = self._cast.starting(i)
            if found and found[0].type == "Person":
                ids = self._parties.behind(found[0])
                if all(self._cast.gender(actor) in ("", gender or self._cast.gender(actor)) for actor in ids):
                    return ids
        named = self._parties.last_person(start, gender)
        return (named,) if named else ()

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
        visited = any(self._visit(k) for k in range(sentence.first, hit.first))
        if visited and self._parties.visitor and self._parties.visitor != (other,):
            return self._parties.visitor
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

    def _visit(self, k: int) -> bool:
        noun = self._scan.hit(k, "meeting_nouns")
        return noun is not None and noun.definite and noun.entry.column(1) == "visit"

    def _with_whom(self, hit: Hit, limit: int, sentence: Sentence) -> list[str]:
        """Return who stands after "with" or "between", and the pair that "brought them together" points back to."""
        scan = self._scan
        ids: list[str] = []
        arranged = False
        far = min(limit, hit.stop + (3 if hit.definite and not self._gathers(hit, limit) else _FAR))
        for k in range(hit.stop, far):
            if k > hit.stop and (scan.mark(k) in ("semicolon", "stop") or self.finite(k)):
                break
            if scan.hit(k, "gathering_verbs"):
                pair = scan.keys[k].endswith(self._pairs)
                ids += self._owner(hit, sentence, pair=pair) if scan.keys[k].endswith(self._owned) else ()
            if scan.hit(k, "holding_verbs"):
                ids += self._parties.at(k + 1, limit)[0]
            if scan.hit(k, "meeting_nouns"):
                break
            arranged = arranged or scan.hit(k, "planned") is not None or scan.hit(k, "holding_verbs") is not None
            near = k <= hit.stop + 2
            if scan.keys[k] in self._with or ((near or arranged) and scan.keys[k] in self._between):
                ids += self._parties.at(self._past_all(k + 1, limit), limit)[0]
                break
            if near and hit.entry.column(1) == "call" and scan.raw(k) in self._from:
                ids += self._parties.at(k + 1, limit)[0]
                break
            toward = self._cast.starting(k) if near and self.preposition(k) in self._toward else None
            if toward and (toward[0].type != "Country" or toward[0].rule == "side"):
                ids += self._parties.at(k, limit)[0]
                break
        return ids

    def attending(self, k: int, limit: int) -> list[str]:
        """Return who stands after "in the presence of", in the same sentence."""
        for j in range(k, limit):
            hit = self._scan.hit(j, "attending")
            if hit:
                return list(self._parties.at(hit.stop, limit)[0])
        return []

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
