"""The store that an assistant asks over standard input, chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.wiring.opening import open_address, open_session

if TYPE_CHECKING:
    from kg.assistant import SessionLibrary
    from kg.wiring.session import Session
    from kg.wiring.settings import Settings


def library_of(settings: Settings, address: str | None = None) -> SessionLibrary:
    """Return the store of a folder, or of the server at *address*, for an assistant; raises UsageError."""
    from kg.assistant import SessionLibrary

    def opener(seconds: float) -> Session:
        deadline = min(seconds, settings.deadline)
        if address is not None:
            return open_address(address, deadline=deadline)
        # What was not chosen stays so: a store knows its own base.
        return open_session(settings.model_copy(update={"deadline": deadline}))

    if address is not None:
        opener(1.0).__exit__(None, None, None)  # says at once what is no address
    return SessionLibrary(opener)
