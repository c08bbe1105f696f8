"""Statements credited by a phrase: "according to X", before or after the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.document import Sentence
from kg.facts.sites import Desk, Said
from kg.mentions import Hit
from kg.text import Span

# A phrase, the actors it credits, and the word after it.
Credit = tuple[Hit, tuple[str, ...], int]

# How many words after "according to" may stand before the source's name.
_FARTHEST = 12
# The words of a source that no finder knows are at most so many.
_UNKNOWN = 6
# Who published a statement is named within so many words before what it says.
_PUBLISHED = 30
# A source's name in quotation marks has fewer words than this.
_NAME = 5
# Marks that close a quotation or a bracket before the mark that ends the clause.
_CLOSING = frozenset({"quote", "closing", "single", "close_bracket"})
_ENDS = ("comma", "stop", "semicolon")


def credited(desk: Desk, sentence: Sentence, said: list[Said]) -> Iterator[Said]:
    """Yield the sentence's statements again with their relayer, and the clauses that only a source is given for."""
    result = list(said)
    for hit, ids, stop in phrases(desk, sentence):
        position = desk.scan.words[hit.first].span.start
        covering = [n for n, s in enumerate(result) if s.content.start < position and s.content.stop <= position]
        if hit.first <= sentence.first + 1 and ids:
            made = _passed_on(desk, sentence, (hit, ids, stop), result)
            if not made:
                _hand_on(result, position, ids + _relayed(desk, sentence, stop)[0])
            result += made
        elif ids and (within := _interrupted(result, position)):
            _pass_on(result, within, hit, ids)
        elif covering and ids:
            _credit(desk, result, covering, ids)
        elif ids and not any(s.cue and s.cue.start < position < s.content.start for s in result):
            result += _trailing(desk, sentence, (hit, ids, stop))
    yield from (_published(desk, sentence, one) for one in result)


def _published(desk: Desk, sentence: Sentence, said: Said) -> Said:
    """Return the statement with the agency that published what holds it ("in a statement that X carried")."""
    scan = desk.scan
    if said.via or said.cue is None or said.rule.startswith("credited"):
        return said
    stop = scan.word_at(said.content.start)
    cue = scan.word_at(said.cue.start)
    if stop is None or cue is None:
        return said
    for i in range(max(sentence.first + 1, stop - _PUBLISHED), stop):
        verb = scan.hit(i, "passing_on")
        if verb is None or verb.split.joined or desk.quoted[i]:
            continue
        ids, after = desk.parties.at(verb.stop, sentence.last)
        body = ids and all(desk.cast.actor(actor).type == "Organization" for actor in ids)
        near = after <= stop and not any(scan.hit(k, "speech_verbs") and k != cue for k in range(after, cue))
        if body and near and ids != said.speakers and _of_medium(desk, i):
            return replace(said, via=ids)
    return said


def _of_medium(desk: Desk, i: int) -> bool:
    """Tell whether the verb at word *i* follows a statement, a speech or the like, or "which" after one."""
    scan = desk.scan
    back = i - 1 - any(scan.hit(i - 1, table) for table in ("relatives", "trailers"))
    return any(scan.hit(k, "media") is not None for k in (back, back - 1) if k >= 0)


def _interrupted(result: list[Said], position: int) -> list[int]:
    """Return the statement whose verb and content a phrase parts, and those that go on with its speaker."""
    first = next((n for n, s in enumerate(result) if s.cue and s.cue.start < position < s.content.start), None)
    if first is None:
        return []
    return [first, *(n for n in range(first + 1, len(result)) if result[n].speakers == result[first].speakers)]


def _pass_on(result: list[Said], within: list[int], hit: Hit, ids: tuple[str, ...]) -> None:
    """Note who is quoted from whom: "quoting X" and "by X's mouth" name the speaker, "according to X" a relayer."""
    for n in within:
        said = result[n]
        if said.speakers == ids or said.via:
            continue
        role = hit.entry.column(2)
        passed_on = said.speakers if role == "quoting" else ()
        result[n] = replace(said, speakers=ids, via=passed_on) if role else replace(said, via=ids)


def _hand_on(result: list[Said], position: int, ids: tuple[str, ...]) -> None:
    """Note who passes on what the first speaker after "according to X" says, and what he goes on with."""
    after = [n for n, said in enumerate(result) if said.cue and said.cue.start > position]
    for n in after:
        if result[n].speakers != result[after[0]].speakers or result[n].via or result[n].speakers == ids:
            break
        result[n] = replace(result[n], via=ids)


