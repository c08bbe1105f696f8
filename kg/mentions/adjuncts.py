"""What may follow the name of an office or a body and still belongs to it."""

from __future__ import annotations

from kg.mentions.lexicon import words_in
from kg.mentions.naming import Naming
from kg.mentions.scan import Hit, Scan

# Tables whose words stand for themselves after a conjunction and are no second half of a portfolio.
OF_ITS_OWN = (
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
# What somebody does something for, which is no body's purpose.
_DOINGS = frozenset({"meeting_nouns", "speech_verbs", "meeting_verbs", "function_words", "adverbials"})
_ADDRESSEES = ("group_heads", "media", "body_heads", "authority", "offices")
# Classes of marks that a name may stand between.
QUOTES = ("quote", "opening", "closing")
# No quoted name has more words than this.
_LONGEST_QUOTED = 5


class Adjuncts(Naming):
    """The rules that tell what belongs to a phrase already begun."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan)
        self._placed = scan.lexicon.words("placed_heads")
        self._charged = scan.lexicon.words("charged")
        self.loose_adjectives = scan.lexicon.word_keys("group_adjectives")
        self.trades = scan.lexicon.words("trades")
        self.double_offices = scan.lexicon.words("double_offices")
        self.comma_offices = frozenset(row[0] for row in scan.document.pack.table("comma_offices"))
        self.voices = scan.lexicon.words("voices")
        self._people = tuple(scan.document.pack.letters.key(w) for w in words_in(scan.document.pack, "plural_endings"))
        self._belonging_keys = scan.lexicon.word_keys("belonging")
        self._purposeful = scan.lexicon.words("purposeful_heads")

    def _further_adjectives(self, j: int, limit: int) -> int:
        """Return the end of adjectives that a conjunction adds to one ("the economic and social council")."""
        while j < limit and self.scan.joined_on(j) and self._added_adjective(j):
            j += 1
        return j

    def _added_adjective(self, j: int) -> bool:
        if any(t in self.scan.hits[j] for t in OF_ITS_OWN) or self.scan.hit(j - 1, "authority"):
            return False
        joined = any(s.joined and not s.preposition and s.definite for s in self.scan.lexicon.splits(self.scan.keys[j]))
        return joined and self._nisba(j)

    def _joined_on(self, hit: Hit) -> bool:
        return bool(hit.split.joined) and not hit.split.preposition

    def _purpose(self, head: Hit, j: int, limit: int) -> int:
        """Return the end of what a body with an adjective is for ("the High Council for Elections"), or *j*."""
        scan = self.scan
        swallowed = any(s.joined in scan.lexicon.restoring for s in scan.lexicon.splits(scan.keys[j]) if s.joined)
        if not swallowed or not self.adjective(j - 1) or self._head_word(head) not in self._purposeful:
            return j
        whole = scan.hit(head.first, "authority")
        if (whole and whole.stop == j) or any(t in scan.hits[j] for t in _DOINGS):
            return j
        j += 1
        while j < limit and scan.joined_on(j) and self.adjective(j):
            j += 1
        return j

    def owned(self, i: int) -> bool:
        """Tell whether word *i* ends with its owner's pronoun and has no article."""
        return self.scan.keys[i].endswith(self._owned) and not self.definite(i)

    def _owned_body(self, i: int) -> bool:
        """Tell whether word *i* is a body with its owner's pronoun ("head of its centre")."""
        key = self.scan.keys[i]
        if self.scan.hits[i]:
            return False
        bare = [key[: -len(e)] for e in self._owned if key.endswith(e)]
        return any(entry.table == "body_heads" for word in bare for entry in self.scan.lexicon.starting_with(word))

    def place_end(self, j: int, limit: int) -> int:
        """Return the end of "in" and a country or city, or *j*."""
        preposition = self.scan.hit(j, "places")
        if preposition is None or preposition.split.joined or j + 1 >= limit:
            return j
        kind = self.scan.hit(j + 1, "complement_nouns")
        i = j + 2 if kind and not kind.split.joined else j + 1
        if not self.scan.joined_on(i):
            return j
        place = self.scan.hit(i, "authority") or self.scan.hit(i, "cities")
        return place.stop if place and not place.split.joined and place.entry.sense != "adjective" else j

    def _speaks(self, head: Hit) -> bool:
        return self._head_word(head) in self.voices

    def _addresses(self, head: Hit, j: int) -> bool:
        """Tell whether word *j* is whom somebody told something, not what his office is for."""
        known = any(table in self.scan.hits[j] for table in _ADDRESSEES)
        return self._speaks(head) or known or self.scan.keys[j].endswith(self._people)

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

    def _closed(self, head: Hit) -> bool:
        """Tell whether the last word of a head has the article, so that it needs no complement."""
        return self.definite(head.stop - 1)

    def _complete(self, head: Hit) -> bool:
        return self.scan.hit(head.first, "honorifics") is not None and len(head.entry.words) == 1 and head.definite

    def quoted_end(self, j: int, limit: int) -> int:
        """Return the end of a body's name in quotation marks right after its head, or *j*."""
        scan = self.scan
        if j >= limit or len(scan.marks[j]) != 1 or scan.mark(j) not in QUOTES or not scan.gaps[j][:1].isspace():
            return j
        for stop in range(j + 1, min(j + _LONGEST_QUOTED, limit) + 1):
            if stop >= len(scan) or scan.mark(stop) in QUOTES:
                return stop if stop < len(scan) and not scan.gaps[stop][:1].isspace() else j
        return j

    def past_quote(self, j: int) -> bool:
        """Tell whether only a closing quotation mark and a blank part word *j* from the quoted name before it."""
        scan = self.scan
        return 0 < j < len(scan) and len(scan.marks[j]) == 1 and scan.mark(j) in QUOTES and scan.gaps[j][-1:].isspace()

    def quoted_of(self, head: Hit, j: int, limit: int) -> int:
        """Return the end of the name in quotation marks of a body, or of what an office is of when a name follows."""
        if self.quotes_speech(head, j, limit):
            return j
        stop = self.quoted_end(j, limit)
        if head.entry.table == "body_heads" or stop == j:
            return stop
        single = head.entry.table == "offices" and head.entry.number == "s" and stop < limit
        return stop if single and self.past_quote(stop) and (self.given(stop) or self.courtesy(stop)) else j

    def quotes_speech(self, head: Hit, j: int, limit: int) -> bool:
        """Tell whether what stands in quotation marks after a head with the article is speech, not its name."""
        return head.definite and len(head.entry.words) == 1 and j < limit and not self.definite(j)

    def _quoted_tail(self, head: Hit, j: int, limit: int, _depth: int) -> int | None:
        """Return the end of a body's name in quotation marks to which a letter joins an office ("leader of "X"")."""
        scan = self.scan
        first = j + 1
        if head.entry.table != "offices" or scan.keys[j] not in self._belonging_keys or first >= limit:
            return None
        if len(scan.marks[first]) != 1 or scan.mark(first) not in QUOTES or scan.gaps[first][-1:].isspace():
            return None
        for stop in range(first + 1, min(first + _LONGEST_QUOTED, len(scan) - 1) + 1):
            if scan.mark(stop) in QUOTES:
                return stop if not scan.gaps[stop][:1].isspace() else None
        return None

    def _placed_tail(self, head: Hit, j: int, limit: int, _depth: int) -> int | None:
        """Return the end of "in" and a place after an office or body that is said to be somewhere."""
        scan = self.scan
        preposition = scan.hit(j, "places")
        if preposition is None or preposition.split.joined or not self._in_place(head) or j + 1 >= limit:
            return None
        place = scan.hit(j + 1, "authority") or scan.hit(j + 1, "cities")
        return place.stop if place and not place.split.joined and place.entry.sense != "adjective" else None
