"""Forms that only our own pages can send: their fields, and the proofs that they come from there."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from kg.web.exchange import body_of, media_type_of
from kg.web.problems import Refused

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
PROOF: Final = "proof"
"""The field of every form that proves that the page it stands on was ours, and this visitor's."""
_MOST_FIELDS: Final = 200
_PIECE: Final = 1 << 16
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: each field's values in order, without those that are empty files."""

    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Each file's name and bytes."""

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a field."""
        return self.fields.get(name, (default,))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field that is not empty."""
        return tuple(value for value in self.fields.get(name, ()) if value)


async def form_of(request: Request, most: int) -> Form:
    """Return the form that a request carries; raises Refused for what is none, TooLarge over *most* bytes."""
    kind = media_type_of(request)
    if kind not in (URLENCODED, MULTIPART):
        raise Refused("this address takes forms", status=415, headers={"accept-post": f"{URLENCODED}, {MULTIPART}"})
    body = await body_of(request, most)
    if kind == MULTIPART:
        return await _multipart(request, body, most)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused(f"the form is not UTF-8, or has more than {_MOST_FIELDS} fields") from None
    return Form(_gathered(pairs))


async def _multipart(request: Request, body: bytes, most: int) -> Form:
    pieces = [body[start : start + _PIECE] for start in range(0, len(body), _PIECE)] or [b""]

    async def replay() -> Message:
        # Others have their turn between two pieces.
        await asyncio.sleep(0)
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    try:
        async with Request(request.scope, replay).form(
            max_files=2, max_fields=_MOST_FIELDS, max_part_size=most
        ) as sent:
            pairs, files = [], {}
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    if value.filename:
                        files[name] = (value.filename, await value.read())
                else:
                    pairs.append((name, value))
    except (HTTPException, MultiPartException, UnicodeDecodeError) as error:
        raise Refused(f"the form cannot be read: {getattr(error, 'detail', error)}") from None
    return Form(_gathered(pairs), files)


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # Browsers send line ends as CR LF, whatever the text had.
        fields[name] = (*fields.get(name, ()), value.replace("\r\n", "\n"))
    return fields


def proof_for(key: str) -> str:
    """Return a proof that whoever sends it saw a page made for the holder of *key*; another one each time.

    Pages are compressed, and what stands in all of them alike could be guessed from their length (BREACH).
    """
    pad = secrets.token_bytes(_DIGEST)
    return base64.urlsafe_b64encode(pad + _crossed(pad, _digest(key))).rstrip(b"=").decode("ascii")


def check_origin(request: Request, base: str) -> None:
    """Return if a request that changes something comes from a page of ours, as far as a browser says; raises Refused.

    *base* is what our addresses begin with, for a proxy that tells another host than the one it was asked for.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        # The browser's own word (Fetch Metadata), which no page can write.
        if site != "same-origin":
            raise _forged("the form was sent from another site's page")
        return
    origin = request.headers.get("origin")
    if origin is not None and _host(origin) not in (request.headers.get("host", "").lower(), _host(base)):
        raise _forged("the form was sent from another site's page")


def check_proof(form: Form, key: str | None) -> None:
    """Return if a form was on a page made for the holder of *key*; raises Refused."""
    try:
        sent = base64.urlsafe_b64decode(form.get(PROOF).encode("ascii") + b"==")
    except (ValueError, UnicodeEncodeError):
        sent = b""
    mine = key is not None and len(sent) == 2 * _DIGEST
    if not mine or not hmac.compare_digest(_crossed(sent[:_DIGEST], sent[_DIGEST:]), _digest(str(key))):
        raise _forged("the form is not from a page that was made for you, or from one of an earlier sign-in")


def _forged(why: str) -> Refused:
    return Refused(why, status=403, hint="open the page again and send the form from there")


def _digest(key: str) -> bytes:
    return hmac.digest(key.encode("utf-8", "surrogatepass"), b"isnad form", hashlib.sha256)


def _crossed(pad: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(pad, other, strict=True))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
