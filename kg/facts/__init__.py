"""What an article says.

In: Document, Actor
Out: Reading (Position, Meeting, Statement, Agreement), Craft, Rule, JSON values of the exchange form
Touches: kg.authority kg.document kg.errors kg.lang kg.mentions kg.plugins kg.text
"""

from kg.facts.assembling import actors_of, assembled
from kg.facts.exchange import to_exchange
from kg.facts.model import (
    Agreement,
    Evidence,
    Fact,
    Medium,
    Meeting,
    MeetingKind,
    Mode,
    Position,
    QuoteMode,
    Reading,
    Statement,
    Status,
    When,
)
from kg.facts.reading import BUILT_IN, Craft, Rule, gathered, read
from kg.facts.rulebook import RULES

__all__ = [
    "BUILT_IN",
    "RULES",
    "Agreement",
    "Craft",
    "Evidence",
    "Fact",
    "Medium",
    "Meeting",
    "MeetingKind",
    "Mode",
    "Position",
    "QuoteMode",
    "Reading",
    "Rule",
    "Statement",
    "Status",
    "When",
    "actors_of",
    "assembled",
    "gathered",
    "read",
    "to_exchange",
]
