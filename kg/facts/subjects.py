"""Who speaks: the subject of a verb of saying, named, pointed back to, or left out."""

from __future__ import annotations

from dataclasses import dataclass

from kg.facts.apposition import Apposition
from kg.facts.cast import Cast
from kg.facts.cues import Cue
from kg.facts.parties import Parties
from kg.mentions import Actor, Mention, Scan

Ending = tuple[Mention, int] | None

# What may stand between a verb and its subject.
_BEFORE_NAME = (("comma",), ("quote",), ("opening",), ("dash",))
_COMMA = ("comma",)
# The end of a name in quotation marks, between a subject and its verb.
_NAME_ENDS = (("quote",), ("closing",))
# Within how many words of a statement whoever issued it is named.
_ISSUED_WITHIN = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """The speakers, where their words begin and end, and how they were found; no ids when the verb names nobody."""

    ids: tuple[str, ...]
    stop: int
    how: str
    first: int = -1


class Subjects:
    """Finds the subject beside a verb."""

    def __init__(self, scan: Scan, cast: Cast, parties: Parties) -> None:
        self._scan = scan
        self._cast = cast
        self._genders: dict[str, tuple[str, bool]] = {}
        self._parties = parties
        pack = scan.document.pack
        key = pack.letters.key
        self._auxiliaries = scan.lexicon.word_keys("auxiliaries")
        self._whats = {scan.lexicon.canonical(key(row[0])) for row in pack.table("joined_whats")}
        self._related = scan.lexicon.words("relations")
        self._titles = Apposition(scan, cast, parties, self.governed)
        # Whether a subject stands before its verb, as a rule.
        self.subject_first = pack.has("subject_first")
        self._relatives = scan.lexicon.word_keys("relatives")

    def of(self, cue: Cue, first: int, limit: int) -> Subject:
        """Return the subject of *cue* in a sentence that begins at word *first*."""
        if cue.form == "possessed":
            return self._owner(cue, first)
        if cue.participle or (self.subject_first and self._pronoun(cue.first - 1)):
            return self._after(cue, limit, near_only=True)
        before = self._before(cue, first)
        if before.ids and (before.how == "relative" or not self._object_takes_place(cue)):
            return before
        after = self._after(cue, limit, near_only=False)
        return after if after.ids else before if before.ids else after

    def auxiliary(self, i: int) -> bool:
        """Tell whether word *i* only helps a verb after it."""
        return i >= 0 and self._scan.keys[i] in self._auxiliaries

    def _object_takes_place(self, cue: Cue) -> bool:
        """Tell whether a conjunction cuts the verb off from what stands before it."""
        return cue.conjoined and self._scan.gaps[cue.first].strip() != ""

    def _after(self, cue: Cue, limit: int, *, near_only: bool) -> Subject:
        """Return the subject right after the verb."""
        j = cue.stop
        scan = self._scan
        if near_only or j >= limit or (scan.marks[j] and scan.marks[j] not in _BEFORE_NAME):
            return Subject((), j, "none")
        while j < limit and (when := scan.hit(j, "adverbials") if scan.joined_on(j) else None):
            j = when.stop
        while j < limit and self._passing(j):
            j += 1
        issued = self._issuer(j, limit)
        if issued.ids:
            return issued
        counted = scan.hit(j, "quantities") if j < limit else None
        j = counted.stop if counted and counted.stop < limit else j
        told = self._cast.starting(j) if self._joined_preposition(j) else None
        if told and (told[1] >= limit or not scan.joined_on(told[1]) or self._joined_preposition(told[1])):
            return Subject((), cue.stop, "none")
        # Whom the verb tells stands before its subject: "told the reporters the minister".
        j = told[1] if told else j
        ids, stop = self._parties.at(j, limit)
        # "His deputy" is written like the feminine office.
        related = j < limit and scan.raw(j) in self._related
        if len(ids) == 1 and not (related or self._agrees(cue, ids[0]) or self._called_by_gender(cue, j, stop)):
            return self._in_apposition(cue, stop, limit)
        if len(ids) == 1 and not cue.frames & {"needs", "urge"}:
            ids, stop = self._titles.further(ids, stop, limit)
        if ids:
            return Subject(ids, stop, "after")
        surname = self._cast.of_surname(self._scan.keys[j]) if j < limit and not self._scan.hits[j] else ()
        return Subject(surname, j + 1, "after") if surname else self._unnamed(cue, j, limit)

    def _called_by_gender(self, cue: Cue, first: int, stop: int) -> bool:
        """Tell whether one of the offices a person is called by has the verb's gender."""
        offices = (self._scan.hit(i, "offices") for i in range(first, stop))
        return cue.gender == "f" and any(hit is not None and hit.entry.gender == "f" for hit in offices)

    def _in_apposition(self, cue: Cue, stop: int, limit: int) -> Subject:
        """Return the person in apposition to an office whose own gender the verb does not follow."""
        found = self._cast.starting(stop) if stop < limit and self._scan.joined_on(stop) else None
        ids = self._parties.behind(found[0]) if found and found[0].type == "Person" else ()
        if found and len(ids) == 1 and cue.gender == found[0].features.gender and not self.governed(stop):
            return Subject(ids, found[1], "after")
        return Subject((), cue.stop, "none")

    def _unnamed(self, cue: Cue, j: int, limit: int) -> Subject:
        """Return the source that only a common noun and its adjectives name ("an army spokesman")."""
        scan = self._scan
        head = scan.hit(j, "group_heads") if j < limit else None
        if head is None or head.definite or head.split.joined or head.entry.column(2) != cue.gender:
            return Subject((), cue.stop, "none")
        if head.entry.column(4) not in ("source", "origin"):
            return Subject((), cue.stop, "none")
        stop = head.stop
        while stop < limit and scan.joined_on(stop) and self._describes(stop):
            stop += 1
        return Subject((self._cast.add(scan.span(j, stop)),), stop, "after")

    def _describes(self, i: int) -> bool:
        """Tell whether word *i* is an adjective of origin or kind without an article."""
        scan = self._scan
        nation = scan.hit(i, "authority")
        if nation is not None:
            return nation.entry.sense == "adjective" and not nation.definite and not nation.split.joined
        return not scan.hits[i] and scan.keys[i].endswith(scan.lexicon.nisba)

    def _issuer(self, j: int, limit: int) -> Subject:
        """Return whose statement it is when a statement is what speaks ("a statement issued by the army said")."""
        scan = self._scan
        medium = scan.hit(j, "media") if j < limit else None
        if medium is None or medium.entry.column(1) not in ("statement", "tweet"):
            return Subject((), j, "none")
        for k in range(medium.stop, min(limit, medium.stop + _ISSUED_WITHIN)):
            ids, stop = self._parties.at(k, limit)
            if ids:
                return Subject(ids, stop, "issuer")
            if scan.marks[k] or scan.hit(k, "complementizers"):
                break
        return Subject((), j, "none")

    def told(self, i: int) -> bool:
        """Tell whether a preposition is joined to the name at word *i*: whom something is said to."""
        return self._joined_preposition(i)

    def governed(self, i: int) -> bool:
        """Tell whether a preposition stands right before word *i* or is joined to it."""
        before = self._scan.hit(i - 1, "function_words") if self._scan.joined_on(i) else None
        return (before is not None and before.entry.column(1) == "prep") or self._joined_preposition(i)

    def depends(self, i: int) -> bool:
        """Tell whether the verb at word *i* follows a relative pronoun or "what"."""
        scan = self._scan
        i -= 1
        while self.auxiliary(i) and scan.keys[i] not in self._relatives:
            i -= 1
        return i >= 0 and (scan.keys[i] in self._relatives or scan.keys[i] in self._whats)

    def _agrees(self, cue: Cue, actor_id: str) -> bool:
        """Tell whether a verb's gender lets the actor after it be its subject; else it is the verb's object."""
        if not cue.gender:
            return True
        actor = self._cast.actor(actor_id)
        told, single = self._told(actor)
        if actor.type in ("Person", "Group") and told and single:
            return told == cue.gender
        if actor.type == "Country" and cue.number == "s":
            return self._cast.gender(actor_id) == cue.gender
        return not (actor.type == "Organization" and cue.gender == "m" and self._cast.gender(actor_id) == "f")

    def _told(self, actor: Actor) -> tuple[str, bool]:
        """Return the gender that an actor's mentions tell, and whether all of them are of one; looked up once."""
        if actor.id not in self._genders:
            told = next((m.features.gender for m in actor.mentions if m.features.gender), "")
            self._genders[actor.id] = told, all(m.features.number == "s" for m in actor.mentions)
        return self._genders[actor.id]

    def _passing(self, j: int) -> bool:
        word = self._scan.hit(j, "function_words")
        passing = word is not None and word.entry.column(1) in ("adv", "prepron")
        return self._scan.keys[j] in self._auxiliaries or passing

    def _joined_preposition(self, j: int) -> bool:
        found = self._cast.starting(j)
        if found is None:
            return False
        name = self._scan.bare_span(j, j + 1, "")
        return (
            found[0].extent.start > name.start
            and any(
                split.joined and split.preposition and len(split.joined) == found[0].extent.start - name.start
                for split in self._scan.lexicon.splits(self._scan.keys[j])
            )
        ) or self._swallowed(j)

    def _swallowed(self, j: int) -> bool:
        """Tell whether the word's preposition swallowed the article, so that the mention begins with it."""
        key = self._scan.keys[j]
        return any(key.startswith(joined) for joined in self._scan.lexicon.restoring) and not self._scan.hits[j].get(
            "given_names"
        )

    def _before(self, cue: Cue, first: int) -> Subject:
        """Return the subject right before the verb, or before the relative pronoun the verb depends on."""
        scan, j = self._scan, cue.first
        relative = False
        while j > first and (scan.keys[j - 1] in self._auxiliaries or scan.keys[j - 1] in self._relatives):
            if scan.keys[j - 1] in self._relatives:
                if cue.form == "relative":
                    return Subject((), cue.stop, "none")
                relative = True
            j -= 1
        cut_off = cue.conjoined and j == cue.first and not self._topic(first)
        if j <= first or cut_off or not self._reaches(j, cue.first, first):
            return Subject((), cue.stop, "none")
        found = self._cast.ending(j)
        if self.subject_first:
            found, j = self._ungoverned(found, j, first)
        elif found and not relative and found[0].type == "Country" and self._at_place(found[1], j, first):
            # "In Tallinn said": where something is said.
            return Subject((), cue.stop, "none")
        surname = self._cast.of_surname(scan.keys[j - 1]) if found is None and not scan.hits[j - 1] else ()
        if found is None and not surname:
            return Subject((), cue.stop, "none")
        ids, begins = self._list_before(found[1], j, first) if found else (surname, j - 1)
        fits = any(self._cast.fits(i, cue.gender) or cue.number != "s" for i in ids)
        if not fits and not relative:
            return Subject((), cue.stop, "none")
        return Subject(ids, cue.stop, "relative" if relative else "before", begins)

    def _at_place(self, begins: int, stop: int, first: int) -> bool:
        """Tell whether the words from *begins* to *stop*, right after a sentence's first, say where it is told."""
        word = self._scan.hit(begins - 1, "places") if begins == first + 1 else None
        return word is not None and self._scan.joined_on(begins) and not self._scan.marks[stop]

    def _topic(self, first: int) -> bool:
        """Tell whether the sentence opens with the word that sets a topic before its verb ("as for X")."""
        return self._scan.keys[first] in self._scan.lexicon.word_keys("topics")

    def _reaches(self, j: int, verb: int, first: int) -> bool:
        """Tell whether nothing but blanks or an apposition's comma parts the verb from the words before it."""
        between = [k for k in range(j, verb + 1) if k > first]
        between = [k for k in between if self._scan.marks[k] not in _NAME_ENDS]
        marked = any(self._scan.marks[k] for k in between)
        return all(self._scan.listed(k) for k in between) and (
            not marked or self._topic(first) or j < verb or self._apposed(j)
        )

    def _ungoverned(self, found: Ending, j: int, first: int) -> tuple[Ending, int]:
        """Return who a preposition before the name that ends at word *j* belongs to: X in "X of Chile said"."""
        while found is not None and found[1] > first:
            before = found[1] - 1 - self._scan.article(found[1] - 1)
            word = self._scan.hit(before, "function_words")
            if before < first or word is None or word.entry.column(1) != "prep":
                break
            j, found = before, self._cast.ending(before)
        return found, j

    def _apposed(self, j: int) -> bool:
        """Tell whether the comma before word *j* closes an apposition ("X, the minister of Y, said")."""
        found = self._cast.ending(j)
        if not self.subject_first or found is None or self._scan.marks[j] != _COMMA:
            return False
        return any(self._scan.marks[k] == _COMMA for k in range(found[1] + 1, j))

    def _pronoun(self, i: int) -> bool:
        return i >= 0 and self._scan.keys[i] in self._scan.pronouns

    def _list_before(self, begins: int, stop: int, first: int) -> tuple[tuple[str, ...], int]:
        """Return the actors of a list that ends right before the verb, and the list's first word."""
        ids, end = self._parties.at(begins, stop)
        while begins > first and self._parties.at(begins, stop)[1] == stop:
            before = self._cast.ending(self._parties.before(begins))
            if before is None or self._parties.at(before[1], stop)[1] != stop:
                break
            begins = before[1]
            ids, end = self._parties.at(begins, stop)
        return (ids, begins) if end == stop else ((), begins)

    def _owner(self, cue: Cue, first: int) -> Subject:
        """Return whose saying "his saying" is: the mention that ends right before it."""
        found = self._cast.ending(cue.first)
        if found is None or found[1] < first:
            return Subject((), cue.stop, "none")
        return Subject(self._parties.behind(found[0]), cue.stop, "owner")
