"""What extractors add to what the rules have read: the rules' facts stay, and no fact is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.errors import BrokenPlugin
from kg.extractors.locating import Dropped
from kg.extractors.model import Gleaned, Proposals, Ready
from kg.extractors.placing import Placing
from kg.facts import Agreement, Fact, Meeting, Position, Reading, Statement, assembled
from kg.mentions import Actor
from kg.plugins import Blame
from kg.text import Span

# Two contents that share this part of the shorter one are one utterance.
_SAME = 0.5
# More than this many items of one article is no reading of it.
_MOST = 500


def glean(
    reading: Reading, actors: tuple[Actor, ...], extractors: Iterable[Ready]
) -> tuple[Reading, tuple[Gleaned, ...]]:
    """Return *reading* with what each extractor adds, and the counts; *actors* are all of the article."""
    counts = []
    for extractor in extractors:
        with Blame(extractor.rule, extractor.origin):
            proposals = extractor.call(reading)
        if not isinstance(proposals, Proposals):
            raise BrokenPlugin(f"the plug-in {extractor.rule!r} of {extractor.origin} gave no Proposals")
        placing = Placing(reading, actors, extractor.rule)
        new, counted = _new(reading, placing, proposals, extractor.rule)
        actors = (*actors, *placing.new.values())
        if new:
            reading = assembled(reading.document, actors, [*_facts(reading), *new])
        counts.append(counted)
    return reading, tuple(counts)


def _new(reading: Reading, placing: Placing, proposals: Proposals, rule: str) -> tuple[list[Fact], Gleaned]:
    new: list[Fact] = []
    dropped: Counter[str] = Counter(malformed=proposals.malformed, beyond=max(0, len(proposals.items) - _MOST))
    known = 0
    for number, proposal in enumerate(proposals.items[:_MOST], 1):
        try:
            fact = placing.fact(proposal, number)
        except Dropped as reason:
            dropped[str(reason)] += 1
            continue
        if any(_one(fact, other) for other in (*_facts(reading), *new)):
            known += 1
        else:
            new.append(fact)
    why = {reason: n for reason, n in sorted(dropped.items()) if n}
    proposed = len(proposals.items) + proposals.malformed
    return new, Gleaned(rule, proposed, len(new), known, why, placing.parts, proposals.trouble)


def _facts(reading: Reading) -> tuple[Fact, ...]:
    return (*reading.positions, *reading.meetings, *reading.statements, *reading.agreements)


def _one(fact: Fact, other: Fact) -> bool:
    """Tell whether two facts are one read twice."""
    match fact, other:
        case Statement(), Statement():
            return _overlap(fact.content, other.content) >= _SAME
        case Agreement(), Agreement():
            return _overlap(fact.content, other.content) >= _SAME
        case Position(), Position():
            return fact.title.overlaps(other.title)
        case Meeting(), Meeting():
            return fact.cue.overlaps(other.cue) or _one_event(fact, other)
    return False


def _one_event(meeting: Meeting, other: Meeting) -> bool:
    """Tell whether two meetings have the same kind and two parties or more in common."""
    shared = set(meeting.participants) & set(other.participants)
    return meeting.kind == other.kind and meeting.status == other.status and len(shared) > 1


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    return shared / min(len(one), len(other)) if shared > 0 else 0.0
