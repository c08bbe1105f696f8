"""What an article says.

In: Document, Actor
Out: Reading (Position, Meeting, Statement, Agreement), JSON values of the exchange form
Touches: kg.authority kg.document kg.lang kg.mentions kg.text
"""

from kg.facts.exchange import to_exchange
from kg.facts.model import (
    Agreement,
    Evidence,
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
from kg.facts.reading import read

__all__ = [
    "Agreement",
    "Evidence",
    "Medium",
    "Meeting",
    "MeetingKind",
    "Mode",
    "Position",
    "QuoteMode",
    "Reading",
    "Statement",
    "Status",
    "When",
    "read",
    "to_exchange",
]
