"""In whose name the work at hand is done, and for which request: said at the door, known to all that it starts."""

from __future__ import annotations

from contextvars import ContextVar

_author: ContextVar[str] = ContextVar("author", default="the server")
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
