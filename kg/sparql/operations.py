"""An update request taken apart: its operations, in order, each with the prologue that holds for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from kg.errors import MalformedQuery
from kg.sparql.syntax import has, leaves
from kg.sparql.tokens import blocks, place_of

Reference = str | None
"""A graph as the request writes it, an IRI or a prefixed name; None is the default graph."""
Scope = Literal["graph", "default", "named", "all"]


@dataclass(frozen=True, slots=True)
class Data:
    """INSERT DATA or DELETE DATA: `block` is what the braces hold, braces included."""

    prologue: str
    insert: bool
    block: str


@dataclass(frozen=True, slots=True)
class Modify:
    """DELETE and INSERT with a WHERE; templates and pattern keep their braces, `using` is (named?, graph)."""

    prologue: str
    scope: Reference
    delete: str | None
    insert: str | None
    using: tuple[tuple[bool, str], ...]
    where: str


@dataclass(frozen=True, slots=True)
class Load:
    """LOAD, which would fetch a document."""

    prologue: str
    silent: bool
    into: Reference


@dataclass(frozen=True, slots=True)
class Empty:
    """CLEAR, or DROP when `gone`."""

    prologue: str
    silent: bool
    gone: bool
    scope: Scope
    graph: Reference


@dataclass(frozen=True, slots=True)
class Create:
    """CREATE GRAPH."""

    prologue: str
    silent: bool
    graph: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """ADD, MOVE or COPY from one graph to another."""

    prologue: str
    silent: bool
    kind: Literal["add", "move", "copy"]
    source: Reference
    target: Reference


Operation = Data | Modify | Load | Empty | Create | Transfer

_MARKS = {";": "SEMICOLON"}


class _Words(Lexer):
    """Feeds the grammar with the words and blocks of `kg.sparql.tokens`."""

    def __init__(self, conf: LexerConf) -> None:
        self._known = {terminal.name for terminal in conf.terminals}

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]
        for token in blocks(data):
            kind = token.kind.upper() if token.kind != "word" else token.text.upper()
            kind = _MARKS.get(token.text, kind)
            yield Token(kind, token.text, start_pos=token.start, end_pos=token.stop)


@functools.cache
def _grammar() -> Lark:
    source = Path(__file__).with_name("update.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=_Words, maybe_placeholders=False)


@dataclass(frozen=True, slots=True)
class Request:
    """An update request: its operations, and where its first prologue ends.

    `plain` is the request with its later prologues blanked out, `later` what they declared: the engine's parser takes
    a prologue at the beginning only.
    """

    operations: tuple[Operation, ...]
    opening: int
    plain: str
    later: str


def take_apart(text: str) -> Request:
    """Return the operations of an update request; raises MalformedQuery for what is no sequence of operations."""
    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        offset = token.start_pos if isinstance(token, Token) and token.start_pos is not None else len(text)
        place = place_of(text, offset)
        raise MalformedQuery(
            f"line {place.line}, column {place.column}: no operation of SPARQL Update reads like this", place=place
        ) from None
    found: list[Operation] = []
    prologues: list[Tree[Token]] = []
    for part in tree.children:
        if isinstance(part, Tree) and part.data == "prologue":
            prologues.append(part)
        elif isinstance(part, Tree):
            found.append(_READERS[str(part.data)]("".join(map(_declarations, prologues)), part))
    return _request(text, tuple(found), prologues)


def _request(text: str, found: tuple[Operation, ...], prologues: list[Tree[Token]]) -> Request:
    plain = text
    for prologue in prologues[1:]:
        if words := leaves(prologue):
            start, stop = words[0].start_pos or 0, words[-1].end_pos or 0
            plain = plain[:start] + re.sub(r"[^\r\n]", " ", plain[start:stop]) + plain[stop:]
    opening = max((word.end_pos or 0 for word in leaves(prologues[0])), default=0)
    return Request(found, opening, plain, "".join(map(_declarations, prologues[1:])).replace("\n", " "))


def _declarations(prologue: Tree[Token]) -> str:
    """Return a prologue's declarations, one a line."""
    return "".join(_words(part) + "\n" for part in prologue.children if isinstance(part, Tree))


def _words(tree: Tree[Token]) -> str:
    return " ".join(map(str, leaves(tree)))


def _block(tree: Tree[Token]) -> str:
    return str([leaf for leaf in leaves(tree) if leaf.type == "BLOCK"][-1])


def _iris(tree: Tree[Token]) -> list[str]:
    return [str(iri.children[0]) for iri in tree.find_data("iri")]


def _data(prologue: str, tree: Tree[Token]) -> Data:
    return Data(prologue, tree.data == "insert_data", _block(tree))


def _delete_where(prologue: str, tree: Tree[Token]) -> Modify:
    return Modify(prologue, None, _block(tree), None, (), _block(tree))


def _modify(prologue: str, tree: Tree[Token]) -> Modify:
    parts: dict[str, list[Tree[Token]]] = {}
    for child in tree.children:
        if isinstance(child, Tree):
            parts.setdefault(str(child.data), []).append(child)
    scope = _iris(parts["with"][0])[0] if "with" in parts else None
    delete = _block(parts["delete"][0]) if "delete" in parts else None
    insert = _block(parts["insert"][0]) if "insert" in parts else None
    using = tuple((has(part, "NAMED"), _iris(part)[0]) for part in parts.get("using", []))
    return Modify(prologue, scope, delete, insert, using, _block(tree))


def _load(prologue: str, tree: Tree[Token]) -> Load:
    into = _iris(tree)[1] if has(tree, "INTO") else None
    return Load(prologue, has(tree, "SILENT"), into)


def _empty(prologue: str, tree: Tree[Token]) -> Empty:
    target = next(tree.find_data("target"))
    scope: Scope = "graph"
    for word in ("DEFAULT", "NAMED", "ALL"):
        if has(target, word):
            scope = word.lower()  # type: ignore[assignment]
    graph = _iris(target)[0] if scope == "graph" else None
    return Empty(prologue, has(tree, "SILENT"), tree.data == "drop", scope, graph)


def _create(prologue: str, tree: Tree[Token]) -> Create:
    return Create(prologue, has(tree, "SILENT"), _iris(tree)[0])


def _transfer(prologue: str, tree: Tree[Token]) -> Transfer:
    ends = [part for part in next(tree.find_data("ends")).children if isinstance(part, Tree)]
    source, target = (None if has(end, "DEFAULT") else _iris(end)[0] for end in ends)
    kind: Literal["add", "move", "copy"] = str(tree.data)  # type: ignore[assignment]
    return Transfer(prologue, has(tree, "SILENT"), kind, source, target)


_READERS: dict[str, Callable[[str, Tree[Token]], Operation]] = {
    "insert_data": _data,
    "delete_data": _data,
    "delete_where": _delete_where,
    "modify": _modify,
    "load": _load,
    "clear": _empty,
    "drop": _empty,
    "create": _create,
    "add": _transfer,
    "move": _transfer,
    "copy": _transfer,
}