def phrases(desk: Desk, sentence: Sentence) -> list[Credit]:
    """Return a sentence's "according to" phrases with their source and the word after it.

    "According to the law" names no source and is left out; one that points back to the speaker has no ids.
    """
    found = []
    last = -1
    for i in range(sentence.first, sentence.last):
        hit = desk.scan.hit(i, "attributions")
        if hit is None or desk.quoted[i] or i < last or hit.split.preposition:
            continue
        own = hit.entry.column(1) == "own"
        ids, stop = ((), hit.stop) if own else _source(desk, hit.stop, sentence.last)
        if hit.entry.column(2) == "also" and not _closed(desk, sentence, hit, stop):
            continue
        beside = desk.cast.starting(hit.stop) or desk.scan.hit(hit.stop, "media")
        if hit.entry.column(2) == "quoting" and (not ids or not beside):
            unknown = _unknown_source(desk, hit.stop, sentence.last)
            ids, stop = unknown if unknown[0] else (ids, stop)
        own = own or (not ids and hit.entry.column(2) == "whole")
        if own or ids or desk.scan.hit(hit.stop, "media"):
            found.append((hit, ids, stop))
            last = stop
    return found


def _closed(desk: Desk, sentence: Sentence, phrase: Hit, stop: int) -> bool:
    """Tell whether nothing follows "as X said" in its clause, which else says something more: "X also said that"."""
    if phrase.first == sentence.first or not desk.scan.gaps[phrase.first].strip():
        return False
    return stop >= sentence.last or next((m for m in desk.scan.marks[stop] if m not in _CLOSING), "") in _ENDS


def _source(desk: Desk, i: int, limit: int) -> tuple[tuple[str, ...], int]:
    """Return the source named after the phrase, past "what was reported by" and "a statement issued by"."""
    if desk.scan.hit(i, "no_sources"):
        return (), i
    for j in range(i, min(limit, i + _FARTHEST)):
        if j > i and (desk.scan.mark(j) in _ENDS or desk.scan.hit(j, "complementizers")):
            break
        ids, stop = desk.parties.at(j, limit)
        if not ids and j == i:
            ids, stop = _quoted_source(desk, j, limit)
        if ids:
            return _known(desk, i, ids), stop + (desk.scan.hit(stop, "selves") is not None)
    paper = desk.scan.hit(i, "documents")
    if paper and not paper.definite:
        return (desk.cast.add(desk.scan.bare_span(i, paper.stop, paper.split.joined)),), paper.stop
    told = desk.scan.hit(i, "media")
    return (desk.history.issuer(), told.stop) if told and told.definite else ((), i)


