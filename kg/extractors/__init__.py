"""What others than rules read in an article: proposals that quote it, held against the text before they count.

In: Reading, Options
Out: Reading, Gleaned, Ready, Proposals
Touches: kg.document kg.errors kg.facts kg.lang kg.mentions kg.plugins kg.text httpx
"""

from kg.extractors.merging import glean
from kg.extractors.model import (
    Extractor,
    Gleaned,
    Maker,
    Named,
    Options,
    Proposal,
    Proposals,
    ProposedAgreement,
    ProposedMeeting,
    ProposedPosition,
    ProposedStatement,
    Quote,
    Ready,
)

__all__ = [
    "Extractor",
    "Gleaned",
    "Maker",
    "Named",
    "Options",
    "Proposal",
    "Proposals",
    "ProposedAgreement",
    "ProposedMeeting",
    "ProposedPosition",
    "ProposedStatement",
    "Quote",
    "Ready",
    "glean",
]
