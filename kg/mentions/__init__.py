"""Who appears in an article.

In: Document, Authority
Out: Mention, Actor
Touches: kg.text
"""

from kg.mentions.model import Actor, ActorType, Link, Mention

__all__ = ["Actor", "ActorType", "Link", "Mention"]
