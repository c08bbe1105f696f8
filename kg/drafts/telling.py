"""A draft as JSON values: the exchange form, and beside each fact all that one needs to decide about it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kg.decisions import Anchor, Decision, Standing, decision_to_json, undone_of
from kg.drafts.candidates import candidates_of, labels_of
from kg.errors import NotFound
from kg.facts import Fact, actors_of, to_exchange
from kg.mentions import Actor
from kg.pipeline import Read, Toolkit
from kg.review import fact_to_change
from kg.review.decided import Decided, facts_of, kind_of, place_of
from kg.text import Span

Json = dict[str, Any]
_PLURALS = {"statement": "statements", "meeting": "meetings", "position": "positions", "agreement": "agreements"}
_NAMED = re.compile(r"(?P<kind>[a-z-]+?)-(?P<start>\d+)-(?P<stop>\d+)(?:-\d+-\d+)*\Z")
_INSIDE = {"participation": "meeting", "attribution-speaker": "statement", "attribution-relayer": "statement"}


def told(read: Read, toolkit: Toolkit, decisions: Sequence[Decision], report: Mapping[str, Any]) -> Json:
    """Return the draft; *report* is the gate's on the graph of what was decided."""
    decided, article = read.decided, read.decided.reading.document.article
    facts = _facts(decided)
    given = asdict(article.given)
    document = decided.reading.document
    return {
        "key": toolkit.names.key(article),
        "article": toolkit.names.article(article).value,
        "text": article.text,
        "text_hash": article.text_hash,
        "language": article.language,
        "direction": document.pack.direction,
        "given": given | {"published": article.given.published.isoformat() if article.given.published else None},
        "headline": article.headline,
        "title": _pair(document.title),
        "body": _pair(document.body),
        "sentences": [_pair(sentence.span) for sentence in document.sentences],
        "publisher": document.publisher,
        "sources": [span.of(article.text) for span in document.sources],
        "actors": _actors(decided, toolkit),
        "facts": facts,
        "rejected": [_rejected(one) for one in decided.rejected],
        "conforms": report["conforms"],
        "findings": [_finding(finding, decided) for finding in report["findings"]],
        "decisions": _decisions(decided, decisions),
        "seen": max((one.number for one in decisions), default=0),
        "counts": _counts(facts, decided),
    }


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.stop]


def anchor_to_json(anchor: Anchor) -> Json:
    """Return an anchor as a request names it."""
    who = {"who": json.loads(anchor.who)} if anchor.who else {}
    return {"kind": anchor.kind, "span": _pair(anchor.span)} | who


def _standing(standing: Standing) -> Json:
    return {
        "anchor": anchor_to_json(standing.anchor),
        "state": standing.state,
        "decisions": list(standing.decisions),
    }


def _facts(decided: Decided) -> Json:
    reading = decided.reading
    whole, actors = to_exchange(reading), {actor.id: actor for actor in decided.cast}
    found: Json = {name: [] for name in _PLURALS.values()}
    for id_, fact in facts_of(reading):
        name = _PLURALS[kind_of(fact)]
        form = whole[name][len(found[name])]
        change = fact_to_change(fact, actors, reading)
        found[name].append(
            form | {"id": id_, **_standing(decided.states[id_]), **_proofs(fact, decided), "change": change}
        )
    return found


def _proofs(fact: Fact, decided: Decided) -> Json:
    place = place_of(fact)
    sentences = (s.span for s in decided.reading.document.sentences if s.span.overlaps(place))
    guesses = [one.confidence for one in fact.evidence if one.confidence is not None]
    spans = dict.fromkeys((one.span.start, one.span.stop) for one in fact.evidence if not one.part)
    return {
        "evidence": [list(span) for span in spans],
        "sentence": _pair(next(sentences, None)),
        "confidence": max(guesses) if guesses else None,
    }


def _actors(decided: Decided, toolkit: Toolkit) -> list[Json]:
    acting = {id_ for _, fact in facts_of(decided.reading) for id_ in actors_of(fact)}
    return [
        _actor(actor, decided.states[actor.id], toolkit, decided) | {"acting": actor.id in acting}
        for actor in decided.cast
    ]


def _actor(actor: Actor, standing: Standing, toolkit: Toolkit, decided: Decided) -> Json:
    pack = decided.reading.document.pack
    return {
        "id": actor.id,
        "type": actor.type,
        "names": list(actor.names),
        "mentions": [_pair(span) for span in sorted({mention.span for mention in actor.mentions})],
        "resolved": actor.resolved,
        "on_behalf_of": actor.on_behalf_of,
        "wikidata": actor.link.wikidata if actor.link else None,
        "link": _link(actor, toolkit),
        "candidates": candidates_of(actor, toolkit.authority, pack),
        **_standing(standing),
    }


def _link(actor: Actor, toolkit: Toolkit) -> Json | None:
    if actor.link is None:
        return None
    try:
        labels = labels_of(toolkit.authority.row(actor.link.key))
    except NotFound:
        labels = {}
    return asdict(actor.link) | {"labels": labels}


def _rejected(one: Any) -> Json:
    return {
        "anchor": anchor_to_json(one.anchor),
        "kind": one.anchor.kind,
        "change": dict(one.fields),
        "decisions": list(one.decisions),
    }


def _decisions(decided: Decided, decisions: Sequence[Decision]) -> list[Json]:
    force = {one.number for one in decided.force}
    stale = {one.number for one in decided.stale}
    undone = undone_of(decisions)
    return [
        decision_to_json(one)
        | {"in_force": one.number in force, "undone": one.number in undone, "stale": one.number in stale}
        for one in sorted(decisions, key=lambda one: one.number)
    ]


def _finding(finding: Mapping[str, Any], decided: Decided) -> Json:
    """Return a finding with the fact it is on, where its focus node is one, or a part of one."""
    named = _NAMED.search(str(finding["focus"]).rpartition("/")[2])
    fact = anchor = None
    if named:
        kind = _INSIDE.get(named["kind"], named["kind"])
        span = Span(int(named["start"]), int(named["stop"]))
        fact = _fact_at(kind, span, decided)
        anchor = anchor_to_json(decided.states[fact].anchor) if fact else None
    return dict(finding) | {"fact": fact, "anchor": anchor}


def _fact_at(kind: str, span: Span, decided: Decided) -> str | None:
    if kind in ("actor", "link") or kind.startswith("actor-"):
        named = (a for a in decided.cast if any(mention.span == span for mention in a.mentions))
        return next((actor.id for actor in named), None)
    facts = list(facts_of(decided.reading))
    exact = (id_ for id_, fact in facts if kind_of(fact) == kind and place_of(fact) == span)
    inside = (id_ for id_, fact in facts if any(one.span.overlaps(span) for one in fact.evidence))
    return next(exact, next(inside, None))


def _counts(facts: Json, decided: Decided) -> Json:
    states = [one["state"] for name in _PLURALS.values() for one in facts[name]]
    guesses = [one["confidence"] for name in _PLURALS.values() for one in facts[name] if one["confidence"] is not None]
    return {
        "facts": len(states),
        "undecided": states.count("machine"),
        "decided": len(states) - states.count("machine") + len(decided.rejected),
        "lowest_confidence": min(guesses) if guesses else None,
        "done": any(one.action == "done" for one in decided.force),
    }
