"""The pages that things of one kind have: each its questions, its template, and what the template is told."""

from kg.web.faces.actor import ActorFace
from kg.web.faces.agreement import AgreementFace
from kg.web.faces.article import ArticleFace
from kg.web.faces.face import ALL, Face, Faces
from kg.web.faces.forum import ForumFace
from kg.web.faces.meeting import MeetingFace
from kg.web.faces.office import OfficeFace
from kg.web.faces.small import SMALL
from kg.web.faces.statement import StatementFace
from kg.web.faces.topic import PLACE, TOPIC

__all__ = ["ALL", "FACES", "Face", "Faces"]

_EVENTS = (StatementFace(), MeetingFace(), AgreementFace())
FACES = Faces((ArticleFace(), *_EVENTS, ForumFace(), OfficeFace(), *SMALL, ActorFace(), TOPIC, PLACE))
"""The faces there are. What a thing is first decides: an article before an actor, a forum before an actor."""
