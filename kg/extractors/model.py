"""What an extractor proposes: facts whose every part quotes the article, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.facts import Medium, MeetingKind, Mode, QuoteMode, Reading, Status
from kg.mentions import ActorType


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the article, letter for letter; where they occur more than once, which time (from 1), or in what words.

    `context` is a longer quote around them that occurs once.
    """

    text: str
    occurrence: int | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, by words of the article that name them."""

    quote: Quote
    type: ActorType


@dataclass(frozen=True, slots=True)
class ProposedStatement:
    """Something said: its words, who said it, who relays it."""

    content: Quote
    speakers: tuple[Named, ...]
    cue: Quote | None = None
    mode: QuoteMode = "indirect"
    medium: Medium | None = None
    via: tuple[Named, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ProposedMeeting:
    """A meeting: the words that tell of it, who took part, and what the article says of it."""

    cue: Quote
    participants: tuple[Named, ...]
    kind: MeetingKind = "meeting"
    status: Status = "held"
    forum: Named | None = None
    mode: Mode | None = None
    time: Quote | None = None
    place: Quote | None = None
    topics: tuple[Quote, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ProposedPosition:
    """An office that the article calls somebody by."""

    title: Quote
    holder: Named
    of: Named | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ProposedAgreement:
    """What parties agreed on."""

    content: Quote
    parties: tuple[Named, ...]
    confidence: float | None = None


Proposal = ProposedStatement | ProposedMeeting | ProposedPosition | ProposedAgreement


@dataclass(frozen=True, slots=True)
class Proposals:
    """What an extractor makes of an article.

    `malformed` counts items it could not read itself; `trouble` says in one phrase why there is nothing at all.
    """

    items: tuple[Proposal, ...] = ()
    malformed: int = 0
    trouble: str = ""


Extractor = Callable[[Reading], Proposals]
"""Proposes facts for what the rules have read so far."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a deployment tells its extractors: where a model answers, its name and key, and what it may cost.

    `seconds` caps all attempts on one article together, `size` the bytes of an answer; `cache` is a folder.
    """

    url: str = ""
    name: str = ""
    key: str = field(default="", repr=False)
    seconds: float = 60.0
    size: int = 1 << 20
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """An extractor made ready by its options: the id its facts carry, the version of how it reads, what it looks for.

    `origin` is the distribution it comes from.
    """

    rule: str
    version: str
    call: Extractor
    meaning: str = ""
    origin: str = "this program"


Maker = Callable[[Options], "Ready | Extractor"]
"""What an entry point of `kg.extractors` is: makes an extractor ready; raises UsageError."""


@dataclass(frozen=True, slots=True)
class Gleaned:
    """What became of one extractor's proposals: all of `proposed` are added, known already, or dropped for a reason.

    `parts` counts what was dropped of facts that were kept: a place or a date that the article does not have.
    """

    rule: str
    proposed: int = 0
    added: int = 0
    known: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    parts: int = 0
    trouble: str = ""
