"""What a language pack knows of the layout of news: built once, asked line by line."""

from __future__ import annotations

import re

from kg.document.endings import Endings
from kg.document.lines import trimmed
from kg.document.model import Word
from kg.document.outlets import Outlets
from kg.document.phrases import LONGEST_LINE, Match, compiled, keys_of
from kg.document.words import words_in
from kg.lang import LanguagePack
from kg.text import Span

PROSE = "prose"
# Kinds that only a short line without a full stop can have, since prose begins with the same words.
_SHORT = {
    "byline": 8,
    "hand": 5,
    "writer": 4,
    "related": 10,
    "invitation": 16,
    "resume": 6,
    "masthead": 16,
    "photo": 25,
    "stamp": 14,
    "section": 4,
    "button": 8,
    "source": 14,
    "follow": 14,
    "tags": 40,
    "end": 40,
}
# In news, a sixth of the words or more hold the others together; a list of words has none.
_FUNCTION_SHARE = 0.05
_FEWEST_WORDS = 15
# "1173 views 0", and what a page's template left unfilled.
_COUNTER = r"\d[\d.,]*\s*[^\W\d]{2,12}(?:\s+\d+)?|.*\{\{.*"
_SUM = r"[^.]{1,40}[=\uff1d]\s*\??"
_MENU = re.compile(r"\s*[|\u00bb\u203a>/\u2022\u00b7]\s*")
_PATH = re.compile(r"\s*[\u00bb\u203a>]\s*")
# Several things on one line of a page, with a bar, a dot or a wide gap between them.
_PARTS = re.compile(r"\s*[|\u2022\u00b7]\s*|\s{3,}|\t")
# Which of them tells what the line is, the first that is there.
_TELLING = ("end", "rights", "source", "follow", "tags", "teaser", "related", "stamp", "byline", "button", "photo")
_LAST_BRACKET = re.compile(r"\(([^()]{1,60})\)\s*$")
_DATELINE_WORDS = 8
# A whole line in brackets tells who wrote, edited or translated.
_BRACKETED = re.compile(r"\([^()]*\)")
_BRACKETED_WORDS = 14
# Kinds of lines that a page's foot begins with.
_FOOT_KINDS = frozenset({"end", "rights", "related", "tags", "teaser", "follow", "invitation", "button"})
# What a colon stands between is told, not signed.
_TOLD = re.compile(r"[:\uff1a]")
_RIGHTS = re.compile(r"\S\s+\u00a9|\s/\s*[\w. ]*[A-Za-z]\s*$")
# Kinds whose lines may end with a full stop.
_ANYHOW = frozenset({"end"})
# A full stop after so few words ends no sentence.
_LABEL = 2
_FEWEST_PARTS = 2
_SECTION_LENGTH = 30
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Guide:
    """The line patterns, outlets and openers of one language pack."""

    def __init__(self, pack: LanguagePack) -> None:
        self.pack = pack
        self.outlets = Outlets(pack)
        self.endings = Endings(pack.marks)
        self._own = re.compile(f"[{pack.letters.script}]") if pack.letters.script else None
        commas, stretch = re.escape(pack.marks.of("comma")), re.escape(pack.marks.of("stretch"))
        link = rf"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[#@][\w_]+[\s|{commas}]*)+"
        self._mark = re.compile(rf"[\W\d_{stretch}]*|{link}|{_SUM}|{_COUNTER}", re.IGNORECASE)
        self._patterns = compiled(pack.table("boilerplate"), pack)
        labels = sorted({row[1].split(" :")[0] for row in pack.table("boilerplate") if row[0] == "source"})
        self.label = re.compile(f"(?<!\\w)(?:{'|'.join(map(re.escape, labels))})\\s*[:\uff1a]" if labels else "(?!)")
        self.heads = _heads(pack)
        self._closings = tuple(keys_of(row[0], pack) for row in pack.table("closings"))
        self._links = tuple(keys_of(row[0], pack) for row in pack.table("paragraph_links"))
        self._lexical_waw = frozenset(pack.letters.key(row[0]) for row in pack.table("lexical_waw"))
        self._relays = frozenset(keys_of(row[0], pack) for row in pack.table("relay_cues"))
        self.agency_heads = frozenset(pack.letters.key(w) for w, part in pack.table("agency_words") if part == "head")
        self.agency_objects = frozenset(
            pack.letters.key(w) for w, part in pack.table("agency_words") if part == "object"
        )
        self.media_heads = frozenset(pack.letters.key(row[0]) for row in pack.table("media_heads"))
        self._articles = tuple(pack.letters.key(row[0]) for row in pack.table("articles"))
        self._waw = frozenset(pack.letters.key(row[0]) for row in pack.table("conjunctions"))
        holds = [pack.letters.key(row[0]) for row in pack.table("function_words")]
        self._function_words = frozenset(joined + word for joined in ("", *self._waw) for word in holds)
        short = [pack.letters.key(row[0]) for row in pack.table("abbreviations")]
        self.short = frozenset(joined + word for joined in ("", *self._waw) for word in short)

    def kind_of(self, text: str, line: Span) -> Match:
        """Return what a line is: a kind of boilerplate or "prose"."""
        written = text[line.start : line.stop]
        if len(written) > LONGEST_LINE:
            return Match(PROSE, ())
        if self._mark.fullmatch(written):
            return Match("mark", ())
        match = self._patterns.match(text, line)
        if match and self._fits(written, match.kind):
            return match
        if self.stopped(written):
            return Match(PROSE, ())
        return self._furniture(text, line) or Match(PROSE, ())

    def _furniture(self, text: str, line: Span) -> Match | None:
        """Return what a line is that no pattern fits and that does not end like a sentence, or None."""
        written = text[line.start : line.stop]
        signed = self._signed(text, line)
        if signed:
            return signed
        if self._is_menu(written):
            return Match("section", ())
        if self._is_foreign(written):
            return Match("mark", ())
        return self._several(text, line) or self._dated(text, line)

    def _several(self, text: str, line: Span) -> Match | None:
        """Return what a line of several parts is when each is furniture, or is as short as a section's name."""
        ends = [*(m.span() for m in _PARTS.finditer(text, line.start, line.stop)), (line.stop, line.stop)]
        starts = [line.start, *(stop for _, stop in ends)]
        parts = [Span(a, b) for a, (b, _) in zip(starts, ends, strict=False) if a < b]
        if len(parts) < _FEWEST_PARTS:
            return None
        found = [self.kind_of(text, part) for part in parts]
        known = [match for match in found if match.kind != PROSE]
        if not known or any(m.kind == PROSE and len(p) > _SECTION_LENGTH for m, p in zip(found, parts, strict=True)):
            return None
        return min(known, key=lambda m: _TELLING.index(m.kind) if m.kind in _TELLING else len(_TELLING))

    def _is_foreign(self, written: str) -> bool:
        """Tell whether no letter of a line is of the language's own script: a label of the page's maker."""
        return self._own is not None and not self._own.search(written)

    def reads_as_prose(self, words: tuple[Word, ...]) -> bool:
        """Tell whether enough of the words are those that hold sentences together, as in a list they are not."""
        if not self._function_words or len(words) < _FEWEST_WORDS:
            return True
        held = sum(word.key in self._function_words for word in words)
        return held >= _FUNCTION_SHARE * len(words)

    def stopped(self, written: str) -> bool:
        """Tell whether a line ends like a sentence."""
        return bool(self.endings.last.search(written)) and not _LAST_BRACKET.search(written)

    def closes(self, opening: str) -> bool:
        """Tell whether a paragraph that begins with *opening* closes an article with its background."""
        return self._begins(opening, self._closings)

    def goes_on(self, opening: str) -> bool:
        """Tell whether a paragraph that begins with *opening* goes on with the story before it."""
        keys = keys_of(opening, self.pack).split()
        if not keys or self._begins(opening, self._links):
            return True
        first = keys[0]
        return any(first.startswith(c) and len(first) > len(c) + 1 for c in self._waw) and not self._is_one_word(first)

    def relays(self, key: str) -> bool:
        """Tell whether a word introduces whom the article has its news from."""
        return any(key.removeprefix(joined) in self._relays for joined in ("", *self._waw))

    def definite(self, key: str) -> bool:
        """Tell whether a word carries the article, as adjectives after a name do."""
        return key.startswith(self._articles) if self._articles else False

    def _is_one_word(self, key: str) -> bool:
        return key in self._lexical_waw

    def _begins(self, opening: str, phrases: tuple[str, ...]) -> bool:
        keys = keys_of(opening, self.pack) + " "
        return any(keys.startswith(f"{phrase} ") for phrase in phrases)

    def _fits(self, written: str, kind: str) -> bool:
        longest = _SHORT.get(kind)
        if kind == "hand" and not self.endings.handed.search(written) and len(written.split()) > _LABEL:
            return False
        words = len(written.split())
        return longest is None or (
            words <= longest and (kind in _ANYHOW or words <= _LABEL or not self.stopped(written))
        )

    def _is_menu(self, written: str) -> bool:
        entries = [entry for entry in _MENU.split(written) if entry.strip()]
        # The path to a page ends with its headline.
        path = [entry for entry in _PATH.split(written) if entry.strip()][:-1]
        few = entries if len(path) < _FEWEST_PARTS else path
        return len(entries) > 2 and all(len(entry.split()) <= 3 for entry in few)

    def _signed(self, text: str, line: Span) -> Match | None:
        """Return a line of signatures alone, or one that ends with them in brackets, as captions do."""
        found = self.outlets.signatures(text, line)
        if found and all(signature.kind for signature in found):
            return Match("signed", (line,))
        # "City - agency" or "City - agency - author" on a line of its own.
        known = [signature for signature in found if signature.kind]
        words = sum(any(char.isalnum() for char in part) for part in text[line.start : line.stop].split())
        parted = len(found) > 1 and (found[-1].kind or not _TOLD.search(text, line.start, line.stop))
        if words <= _DATELINE_WORDS and known and parted:
            return Match("signed", tuple(signature.span for signature in known))
        if words <= _BRACKETED_WORDS and _BRACKETED.fullmatch(text, line.start, line.stop):
            return Match("hand", ())
        return self._caption(text, line) if words <= _SHORT["photo"] else None

    def _caption(self, text: str, line: Span) -> Match | None:
        """Return a caption: it ends with the owner of its picture, or with a credit in brackets."""
        if _RIGHTS.search(text, line.start, line.stop):
            return Match("photo", ())
        bracket = _LAST_BRACKET.search(text[line.start : line.stop])
        if bracket is None or self.endings.inside.search(text[line.start : line.stop]):
            return None
        # After a full stop, the bracket signs the sentence before it, which is the article's.
        if self.endings.last.search(text[line.start : line.start + bracket.start()]):
            return None
        inner = Span(line.start + bracket.start(1), line.start + bracket.end(1))
        if self.outlets.signs(text, inner):
            return Match("signed", (inner,))
        pictured = self._patterns.match(text, inner)
        return Match("photo", ()) if pictured and pictured.kind == "photo" else None

    def _dated(self, text: str, line: Span) -> Match | None:
        """Return a line that little but a date stands on; what else stands there may sign it."""
        times = self.pack.times(text, line)
        if not any(_FULL_DATE.match(time.timex) or "T" in time.timex for time in times):
            return None
        rest, place = [], line.start
        for time in (*times, None):
            stop = time.span.start if time else line.stop
            gap = trimmed(text, Span(place, stop)) if stop > place else None
            rest += [gap] if gap else []
            place = time.span.stop if time else place
        other = sum(len(words_in(text, (gap,), self.pack.letters)) for gap in rest)
        return Match("dated", tuple(rest)) if other <= 6 else None


def _heads(pack: LanguagePack) -> re.Pattern[str]:
    """Return the expression of the two words or more that open a page's foot, over folded text."""
    rows = (row for row in pack.table("boilerplate") if row[0] in _FOOT_KINDS)
    phrases = (row[1].partition(" *")[0].removesuffix(" :") for row in rows if not row[1].startswith("*"))
    # A mark on the last letter is folded to a stretch.
    stretch = re.escape(pack.marks.of("stretch"))
    longest = sorted({pack.letters.fold(p) for p in phrases if " " in p}, key=lambda p: (-len(p), p))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?![^\W{stretch}])" if longest else "(?!)")


_BUILT: dict[int, Guide] = {}


def guide_to(pack: LanguagePack) -> Guide:
    """Return the guide of a pack, built once."""
    built = _BUILT.get(id(pack))
    # An id is given again once its pack is gone.
    if built is None or built.pack is not pack:
        built = _BUILT[id(pack)] = Guide(pack)
    return built
