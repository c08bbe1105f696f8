"""What a query asks of other servers, and the query with their answers in it (SPARQL 1.1 Federated Query).

A SERVICE pattern is evaluated there by itself and joined here (section 5.1), so that its solutions may stand in its
place as VALUES. Who fetches them, and from whom, is for others to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lark import Token, Tree
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import Denied, MalformedData
from kg.sparql.mending import edited, outermost, prologue_of, words
from kg.sparql.syntax import parse_query

Row = Mapping[str, Mapping[str, object]]
"""A solution as SPARQL 1.1 Query Results JSON has it: variable name -> {"type": …, "value": …}."""


@dataclass(frozen=True, slots=True)
class Remote:
    """One SERVICE pattern: where it stands (code points), whether it may fail, whom it asks, and what."""

    start: int
    stop: int
    silent: bool
    endpoint: str
    query: str


@dataclass(frozen=True, slots=True)
class Solved:
    """The solutions of a SERVICE pattern: its variables and rows."""

    variables: tuple[str, ...]
    rows: Sequence[Row]


def remotes(text: str, base: str | None = None) -> tuple[Remote, ...]:
    """Return the SERVICE patterns of a query that stand in no other one; none where it is no query we know.

    Raises Denied for one whose endpoint is a variable.
    """
    tree = parse_query(text)
    if tree is None:
        return ()
    prologue = prologue_of(text, tree)
    return tuple(_remote(text, part, prologue, base) for part in outermost(tree, "service"))


def _remote(text: str, part: Tree[Token], prologue: str, base: str | None) -> Remote:
    target, group = part.children[-2], part.children[-1]
    if isinstance(target, Token):
        raise Denied(
            f"SERVICE {target} asks servers that only the data names, and only listed ones are asked",
            known=True,
            hint="write the endpoint's IRI",
        )
    named = Store().query(f"{prologue} SELECT ?i {{ VALUES ?i {{ {words(text, target)} }} }}", base_iri=base)
    assert isinstance(named, QuerySolutions)
    endpoint = next(named)["i"]
    assert isinstance(endpoint, NamedNode)
    silent = any(isinstance(leaf, Token) and leaf.type == "SILENT" for leaf in part.children)
    query = f"{prologue}\nSELECT * WHERE {words(text, group)}"
    return Remote(part.meta.start_pos, part.meta.end_pos, silent, endpoint.value, query)


def answered(text: str, answers: Sequence[tuple[Remote, Solved | None]]) -> str:
    """Return the query with the answers in the places of their patterns; None, a failure let pass, is one empty row."""
    return edited(text, [(r.start, r.stop, "{ }" if solved is None else _values(solved)) for r, solved in answers])


def _values(solved: Solved) -> str:
    heads = " ".join(f"?{name}" for name in solved.variables)
    rows = (f"({' '.join(_term(row.get(name)) for name in solved.variables)})" for row in solved.rows)
    return f"{{ VALUES ({heads}) {{ {' '.join(rows)} }} }}"


def _term(value: Mapping[str, object] | None) -> str:
    """Return a term as VALUES has it; a blank node, which VALUES cannot hold, gets a name in place of its label."""
    if value is None:
        return "UNDEF"
    kind, said = value.get("type"), value.get("value")
    language, datatype = value.get("xml:lang"), value.get("datatype")
    if not isinstance(said, str):
        raise MalformedData("the other server's answer has a term that this one cannot take")
    try:
        if kind == "uri":
            return str(NamedNode(said))
        if kind == "bnode":
            return str(NamedNode(f"urn:x-isnad:blank:{said}"))
        if kind in ("literal", "typed-literal") and isinstance(language, str):
            return str(Literal(said, language=language))
        if kind in ("literal", "typed-literal"):
            return str(Literal(said, datatype=NamedNode(datatype) if isinstance(datatype, str) else None))
    except ValueError as error:
        raise MalformedData(f"the other server's answer has a term that is none: {error}") from None
    raise MalformedData("the other server's answer has a term that this one cannot take")
