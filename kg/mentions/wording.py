"""What single words are: the end of any phrase, an adjective, a given name, a courtesy."""

from __future__ import annotations

from kg.mentions.lexicon import words_in
from kg.mentions.scan import Hit, Scan

CLOSING = frozenset({"function_words", "complementizers", "trailers", "conditions", "attributions", "topic_openers"})
NAMES = ("given_names", "given_names_extra")
_NAME_TABLES = frozenset({*NAMES, "name_parts", "name_particles"})
# What stands right before a holder's name.
_BEFORE_NAMES = frozenset({"offices", "office_adjectives", "authority", "honorifics"})
_FINITE = frozenset({"finite", "present", "future", "participle", "relative", "possessed"})
# What makes an office of a word before it that is a given name too ("emir of the state").
_OFFICE_OF = frozenset({"common_nouns", "complement_nouns", "local_heads", "body_heads"})


class Wording:
    """The word rules of a scan."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        key = scan.document.pack.letters.key
        self._masdars = tuple(key(w) for w in words_in(scan.document.pack, "masdar_shapes"))
        # Asked again and again of one word.
        self._definite: dict[int, bool] = {}
        self._articles = tuple(row[0] for row in scan.document.pack.table("articles"))
        self._owned = tuple(key(w) for w in words_in(scan.document.pack, "owner_endings"))

    def closes(self, i: int) -> bool:
        """Tell whether word *i* ends any noun phrase before it: a particle, a time, a finite verb."""
        scan = self.scan
        hits = scan.hits[i]
        if scan.timed[i]:
            return True
        for table in CLOSING:
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
        if scan.hit(i, "passing_adjectives") or scan.hit(i, "offices") or self.courtesy(i):
            return False
        return self.definite(i) and not self.closes(i) and self._nisba(i)

    def _nisba(self, i: int) -> bool:
        return len(self.scan.keys[i]) > 5 and self.scan.keys[i].endswith(self.scan.lexicon.nisba)

    def definite(self, i: int) -> bool:
        """Tell whether word *i* has the article and nothing joined before it."""
        known = self._definite.get(i)
        if known is None:
            known = self._definite[i] = self._has_article(i)
        return known

    def _has_article(self, i: int) -> bool:
        if self.scan.article(i - 1) and self.scan.joined_on(i):
            return True
        parted = any(split.definite and not split.joined for split in self.scan.lexicon.splits(self.scan.keys[i]))
        # A name that only folding makes begin like the article has none ("Elsa").
        return parted and self.scan.raw(i).startswith(self._articles)

    def given(self, i: int) -> bool:
        """Tell whether word *i* is a given name as it stands."""
        if not self.scan.proper(i):
            return False
        return any(self._plain(hit) and not hit.definite for table in NAMES if (hit := self.scan.hit(i, table)))

    def family_opens(self, i: int) -> bool:
        """Tell whether a family name with a particle's letters opens a name: after an office, before another name."""
        family, particle = self.scan.hit(i, "family_first"), self.scan.hit(i, "function_words")
        if family is None or particle is None or particle.entry.column(1) == "pron" or not self.scan.joined_on(i):
            return False
        after = i + 1
        inside = after < len(self.scan) and self.scan.adjoins(after)
        name = inside and (self.given(after) or self.scan.hits[after].keys() <= _NAME_TABLES)
        return name and bool(_BEFORE_NAMES & {*self.scan.hits[i - 1]})

    def _plain(self, hit: Hit | None) -> bool:
        return hit is not None and not hit.split.joined

    def courtesy(self, i: int) -> bool:
        """Tell whether word *i* is a courtesy that opens a name ("Doctor", "Sheikh")."""
        hit = self.scan.hit(i, "honorifics")
        return hit is not None and not hit.split.joined and not hit.definite

    def _singular(self, i: int) -> bool:
        """Tell whether the adjective of a nation has the ending of one man, as a surname has."""
        return self.scan.keys[i].endswith(self.scan.lexicon.nisba[0])

    def doing(self, i: int) -> bool:
        """Tell whether word *i* has the shape of a verb's noun ("taf'il", "istif'al"), with or without its owner."""
        key = self.scan.keys[i]
        return any(self._shaped(word) for word in (key, *(key[: -len(e)] for e in self._owned if key.endswith(e))))

    def _shaped(self, word: str) -> bool:
        return any(
            len(word) == len(shape) and all(s in (".", c) for s, c in zip(shape, word, strict=True))
            for shape in self._masdars
        )

    def blessing(self, i: int) -> bool:
        """Tell whether a wish of several words for whoever was named begins at word *i* ("God keep him")."""
        wish = self.scan.hit(i, "adverbials")
        return wish is not None and wish.stop > i + 1

    def office_comes(self, i: int) -> bool:
        """Tell whether a given name spelled like an office is one here: what it is of stands after it."""
        office = self.scan.hit(i, "offices")
        if office is None or office.definite or i + 1 >= len(self.scan) or not self.scan.joined_on(i + 1):
            return False
        return any(table in self.scan.hits[i + 1] for table in _OFFICE_OF)
