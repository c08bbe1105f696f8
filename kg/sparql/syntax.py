"""A query as a tree, each part with the place of its words: what is checked and mended before the engine reads it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from kg.sparql.tokens import Token as Word
from kg.sparql.tokens import tokens

_MARKS = {
    "(": "LPAR", ")": "RPAR", "{": "LBRACE", "}": "RBRACE", "[": "LSQUARE", "]": "RSQUARE", ".": "DOT", ",": "COMMA",
    ";": "SEMICOLON", "*": "STAR", "+": "PLUS", "-": "MINUS_SIGN", "/": "SLASH", "|": "BAR", "^": "CARET",
    "?": "QUESTION", "!": "BANG", "~": "TILDE", "=": "EQUALS", "<": "LESS", ">": "GREATER",
    "!=": "UNEQUAL", "<=": "AT_MOST", ">=": "AT_LEAST", "&&": "AND", "||": "OR", "^^": "TYPE", "{|": "LNOTE",
    "|}": "RNOTE", "<<": "LTRIPLE", ">>": "RTRIPLE",
}  # fmt: skip
_KEYWORDS = frozenset(
    """
    BASE PREFIX VERSION SELECT CONSTRUCT DESCRIBE ASK DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER ASC
    DESC LIMIT OFFSET VALUES UNDEF OPTIONAL MINUS GRAPH SERVICE SILENT FILTER BIND UNION NOT IN EXISTS SEPARATOR
    TRUE FALSE
    """.split()  # noqa: SIM905 - a list of forty quoted words is harder to compare with the grammar's
)
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


class _Words(Lexer):
    """Feeds the grammar with the words of `kg.sparql.tokens`, marks of two characters put together."""

    def __init__(self, conf: LexerConf) -> None:
        """Take what every lexer of the library is given; the words are the same for all."""

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]
        held: Word | None = None
        for word in tokens(data):
            if held is not None:
                if word.kind == "other" and held.stop == word.start and held.text + word.text in _MARKS:
                    yield _token(_MARKS[held.text + word.text], data[held.start : word.stop], held.start)
                    held = None
                    continue
                yield _token(_MARKS.get(held.text, "UNKNOWN"), held.text, held.start)
                held = None
            if word.kind == "other":
                held = word
            else:
                yield _token(self._kind(word), word.text, word.start)
        if held is not None:
            yield _token(_MARKS.get(held.text, "UNKNOWN"), held.text, held.start)

    def _kind(self, word: Word) -> str:
        if word.kind != "word":
            return word.kind.upper()
        if word.text == "a":
            return "A"
        upper = word.text.upper()
        if upper in _AGGREGATES:
            return "AGGREGATE"
        return upper if upper in _KEYWORDS else "FUNCTION"


def _token(kind: str, text: str, start: int) -> Token:
    return Token(kind, text, start_pos=start, end_pos=start + len(text))


@functools.cache
def _grammar() -> Lark:
    source = Path(__file__).with_name("query.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=_Words, maybe_placeholders=False, propagate_positions=True)


def leaves(tree: Tree[Token]) -> list[Token]:
    """Return the words of a tree, in order."""
    return [leaf for leaf in tree.scan_values(lambda _: True) if isinstance(leaf, Token)]


def has(tree: Tree[Token], kind: str) -> bool:
    """Tell whether a word of *kind* stands in a tree."""
    return any(leaf.type == kind for leaf in leaves(tree))


def parse_query(text: str) -> Tree[Token] | None:
    """Return the tree of a query; None for what the grammar does not know, which is for the engine to judge."""
    try:
        return _grammar().parse(text)
    except UnexpectedInput:
        return None