def _known(desk: Desk, i: int, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the source, whom "the source" points back to found; one whose statement it is issues "the statement"."""
    actor = desk.cast.actor(ids[0])
    source = actor.mentions[0].features
    if not actor.resolved and source.kind == "origin" and source.definite:
        return desk.history.unnamed() or desk.history.latest() or ids
    if desk.scan.hit(i, "media"):
        desk.history.issued(ids)
    return ids


def _unknown_source(desk: Desk, i: int, limit: int) -> tuple[tuple[str, ...], int]:
    """Return the source that words no finder knows name after "quoting", up to the clause or the comma."""
    ends = (j for j in range(i + 1, min(limit, i + _FARTHEST)) if _ends(desk, j))
    stop = next(ends, i)
    if stop == i or stop - i > _UNKNOWN:
        return (), i
    return (desk.cast.add(desk.scan.span(i, stop)),), stop


def _ends(desk: Desk, j: int) -> bool:
    return desk.scan.mark(j) in _ENDS or desk.scan.hit(j, "complementizers") is not None


def _quoted_source(desk: Desk, i: int, limit: int) -> tuple[tuple[str, ...], int]:
    """Return the source of which only a name in quotation marks is given."""
    j = i
    while j < limit and j - i < _NAME and desk.quoted[j]:
        j += 1
    if j == i or (j < limit and desk.quoted[j]):
        return (), i
    return (desk.cast.add(desk.scan.span(i, j)),), j


def _credit(desk: Desk, result: list[Said], covering: list[int], ids: tuple[str, ...]) -> None:
    """Note the source as relayer; a participle that goes on without its own speech verb is the source's own."""
    last = result[covering[-1]]
    if last.speakers == ids:
        return
    if len(covering) == 1 and last.rule.startswith("speech-participle"):
        result[covering[-1]] = replace(last, speakers=ids)
        return
    for n in reversed(covering):
        # What a participle goes on with was passed on together with what came before it.
        if not result[n].via and result[n].speakers == last.speakers:
            result[n] = replace(result[n], via=ids)
        if not result[n].rule.startswith("speech-participle"):
            break


def _trailing(desk: Desk, sentence: Sentence, phrase: Credit) -> list[Said]:
    """Return the clause before the phrase as its source's statement."""
    hit, ids, stop = phrase
    scan = desk.scan
    first = sentence.first
    start = scan.bare_span(first, first + 1, _conjunction(desk, first)).start
    if hit.first <= first:
        return []
    content = desk.clauses.trimmed(start, scan.words[hit.first - 1].span.stop)
    if len(content.of(scan.text).split()) < 3:
        return []
    return [
        _made(
            desk,
            sentence,
            (content, ids, _cue(desk, hit, stop)),
            "credited-after",
        )
    ]


def _cue(desk: Desk, hit: Hit, stop: int) -> Span:
    """Return the words that credit the source: the phrase and a verb of saying right after it."""
    end = hit.stop
    while end < stop and desk.scan.hit(end, "speech_verbs") and desk.cast.starting(end) is None:
        end += 1
    return desk.scan.span(hit.first, end)


def _conjunction(desk: Desk, i: int) -> str:
    """Return the conjunction joined to a sentence's first word."""
    splits = desk.scan.lexicon.splits(desk.scan.keys[i])
    if any(not hit.split.joined for hit in desk.scan.hits[i].values()):
        return ""
    return next((s.joined for s in splits if s.joined and not s.preposition and len(s.stem) > 2), "")


def _leading(desk: Desk, sentence: Sentence, phrase: Credit, said: list[Said]) -> list[Said]:
    """Return the clause after "according to X," as its source's statement, unless somebody is quoted in it."""
    hit, ids, stop = phrase
    scan = desk.scan
    stop = _clause(desk, stop, sentence.last)
    if stop >= sentence.last or any(s.content.start >= scan.words[stop].span.start for s in said):
        return []
    end = desk.clauses.end(stop, sentence.last, [])
    if scan.hit(stop, "complementizers") and stop + 1 < end:
        stop += 1
    joined = _conjunction(desk, stop)
    start = scan.bare_span(stop, stop + 1, joined).start
    content = desk.clauses.trimmed(start, scan.words[end - 1].span.stop)
    return [_made(desk, sentence, (content, ids, scan.span(hit.first, hit.stop)), "credited-before")]


def _clause(desk: Desk, stop: int, limit: int) -> int:
    """Return the complementizer that a comma parts from more words on the source ("according to the MP X, that")."""
    for k in range(stop, min(limit, stop + _FARTHEST)):
        if desk.scan.hit(k, "speech_verbs") or (k > stop and desk.scan.mark(k) in _ENDS):
            return k if desk.scan.mark(k) == "comma" and desk.scan.hit(k, "complementizers") else stop
    return stop


def _passed_on(desk: Desk, sentence: Sentence, phrase: Credit, said: list[Said]) -> list[Said]:
    """Return the clause after the phrase, given to the source that its relayer names ("as reported by X from Y,")."""
    hit, ids, stop = phrase
    spoke, after = _relayed(desk, sentence, stop)
    made = _leading(desk, sentence, (hit, spoke or ids, after if spoke else stop), said)
    return [replace(one, via=ids) for one in made] if spoke else made


def _relayed(desk: Desk, sentence: Sentence, stop: int) -> tuple[tuple[str, ...], int]:
    """Return whom a relayer names at word *stop* as its own source ("from Y"), and the word after him."""
    sources = desk.scan.lexicon.words("relay_sources")
    relays = stop < sentence.last and desk.scan.raw(stop) in sources
    return desk.parties.at(stop + 1, sentence.last) if relays else ((), stop)


def _made(desk: Desk, sentence: Sentence, found: tuple[Span, tuple[str, ...], Span], rule: str) -> Said:
    content, ids, cue = found
    desk.history.spoke(sentence.first, ids)
    medium = desk.medium(Span(cue.start, min(sentence.span.stop, cue.stop + 60)))
    return Said(ids, cue, content, desk.clauses.mode(content), rule, sentence.span, medium)
