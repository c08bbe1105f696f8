"""A reading as its editors left it.

In: Reading, Decision, Authority
Out: Decided, apply, completed, learned aliases, the exchange form with anchors, gold
Touches: kg.authority kg.decisions kg.document kg.errors kg.facts kg.lang kg.mentions kg.text
"""

from kg.review.aliases import Alias, Learned, Refusal, learned
from kg.review.applying import apply
from kg.review.completing import completed
from kg.review.decided import Decided, Rejected
from kg.review.fields import fact_to_change
from kg.review.gold import to_gold
from kg.review.roll import HUMAN, actor_to_ref

__all__ = [
    "HUMAN",
    "Alias",
    "Decided",
    "Learned",
    "Refusal",
    "Rejected",
    "actor_to_ref",
    "apply",
    "completed",
    "fact_to_change",
    "learned",
    "to_gold",
]
