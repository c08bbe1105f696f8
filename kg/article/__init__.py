"""An article as it arrives.

In: bytes (text or HTML), Given
Out: Article
Touches: kg.errors
"""

from kg.article.model import Article, Given

__all__ = ["Article", "Given"]
