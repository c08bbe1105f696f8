"""What the reading workers do, as values that another process can be told of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.wiring.judging import AS_IT_IS, Judging
from kg.wiring.stores import now
from kg.wiring.toolkit import Asked, toolkit_for

if TYPE_CHECKING:
    from kg.article import Given
    from kg.decisions import Decision
    from kg.pipeline import Prepared, Toolkit
    from kg.workers import Trades

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads and checks one article, under the base of a store; `asked` are the extractors beside the rules."""

    base: str
    gate: bool
    asked: Asked | None = None
    judging: Judging = AS_IT_IS

    def __call__(self, raw: bytes, given: Given) -> Prepared:
        """Return the article read and checked."""
        from kg.pipeline import prepare

        return prepare(raw, given, _toolkit(self.base, self.gate, self.asked, self.judging), now())

    def warm_up(self) -> None:
        """Load what reading needs, before the workers fork."""
        _toolkit(self.base, self.gate, self.asked, self.judging)


@dataclass(frozen=True, slots=True)
class Desk:
    """Does what editors ask of a text, under the base of a store."""

    base: str
    gate: bool
    asked: Asked | None = None
    judging: Judging = AS_IT_IS

    def open(self, raw: bytes, given: Given) -> Json:
        """Return key, article, text, text_hash and beside of a document; raises InputError."""
        from kg.article import read_article
        from kg.pipeline import beside_of, decided

        toolkit, article = self._toolkit({}), read_article(raw, given)
        beside = beside_of(article, decided(article, toolkit))
        named = {"key": toolkit.names.key(article), "article": toolkit.names.article(article).value}
        return named | {"text": article.text, "text_hash": article.text_hash, "beside": asdict(beside)}

    def prepare(self, text: str, told: str, beside: Json) -> Prepared:
        """Return the article read as its editors left it, and checked."""
        from kg.article import article_of
        from kg.pipeline import prepare_article

        return prepare_article(article_of(text, told), self._toolkit(beside), now(), _decisions(beside))

    def draft(self, text: str, told: str, beside: Json) -> Json:
        """Return all that an editor sees of a text."""
        from kg.article import article_of
        from kg.drafts import draft

        return draft(article_of(text, told), self._toolkit(beside), _decisions(beside))

    def complete(self, text: str, told: str, beside: Json, wanted: Json) -> Json:
        """Return a decision made whole; raises UsageError."""
        from kg.article import article_of
        from kg.decisions import decision_from_json, decision_to_json
        from kg.drafts import complete

        toolkit, decision = self._toolkit(beside), decision_from_json(wanted)
        return decision_to_json(complete(article_of(text, told), toolkit, _decisions(beside), decision))

    def gold(self, text: str, told: str, beside: Json, name: str) -> Json:
        """Return the gold of a text as its editors left it."""
        from kg.article import article_of
        from kg.drafts import gold

        return gold(article_of(text, told), self._toolkit(beside), _decisions(beside), name)

    def learn(self, decisions: list[Json]) -> Json:
        """Return the "aliases" that decisions on actors teach, and those "refused"."""
        from kg.decisions import decision_from_json
        from kg.review import learned

        toolkit = self._toolkit({})
        aliases, refused = learned(toolkit.authority, map(decision_from_json, decisions), toolkit.pack_for)
        return {"aliases": [asdict(one) for one in aliases], "refused": [asdict(one) for one in refused]}

    def _toolkit(self, beside: Json) -> Toolkit:
        from kg.drafts import sitting
        from kg.review import Alias

        aliases = [Alias(**one) for one in beside.get("aliases", ())]
        return sitting(_toolkit(self.base, self.gate, self.asked, self.judging), aliases)


def _decisions(beside: Json) -> list[Decision]:
    from kg.decisions import decision_from_json

    return [decision_from_json(one) for one in beside.get("decisions", ())]


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks one graph against the shapes."""

    base: str
    judging: Judging = AS_IT_IS

    def __call__(self, name: str | None, triples: bytes, text: str | None) -> dict[str, object]:
        """Return the report as JSON values."""
        from kg.triples import Graph, read_rdf
        from kg.validation import check, to_json

        toolkit = _toolkit(self.base, True, None, self.judging)
        graph = Graph(name or "", tuple(quad.triple for quad in read_rdf(triples, "ntriples")))
        return to_json(check(graph, text, toolkit.shared, toolkit.shapes, toolkit.validator))


def compare(shapes: bytes, triples: bytes, form: str) -> bytes:
    """Return the validation report on *triples* against *shapes*, both as N-Triples, in the format named."""
    from pyoxigraph import serialize

    from kg.sparql import GRAPHS, KNOWN_PREFIXES, RDF, TRIG, TURTLE, format_named
    from kg.triples import read_rdf
    from kg.validation import check_against

    asked, data = ((quad.triple for quad in read_rdf(graph, "ntriples")) for graph in (shapes, triples))
    chosen = format_named(form, GRAPHS)
    prefixes = KNOWN_PREFIXES if chosen in (TURTLE, TRIG) else None
    return serialize(check_against(asked, data), format=RDF[chosen], prefixes=prefixes) or b""


@cache
def _toolkit(base: str, gate: bool, asked: Asked | None, judging: Judging) -> Toolkit:
    return toolkit_for(base, gate=gate, asked=asked, judging=judging)


def trades_of(base: str, *, gate: bool, asked: Asked | None = None, judging: Judging | None = None) -> Trades:
    """Return what the reading workers of a store do; without a gate, any RDF may be written."""
    from kg.workers import Trades

    judging = judging or AS_IT_IS
    checking = Checking(base, judging)
    reading = Reading(base, gate, asked, judging)
    waits = asked[1].seconds if asked else 0.0
    desk = Desk(base, gate, asked, judging)
    return Trades(reading, checking if gate else None, checking, reading.warm_up, compare, waits, desk)
