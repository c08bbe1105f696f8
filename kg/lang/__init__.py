"""Language packs: everything the reader knows of one language, as data and small named functions.

In: a language code
Out: LanguagePack, Letters, TimeExpression
Touches: kg.text
"""

from kg.lang.model import LanguagePack, Letters, Row, TimeExpression

__all__ = ["LanguagePack", "Letters", "Row", "TimeExpression"]
