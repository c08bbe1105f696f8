"""Signing in and out: a token is exchanged for a cookie, once, by a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.errors import Overloaded
from kg.web.editing.desk import KEPT, Desk
from kg.web.editing.forms import Form
from kg.web.editing.reception import FORMS, SESSION
from kg.web.routing import add_reading

_MOST: Final = 1 << 20
# Where a sign-in may lead: one of our own pages, and none of another host's.
_WITHIN: Final = re.compile(r"review(?:/[A-Za-z0-9][A-Za-z0-9_-]{0,200}){0,4}")


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The door of the editor's pages."""

    desk: Desk

    def routes(self) -> APIRouter:
        """Return the routes /sign-in and /sign-out."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/sign-in", self.show, response_class=Response)
        router.add_api_route("/sign-in", self.take, methods=["POST"], response_class=Response)
        router.add_api_route("/sign-out", self.leave, methods=["POST"], response_class=Response)
        return router

    async def show(self, request: Request) -> Response:
        """Return the page that asks for a token."""
        onward = _within(request.query_params.get("next", ""))
        # What leads here from another site brings no cookie along (SameSite=Strict); a second step does.
        again = request.headers.get("sec-fetch-site") == "cross-site"
        return self.desk.page(request, "sign_in.html", onward=onward, again=again, trouble="", seconds=0, kept=[])

    async def take(self, request: Request) -> Response:
        """Exchange a token for a session."""
        form = await self.desk.form(request, _MOST)
        onward = _within(form.get("next"))
        try:
            shown = self.desk.reception.admit(request, form.get("token").strip())
        except Overloaded as error:
            response = self._again(request, onward, form, "sign-in-too-often", error.seconds)
            response.headers["retry-after"] = str(error.seconds)
            return response
        if shown is None:
            return self._again(request, onward, form, "sign-in-unknown")
        if kept := _kept(form):
            own = [(name.removeprefix(KEPT), value) for name, value in kept]
            response = self.desk.page(request, "resume.html", signed=shown, onward=onward, kept=own)
        else:
            response = self.desk.to(request, onward)
        self.desk.reception.give(request, response, SESSION, shown)
        self.desk.reception.give(request, response, FORMS, "")
        return response

    async def leave(self, request: Request) -> Response:
        """End the session, here and not only in the browser."""
        await self.desk.form(request, _MOST)
        self.desk.reception.leave(request)
        response = self.desk.to(request, "sign-in")
        self.desk.reception.give(request, response, SESSION, "")
        return response

    def _again(self, request: Request, onward: str, form: Form, trouble: str, seconds: int = 0) -> Response:
        told: dict[str, Any] = {"trouble": trouble, "seconds": seconds, "kept": _kept(form)}
        status = 429 if seconds else 403
        return self.desk.page(request, "sign_in.html", status=status, onward=onward, again=False, **told)


def _kept(form: Form) -> list[tuple[str, str]]:
    """Return the fields of another form, which waits for its sender to have signed in."""
    return [(name, value) for name, values in form.fields.items() if name.startswith(KEPT) for value in values]


def _within(path: str) -> str:
    return path if _WITHIN.fullmatch(path) else "review"
