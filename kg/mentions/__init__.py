"""Who appears in an article.

In: Document, Authority
Out: Mention, Actor, Scan, Finder
Touches: kg.authority kg.document kg.errors kg.lang kg.plugins kg.text
"""

from kg.mentions.attaching import BUILT_IN, Finder, all_mentions
from kg.mentions.find import find_mentions, mentions_in
from kg.mentions.lexicon import words_in
from kg.mentions.model import Actor, ActorType, Features, Link, Mention
from kg.mentions.resolve import resolve
from kg.mentions.rulebook import RULES
from kg.mentions.scan import Hit, Scan, scan_of

__all__ = [
    "BUILT_IN",
    "RULES",
    "Actor",
    "ActorType",
    "Features",
    "Finder",
    "Hit",
    "Link",
    "Mention",
    "Scan",
    "all_mentions",
    "find_mentions",
    "mentions_in",
    "resolve",
    "scan_of",
    "words_in",
]
