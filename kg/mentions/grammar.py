"""Where the phrases that name somebody end."""

from __future__ import annotations

from kg.mentions.lexicon import words_in
from kg.mentions.scan import Hit, Scan

# Nobody's name has more words than this, particles not counted.
LONGEST_NAME = 5
# A run of unknown words longer than this is no name but a name and something after it.
LONGEST_UNKNOWN = 4
_CLOSING = frozenset({"function_words", "complementizers", "trailers", "conditions", "attributions", "topic_openers"})
_NEVER_NAMES = frozenset(
    {"common_nouns", "meeting_nouns", "group_heads", "body_heads", "counterparts", "courtesy_pronouns"}
)
_NAMES = ("given_names", "given_names_extra")
_FINITE = frozenset({"finite", "present", "future", "participle", "relative", "possessed"})
_NEWS = frozenset({"news agency", "broadcaster", "newspaper", "news site"})


class Grammar:
    """The phrase rules of a scan; each answers with the index of the word after the phrase."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self._portfolio_words = {
            scan.lexicon.canonical(scan.document.pack.letters.key(w))
            for row in scan.document.pack.table("portfolios")
            for w in row[0].split()
        }
        self._placed = set(words_in(scan.document.pack, "placed_heads"))
        self._belonging = set(words_in(scan.document.pack, "belonging"))
        self._known_parts: set[str] = set()
        key = scan.document.pack.letters.key
        self._feminine = tuple(key(w) for w in words_in(scan.document.pack, "feminine_endings"))
        self._verb_fronts = tuple(key(w) for w in words_in(scan.document.pack, "verb_fronts"))

    def learn(self, words: tuple[str, ...]) -> None:
        """Remember the words of a name met in this article, so that it is known again."""
        self._known_parts.update(words)

    def closes(self, i: int) -> bool:
        """Tell whether word *i* ends any noun phrase before it: a particle, a time, a finite verb."""
        scan = self.scan
        hits = scan.hits[i]
        if scan.timed[i]:
            return True
        for table in _CLOSING:
            hit = hits.get(table)
            if hit and not hit.definite and hit.entry.column(1) != "adv2":
                return True
        return any(
            table in hits and hits[table].entry.form in _FINITE and not hits[table].definite
            for table in ("speech_verbs", "meeting_verbs")
        )

    def adjective(self, i: int) -> bool:
        """Tell whether word *i* is an adjective with the article that may stand after an office or a body."""
        scan = self.scan
        if scan.hit(i, "office_adjectives"):
            return not scan.hit(i, "office_adjectives").split.joined  # type: ignore[union-attr]
        known = scan.hit(i, "authority")
        if known and known.entry.sense == "adjective":
            return known.definite and not known.split.joined
        if scan.hit(i, "passing_adjectives") or scan.hit(i, "offices"):
            return False
        return self.definite(i) and not self.closes(i) and self._nisba(i)

    def _nisba(self, i: int) -> bool:
        return len(self.scan.keys[i]) > 5 and self.scan.keys[i].endswith(self.scan.lexicon.nisba)

    def definite(self, i: int) -> bool:
        """Tell whether word *i* has the article and nothing joined before it."""
        return any(split.definite and not split.joined for split in self.scan.lexicon.splits(self.scan.keys[i]))

    def complement(self, i: int, limit: int, depth: int = 0) -> int:
        """Return the end of what an office or body is of, or *i* when nothing of the kind begins there."""
        if i >= limit or not self.scan.joined_on(i) or depth > 4:
            return i
        hits = self.scan.hits[i]
        if "naming_links" in hits:
            return self._named_for(i + 1, limit, depth)
        known = self._known_complement(i, limit, depth)
        if known > i:
            return known
        if self._plain(hits.get("complement_nouns")):
            return max(i + 1, self.complement(i + 1, limit, depth + 1))
        return self._conjoined(i + 1, limit) if self.definite(i) and not self.closes(i) else i

    def _known_complement(self, i: int, limit: int, depth: int) -> int:
        """Return the end of a portfolio, a known name, an office or a body at word *i*, or *i*."""
        hits = self.scan.hits[i]
        for table in ("portfolios", "authority"):
            hit = hits.get(table)
            if hit and not hit.split.joined and hit.entry.sense != "adjective" and not _person(hit):
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
                if split.joined and not split.definite and split.stem in self._portfolio_words:
                    return j + 1
        return j

    def phrase_end(self, head: Hit, limit: int, depth: int = 0) -> int:
        """Return the end of the office or body whose head is *head*."""
        j = head.stop
        if not head.definite and not self._complete(head):
            j = self.complement(j, limit, depth)
        return self.tails(head, j, limit, depth)

    def tails(self, head: Hit, j: int, limit: int, depth: int = 0) -> int:
        """Return the end of the adjectives and the "for" and "in" phrases that follow a head's complement."""
        scan = self.scan
        while j < limit and scan.joined_on(j):
            if self.adjective(j):
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
        scan = self.scan
        hits = scan.hits[j]
        if "naming_links" in hits:
            return max(j, self._named_for(j + 1, limit, depth))
        known = hits.get("authority")
        if known and known.split.preposition and not _person(known) and known.entry.sense != "adjective":
            news = known.entry.known is not None and known.entry.known.kind in _NEWS
            return (
                j
                if news or (known.split.preposition not in self._belonging and not self._in_place(head))
                else known.stop
            )
        for table in ("portfolios", "body_heads", "offices"):
            hit = hits.get(table)
            if hit and hit.split.preposition in self._belonging and depth < 4:
                return self.phrase_end(hit, limit, depth + 1)
        preposition = scan.hit(j, "places")
        if preposition and preposition.entry.words and not preposition.split.joined and self._in_place(head):
            place = scan.hit(j + 1, "authority")
            place = place or scan.hit(j + 1, "cities")
            if j + 1 < limit and place and not place.split.joined and place.entry.sense != "adjective":
                return place.stop
        return j

    def _in_place(self, head: Hit) -> bool:
        return any(word in self._placed for word in (head.entry.column(3), head.entry.row[0]))

    def name_word(self, i: int, first: bool) -> bool:
        """Tell whether word *i* may stand in a person's name."""
        key = self.scan.keys[i]
        if self.closes(i):
            return False
        if key in self._known_parts or (self.given(i) and not (first and key in self._portfolio_words)):
            return True
        due = not first and i > 0 and self._surname_due(i)
        front = key.startswith(self._verb_fronts) and len(key) > 4 and not due
        if front or not key.isalpha() or key.isascii() or len(key) < 2:
            return False
        bound = i > 1 and self.scan.hit(i - 2, "name_particles") is not None
        surname = not first and (self.given(i - 1) or bound) and "office_adjectives" not in self.scan.hits[i]
        nisba_surname = surname and not key.endswith(self._feminine)
        if self.adjective(i) and not (nisba_surname and "authority" not in self.scan.hits[i]):
            return False
        return not self._otherwise_known(i, first) and not self._joined_to_known(i, due)

    def _surname_due(self, i: int) -> bool:
        """Tell whether word *i* may be a surname whatever letters it begins with.

        A given name stands before it, or an unknown one, and nothing that a preposition could govern comes after.
        """
        if self.given(i - 1):
            return True
        after = i + 1
        alone = after >= len(self.scan) or not self.scan.joined_on(after) or "complementizers" in self.scan.hits[after]
        return alone and self.scan.keys[i - 1] not in self._known_parts and not self.scan.hits[i - 1]

    def _otherwise_known(self, i: int, first: bool) -> bool:
        """Tell whether a table knows word *i* as something that is no part of a name."""
        hits = self.scan.hits[i]
        if any(table in hits for table in _NEVER_NAMES):
            return True
        if any(self._plain(hits.get(table)) for table in ("offices", "complement_nouns", "office_adjectives")):
            return True
        known = hits.get("authority")
        surname = not first and ("doubtful_names" in hits or (known is not None and known.entry.sense == "capital"))
        if known and not _person(known) and not surname:
            return True
        return "honorifics" in hits or (first and self.definite(i))

    def given(self, i: int) -> bool:
        """Tell whether word *i* is a given name as it stands."""
        return any(self._plain(hit) and not hit.definite for table in _NAMES if (hit := self.scan.hit(i, table)))

    def _plain(self, hit: Hit | None) -> bool:
        return hit is not None and not hit.split.joined

    def _joined_to_known(self, i: int, due: bool) -> bool:
        """Tell whether a letter in front of word *i* is a conjunction or preposition: what follows it is known."""
        lexicon = self.scan.lexicon
        if self.scan.hit(i, "name_parts"):
            return False
        for split in lexicon.splits(self.scan.keys[i]):
            if not split.joined:
                continue
            if split.preposition and len(split.stem) > 2 and not due:
                return True
            if split.definite or split.stem in self._known_parts or lexicon.starting_with(split.stem):
                return True
        return False

    def name_end(self, i: int, limit: int) -> int:
        """Return the end of the person's name that begins at word *i*, or *i* when none does."""
        scan, j, counted, known = self.scan, i, 0, i
        while j < limit and counted < LONGEST_NAME:
            if j > i and scan.gaps[j] != " " and scan.gaps[j] not in ("-", "\u00a0", "ـ"):
                break
            if not self.name_word(j, j == i):
                break
            particle = scan.hit(j, "name_particles")
            if not particle:
                counted += 1
            if self.given(j) or scan.keys[j] in self._known_parts:
                known = j + 1
            j += 1
            if particle and not particle.split.joined and self._binds(j, limit):
                j, known = j + 1, j + 1
        while j > i + 1 and scan.hit(j - 1, "name_particles") and not scan.hit(j - 1, "given_names"):
            j -= 1
        open_ended = j < limit and scan.joined_on(j) and not self._ends_name(j)
        if j - i > LONGEST_UNKNOWN and open_ended:
            return max(known, min(j, i + 2))
        return j

    def unlikely_name_end(self, i: int, limit: int) -> int:
        """Return the end of a name of two words whose first might have a preposition joined to it, *i* when none."""
        scan = self.scan
        if i + 1 >= limit or scan.hits[i] or self.closes(i) or self.definite(i) or not scan.keys[i].isalpha():
            return i
        if scan.gaps[i + 1] != " " or not self.name_word(i + 1, True) or scan.keys[i].startswith(self._verb_fronts):
            return i
        return i + 2 if i + 2 >= limit or not scan.joined_on(i + 2) or self._ends_name(i + 2) else i

    def _binds(self, j: int, limit: int) -> bool:
        """Tell whether word *j* may be what a particle of a name binds ("son of" whom)."""
        return j < limit and self.scan.gaps[j] in (" ", "-") and not self.closes(j)

    def _ends_name(self, j: int) -> bool:
        return self.closes(j) or bool(self.scan.hits[j])


def _person(hit: Hit) -> bool:
    return hit.entry.known is not None and hit.entry.known.type == "Person"
