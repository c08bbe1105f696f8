"""Where the phrases that name somebody by an office, a body or a portfolio end."""

from __future__ import annotations

from kg.mentions.lexicon import words_in
from kg.mentions.naming import Naming, is_person
from kg.mentions.scan import Hit, Scan

# Tables whose words stand for themselves after a conjunction and are no second half of a portfolio.
_OF_ITS_OWN = (
    "offices",
    "body_heads",
    "group_heads",
    "authority",
    "honorifics",
    "meeting_nouns",
    "given_names",
    "function_words",
    "speech_verbs",
    "meeting_verbs",
    "cities",
)
# Tables whose phrases may describe a noun after them ("Egyptian", "White House", "defense ministry").
_MODIFIERS = ("office_adjectives", "authority", "body_heads", "portfolios")
_LONGEST_MODIFIER = 4
_NEWS = frozenset({"news agency", "broadcaster", "newspaper", "news site"})


# How many offices and bodies may be of one another.
_DEEPEST = 4


class Grammar(Naming):
    """The phrase rules of a scan; each answers with the index of the word after the phrase."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan)
        self._placed = set(words_in(scan.document.pack, "placed_heads"))
        self._openings = tuple(words_in(scan.document.pack, "unnamed_openings"))
        self._given_links = set(words_in(scan.document.pack, "given_links"))
        self._own_links = set(words_in(scan.document.pack, "own_links"))
        self._voices = set(words_in(scan.document.pack, "voices"))
        self._charged = set(words_in(scan.document.pack, "charged"))
        self._delegated = {row[0] for row in scan.document.pack.table("delegated_by")}
        self._accredited = {row[0] for row in scan.document.pack.table("accredited_to")}
        self._delegates = set(words_in(scan.document.pack, "delegates"))
        self._belonging = set(words_in(scan.document.pack, "belonging"))
        # Whether what describes a noun stands before it, as in "the Egyptian minister".
        self.modifiers_first = scan.document.pack.has("modifiers_first")
        self._possessives = {
            key for word in words_in(scan.document.pack, "possessives") for key in scan.lexicon.keys(word)
        }

    def phrase_start(self, head: Hit) -> int:
        """Return the word at which what describes the head of a phrase begins, in languages that put it first."""
        j = head.first
        first = self.scan.document.sentences[self.scan.sentence_of[j]].first
        while self.modifiers_first and j > first:
            before = self._modifier_before(j, first)
            if before == j:
                break
            j = before
        return j

    def _modifier_before(self, j: int, first: int) -> int:
        """Return the word at which the adjective, nation or owner right before word *j* begins, or *j*."""
        scan = self.scan
        owner = scan.keys[j - 1] in self._possessives and scan.joined_on(j)
        if not owner and not scan.joined_on(j):
            return j
        end = j - 1 if owner else j
        for k in range(max(first, end - _LONGEST_MODIFIER), end):
            tables = ("authority", "body_heads") if owner else _MODIFIERS
            if any((hit := scan.hit(k, table)) and hit.stop == end and not is_person(hit) for table in tables):
                return k
        return j

    def past_modifiers(self, i: int, limit: int) -> int:
        """Return the word after an article and what describes a noun, where a language puts them before it."""
        scan, j = self.scan, i + 1 if self.scan.article(i) and i + 1 < limit else i
        while self.modifiers_first and j < limit:
            hit = scan.hit(j, "office_adjectives") or scan.hit(j, "authority")
            nation = hit is not None and (hit.entry.table != "authority" or hit.entry.sense == "adjective")
            if hit is None or not nation or hit.stop >= limit or not scan.joined_on(hit.stop):
                break
            j = hit.stop
        return j

    def complement(self, i: int, limit: int, depth: int = 0) -> int:
        """Return the end of what an office or body is of, or *i* when nothing of the kind begins there."""
        if i >= limit or not self.scan.joined_on(i) or depth > _DEEPEST:
            return i
        after = self.past_modifiers(i, limit)
        stop = self._complement_at(after, limit, depth)
        return stop if stop > after else i

    def _complement_at(self, i: int, limit: int, depth: int) -> int:
        hits = self.scan.hits[i]
        if "naming_links" in hits:
            return self._named_for(i + 1, limit, depth)
        known = self._known_complement(i, limit, depth)
        if known > i:
            return known
        if self._plain(hits.get("complement_nouns")):
            return max(i + 1, self.complement(i + 1, limit, depth + 1))
        if self.courtesy(i) or not self.definite(i) or self.closes(i):
            return i
        return self._conjoined(i + 1, limit)

    def _known_complement(self, i: int, limit: int, depth: int) -> int:
        """Return the end of a portfolio, a known name, an office or a body at word *i*, or *i*."""
        hits = self.scan.hits[i]
        for table in ("portfolios", "authority", "cities"):
            hit = hits.get(table)
            if hit and not hit.split.joined and hit.entry.sense != "adjective" and not is_person(hit):
                return hit.stop
        for table in ("offices", "body_heads"):
            hit = hits.get(table)
            if hit and not hit.split.joined:
                return self.phrase_end(hit, limit, depth + 1)
        return i

    def _named_for(self, i: int, limit: int, depth: int) -> int:
        """Return the end of the body or person that an office speaks for."""
        stop = self.complement(i, limit, depth + 1)
        return stop if stop > i or i >= limit else self.name_end(i, limit)

    def _conjoined(self, j: int, limit: int) -> int:
        """Return the end of a portfolio of two words joined by a letter ("foreign affairs and cooperation")."""
        if j < limit and self.scan.joined_on(j):
            for split in self.scan.lexicon.splits(self.scan.keys[j]):
                if not split.joined or split.preposition:
                    continue
                if split.definite and not any(t in self.scan.hits[j] for t in _OF_ITS_OWN):
                    return j + 1
                if not split.definite and split.stem in self._portfolio_words:
                    return j + 1
        return j

    def phrase_end(self, head: Hit, limit: int, depth: int = 0) -> int:
        """Return the end of the office or body whose head is *head*."""
        j = head.stop
        if len(head.entry.words) > 1 and self._closed(head):
            j = self._conjoined(j, limit)
        elif not head.definite and not self._complete(head):
            j = self.complement(j, limit, depth)
            if j == head.stop and head.entry.table == "body_heads":
                j = self._proper(j, limit)
        return self.tails(head, j, limit, depth)

    def _closed(self, head: Hit) -> bool:
        """Tell whether the last word of a head has the article, so that it needs no complement."""
        return self.definite(head.stop - 1)

    def _proper(self, j: int, limit: int) -> int:
        """Return the end of an unknown word that a body is called by ("the company Sabil")."""
        scan = self.scan
        if j >= limit or not scan.joined_on(j) or scan.hits[j] or scan.timed[j] or len(scan.keys[j]) < 3:
            return j
        word = scan.raw(j)
        known = any(s.joined and scan.lexicon.starting_with(s.stem) for s in scan.lexicon.splits(scan.keys[j]))
        if (
            known
            or not scan.proper(j)
            or not word.isalpha()
            or word.startswith(self._openings)
            or scan.keys[j].endswith(self._feminine)
        ):
            return j
        return j + 1

    def tails(self, head: Hit, j: int, limit: int, depth: int = 0) -> int:
        """Return the end of the adjectives and the "for" and "in" phrases that follow a head's complement."""
        scan = self.scan
        bare = head.definite and len(head.entry.words) == 1 and j == head.stop and head.entry.table == "offices"
        while j < limit and scan.joined_on(j):
            if not self.modifiers_first and self.adjective(j) and not (bare and not scan.hits[j]):
                j += 1
                continue
            tail = self._tail(head, j, limit, depth)
            if tail == j:
                break
            j = tail
        return j

    def _complete(self, head: Hit) -> bool:
        return self.scan.hit(head.first, "honorifics") is not None and len(head.entry.words) == 1 and head.definite

    def _tail(self, head: Hit, j: int, limit: int, depth: int) -> int:
        """Return the end of "for", "in the name of" or "in" and what they govern, when they belong to the head."""
        for rule in (self._linked, self._known_tail, self._joined_tail, self._placed_tail):
            stop = rule(head, j, limit, depth)
            if stop is not None:
                return stop
        return self._charge(head, j)

    def _linked(self, head: Hit, j: int, limit: int, depth: int) -> int | None:
        """Return the end of whom or what an office speaks for, sits for or is accredited to."""
        raw = self.scan.raw(j)
        naming = "naming_links" in self.scan.hits[j] and (raw not in self._given_links or self._speaks(head))
        if naming or (raw in self._delegated and self._head_word(head) in self._delegates and depth < _DEEPEST):
            stop = self._named_for(j + 1, limit, depth)
            return stop if stop > j + 1 else j
        if raw in self._own_links:
            return j + 1
        if raw in self._accredited and depth < _DEEPEST and j + 1 < limit:
            return max(self.complement(j + 1, limit, depth + 1), j + 2)
        return j + 1 if self._charged_with(j) else None

    def _known_tail(self, head: Hit, j: int, _limit: int, _depth: int) -> int | None:
        """Return the end of a known name that a letter joins to the head, when it belongs to it."""
        hit = self.scan.hit(j, "authority")
        known = hit.entry.known if hit else None
        if hit is None or known is None or not hit.split.preposition or hit.entry.sense == "adjective":
            return None
        if is_person(hit):
            return None
        if head.entry.table == "offices" and known.type == "Country":
            return hit.stop if hit.entry.sense == "name" else j
        belongs = hit.split.preposition in self._belonging or self._in_place(head)
        return hit.stop if belongs and known.kind not in _NEWS else j

    def _joined_tail(self, head: Hit, j: int, limit: int, depth: int) -> int | None:
        """Return the end of a portfolio, body or office that a letter joins to the head."""
        for table in ("portfolios", "body_heads", "offices"):
            hit = self.scan.hit(j, table)
            if hit and hit.split.preposition in self._belonging and depth < _DEEPEST:
                return self.phrase_end(hit, limit, depth + 1)
        state = self.scan.hit(j, "complement_nouns")
        if state and state.split.preposition and head.entry.table == "offices" and j + 1 < limit:
            country = self.scan.hit(j + 1, "authority")
            return country.stop if country and self.scan.joined_on(j + 1) and not country.split.joined else None
        return None

    def _placed_tail(self, head: Hit, j: int, limit: int, _depth: int) -> int | None:
        """Return the end of "in" and a place after an office or body that is said to be somewhere."""
        scan = self.scan
        preposition = scan.hit(j, "places")
        if preposition is None or preposition.split.joined or not self._in_place(head) or j + 1 >= limit:
            return None
        place = scan.hit(j + 1, "authority") or scan.hit(j + 1, "cities")
        return place.stop if place and not place.split.joined and place.entry.sense != "adjective" else None

    def _speaks(self, head: Hit) -> bool:
        return self._head_word(head) in self._voices

    def _charged_with(self, j: int) -> bool:
        """Tell whether word *j* is what the adjective before it charges an office with ("charged with the budget")."""
        if self.scan.raw(j - 1) not in self._charged:
            return False
        return any(s.preposition and s.definite for s in self.scan.lexicon.splits(self.scan.keys[j]))

    def _charge(self, head: Hit, j: int) -> int:
        """Return the end of what an international body is for ("mission of the United Nations for support")."""
        scan = self.scan
        of = scan.hit(head.stop, "authority")
        if head.entry.table != "body_heads" or of is None or of.stop != j or of.entry.known is None:
            return j
        swallowed = any(s.joined in scan.lexicon.restoring for s in scan.lexicon.splits(scan.keys[j]) if s.joined)
        return j + 1 if swallowed and of.entry.known.type == "Organization" and not scan.hit(j, "authority") else j

    def _head_word(self, head: Hit) -> str:
        return head.entry.column(3) if head.entry.table == "offices" else head.entry.row[0]

    def _in_place(self, head: Hit) -> bool:
        return any(word in self._placed for word in (head.entry.column(3), head.entry.row[0]))
