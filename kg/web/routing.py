"""How our routes are added: what answers GET answers HEAD."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter


def add_reading(router: APIRouter, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
    """Add a route for GET, and for HEAD, which the description of the interface need not tell of."""
    router.add_api_route(path, endpoint, methods=["GET"], **more)
    router.add_api_route(path, endpoint, methods=["HEAD"], **{**more, "include_in_schema": False})
