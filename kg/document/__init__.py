"""A text cut into headline, body, paragraphs, sentences, quotes and words.

In: Article, LanguagePack
Out: Document, Sentence, Quote, Word
Touches: kg.article kg.lang kg.text
"""

from kg.document.model import Document, Quote, Sentence, Word

__all__ = ["Document", "Quote", "Sentence", "Word"]
