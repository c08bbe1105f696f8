"""In whose name the work at hand is done: said once at the door, and known to all that the request starts."""

from __future__ import annotations

from contextvars import ContextVar

_author: ContextVar[str] = ContextVar("author", default="the server")


def act_as(author: str) -> None:
    """Let the audit log name *author* for what this task, and those it starts, will change."""
    _author.set(author)


def author() -> str:
    """Return the name that stands in the audit log for what this task changes."""
    return _author.get()
