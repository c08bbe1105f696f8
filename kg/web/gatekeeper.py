"""Who is asking, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

from starlette.requests import Request
from starlette.types import Scope as Connection

from kg.access import Scope, Token
from kg.errors import Denied
from kg.workers import act_as

LOCAL = "local"
"""The mark in a connection's state that it came over the socket beside the store, which only its owner can open.

Its value is how the audit log names who is at the other end."""


class Checker(Protocol):
    """What knows tokens."""

    def find(self, token: str) -> Token | None:
        """Return what is known of a token in force, or None for an unknown one."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Lets those through who may; without tokens nobody may write but the store's owner."""

    tokens: Checker | None

    def require(self, connection: Connection, right: Scope) -> None:
        """Let a request pass that carries *right*, and name who sent it to the audit log; raises Denied."""
        if is_local(connection):
            act_as(connection["state"][LOCAL])
            return
        token = _bearer(connection)
        hint = f"kg token create --scope {right} prints one; send it as Authorization: Bearer TOKEN"
        if token is None:
            raise Denied("this needs a token", known=False, hint=hint)
        known = self.tokens.find(token) if self.tokens else None
        if known is None:
            raise Denied("the token is not known here", known=False, hint=hint)
        if not known.scope.allows(right):
            raise Denied(f"a token of scope {known.scope} may not {right}", known=True, hint=hint)
        act_as(known.name)

    def reviews(self, request: Request) -> bool:
        """Tell whether a request carries the right to review."""
        try:
            self.require(request.scope, Scope.REVIEW)
        except Denied:
            return False
        return True


def is_local(connection: Connection) -> bool:
    """Tell whether a request came over the socket beside the store."""
    return connection.get("state", {}).get(LOCAL) is not None


class Proxies:
    """The proxies whose word is taken on who sent a request: addresses and networks, as written in the settings."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._networks = tuple(ip_network(word, strict=False) for word in words)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def trust(self, word: str) -> bool:
        """Tell whether an address is that of a proxy."""
        try:
            address = ip_address(word)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def client_of(connection: Connection) -> str:
    """Return the name a client is counted under."""
    if is_local(connection):
        return LOCAL
    client = connection.get("client")
    return neighbourhood(client[0]) if client else "unknown"


def neighbourhood(word: str) -> str:
    """Return an address; of IPv6 the network that one subscriber has, in which addresses cost nothing."""
    if ":" not in word:
        return word
    try:
        address = IPv6Address(word.partition("%")[0])
    except ValueError:
        return word
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return word if address.is_loopback else str(IPv6Network((address, 64), strict=False))


def _bearer(connection: Connection) -> str | None:
    sent = [value for name, value in connection["headers"] if name == b"authorization"]
    if len(sent) != 1:
        return None
    scheme, _, token = sent[0].decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
