"""In whose name the work at hand is done, for which request, and on what condition: said at the door, known to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_author: ContextVar[str] = ContextVar("author", default="the server")
_held: ContextVar[int | None] = ContextVar("held", default=None)
_request: ContextVar[str] = ContextVar("request", default="")


def act_as(author: str) -> None:
    """Let the audit log name *author* for what this task, and those it starts, will change."""
    _author.set(author)


def author() -> str:
    """Return the name that stands in the audit log for what this task changes."""
    return _author.get()


def work_for(request: str) -> None:
    """Let the logs, and the list of what runs, name *request* for what this task, and those it starts, will do."""
    _request.set(request)


def request_id() -> str:
    """Return the id of the request that this task works for; "" for none."""
    return _request.get()


@contextmanager
def held_to(revision: int) -> Iterator[None]:
    """Let what is changed within rest on *revision*: where the store has moved on, `Moved` is raised instead."""
    token = _held.set(revision)
    try:
        yield
    finally:
        _held.reset(token)


def must_rest_on() -> int | None:
    """Return the revision that a change of this task must rest on; None for any."""
    return _held.get()


class Moved(Exception):
    """The store has moved on from the revision that a change had to rest on; nothing was changed."""
