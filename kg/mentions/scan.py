"""A document's words with what the lexicon knows of each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from kg.authority import Authority
from kg.document import Document, Word
from kg.lang import TimeExpression
from kg.mentions.lexicon import VERB_TABLES, Entry, Lexicon, Split, lexicon_of
from kg.text import Span

# What the table of verbs says of one whose letters are a preposition's too.
_MARKED = "marked"
# Within how many words of such a verb its clause must open.
_CLAUSE_WITHIN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in the text: words `first` up to `stop`, and how the first word was taken apart."""

    entry: Entry
    first: int
    stop: int
    split: Split

    @property
    def definite(self) -> bool:
        """Tell whether the article stood on the entry's first word."""
        return self.split.definite


class Scan:
    """What a reader sees of a document: words, the gaps between them, the entries that begin at each word."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.text = document.text
        self.lexicon = lexicon
        self.words: tuple[Word, ...] = document.words
        self._count = len(self.words)
        self.keys = [lexicon.canonical(word.key) for word in self.words]
        self._starts = {word.span.start: i for i, word in enumerate(self.words)}
        self._stops = {word.span.stop: i for i, word in enumerate(self.words)}
        self.gaps = self._gaps()
        self.marks = [document.pack.marks.read(gap) for gap in self.gaps]
        self.sentence_of = self._sentences()
        self.timed = self._timed()
        # Gender and number that a subject's pronoun tells of, where a verb's form does not.
        self.pronouns = {lexicon.keys(row[0])[0]: (row[1], row[2]) for row in document.pack.table("speaker_pronouns")}
        self._capitals = document.pack.has("capitals")
        self._conjunctions = frozenset(lexicon.keys(row[0])[0] for row in document.pack.table("conjunctions"))
        self.articles = frozenset(key for row in document.pack.table("article_words") for key in lexicon.keys(row[0]))
        self.hits: list[dict[str, Hit]] = [self._articled(i, self._hits(i)) for i in range(len(self.words))]
        self._unmarked()
        if self._capitals:
            self._uncapital()

    def __len__(self) -> int:
        return self._count

    def span(self, first: int, stop: int) -> Span:
        """Return the span of the words from *first* up to *stop*."""
        return Span(self.words[first].span.start, self.words[stop - 1].span.stop)

    def bare_span(self, first: int, stop: int, joined: str) -> Span:
        """Return the span of some words without the letters joined to the first, where those stand in the text."""
        span = self.span(first, stop)
        if joined and joined not in self.lexicon.restoring and len(joined) < len(self.words[first].span):
            return Span(span.start + len(joined), span.stop)
        return span

    def hit(self, i: int, table: str) -> Hit | None:
        """Return the longest entry of *table* that begins at word *i*."""
        return self.hits[i].get(table) if 0 <= i < self._count else None

    def joined_on(self, i: int) -> bool:
        """Tell whether only blanks stand between word *i* and the one before it."""
        return 0 < i < len(self.gaps) and self.gaps[i].isspace()

    def mark(self, i: int) -> str:
        """Return the class of the first mark between word *i* and the one before it, empty when there is none."""
        return self.marks[i][0] if self.marks[i] else ""

    def listed(self, i: int) -> bool:
        """Tell whether nothing but a comma, or nothing at all, parts word *i* from the one before it."""
        return self.marks[i] in ((), ("comma",))

    def adjoins(self, i: int) -> bool:
        """Tell whether a single blank, hyphen or stretched line joins word *i* to the one before it, as in names."""
        return self.gaps[i] in (" ", "\u00a0", "-") or (len(self.gaps[i]) == 1 and self.marks[i] == ("stretch",))

    def word_at(self, position: int) -> int | None:
        """Return the word that begins at *position*, or just before it where a letter is joined on."""
        for back in range(3):
            if position - back in self._starts:
                return self._starts[position - back]
        return None

    def word_until(self, position: int) -> int | None:
        """Return the word that ends at *position*."""
        return self._stops.get(position)

    def last_word(self, i: int) -> int:
        """Return the end of the sentence that holds word *i*, as a word index."""
        return self.document.sentences[self.sentence_of[i]].last

    def raw(self, i: int) -> str:
        """Return a word as written, without marks."""
        written = self.words[i].span.of(self.text)
        if len(written) == len(self.words[i].key):
            return written
        return "".join(c for c in written if not unicodedata.combining(c))

    def _gaps(self) -> list[str]:
        gaps, before = [], 0
        for word in self.words:
            gaps.append(self.text[before : word.span.start])
            before = word.span.stop
        return gaps

    def _sentences(self) -> list[int]:
        found = [0] * len(self.words)
        for number, sentence in enumerate(self.document.sentences):
            for i in range(sentence.first, sentence.last):
                found[i] = number
        return found

    def _timed(self) -> list[bool]:
        timed = [False] * len(self.words)
        self.times: dict[int, tuple[TimeExpression, ...]] = {}
        for sentence in self.document.sentences:
            found = self.document.pack.times(self.text, sentence.span)
            self.times[sentence.span.start] = found
            for time in found:
                i = self._starts.get(time.span.start)
                while i is not None and i < len(self.words) and self.words[i].span.start < time.span.stop:
                    timed[i] = True
                    i += 1
        return timed

    def _hits(self, i: int) -> dict[str, Hit]:
        found: dict[str, Hit] = {}
        plain: set[str] = set()
        for split in self.lexicon.splits(self.keys[i]):
            # A word known as it stands is not taken apart: "promise" is no "and" with a count.
            if split.joined and plain:
                continue
            for entry in self.lexicon.possible(split, self.keys[i + 1] if i + 1 < self._count else ""):
                known = found.get(entry.table)
                # Only a longer entry takes another's place.
                if known is None or i + len(entry.words) > known.stop:
                    stop = self._matches(entry, i, split)
                    if stop:
                        found[entry.table] = Hit(entry, i, stop, split)
            if not split.joined:
                plain.update(found)
        return found

    def article(self, i: int) -> bool:
        """Tell whether word *i* is an article that stands apart from its noun."""
        return 0 <= i < len(self.keys) and self.keys[i] in self.articles

    def with_article(self, i: int) -> int:
        """Return the word at which the noun phrase at word *i* begins: the article of its own before it, or *i*."""
        word = self.hit(i - 1, "function_words")
        return i - 1 if self.article(i - 1) or (word is not None and word.entry.column(1) == "art") else i

    def conjunction(self, i: int) -> bool:
        """Tell whether word *i* is a conjunction that stands apart ("and")."""
        return 0 <= i < len(self.keys) and self.keys[i] in self._conjunctions

    def proper(self, i: int) -> bool:
        """Tell whether word *i* is written as a name can be."""
        return not self._capitals or self.document.pack.letters.proper(self.words[i].span.of(self.text))

    def _articled(self, i: int, hits: dict[str, Hit]) -> dict[str, Hit]:
        """Return what begins at word *i*, definite where an article of its own stands before it."""
        if not self.article(i - 1) or not self.joined_on(i):
            return hits
        return {table: replace(hit, split=replace(hit.split, definite=True)) for table, hit in hits.items()}

    def _unmarked(self) -> None:
        """Drop the verbs that have a preposition's letters where nothing makes verbs of them."""
        marks = [row[0] for row in self.document.pack.table("doubling_marks")]
        for i, hits in enumerate(self.hits):
            verb = hits.get("speech_verbs")
            if verb and verb.entry.form == "relative" and self._noun(hits, verb):
                del hits["speech_verbs"]
                continue
            if verb is None or verb.entry.form != "finite" or _MARKED not in verb.entry.column(5):
                continue
            if not any(mark in self.words[i].span.of(self.text) for mark in marks) and not self._opens_clause(i):
                del hits["speech_verbs"]

    def _uncapital(self) -> None:
        """Drop the verbs that are written as names: in "Omar Said said" the first is none."""
        for sentence in self.document.sentences:
            for i in range(sentence.first + 1, sentence.last) if not sentence.headline else ():
                if self.proper(i) and not self.marks[i]:
                    for table in VERB_TABLES:
                        self.hits[i].pop(table, None)

    def _noun(self, hits: dict[str, Hit], verb: Hit) -> bool:
        """Tell whether the tables know as a noun what only looks like a verb with its object."""
        noun = hits.get("common_nouns")
        return noun is not None and noun.split == verb.split

    def _opens_clause(self, i: int) -> bool:
        """Tell whether a clause opens soon after word *i*, with nobody joined by a conjunction before it."""
        for j in range(i + 1, min(self.last_word(i), i + _CLAUSE_WITHIN)):
            if "complementizers" in self.hits[j]:
                return self.gaps[i].strip() != "" or i == 0
            if any(s.joined and not s.preposition and s.definite for s in self.lexicon.splits(self.keys[j])):
                return False
        return False

    def _another_word(self, entry: Entry, split: Split) -> bool:
        """Tell whether a name the authority holds without the article is another word with it."""
        return split.definite and entry.sense != "adjective" and len(entry.words) == 1

    def _matches(self, entry: Entry, i: int, split: Split) -> int:
        stop = i + len(entry.words)
        if stop > len(self.words):
            return 0
        if entry.written and (split.definite or not self.raw(i).lower().endswith(entry.written.split()[0])):
            # A particle takes no article.
            return 0
        if entry.sense == "adjective" and split.definite is False and split.joined and len(split.stem) < 4:
            return 0
        if entry.known is not None and (not self.proper(i) or self._another_word(entry, split)):
            return 0
        for offset in range(1, len(entry.words)):
            key = self.keys[i + offset]
            agrees = split.definite and key in self.lexicon.with_article(entry.words[offset])
            if (key != entry.words[offset] and not agrees) or self.gaps[i + offset].strip(" \u00a0-"):
                return 0
        return stop


def scan_of(document: Document, authority: Authority) -> Scan:
    """Return *document* as a reader sees it who knows *authority*."""
    known = _LATEST[0] if _LATEST else None
    if known is None or known[0] is not document or known[1] != authority.revision:
        known = (document, authority.revision, Scan(document, lexicon_of(document.pack, authority)))
        _LATEST[:] = [known]
    return known[2]


# The document scanned last: finders and rules, which know nothing of each other, look at the same scan.
_LATEST: list[tuple[Document, str, Scan]] = []
