"""The words a language's tables and the authority know, ready to be looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.authority import Authority, AuthorityRow
from kg.lang import LanguagePack, Row
from kg.mentions.listed import PHRASE_TABLES, WORD_LISTS

# So many words' forms are kept for the next time they are met.
_REMEMBERED = 200_000
# So many lexicons stand ready: each name that is learned makes a new one.
_KEPT = 8
VERB_TABLES = ("speech_verbs", "meeting_verbs")
# Tables compared letter by letter as written, because folding would make two words of them one.
AS_WRITTEN = frozenset({"function_words", "complementizers", "negations", "places", "name_particles"})
_PARTS = {"past": 0, "past_f": 1, "present": 2, "participle": 3, "masdar": 4}


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase and what its table says of it; `form` is how a verb is bent, `known` the authority's row."""

    table: str
    words: tuple[str, ...]
    row: Row
    form: str = ""
    gender: str = ""
    number: str = "s"
    known: AuthorityRow | None = None
    sense: str = ""
    written: str = ""

    def column(self, index: int) -> str:
        """Return a column of the row, empty when the row is shorter."""
        return self.row[index] if index < len(self.row) else ""


@dataclass(frozen=True, slots=True)
class Split:
    """One way to take a word apart: the letters joined to it, the preposition among them, the article, the rest."""

    joined: str
    preposition: str
    definite: bool
    stem: str


