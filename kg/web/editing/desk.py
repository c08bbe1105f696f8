"""What every page of the editor's has around it: who is signed in, what forms carry, and no copies kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.access import Scope
from kg.errors import Denied
from kg.web.editing.forms import PROOF, Form, check_origin, check_proof, form_of, proof_for
from kg.web.editing.reception import FORMS, FRESH, Reception, Visitor
from kg.web.pages import page

_FRAGMENT: Final = "x-isnad-fragment"
"""The header by which our script asks for a part of a page, and is told a refusal instead of being led elsewhere."""

KEPT: Final = "kept:"
"""What the names of fields begin with that belong to a form whose sender has to sign in first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Draws pages for visitors, and takes their forms; *base* is what the addresses of resources begin with."""

    reception: Reception
    base: str

    @property
    def prefix(self) -> str:
        """Return what our addresses begin with."""
        return self.reception.prefix

    def page(self, request: Request, template: str, *, status: int = 200, signed: str = "", **values: Any) -> Response:
        """Return the page of that template, with the visitor's name and a proof for its forms.

        *signed* is the session of one who signed in this very moment, whose forms are to be bound to it.
        """
        visitor = self.reception.visitor(request)
        known = signed or self.reception.key_of(request, visitor)
        key = known or self.reception.new_key()
        response = page(
            request,
            template,
            self.prefix,
            status=status,
            visitor=visitor,
            proof=proof_for(key),
            proof_name=PROOF,
            **values,
        )
        response.headers.update(FRESH)
        if known is None:
            self.reception.give(request, response, FORMS, key)
        return response

    async def form(self, request: Request, most: int) -> Form:
        """Return the form that was sent from a page of ours to whoever sends it; raises Refused, TooLarge."""
        check_origin(request, self.base)
        visitor = self.reception.visitor(request)
        form = await form_of(request, most)
        check_proof(form, self.reception.key_of(request, visitor))
        return form

    def editor(self, request: Request) -> Visitor | Response:
        """Return the visitor if they may review, else what to answer instead: where to sign in, or what is missing.

        Raises Denied where a script asks for a part of a page.
        """
        visitor = self.reception.visitor(request)
        if visitor is not None and visitor.may(Scope.REVIEW):
            return visitor
        if is_fragment(request):
            raise Denied("this needs somebody who is signed in, and may review", known=visitor is not None)
        if visitor is not None:
            return self.page(request, "lacking.html", status=403)
        return self.to(request, "sign-in", next=request.scope["path"].removeprefix("/"))

    async def editor_of_form(self, request: Request, most: int) -> Visitor | Response:
        """Return what `editor` does; whoever was signed out meanwhile signs in again, and their form is kept."""
        found = self.editor(request)
        if isinstance(found, Visitor) or self.reception.visitor(request) is not None:
            return found
        check_origin(request, self.base)
        form = await form_of(request, most)
        kept = [(f"{KEPT}{name}", value) for name, values in form.fields.items() for value in values if name != PROOF]
        onward = request.scope["path"].removeprefix("/")
        return self.page(
            request, "sign_in.html", status=403, onward=onward, again=False, trouble="", seconds=0, kept=kept
        )

    def to(self, request: Request, path: str, fragment: str = "", **query: str) -> Response:
        """Return the answer that leads to another page of ours, in the same language."""
        asked = {**query, "lang": request.query_params.get("lang", "")}
        words = urlencode({name: value for name, value in asked.items() if value}, errors="replace")
        address = f"{self.prefix}{path}{'?' + words if words else ''}{'#' + fragment if fragment else ''}"
        return RedirectResponse(address, 303, FRESH)


def is_fragment(request: Request) -> bool:
    """Tell whether our script asks for a part of a page."""
    return _FRAGMENT in request.headers
