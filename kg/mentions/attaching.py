"""Finders: those that are built in and those that others attach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.authority import Authority
from kg.document import Document
from kg.errors import BrokenPlugin
from kg.mentions.find import find_mentions
from kg.mentions.model import Mention
from kg.mentions.rulebook import RULES
from kg.plugins import Family, Plugin, attached

Finder = Callable[..., Iterable[Mention]]
"""Reads (document); a parameter `authority` is given the authority."""

finder = Family(find_mentions, RULES)
BUILT_IN: Plugin[Finder] = attached("names", finder, "isnad")


def all_mentions(document: Document, authority: Authority, finders: tuple[Plugin[Finder], ...]) -> tuple[Mention, ...]:
    """Return the mentions of all finders, in the order of the text; where two overlap, the earlier finder's counts."""
    found: list[Mention] = []
    for number, plugin in enumerate(finders):
        with plugin.blamed():
            new = list(plugin.given(authority=authority).call(document))
        if number:
            taken = [mention.extent for mention in found]
            new = [m for m in new if not any(m.extent.overlaps(extent) for extent in taken)]
        found += [_owned(plugin, document, mention) for mention in new]
    return tuple(sorted(found, key=lambda m: (m.extent.start, -m.extent.stop, m.rule)))


def _owned(plugin: Plugin[Finder], document: Document, mention: Mention) -> Mention:
    """Return a mention under its finder's id, if it lies in the text; raises BrokenPlugin."""
    if not len(mention.span) or mention.extent.stop > len(document.text):
        raise BrokenPlugin(
            f"the plug-in {plugin.name!r} of {plugin.origin} found a mention at"
            f" [{mention.span.start}, {mention.span.stop}), where the text has no words"
        )
    rule = plugin.id_of(mention.rule)
    return mention if rule == mention.rule else replace(mention, rule=rule)
