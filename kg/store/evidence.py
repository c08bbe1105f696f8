"""Quotes held to the text they are from: what stands between the offsets is what was quoted."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Store

_OA = "http://www.w3.org/ns/oa#"
_SELECTOR, _START, _END, _EXACT = (NamedNode(_OA + name) for name in ("hasSelector", "start", "end", "exact"))


def misquotes(store: Store, graph: str, text: str) -> tuple[int, list[str]]:
    """Return how many quotes an article's graph holds, and what is wrong with those that are not in its text so."""
    name = NamedNode(graph)
    selectors: dict[NamedNode | BlankNode, list[NamedNode | BlankNode]] = {}
    for quad in store.quads_for_pattern(None, _SELECTOR, None, name):
        if isinstance(quad.subject, NamedNode | BlankNode) and isinstance(quad.object, NamedNode | BlankNode):
            selectors.setdefault(quad.subject, []).append(quad.object)
    wrong = []
    for span in sorted(selectors, key=str):
        values = [
            {
                quad.object.value
                for node in selectors[span]
                for quad in store.quads_for_pattern(node, part, None, name)
                if isinstance(quad.object, Literal)
            }
            for part in (_START, _END, _EXACT)
        ]
        if message := _misquoted(values, text):
            wrong.append(f"{span}: {message}")
    return len(selectors), wrong


def _misquoted(values: list[set[str]], text: str) -> str | None:
    if [len(found) for found in values] != [1, 1, 1]:
        return "a quote has one start, one end and one text, and this has others"
    start, end, quote = (next(iter(found)) for found in values)
    try:
        first, last = int(start), int(end)
    except ValueError:
        return f"{start!r} and {end!r} are no offsets"
    if not 0 <= first < last <= len(text):
        return f"the offsets {first} to {last} lie outside the text"
    return None if text[first:last] == quote else f"the text from {first} to {last} is not what is quoted"
