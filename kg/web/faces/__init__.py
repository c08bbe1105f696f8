"""The pages that things of one kind have: each its questions, its template, and what the template is told."""

from kg.web.faces.article import ArticleFace
from kg.web.faces.face import ALL, Face, Faces
from kg.web.faces.meeting import MeetingFace
from kg.web.faces.statement import StatementFace

__all__ = ["ALL", "FACES", "Face", "Faces"]

FACES = Faces((ArticleFace(), StatementFace(), MeetingFace()))
"""The faces there are. What a thing is first decides: an article before an actor, a forum before an actor."""
