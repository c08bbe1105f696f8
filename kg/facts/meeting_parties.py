"""Who takes part in a meeting that a noun names."""

from __future__ import annotations

from kg.document import Sentence
from kg.facts.cast import Cast
from kg.facts.clause_edges import by_means, gathers, meets, says
from kg.facts.meeting_attendance import Attendance
from kg.facts.meeting_owners import Owners
from kg.facts.parties import Parties
from kg.mentions import Hit, Mention, Scan, words_in

# How many words after a noun of meeting its parties may stand.
_FAR = 22
# How many words after "his reception" the host may stand.
_HOST = 14
# Kinds that a body may hold as its own session.
_SESSIONS = ("meeting", "summit", "talks")


class NounParties:
    """Reads the parties and the forum around a noun of meeting."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._parties = parties
        pack = scan.document.pack
        self._owners = Owners(scan, cast, parties)
        self.attendance = Attendance(scan, cast, parties)
        self._between = scan.lexicon.word_keys("between")
        self._between_them = scan.lexicon.word_keys("between_pronouns")
        self._owned = tuple(pack.letters.key(w) for w in words_in(pack, "owner_endings"))
        self._pairs = tuple(pack.letters.key(w) for w in words_in(pack, "pair_endings"))
        self._toward = scan.lexicon.word_keys("toward")
        self._belonging = scan.lexicon.word_keys("belonging")
        self._articles = tuple(pack.letters.key(w) for w in words_in(pack, "articles"))
        self._from = {row[0] for row in pack.table("from_words")}
        self._with = scan.lexicon.word_keys("with_words")

    def parties_of(self, hit: Hit, sentence: Sentence) -> tuple[tuple[str, ...], str | None]:
        """Return who takes part in the meeting a noun names, and its forum."""
        visit, limit = hit.entry.column(1) == "visit", sentence.last
        forum = self._own_forum(hit.first)
        ids: list[str] = []
        if self._has_owner(hit):
            ids += self._owners.owner(hit, sentence, pair=self._scan.keys[hit.first].endswith(self._pairs))
            ids += self._object(hit, limit) or self._host(hit, limit)
        named, body = self._called_by(hit, limit)
        ids, forum = [*ids, *named], forum or body
        holders = self._owners.light_subject(hit, sentence)
        if any(self._cast.actor(a).type == "Group" for a in holders):
            # "A delegation led by the minister made a visit": the minister came too.
            holders = (*holders, *self.attendance.attending(max(sentence.first, hit.first - _FAR), hit.first))
        ids += holders
        if visit and not ids and not hit.definite:
            ids += self._owners.invited(hit, sentence)
        ids += self._with_whom(hit, limit, sentence)
        ids = list(dict.fromkeys((*ids, *(self.attendance.attending(hit.stop, limit) if ids or forum else ()))))
        ids = (
            ids
            or self._national(hit, limit)
            or self._owners.told_in(hit, sentence)
            or list(self._speaker_at(hit, sentence))
        )
        alone = len(ids) == 1 and not (visit or forum or holders) and not self._cast.pair(ids[0])
        # "A meeting of the ministers" is theirs.
        alone = alone and not (self._cast.several(ids[0]) and self.preposition(hit.stop) in self._belonging)
        # "To meet the Turkish side": a country is met by whom the sentence is about.
        others = ("Person", "Group", "Country") if hit.split.preposition in self._toward else ("Person", "Group")
        if alone and self._cast.actor(ids[0]).type in others:
            ids = [*self._owners.own_side(hit, sentence, ids[0]), *ids]
        forum = forum or self._framed(hit, sentence)
        if not ids and not visit:
            callers = self._owners.callers(hit, sentence)
            ids = callers if len(callers) > 1 else []
        return self._session(hit, self._without_pair(ids), forum)

    def _without_pair(self, ids: list[str]) -> tuple[str, ...]:
        """Return the parties once each; "the two sides" beside two that are named are these two."""
        once = tuple(dict.fromkeys(ids))
        named = tuple(i for i in once if not self._cast.pair(i))
        return named if len(named) > 1 else once

    def _speaker_at(self, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return who speaks "during a meeting" that the words name nobody else for."""
        scan, visit = self._scan, hit.entry.column(1) == "visit"
        first = next((k for k in (hit.first - 1, hit.first - 2) if scan.hit(k, "speaking_at")), None)
        loose = visit or hit.definite or hit.entry.column(1) == "talks" or hit.entry.column(3) != ""
        if first is None or loose or scan.hits[first]["speaking_at"].stop != hit.first:
            return ()
        said = any(says(scan, k) for k in range(sentence.first, first))
        return self._owners.told_of(hit, sentence) if said else ()

    def _has_owner(self, hit: Hit) -> bool:
        """Tell whether a pronoun joined to the noun says whose meeting it is."""
        joined = self._scan.keys[hit.first].endswith(self._owned) and not hit.definite
        return joined and hit.entry.row[0].endswith(tuple(self._owned_raw()))

    def _called_by(self, hit: Hit, limit: int) -> tuple[tuple[str, ...], str | None]:
        """Return the parties right after the noun, or the forum or body whose session it is."""
        scan, kind = self._scan, hit.entry.column(1)
        of = self._cast.starting(hit.stop) if hit.stop < limit and scan.joined_on(hit.stop) else None
        if of is None or self.preposition(hit.stop):
            return (), None
        found, _ = self._parties.at(hit.stop, limit)
        session = kind in _SESSIONS and of[0].type == "Organization" and len(found) == 1
        if of[0].type == "Forum" or session:
            return (), self._cast.id_of(of[0])
        placed = of[0].rule == "nation-adjective" or self._called_by_place(hit, of[0])
        visited = kind == "visit" and of[0].type == "Country"
        return (() if placed or visited else found), None

    def _session(self, hit: Hit, ids: tuple[str, ...], forum: str | None) -> tuple[tuple[str, ...], str | None]:
        """Return the parties and the forum, the one body that meets, beside who chairs it, taken as the forum."""
        bodies = [i for i in ids if self._cast.actor(i).type == "Organization"]
        if forum or len(bodies) != 1 or hit.entry.column(1) not in _SESSIONS:
            return ids, forum
        chairs = self.attendance.attending(hit.stop, self._scan.last_word(hit.first)) if len(ids) > 1 else []
        return (tuple(chairs), bodies[0]) if {*ids} <= {*chairs, bodies[0]} else (ids, forum)

    def _called_by_place(self, hit: Hit, of: Mention) -> bool:
        """Tell whether a meeting is only called by the city it was held in ("the Singapore summit")."""
        return of.type == "Country" and (of.metonym or hit.entry.column(1) == "summit")

    def _host(self, hit: Hit, limit: int) -> tuple[str, ...]:
        """Return who stands ready "at his reception", past where it was."""
        if "host" not in hit.entry.row:
            return ()
        for k in range(hit.stop, min(limit, hit.stop + _HOST)):
            if says(self._scan, k) or meets(self._scan, k) or self._scan.mark(k) in ("semicolon", "stop"):
                break
            found = self._cast.starting(k)
            if found and found[0].type == "Person" and not self.preposition(k):
                return self._parties.at(k, limit)[0]
        return ()

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

    def _national(self, hit: Hit, limit: int) -> list[str]:
        """Return the countries that describe the meeting, or those who chair it for them."""
        nations = self._nations(hit)
        chairs = self.attendance.attending(hit.stop, limit) if nations else []
        covered = all(any(self._cast.stands_for(nation, chair) for chair in chairs) for nation in nations)
        return chairs if covered else [*nations, *chairs]

    def _owned_raw(self) -> list[str]:
        return list(words_in(self._scan.document.pack, "owner_endings"))

    def _own_forum(self, i: int) -> str | None:
        mention = self._cast.inside[i]
        return self._cast.id_of(mention) if mention is not None and mention.type == "Forum" else None

    def _with_whom(self, hit: Hit, limit: int, sentence: Sentence) -> list[str]:
        """Return who stands after "with" or "between", and the pair that "brought them together" points back to."""
        scan = self._scan
        ids: list[str] = []
        loose = gathered = False
        far = min(limit, hit.stop + (3 if hit.definite and not self._gathers(hit, limit) else _FAR))
        for k in range(hit.stop, far):
            if k > hit.stop and (scan.mark(k) in ("semicolon", "stop", "colon") or self.finite(k)):
                break
            gathered = gathered or self._brings_him(k)
            ids += self._brought(k, hit, sentence)
            if scan.hit(k, "meeting_nouns") and not by_means(scan, k):
                break
            loose = loose or scan.hit(k, "planned") is not None or scan.hit(k, "holding_verbs") is not None
            near = k <= hit.stop + 2 and hit.entry.column(1) != "visit"
            found = self._other(k, hit, near=near, loose=loose) or self._toward_whom(k, hit, near=near, loose=gathered)
            if found is not None:
                return [*ids, *found]
        return ids

    def _brings_him(self, k: int) -> bool:
        """Tell whether a verb at word *k* brings one person together with somebody still to be named."""
        key = self._scan.keys[k]
        return gathers(self._scan, k) is not None and key.endswith(self._owned) and not self._in_pair(key)

    def _in_pair(self, key: str) -> bool:
        return key.endswith(self._pairs)

    def _brought(self, k: int, hit: Hit, sentence: Sentence) -> tuple[str, ...]:
        """Return who is named after a verb that gathers or holds the meeting, or for whom a banquet is given."""
        scan, limit = self._scan, sentence.last
        if gathers(scan, k) and scan.keys[k].endswith(self._owned):
            return self._owners.owner(hit, sentence, pair=self._in_pair(scan.keys[k]))
        leading = (gathers(scan, k), scan.hit(k, "in_honour"), scan.hit(k, "holding_verbs"))
        return next((self._parties.at(found.stop, limit)[0] for found in leading if found), ())

    def _other(self, k: int, hit: Hit, *, near: bool, loose: bool) -> tuple[str, ...] | None:
        """Return who stands after "with", "between" or "from" at word *k*, None when no such word stands there."""
        scan, limit = self._scan, self._scan.last_word(hit.first)
        if scan.keys[k] in self._between_them:
            return self._parties.last_pair(scan.words[hit.first].span.start)
        if scan.keys[k] in self._with or ((near or loose) and scan.keys[k] in self._between):
            return self._parties.at(self._past_all(k + 1, limit), limit)[0]
        if near and hit.entry.column(1) == "call" and scan.raw(k) in self._from:
            return self._parties.at(k + 1, limit)[0]
        return None

    def _toward_whom(self, k: int, hit: Hit, *, near: bool, loose: bool) -> tuple[str, ...] | None:
        """Return whom a preposition joined to word *k* leads in, None when there is none."""
        # "At the beginning of the session he welcomed": what follows is no part of the session's name.
        reaches = near and (not hit.definite or hit.split.preposition != "" or self._of_whom(k, hit))
        toward = self._cast.starting(k) if self.preposition(k) in self._toward else None
        if toward is None or not (reaches or (loose and toward[0].type == "Person")):
            return None
        acts = toward[0].type != "Country" or toward[0].rule == "side"
        return self._parties.at(k, self._scan.last_word(hit.first))[0] if acts else None

    def _gathers(self, hit: Hit, limit: int) -> bool:
        words = range(hit.stop, min(limit, hit.stop + 4))
        return any(gathers(self._scan, k) for k in words) or self._scan.keys[min(hit.stop, limit - 1)].startswith(
            self._articles
        )

    def _past_all(self, j: int, limit: int) -> int:
        """Return the word after "each of"."""
        while j < limit and self._cast.starting(j) is None and self._scan.hit(j, "function_words"):
            j += 1
        return j

    def _of_whom(self, k: int, hit: Hit) -> bool:
        """Tell whether only adjectives part "the session" from the body at word *k* whose it is."""
        scan = self._scan
        between = range(hit.stop, k)
        adjectives = all(any(s.definite for s in scan.lexicon.splits(scan.keys[n])) for n in between)
        joined = all(scan.joined_on(n) for n in (*between, k))
        found = self._cast.starting(k)
        body = found is not None and found[0].type in ("Organization", "Forum")
        return len(between) > 0 and adjectives and joined and body and self.preposition(k) in self._belonging

    def _framed(self, hit: Hit, sentence: Sentence) -> str | None:
        """Return the forum that the sentence says the meeting is held within."""
        for k in range(hit.stop, sentence.last):
            found = self._cast.starting(k)
            if found and found[0].type == "Forum" and self._scan.hit(k - 1, "framing"):
                return self._cast.id_of(found[0])
        return None

    def finite(self, k: int) -> bool:
        """Tell whether a finite verb of saying or meeting stands at word *k*."""
        return says(self._scan, k) or meets(self._scan, k)

    def preposition(self, k: int) -> str:
        """Return the preposition joined to the word a mention begins at."""
        mention, _ = self._cast.starting(k) or (None, 0)
        cut = mention.extent.start - self._scan.words[k].span.start if mention else 0
        for split in self._scan.lexicon.splits(self._scan.keys[k]):
            swallowed = split.joined in self._scan.lexicon.restoring and self._scan.hits[k]
            if split.preposition and split.joined and (len(split.joined) == cut or (cut == 0 and swallowed)):
                return split.preposition
        return ""
