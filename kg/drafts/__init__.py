"""An article as its editor sees it, before and after it is published.

In: Article, Toolkit, Decision
Out: JSON values of a draft, completed decisions, gold
Touches: kg.article kg.authority kg.decisions kg.errors kg.facts kg.lang kg.mentions kg.pipeline kg.review kg.text
    kg.validation rapidfuzz
"""

from kg.drafts.candidates import candidates_of, labels_of
from kg.drafts.desk import Beside, complete, draft, gold, sitting
from kg.drafts.telling import told

__all__ = ["Beside", "candidates_of", "complete", "draft", "gold", "labels_of", "sitting", "told"]
