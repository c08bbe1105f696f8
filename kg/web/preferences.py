"""What a reader has chosen for all pages, kept in two cookies and told to no script: language, and light or dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.web.caching import NEVER
from kg.web.exchange import body_of
from kg.web.iris import raw_path
from kg.web.problems import Refused
from kg.web.routing import add_reading

CHOICES: Final = {"lang": ("ar", "en"), "theme": ("light", "dark")}
"""What may be chosen under each name; "auto" takes a choice back: the reader's browser and system decide again."""
_AUTO: Final = "auto"
_YEAR: Final = 365 * 24 * 3600
_MOST: Final = 8 << 10
_LONGEST: Final = 16_000
"""Characters of an address to return to, which is sent in a head of 64 KiB; of a longer one its path is kept."""


def chosen(request: Request, name: str) -> str:
    """Return what a reader has chosen under one name of CHOICES; "" for nothing, or for what is no choice."""
    # Not `request.cookies`: that unquotes in quadratic time, and 60 kB of backslashes take it 17 s.
    for header in request.headers.getlist("cookie"):
        for part in header.split(";"):
            known, _, said = part.strip().partition("=")
            if known == name and said in CHOICES[name]:
                return said
    return ""


def preference(request: Request, prefix: str, name: str, value: str) -> str:
    """Return the address that chooses *value* and leads back to the page of *request*; ours begin with *prefix*."""
    path = prefix + raw_path(request.scope).lstrip("/")
    query = request.scope["query_string"].decode("latin-1") if request.method in ("GET", "HEAD") else ""
    tries = (f"{path}?{query}" if query else path, path, prefix)
    here = next((address for address in tries if len(address) <= _LONGEST), prefix)
    return f"{prefix}preferences?{urlencode({name: value, 'to': here})}"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The address at which a reader chooses; *prefix* is what ours begin with."""

    prefix: str

    def routes(self) -> APIRouter:
        """Return the route /preferences: GET for a link, POST for a form."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/preferences", self.choose, response_class=Response)
        router.add_api_route("/preferences", self.choose, methods=["POST"], response_class=Response)
        return router

    async def choose(self, request: Request) -> Response:
        """Keep what is chosen and lead back to `to`; raises Refused (422) for what is no choice."""
        asked = await _asked(request)
        response = RedirectResponse(self._back(asked), 303, {"cache-control": NEVER})
        for name, choices in CHOICES.items():
            value = asked.get(name)
            if value is None:
                continue
            if value not in (*choices, _AUTO):
                hint = f"take {', '.join(choices)} or {_AUTO}"
                raise Refused(f"{name} cannot be {value[:40]!r}", status=422, hint=hint)
            # Nothing secret: what is read from it is one of the choices, or nothing.
            response.set_cookie(
                name,
                "" if value == _AUTO else value,
                max_age=0 if value == _AUTO else _YEAR,
                path=self.prefix,
                httponly=True,
                samesite="lax",
            )
        return response

    def _back(self, asked: dict[str, str]) -> str:
        """Return the address to return to: `to` where it is a path of ours, else the first page."""
        to = asked.get("to", "")
        if not is_own(to, self.prefix):
            return self.prefix
        parts = urlsplit(to)
        # The language that an address names would win over the one just chosen.
        made = CHOICES.keys() & asked.keys()
        kept = [part for part in parts.query.split("&") if part and part.partition("=")[0] not in made]
        return parts.path + ("?" + "&".join(kept) if kept else "")


def is_own(address: str, prefix: str) -> bool:
    """Tell whether *address* is a path of this service as a browser reads it, and nothing that leads elsewhere.

    Browsers take "//host" and, like a slash, "/\\host" for another host, and leave out tabs and line ends.
    """
    plain = all("!" <= letter <= "~" and letter != "\\" for letter in address)
    path = unquote(address.partition("?")[0])
    climbs = ".." in path.replace("\\", "/").split("/")
    return plain and not climbs and "#" not in address and address.startswith(prefix) and not address.startswith("//")


async def _asked(request: Request) -> dict[str, str]:
    """Return the parameters of a request, in its address or in its form."""
    if request.method == "POST":
        form = (await body_of(request, _MOST)).decode("utf-8", "replace")
        return dict(parse_qsl(form, keep_blank_values=True))
    return dict(request.query_params)
