"""Who is asking, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from starlette.types import Scope as Connection

from kg.access import Scope
from kg.errors import Denied

LOCAL = "local"
"""The mark in a connection's state that it came over the socket beside the store, which only its owner can open."""


class Checker(Protocol):
    """What knows tokens."""

    def check(self, token: str) -> Scope | None:
        """Return the scope of a token, or None for an unknown one."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Lets those through who may; without tokens nobody may write but the store's owner."""

    tokens: Checker | None

    def require(self, connection: Connection, right: Scope) -> None:
        """Let a request pass that carries *right*; raises Denied."""
        if is_local(connection):
            return
        token = _bearer(connection)
        hint = f"kg token create --scope {right} prints one; send it as Authorization: Bearer TOKEN"
        if token is None:
            raise Denied("this needs a token", known=False, hint=hint)
        scope = self.tokens.check(token) if self.tokens else None
        if scope is None:
            raise Denied("the token is not known here", known=False, hint=hint)
        if not scope.allows(right):
            raise Denied(f"a token of scope {scope} may not {right}", known=True, hint=hint)


def is_local(connection: Connection) -> bool:
    """Tell whether a request came over the socket beside the store."""
    return connection.get("state", {}).get(LOCAL) is True


def client_of(connection: Connection) -> str:
    """Return the name a client is counted under."""
    if is_local(connection):
        return LOCAL
    client = connection.get("client")
    return client[0] if client else "unknown"


def _bearer(connection: Connection) -> str | None:
    sent = [value for name, value in connection["headers"] if name == b"authorization"]
    if len(sent) != 1:
        return None
    scheme, _, token = sent[0].decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
