"""Whether a query's answer is the same, byte for byte, whenever it is asked of the same data."""

from __future__ import annotations

import re
from typing import Final

from lark import Token, Tree

from kg.sparql.syntax import leaves, parse_query
from kg.sparql.tokens import blocks, keywords

# SPARQL 1.1: 17.4.5.1 (now), 17.4.4.5 (rand), 17.4.2.9 to 17.4.2.12 (bnode, uuid); SERVICE answers for another server.
_CHANGING: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_SUSPECT: Final = _CHANGING | {"SERVICE", "CONSTRUCT"}
_BLANK: Final = ("blank", "blank_properties", "collection", "reified", "reifier", "annotation")
"""What makes a node anew for each solution when it stands in a template (16.2.1)."""
_MARKS: Final = re.compile(r"_:|<<|\{\||[\[(~\\]")
"""What each of those is written with, be it escaped: for a template without such a mark nothing is parsed."""


def is_steady(text: str) -> bool:
    """Tell whether the answer of a query depends on nothing but the data.

    What the grammar does not know, but has a word in it that may change from one time to the next, is taken to change.
    """
    suspects = keywords(text) & _SUSPECT
    if not suspects or (suspects == {"CONSTRUCT"} and not _MARKS.search(_template(text))):
        return True
    tree = parse_query(text)
    return tree is not None and not any(map(_changes, tree.iter_subtrees()))


def _template(text: str) -> str:
    """Return the first group behind CONSTRUCT, which is the template or stands for one; the whole text for none."""
    rest = iter(blocks(text))
    if not any(word.kind == "word" and word.text.upper() == "CONSTRUCT" for word in rest):
        return text
    return next((word.text for word in rest if word.kind == "block"), text)


def _changes(tree: Tree[Token]) -> bool:
    match tree.data:
        case "service":
            return True
        case "built_in":
            return str(leaves(tree)[0]).upper() in _CHANGING
        case "construct":
            # Without a template of its own, the pattern is the template.
            template = next(c for c in tree.children if isinstance(c, Tree) and c.data in ("group", "where"))
            return any(next(template.find_data(kind), None) is not None for kind in _BLANK)
    return False
