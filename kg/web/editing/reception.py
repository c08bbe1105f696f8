"""Who is looking: a cookie that stands for a token, on the editor's pages and nowhere else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import Response

from kg.access import Scope, Sessions, Token
from kg.web.editing.guesses import Guesses
from kg.web.gatekeeper import LOCAL, client_of, is_local
from kg.workers import act_as

SESSION: Final = "isnad"
"""The cookie that stands for a token; what it holds is random, and never the token."""
FORMS: Final = "isnad-form"
"""The cookie that forms are bound to before there is a session, so that nobody is signed in by another's form."""
_LONGEST: Final = 100
_BYTES: Final = 32
FRESH: Final = {"cache-control": "private, no-store", "referrer-policy": "same-origin"}
"""Headers of a page made for one visitor. With no referrer at all, browsers would not tell a form's origin either."""


class Tokens(Protocol):
    """What knows tokens, by themselves and by their ids."""

    def find(self, token: str) -> Token | None:
        """Return what is known of a token in force, or None."""

    def holder(self, id: str) -> Token | None:
        """Return what is known of the token of that id, if it is in force."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in: the audit log's name, what for, and what their forms are bound to."""

    name: str
    scope: Scope
    key: str = ""
    owner: bool = False
    """Whether it is the store's owner, at the socket beside it, who never signs in."""

    def may(self, right: Scope) -> bool:
        """Tell whether the visitor carries a right."""
        return self.scope.allows(right)


@dataclass(frozen=True, slots=True)
class Reception:
    """Knows visitors; *prefix* is what our addresses begin with on this host."""

    tokens: Tokens | None
    sessions: Sessions
    prefix: str = "/"
    guesses: Guesses = field(default_factory=Guesses)

    def visitor(self, request: Request) -> Visitor | None:
        """Return who is signed in, and name them to the audit log; a revoked token's session is over at once."""
        if is_local(request.scope):
            name = str(request.scope["state"][LOCAL])
            act_as(name)
            return Visitor(name, Scope.ADMIN, owner=True)
        shown = _sent(request, SESSION)
        if shown is None or self.tokens is None:
            return None
        holder = self.sessions.find(shown)
        token = self.tokens.holder(holder) if holder is not None else None
        if token is None:
            return None
        act_as(token.name)
        return Visitor(token.name, token.scope, shown)

    def reviews(self, request: Request) -> bool:
        """Tell whether somebody who may review is signed in."""
        visitor = self.visitor(request)
        return visitor is not None and visitor.may(Scope.REVIEW)

    def admit(self, request: Request, token: str) -> str | None:
        """Return what the browser shall show for *token* from now on, None for one that is none; raises Overloaded."""
        client = client_of(request.scope)
        self.guesses.check(client)
        known = self.tokens.find(token) if self.tokens else None
        if known is None:
            self.guesses.note(client)
            return None
        # Whoever signs in anew leaves what was there before.
        self.leave(request)
        return self.sessions.begin(known.id)

    def leave(self, request: Request) -> None:
        """End the session that a request shows."""
        if (shown := _sent(request, SESSION)) is not None:
            self.sessions.end(shown)

    def key_of(self, request: Request, visitor: Visitor | None) -> str | None:
        """Return what the forms of a request's sender are bound to, None where nothing is yet."""
        return (visitor.key if visitor else "") or _sent(request, FORMS)

    def new_key(self) -> str:
        """Return what to bind the forms of somebody to who is not signed in."""
        return secrets.token_urlsafe(_BYTES)

    def give(self, request: Request, response: Response, name: str, value: str) -> None:
        """Have the browser keep a cookie until it is closed; an empty value takes it away."""
        response.set_cookie(
            name,
            value,
            max_age=None if value else 0,
            path=self.prefix,
            secure=is_secure(request),
            httponly=True,
            samesite="strict",
        )


def is_secure(request: Request) -> bool:
    """Tell whether the visitor's own browser speaks https, to us or to a proxy in front of us."""
    # A page says so of itself, which harms nobody but who lies: the cookie does not come back over http.
    return request.scope.get("scheme") == "https" or request.headers.get("origin", "").startswith("https://")


def _sent(request: Request, name: str) -> str | None:
    """Return a cookie's value, None where there is none, or more than one: which came first says nothing."""
    values = []
    for line in request.headers.getlist("cookie"):
        for part in line.split(";"):
            known, _, value = part.strip().partition("=")
            if known == name:
                values.append(value)
    return values[0] if len(values) == 1 and 0 < len(values[0]) <= _LONGEST else None
