"""What ends a sentence or parts a dateline in a language, as expressions built once from its marks."""

from __future__ import annotations

import re

from kg.lang import Marks

_ENDING = ("stop", "question", "exclamation", "ellipsis")
_CLOSING = ("closing", "quote", "single", "close_bracket")
# A quotation mark that only opens does not close the one after a full stop.
_ANY_QUOTE = ("closing", "quote")
_IN_DATELINE = ("dash", "colon", "comma", "opening", "closing", "quote")
# A comma parts a city from its country; it does not part a dateline from the sentence after it.
_WEAK = ("comma", "opening", "quote")


class Endings:
    """The expressions for the end of a sentence, a second one on a line, and marks that close after a full stop."""

    def __init__(self, marks: Marks) -> None:
        closing = f"{marks.any_of(*_CLOSING)}*"
        stop, ending = marks.any_of("stop"), marks.any_of(*_ENDING)
        self.stops = frozenset(marks.of(*_ENDING))
        self.asking = frozenset(marks.of("question", "exclamation"))
        self.full_stops = tuple(marks.of("stop"))
        # At the end of a line, and inside it.
        self.last = re.compile(rf"{ending}(?:{marks.any_of(*_CLOSING)}|\s)*$")
        self.inside = re.compile(rf"{marks.any_of(*_ENDING[:-1])}{closing}\s+\w{{2}}")
        # Two full stops are a headline's comma ("NAME.. what he said"); one ends a sentence.
        self.in_headline = re.compile(rf"(?<![.\d]){stop}{closing}\s+\w{{2}}")
        self.in_teaser = re.compile(rf"{stop}{closing}\s+\w{{3}}")
        # A full stop ends a sentence before a blank, and between two long words that nobody parted.
        self.sentence = re.compile(rf"{ending}+{closing}(?=\s|$)|(?<=[^\W\d_]{{3}}){stop}(?=[^\W\d_]{{3}})")
        # Where a sentence that is too long is parted, the strongest pause first.
        classes = (_ENDING, ("semicolon",), ("comma",))
        self.pauses = (*(re.compile(rf"{marks.any_of(*names)}{closing}\s+") for names in classes), re.compile(r"\s+"))
        self.wavering = re.compile(rf"(?:{stop}{{2,}}|{marks.any_of('ellipsis')}){closing}")
        stretch = re.escape(marks.of("stretch"))
        # A hyphen between digits belongs to a date; a full stop ends a dateline after a name, or before one in slashes.
        parting = re.escape(marks.of(*_IN_DATELINE).replace("-", "") + "/()")
        hyphen = r"(?<!\d)-|-(?!\d)"
        lone = rf"|\s{stretch}+\s" if stretch else ""
        self.dateline = re.compile(rf"[\s{stretch}]*(?:[{parting}]|{hyphen}|{stop}(?=\s))+[\s{stretch}-]*{lone}")
        self.links = frozenset("-" + marks.of("dash", "colon"))
        dashes, colon = re.escape(marks.of("dash")), marks.any_of("colon")
        # What hands a line over from a city or paper to somebody, and "City - paper", "paper/ author", "paper:".
        self.handed = re.compile(rf"[{dashes}{stretch}/|]|{colon}")
        self.parted = re.compile(rf"\s[{dashes}{stretch}|]|[{dashes}|]\s|/|{colon}\s*$")
        self.weak = frozenset(" (" + marks.of(*_WEAK))
        ended = marks.any_of(*_ENDING, *_ANY_QUOTE)
        self.before_label = re.compile(rf"{ended}\s*$")
        self.bracketed = re.compile(rf"(?<={ended})\s*\(([^()]{{2,60}})\)\s*\.?$")
