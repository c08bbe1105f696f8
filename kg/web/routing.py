"""How our routes are added: what answers GET answers HEAD."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter


def add_reading(router: APIRouter, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
    """Add a route for GET, and for HEAD, which the description of the interface need not tell of."""
    if isinstance(endpoint, partial):
        # Else the interface is described by what the standard library says of partial.
        more.setdefault("description", more.get("summary") or endpoint.func.__doc__)
    router.add_api_route(path, endpoint, methods=["GET"], **more)
    router.add_api_route(path, endpoint, methods=["HEAD"], **{**more, "include_in_schema": False})


def parameters(*names: str) -> dict[str, Any]:
    """Return what describes words in the query of an address that an endpoint reads from the request itself."""
    return {"parameters": [{"name": n, "in": "query", "required": False, "schema": {"type": "string"}} for n in names]}
