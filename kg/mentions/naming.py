"""Where a person's name ends, and which words end any phrase."""

from __future__ import annotations

from kg.mentions.lexicon import words_in
from kg.mentions.scan import Hit, Scan
from kg.mentions.wording import CLOSING, NAMES, Wording

# Nobody's name has more words than this, particles not counted.
LONGEST_NAME = 5
# A run of unknown words longer than this is no name but a name and something after it.
LONGEST_UNKNOWN = 4
_NEVER_NAMES = frozenset(
    {"common_nouns", "meeting_nouns", "group_heads", "body_heads", "counterparts", "courtesy_pronouns"}
)
# What a preposition may govern and no name goes on with.
_GOVERNED = frozenset({"function_words", "common_nouns", "meeting_nouns", "media", "complement_nouns"})


class Naming(Wording):
    """The name rules of a scan; each answers with the index of the word after the name."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan)
        self._portfolio_words = scan.lexicon.word_keys("portfolios")
        self._known_parts: set[str] = set()
        key = scan.document.pack.letters.key
        self._feminine = tuple(key(w) for w in words_in(scan.document.pack, "feminine_endings"))
        self._plural_things = tuple(key(w) for w in words_in(scan.document.pack, "plural_things"))
        self._syllables = scan.lexicon.words("last_syllables")
        self._ordinals = scan.lexicon.words("regnal_numbers")
        self._completions = scan.lexicon.words("name_completions")
        self._as_written = scan.lexicon.words("names_as_written")
        self._homographs = scan.lexicon.words("name_homographs")
        self._object_endings = tuple(key(w) for w in scan.lexicon.words("object_endings"))
        self._seldom_joined = tuple(key(w) for w in words_in(scan.document.pack, "seldom_joined"))
        self._verb_fronts = tuple(key(w) for w in words_in(scan.document.pack, "verb_fronts"))

    def learn(self, words: tuple[str, ...]) -> None:
        """Remember the words of a name met in this article, so that it is known again."""
        self._known_parts.update(words)

    def name_word(self, i: int, first: bool) -> bool:
        """Tell whether word *i* may stand in a person's name."""
        key = self.scan.keys[i]
        if self._told_by_letters(i, first):
            return True
        closes = self.closes(i) and not (self._courtesy_name(i) if first else self._looks_like_a_verb(i))
        closes = closes or (not first and (self.blessing(i) or self.office_comes(i)))
        if closes or self._particle_in_disguise(i, first) or not self._written_as_name(i, first):
            return False
        if key in self._known_parts or (self.given(i) and not (first and key in self._portfolio_words)):
            return True
        if self.adjective(i):
            return not first and self._nisba_surname(i)
        due = not first and i > 0 and self._surname_due(i)
        if self._no_name(i, first, due):
            return False
        return not self._otherwise_known(i, first) and not self._joined_to_known(i, due)

    def _written_as_name(self, i: int, first: bool) -> bool:
        return self.scan.proper(i) or (not first and self.scan.hit(i, "name_particles") is not None)

    def _no_name(self, i: int, first: bool, due: bool) -> bool:
        """Tell whether the letters of word *i* are no name's: a verb in the future, a number, a plural of things."""
        key = self.scan.keys[i]
        if not key.isalpha() or self._foreign(key) or len(key) < 2:
            return True
        verbal = key.startswith(self._verb_fronts) and len(key) > 4 and not due
        if (verbal and not (first and self._opens_a_report(i))) or self._names_a_doing(i, first, due):
            return True
        things = key.endswith(self._plural_things) or self._accusative(key)
        return not first and things and not self.scan.hit(i, "name_parts")

    def _accusative(self, key: str) -> bool:
        """Tell whether a word is a common noun with the ending of an object or of manner ("a report", "quickly")."""
        bare = next((key[: -len(e)] for e in self._object_endings if key.endswith(e)), "")
        return any(entry.table in ("common_nouns", "meeting_nouns") for entry in self.scan.lexicon.starting_with(bare))

    def _foreign(self, key: str) -> bool:
        """Tell whether a word is in Latin letters where the language has a script of its own."""
        return key.isascii() and self.scan.document.pack.letters.script != ""

    def _told_by_letters(self, i: int, first: bool) -> bool:
        """Tell whether word *i* is part of a name by how it is written, or by the words beside it."""
        written = self.scan.raw(i)
        if first:
            named = not self.definite(i) or any(table in self.scan.hits[i] for table in NAMES)
            bound = self._courtesy_before(i) and self.scan.hit(i + 1, "name_particles") and named
            son = self.given(i) and self.scan.hit(i + 1, "name_particles") and self.scan.joined_on(i + 1)
            return bool(bound or son) or written in self._as_written or self.family_opens(i)
        return written in self._as_written or (written in self._completions and not self.definite(i - 1))

    def _particle_in_disguise(self, i: int, first: bool) -> bool:
        """Tell whether a given name spelled like a preposition is one: a word that is no name stands after it."""
        after = self.scan.hits[i + 1] if i + 1 < len(self.scan) else {}
        return not first and self.scan.raw(i) in self._homographs and any(t in after for t in _GOVERNED)

    def _opens_a_report(self, i: int) -> bool:
        """Tell whether a report goes on after word *i* and the next ("X Y that ..."), so that they are a name."""
        after = i + 2
        if after >= len(self.scan) or not (self.scan.joined_on(i + 1) and self.scan.joined_on(after)):
            return False
        return "complementizers" in self.scan.hits[after] and not self.closes(i + 1)

    def _names_a_doing(self, i: int, first: bool, due: bool) -> bool:
        return (first or not due) and self.doing(i) and not self.scan.hit(i, "name_parts")

    def _courtesy_name(self, i: int) -> bool:
        return self.given(i) and self._courtesy_before(i)

    def _looks_like_a_verb(self, i: int) -> bool:
        """Tell whether a surname after a given name only has the letters of a verb with its object."""
        verb = self.scan.hit(i, "speech_verbs")
        other = any(table in self.scan.hits[i] for table in (*CLOSING, "meeting_verbs"))
        return verb is not None and verb.entry.form == "relative" and not other and self.given(i - 1)

    def _nisba_surname(self, i: int) -> bool:
        """Tell whether an adjective with the article is a surname here: a given or unknown name stands before it."""
        hits = self.scan.hits[i]
        if self.scan.keys[i].endswith(self._feminine) or "passing_adjectives" in hits:
            return False
        if "authority" in hits and not self._singular(i):
            return False
        bound = i > 1 and self.scan.hit(i - 2, "name_particles") is not None
        if self.given(i - 1) or bound:
            return True
        return not self.scan.hits[i - 1] and not self.definite(i - 1) and "office_adjectives" not in hits

    def _courtesy_before(self, i: int) -> bool:
        """Tell whether a courtesy stands right before word *i*, after which even a verb's letters are a name."""
        hit = self.scan.hit(i - 1, "honorifics")
        return hit is not None and self.with_article(hit)

    def with_article(self, courtesy: Hit) -> bool:
        """Tell whether a courtesy is one with the article, which is no common noun."""
        return courtesy.entry.row[0].startswith(self._articles)

    def _surname_due(self, i: int) -> bool:
        """Tell whether word *i* may be a surname whatever letters it begins with.

        A given name stands before it, or an unknown one, and nothing that a preposition could govern comes after.
        """
        if self.given(i - 1) or self.scan.raw(i - 1) in self._completions:
            return True
        after = i + 1
        alone = after >= len(self.scan) or not self.scan.joined_on(after) or "complementizers" in self.scan.hits[after]
        return alone and self.scan.keys[i - 1] not in self._known_parts and not self.scan.hits[i - 1]

    def _otherwise_known(self, i: int, first: bool) -> bool:
        """Tell whether a table knows word *i* as something that is no part of a name."""
        hits = self.scan.hits[i]
        if "cities" in hits and hits["cities"].stop > i + 1:
            return True
        if any(table in hits for table in _NEVER_NAMES) and not (not first and self._ends_as_surname(i)):
            return True
        if any(self._plain(hits.get(table)) for table in ("offices", "complement_nouns", "office_adjectives")):
            return True
        known = hits.get("authority")
        surname = not first and "doubtful_names" in hits
        if known and not is_person(known) and not surname:
            return True
        return "honorifics" in hits or (first and self.definite(i))

    def _ends_as_surname(self, i: int) -> bool:
        """Tell whether a common noun is a surname here: after a given name, and nothing of its phrase comes after."""
        after = i + 1
        ends = after >= len(self.scan) or not self.scan.joined_on(after) or "complementizers" in self.scan.hits[after]
        only = {table for table in self.scan.hits[i] if table in _NEVER_NAMES} == {"common_nouns"}
        return only and ends and self.given(i - 1) and not self.definite(i) and not self.given(i - 2)

    def _joined_to_known(self, i: int, due: bool) -> bool:
        """Tell whether a letter in front of word *i* is a conjunction or preposition: what follows it is known."""
        lexicon = self.scan.lexicon
        if self.scan.hit(i, "name_parts"):
            return False
        for split in lexicon.splits(self.scan.keys[i]):
            if not split.joined:
                continue
            seldom = split.joined in self._seldom_joined
            if (
                split.preposition
                and len(split.stem) > 2
                and not due
                and not seldom
                and not self._foreign_surname(i, split.stem)
            ):
                return True
            if split.definite or split.stem in self._known_parts or lexicon.starting_with(split.stem):
                return True
            if not split.preposition and self._possessed(split.stem):
                return True
        return False

    def _possessed(self, stem: str) -> bool:
        """Tell whether a word is a common noun with its owner's pronoun ("and his party")."""
        bare = (stem[: -len(e)] for e in self._owned if stem.endswith(e))
        return any(entry.table == "common_nouns" for word in bare for entry in self.scan.lexicon.starting_with(word))

    def _foreign_surname(self, i: int, stem: str) -> bool:
        """Tell whether letters that might be a preposition begin a surname: the word before is an unknown first name.

        What would follow the preposition is no word the tables know, and does not end like a noun.
        """
        lone = i > 1 and not self.scan.hits[i - 1] and bool({"offices", "office_adjectives"} & {*self.scan.hits[i - 2]})
        nation = i > 1 and self.scan.hit(i - 2, "authority")
        ends = self._feminine + self._plural_things + self.scan.lexicon.nisba
        return (lone or bool(nation)) and not self.scan.lexicon.starting_with(stem) and not stem.endswith(ends)

    def definite_surname(self, i: int, limit: int) -> int:
        """Return the end of a surname with the article right after a bare office ("President X"), or *i*."""
        if i >= limit or not self.scan.joined_on(i) or self.scan.hits[i] or self.closes(i) or not self.definite(i):
            return i
        return i if self.describes(i, limit) else i + 1

    def describes(self, i: int, limit: int) -> bool:
        """Tell whether an unknown adjective after a bare office says whose it is: the holder's name comes next."""
        after = i + 1
        while after < limit and self.scan.joined_on(after) and self.adjective(after):
            after += 1
        return after < limit and self.scan.joined_on(after) and (self.given(after) or self.courtesy(after))

    def name_end(self, i: int, limit: int) -> int:
        """Return the end of the person's name that begins at word *i*, or *i* when none does."""
        whole = self.scan.hit(i, "known_names")
        known = whole is not None and not whole.split.joined and whole.stop <= limit
        return whole.stop if whole and known else self._unknown_name_end(i, limit)

    def _unknown_name_end(self, i: int, limit: int) -> int:
        scan, j, counted, known = self.scan, i, 0, i
        while j < limit and counted < LONGEST_NAME:
            if j > i and not scan.adjoins(j):
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
        if j > i:
            j = self._last_syllable(i, j, limit)
            j = j + 1 if self._regnal(i, j, limit) else j
            known = max(known, j)
        while j > i + 1 and scan.hit(j - 1, "name_particles") and not scan.hit(j - 1, "given_names"):
            j -= 1
        open_ended = j < limit and scan.joined_on(j) and not self._ends_name(j)
        if j - i > LONGEST_UNKNOWN and open_ended:
            return max(known, min(j, i + 2))
        return j

    def _last_syllable(self, i: int, j: int, limit: int) -> int:
        """Return the end of a name of three syllables, family first, whose last is also a particle ("Moon Jae-in")."""
        scan = self.scan
        if j - i != 2 or j >= limit or scan.raw(j) not in self._syllables or scan.hit(i, "family_first") is None:
            return j
        after = j + 1
        governed = any(s.preposition for s in scan.lexicon.splits(scan.keys[after])) if after < limit else False
        return after if after >= limit or not scan.joined_on(after) or self.closes(after) or governed else j

    def _regnal(self, i: int, j: int, limit: int) -> bool:
        """Tell whether the number after a sovereign's name belongs to it."""
        if j >= limit or not self.scan.joined_on(j) or self.scan.raw(j) not in self._ordinals:
            return False
        return any(self.scan.hit(k, "ranks") for k in (i - 1, i - 2))

    def unlikely_name_end(self, i: int, limit: int) -> int:
        """Return the end of a name whose first word might have a preposition joined to it, *i* when none."""
        scan = self.scan
        if i + 1 >= limit or scan.hits[i] or self.closes(i) or self.definite(i) or not scan.keys[i].isalpha():
            return i
        if scan.gaps[i + 1] != " " or not self.name_word(i + 1, True) or scan.keys[i].startswith(self._verb_fronts):
            return i
        stop = self.name_end(i + 1, limit)
        ends = stop >= limit or not scan.joined_on(stop) or self._ends_name(stop) or self._governed(stop)
        return stop if stop > i + 1 and ends else i

    def _governed(self, i: int) -> bool:
        """Tell whether word *i* has a preposition joined to it and its owner's pronoun at its end ("in his office")."""
        return self.scan.keys[i].endswith(self._owned) and any(
            s.preposition for s in self.scan.lexicon.splits(self.scan.keys[i]) if s.joined
        )

    def _binds(self, j: int, limit: int) -> bool:
        """Tell whether word *j* may be what a particle of a name binds ("son of" whom)."""
        return j < limit and self.scan.gaps[j] in (" ", "-") and not self.closes(j)

    def _ends_name(self, j: int) -> bool:
        return self.closes(j) or bool(self.scan.hits[j])


def is_person(hit: Hit) -> bool:
    """Tell whether a hit is the name of a person the authority holds."""
    return hit.entry.known is not None and hit.entry.known.type == "Person"
