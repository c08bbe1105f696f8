"""Meetings."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.model import Meeting
from kg.facts.parties import Parties
from kg.mentions import Scan


def meetings(scan: Scan, cast: Cast, parties: Parties) -> tuple[Meeting, ...]:
    """Return the events at which parties met, or will."""
    return ()
