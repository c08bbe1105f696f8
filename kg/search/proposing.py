"""What is asked for in the engine's own terms: it proposes, and grading decides."""

from __future__ import annotations

from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from kg.search.asking import Sought, Strictness, Term
from kg.search.folding import Folding
from kg.search.grading import SHORTEST_LIKE


@dataclass(frozen=True, slots=True)
class Proposing:
    """Makes queries on an index of this schema."""

    schema: tantivy.Schema
    folding: Folding

    def query(self, sought: Sought, terms: tuple[Term, ...], stage: Strictness) -> Query:
        """Return the query that proposes literals for *terms*, some or all of which must match."""
        parts: list[tuple[Occur, Query]] = []
        asked = [term for term in terms if not term.without]
        heavy = [term for term in asked if not all(map(self.folding.light, term.keys))] or asked
        for term in asked:
            needed = term in heavy and stage != "some"
            parts.append((Occur.Must if needed else Occur.Should, self._term(term, like=stage != "all")))
        if stage == "some":
            some = Query.boolean_query([(Occur.Should, self._term(term, like=True)) for term in heavy])
            parts.append((Occur.Must, some))
        parts += [(Occur.MustNot, self._term(term, like=False)) for term in terms if term.without]
        for name, values in (("kind", sought.kinds), ("property", sought.properties), ("lang", sought.languages)):
            if values:
                allowed = Query.term_set_query(self.schema, name, [_written(value) for value in values])
                parts.append((Occur.Must, Query.const_score_query(allowed, 0.0)))
        if sought.resource is not None:
            parts.append((Occur.Must, Query.const_score_query(self._is("resource", _written(sought.resource)), 0.0)))
        return Query.boolean_query(parts)

    def _is(self, name: str, value: str) -> Query:
        return Query.term_query(self.schema, name, value)

    def _term(self, term: Term, *, like: bool) -> Query:
        if term.phrase:
            return Query.phrase_query(self.schema, "words", list(term.keys))
        key, folding = term.keys[0], self.folding
        ways = [Query.boost_query(self._is("words", key), 4.0)]
        stem, *without = folding.stems(key)
        ways.append(Query.boost_query(self._is("stems", stem), 2.0))
        ways += [self._is("stems", one) for one in without]
        if term.beginning:
            ways.append(Query.fuzzy_term_query(self.schema, "words", key, distance=0, prefix=True))
        if (like or term.like) and len(key) >= SHORTEST_LIKE:
            near = Query.fuzzy_term_query(self.schema, "stems", stem, distance=1)
            ways.append(Query.boost_query(near, 0.5))
        return Query.disjunction_max_query(ways)


def _written(value: str) -> str:
    """Return *value* as it can be written in UTF-8: what cannot be is in no text, and found nowhere."""
    return value.encode("utf-8", "replace").decode("utf-8")
