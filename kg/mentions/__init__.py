"""Who appears in an article.

In: Document, Authority
Out: Mention, Actor, Scan
Touches: kg.authority kg.document kg.errors kg.lang kg.text
"""

from kg.mentions.find import find_mentions, mentions_in
from kg.mentions.lexicon import words_in
from kg.mentions.model import Actor, ActorType, Features, Link, Mention
from kg.mentions.resolve import resolve
from kg.mentions.scan import Hit, Scan, scan_of

__all__ = [
    "Actor",
    "ActorType",
    "Features",
    "Hit",
    "Link",
    "Mention",
    "Scan",
    "find_mentions",
    "mentions_in",
    "resolve",
    "scan_of",
    "words_in",
]
