"""A text cut into headline, body, paragraphs, sentences, quotes and words.

In: Article, LanguagePack
Out: Document, Sentence, Quote, Word, segment
Touches: kg.article kg.errors kg.lang kg.text
"""

from kg.document.model import Document, Quote, Sentence, Word
from kg.document.segmenting import segment

__all__ = ["Document", "Quote", "Sentence", "Word", "segment"]
