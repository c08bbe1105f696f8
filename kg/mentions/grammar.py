"""Where the phrases that name somebody by an office, a body or a portfolio end."""

from __future__ import annotations

from kg.mentions.adjuncts import OF_ITS_OWN, Adjuncts
from kg.mentions.lexicon import words_in
from kg.mentions.naming import is_person
from kg.mentions.scan import Hit, Scan

# Tables whose words may stand between a body's head and what the body is of.
_CHAINED = frozenset({"common_nouns", "complement_nouns", "name_parts", "speech_nouns"})
# Tables whose phrases may describe a noun after them ("Egyptian", "White House", "defense ministry").
_MODIFIERS = ("office_adjectives", "authority", "body_heads", "portfolios")
_LONGEST_MODIFIER = 4
_NEWS = frozenset({"news agency", "broadcaster", "newspaper", "news site"})
# How many offices and bodies may be of one another.
_DEEPEST = 4


class Grammar(Adjuncts):
    """The phrase rules of a scan; each answers with the index of the word after the phrase."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan)
        self._openings = tuple(words_in(scan.document.pack, "unnamed_openings"))
        self._given_links = scan.lexicon.words("given_links")
        self._own_links = scan.lexicon.words("own_links")
        self._delegated = {row[0] for row in scan.document.pack.table("delegated_by")}
        self._accredited = {row[0] for row in scan.document.pack.table("accredited_to")}
        self._delegates = scan.lexicon.words("delegates")
        self._belonging = scan.lexicon.words("belonging")
        # Whether what describes a noun stands before it, as in "the Egyptian minister".
        self.modifiers_first = scan.document.pack.has("modifiers_first")
        self._possessives = scan.lexicon.word_keys("possessives")

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
        if any(self._plain(hits.get(table)) for table in ("complement_nouns", "local_heads")):
            return self._noun_of(i, limit, depth)
        if self._owned_body(i):
            return i + 1
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

    def _noun_of(self, i: int, limit: int, depth: int) -> int:
        """Return the end of a noun that joins a head to what it is of ("of the province of X")."""
        place = self._place_name(i + 1, limit) if "local_heads" in self.scan.hits[i] else i
        stop = max(place, self.complement(i + 1, limit, depth + 1))
        return stop if stop > i + 1 else self._conjoined(i + 1, limit) if self.definite(i) else i + 1

    def _place_name(self, i: int, limit: int) -> int:
        """Return the end of an unknown town or province: one word, or two, before a name or the phrase's end."""
        scan = self.scan
        if i >= limit or not scan.joined_on(i) or scan.hits[i] or self.closes(i) or self.definite(i):
            return i
        if any(s.joined and scan.lexicon.starting_with(s.stem) for s in scan.lexicon.splits(scan.keys[i])):
            return i
        after = i + 1
        ends = after >= limit or not scan.joined_on(after) or self.closes(after)
        return after if ends or self.given(after) or self.courtesy(after) or bool(scan.hits[after]) else i

    def _named_for(self, i: int, limit: int, depth: int) -> int:
        """Return the end of the body or person that an office speaks for."""
        stop = self.complement(i, limit, depth + 1)
        if stop > i or i >= limit:
            return stop
        group = self.scan.hit(i, "group_heads")
        if group and not group.split.joined and self.scan.joined_on(i):
            of = self.complement(group.stop, limit, depth + 1)
            chained = self._chain(group.stop, limit)
            return max(of, chained if chained > group.stop + 1 else of)
        return self.name_end(i, limit)

    def _further(self, head: Hit, j: int, limit: int) -> int:
        """Return the end of "whose term has ended", of a joined portfolio, or of what a body is for, or *j*."""
        for table in ("ended_terms", "portfolios"):
            hit = self.scan.hit(j, table)
            if hit and hit.stop <= limit and (table == "ended_terms" or self._joined_on(hit)):
                return hit.stop
        charged = head.entry.table == "body_heads" or (head.definite and not self._addresses(head, j))
        return self._purpose(head, j, limit) if charged else j

    def _chain(self, j: int, limit: int) -> int:
        """Return the end of a noun and whom it is of, both of which a body is of ("movement for freeing the land")."""
        scan, after = self.scan, j + 1
        if after >= limit or not (scan.joined_on(j) and scan.joined_on(after)) or self.closes(j) or scan.timed[after]:
            return j
        if self.definite(j) or not set(scan.hits[j]) <= _CHAINED or scan.keys[j].endswith(scan.lexicon.nisba):
            return j
        if any(s.joined and scan.lexicon.starting_with(s.stem) for s in scan.lexicon.splits(scan.keys[j])):
            return j
        known = scan.hit(after, "authority")
        country = known is not None and not known.split.joined and known.entry.sense == "name" and not is_person(known)
        return self.complement(after, limit, _DEEPEST) if country or self.definite(after) else j

    def _conjoined(self, j: int, limit: int) -> int:
        """Return the end of further portfolios that letters join on ("foreign affairs, cooperation and migrants")."""
        while (stop := self._conjoined_once(j, limit)) > j:
            j = stop
        return j

    def _conjoined_once(self, j: int, limit: int) -> int:
        if j < limit and self.scan.joined_on(j):
            named = self.scan.hit(j, "portfolios")
            if named and named.split.joined and not named.split.preposition:
                return named.stop
            for split in self.scan.lexicon.splits(self.scan.keys[j]):
                if not split.joined or split.preposition:
                    continue
                if split.definite and not any(t in self.scan.hits[j] for t in OF_ITS_OWN):
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
            place = self._place_name(j, limit) if of_a_place(self.scan, head) else j
            j = place if place > j else self.complement(j, limit, depth)
            if j == head.stop and head.entry.table == "body_heads":
                chained = self._chain(j, limit)
                j = chained if chained > j + 1 else self._proper(j, limit)
        if j == head.stop:
            j = self.quoted_of(head, j, limit)
        return self.tails(head, j, limit, depth)

    def _proper(self, j: int, limit: int) -> int:
        """Return the end of an unknown word that a body is called by ("the company Sabil")."""
        scan = self.scan
        if j >= limit or not scan.joined_on(j) or scan.timed[j] or len(scan.keys[j]) < 3:
            return j
        if scan.keys[j] in self._known_parts or scan.lexicon.named_person(scan.keys[j]):
            return j + 1
        if scan.hits[j]:
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
            further = self._further(head, j, limit)
            if further > j:
                j = further
                continue
            described = not (bare and not scan.hits[j] and not self.describes(j, limit))
            if not self.modifiers_first and self.adjective(j) and described:
                j = self._further_adjectives(j + 1, limit)
                continue
            tail = self._tail(head, j, limit, depth)
            if tail == j:
                break
            j = tail
        return j

    def _tail(self, head: Hit, j: int, limit: int, depth: int) -> int:
        """Return the end of "for", "in the name of" or "in" and what they govern, when they belong to the head."""
        for rule in (self._linked, self._known_tail, self._joined_tail, self._quoted_tail, self._placed_tail):
            stop = rule(head, j, limit, depth)
            if stop is not None:
                return stop
        return j + 1 if self._charged_with(j) else self._charge(head, j)

    def _linked(self, head: Hit, j: int, limit: int, depth: int) -> int | None:
        """Return the end of whom or what an office speaks for, sits for or is accredited to."""
        raw = self.scan.raw(j)
        naming = "naming_links" in self.scan.hits[j] and (raw not in self._given_links or self._speaks(head))
        if naming or (raw in self._delegated and self._head_word(head) in self._delegates and depth < _DEEPEST):
            stop = self._named_for(j + 1, limit, depth)
            spoken = raw in self._given_links and j + 1 < limit and self.scan.joined_on(j + 1)
            return stop if stop > j + 1 else j + 2 if spoken and not self.closes(j + 1) else j
        if raw in self._own_links:
            return j + 1
        if raw in self._accredited and depth < _DEEPEST and j + 1 < limit:
            of = self.complement(j + 1, limit, depth + 1)
            # "On his arrival" begins with the same word.
            return j if of == j + 1 and self.owned(j + 1) else max(of, j + 2)
        return None

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
            told = (
                table == "body_heads" and hit is not None and hit.entry.row[0] in self.scan.lexicon.words("news_heads")
            )
            if told and not self._speaks(head):
                continue
            placed = table == "body_heads" and head.entry.table == "offices" and self._in_place(head)
            if (
                hit
                and depth < _DEEPEST
                and (hit.split.preposition in self._belonging or (placed and hit.split.preposition))
            ):
                return self.phrase_end(hit, limit, depth + 1)
        state = self.scan.hit(j, "complement_nouns")
        if state and state.split.preposition and head.entry.table == "offices" and j + 1 < limit:
            country = self.scan.hit(j + 1, "authority")
            return country.stop if country and self.scan.joined_on(j + 1) and not country.split.joined else None
        return None


def of_a_place(scan: Scan, head: Hit) -> bool:
    """Tell whether a head is of a town or province."""
    return scan.hit(head.stop - 1, "local_heads") is not None
