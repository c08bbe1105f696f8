"""The choice between a store that a server holds, here or elsewhere, and one that is open here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.wiring.session import Session
    from kg.wiring.settings import Settings


def open_session(settings: Settings, *, create: bool = False, own_gate: bool = False) -> Session:
    """Return a session with the store: through the server that holds it, else in this process.

    With *own_gate* the caller chose whether shapes must hold, which a server does not let others choose: UsageError.
    """
    from kg.access import door

    place = settings.location / door.NAME
    if door.answers(place):
        if own_gate:
            raise UsageError("the server that holds this store has its gate already", hint="give --gate to kg serve")
        from kg.wiring.remote import RemoteSession

        return RemoteSession.at_door(place, settings.deadline if "deadline" in settings.model_fields_set else None)
    from kg.wiring.local import LocalSession

    return LocalSession(settings, create=create)


def open_address(address: str, *, token: str | None = None, deadline: float | None = None) -> Session:
    """Return a session with the server at a web address; nothing is asked of it yet. Raises UsageError."""
    from kg.wiring.remote import RemoteSession

    return RemoteSession.at_address(address, token, deadline)