class Lexicon:
    """Every phrase of a pack's tables and of an authority, found by its first word."""

    def __init__(self, pack: LanguagePack, authority: Authority) -> None:
        self.pack = pack
        self._variants = tuple((pack.letters.key(a), pack.letters.key(b)) for a, b in pack.table("spelling_variants"))
        self._canonical: dict[str, str] = {}
        self._proclitics = tuple(_proclitic(row, pack.letters.key) for row in pack.table("proclitics"))
        # Joined letters that swallowed the article's: cutting them off would leave no word.
        self.restoring = frozenset(joined for joined, restored, _ in self._proclitics if restored)
        self._articles = tuple(pack.letters.key(row[0]) for row in pack.table("articles"))
        self.weak_letters = frozenset(pack.letters.key(w) for w in words_in(pack, "weak_letters"))
        self._feminine = tuple(pack.letters.key(w) for w in words_in(pack, "feminine_endings"))
        self.nisba = tuple(pack.letters.key(w) for w in words_in(pack, "nisba_endings"))
        self._entries: dict[str, list[Entry]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._word_keys: dict[str, frozenset[str]] = {}
        self._splits: dict[str, tuple[Split, ...]] = {}
        self._surnames: dict[str, list[Entry]] = {}
        for entry in self._all(authority):
            if not entry.words:
                continue
            self._entries.setdefault(entry.words[0], []).append(entry)
            if entry.known is not None and entry.known.type == "Person":
                for form in {entry.words[-1], self.skeleton(entry.words[-1])}:
                    self._surnames.setdefault(form, []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda e: -len(e.words))
        # By the first two words, since so many phrases begin with the same word.
        self._phrases: dict[tuple[str, str], list[Entry]] = {}
        for first, entries in self._entries.items():
            for entry in entries:
                second = entry.words[1] if len(entry.words) > 1 else ""
                self._phrases.setdefault((first, second), []).append(entry)

    def canonical(self, key: str) -> str:
        """Return a word's key with the stems that news spells in two ways made one."""
        known = self._canonical.get(key)
        if known is None:
            variant = next(((written, compared) for written, compared in self._variants if written in key), None)
            known = key.replace(*variant) if variant else key
            if len(self._canonical) < _REMEMBERED:
                self._canonical[key] = known
        return known

    def keys(self, phrase: str) -> tuple[str, ...]:
        """Return the keys of a phrase's words."""
        return tuple(self.canonical(self.pack.letters.key(w)) for w in phrase.replace("-", " ").split())

    def words(self, table: str) -> frozenset[str]:
        """Return the words of a table that holds several a row."""
        if table not in self._words:
            self._words[table] = frozenset(words_in(self.pack, table))
        return self._words[table]

    def word_keys(self, table: str) -> frozenset[str]:
        """Return the keys of every word of a table's first column."""
        if table not in self._word_keys:
            self._word_keys[table] = frozenset(key for row in self.pack.table(table) for key in self.keys(row[0]))
        return self._word_keys[table]

    def starting_with(self, stem: str) -> list[Entry]:
        """Return the entries whose first word is *stem*, the longest first."""
        return self._entries.get(stem, [])

    def possible(self, split: Split, following: str) -> Iterator[Entry]:
        """Yield the entries that a word taken apart may begin when *following* is the next word, single words last."""
        if following:
            yield from self._phrases.get((split.stem, following), ())
            for article in self._articles if split.definite else ():
                if following.startswith(article):
                    yield from self._phrases.get((split.stem, following[len(article) :]), ())
        yield from self._phrases.get((split.stem, ""), ())

    def with_article(self, stem: str) -> tuple[str, ...]:
        """Return a word with each of the language's articles joined to it."""
        return tuple(article + stem for article in self._articles)

    def splits(self, key: str) -> tuple[Split, ...]:
        """Return the ways to take a word apart, the plain one first."""
        found = self._splits.get(key)
        if found is None:
            found = tuple(self._take_apart(key))
            if len(self._splits) < _REMEMBERED:
                self._splits[key] = found
        return found

    def restored(self, phrase: str) -> str:
        """Return a phrase with the article back that a preposition joined to its first word has swallowed."""
        for joined, restored, preposition in self._proclitics:
            if restored and preposition == joined[:1] and phrase.startswith(joined):
                whole = restored + phrase[len(joined) :]
                known = self.pack.letters.key(whole.split()[0])
                if any(e.table in ("authority", "body_heads") for e in self._known_as(known)):
                    return whole
        return phrase

    def _known_as(self, key: str) -> list[Entry]:
        return [entry for split in self.splits(key) if not split.joined for entry in self.starting_with(split.stem)]

    def agree(self, noun: str, adjective: str) -> bool:
        """Tell whether an adjective's gender lets it describe a noun; a plural's is not told by its ending."""
        return not noun.endswith(self._feminine) or adjective.endswith(self._feminine)

    def skeleton(self, key: str) -> str:
        """Return the letters of a word that its transcriptions share."""
        bare = "".join(c for c in key if c not in self.weak_letters)
        return bare if len(bare) > 2 else key

    def named_person(self, surname: str) -> list[Entry]:
        """Return the authority's persons whose last name is *surname* in one of its transcriptions."""
        return self._surnames.get(surname) or self._surnames.get(self.skeleton(surname), [])

    def _take_apart(self, key: str) -> Iterator[Split]:
        for joined, restored, preposition in (("", "", ""), *self._proclitics):
            if not key.startswith(joined) or (joined and len(key) - len(joined) < 2):
                continue
            rest = restored + key[len(joined) :]
            yield Split(joined, preposition, False, rest)
            for article in self._articles:
                if rest.startswith(article) and len(rest) > len(article) + 1:
                    yield Split(joined, preposition, True, rest[len(article) :])

    def _all(self, authority: Authority) -> Iterator[Entry]:
        for table in WORD_LISTS:
            for word in words_in(self.pack, table):
                yield Entry(table, self.keys(word), (word,))
        for table in PHRASE_TABLES:
            for row in self.pack.table(table):
                written = row[0] if table in AS_WRITTEN else ""
                gender = row[1] if table == "offices" and len(row) > 1 else ""
                number = row[2] if table == "offices" and len(row) > 2 else "s"
                yield Entry(table, self.keys(row[0]), row, gender=gender, number=number, written=written)
        for table in VERB_TABLES:
            for row in self.pack.table(table):
                yield from self._conjugate(table, row)
        doubtful = {self.keys(word) for word in words_in(self.pack, "doubtful_forms")}
        for name, known in authority.named(self.pack.code):
            if known.type == "Office":
                continue
            if self.keys(name) in doubtful and sense_of(name, known) != "name":
                continue
            yield Entry("authority", self.keys(name), (name,), known=known, sense=sense_of(name, known))

    def _conjugate(self, table: str, row: Row) -> Iterator[Entry]:
        seen: set[tuple[str, str]] = set()
        for ending in self.pack.table("verb_endings"):
            part, cut, added, front, replaced, gender, number, form = (*ending, "", "")[:8]
            base = row[_PARTS[part]]
            if base == "-" or not base.endswith(cut) or not base.startswith(replaced):
                continue
            word = front + base[len(replaced) : len(base) - len(cut)] + added
            if (word, form) not in seen:
                seen.add((word, form))
                yield Entry(table, self.keys(word), row, form=form, gender=gender, number=number)


def words_in(pack: LanguagePack, table: str) -> Iterator[str]:
    """Yield the words of a table that holds several a row."""
    for row in pack.table(table):
        yield from row[0].split()


def sense_of(name: str, known: AuthorityRow) -> str:
    """Return in which sense an authority's row goes by *name*: name, adjective or capital."""
    if any(name == adjective for _, adjective in known.adjectives):
        return "adjective"
    return "capital" if any(name == capital for _, capital in known.capitals) else "name"


def _proclitic(row: Row, key: Callable[[str], str]) -> tuple[str, str, str]:
    joined, restored, preposition = (*row, "", "")[:3]
    return key(joined), key(restored) if restored else "", key(preposition) if preposition else ""


_BUILT: dict[tuple[int, str], tuple[LanguagePack, Lexicon]] = {}


def lexicon_of(pack: LanguagePack, authority: Authority) -> Lexicon:
    """Return the lexicon of a pack and an authority, built once for each pair as long as few are used."""
    name = (id(pack), authority.revision)
    if name not in _BUILT:
        while len(_BUILT) >= _KEPT:
            del _BUILT[next(iter(_BUILT))]
        # The pack is kept beside its lexicon, so that no other pack can take its identity.
        _BUILT[name] = (pack, Lexicon(pack, authority))
    return _BUILT[name][1]
