"""All that editors see, behind one desk."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter

from kg.web.editing.actor_page import ActorPages
from kg.web.editing.desk import Desk
from kg.web.editing.fact_page import FactPages
from kg.web.editing.known import Known
from kg.web.editing.publish_page import PublishPages
from kg.web.editing.queue_page import QueuePages
from kg.web.editing.reception import Reception
from kg.web.editing.review_page import Bar, ReviewPages
from kg.web.editing.signing_in import SigningIn
from kg.web.settings import WebSettings
from kg.workers import Service


def editors_routes(service: Service, reception: Reception, settings: WebSettings) -> Iterator[APIRouter]:
    """Yield the routes of the editor's pages; those with a name of their own come before those that take any."""
    desk = Desk(reception, settings.base)
    bar = Bar(service, desk)
    rooms = (
        SigningIn(desk),
        QueuePages(service, desk, settings),
        PublishPages(bar),
        ReviewPages(bar),
        ActorPages(bar, Known(service, settings.base)),
        FactPages(bar),
    )
    for room in rooms:
        yield room.routes()
