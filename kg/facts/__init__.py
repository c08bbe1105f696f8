"""What an article says.

In: Document, Actor
Out: Reading (Position, Meeting, Statement, Agreement)
Touches: kg.document kg.mentions kg.text
"""

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
]
