"""The interface described for programs, with what FastAPI cannot see: the plain endpoints and the problems."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kg.web.models import ArticleIn

_PLAIN: Final = Path(__file__).with_name("assets") / "plain_paths.json"
_ARTICLE: Final = {"ArticleIn": ArticleIn.model_json_schema()}
# A problem is called application/json for those who take nothing but that.
_PROBLEM: Final = {
    media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}
    for media_type in ("application/problem+json", "application/json")
}


def described(openapi: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Return a function that describes the whole interface, where *openapi* describes FastAPI's part."""

    def whole() -> dict[str, Any]:
        schema = openapi()
        if "/sparql" not in schema["paths"]:  # The schema is made once and kept.
            plain = json.loads(_PLAIN.read_text("utf-8"))
            schema["paths"] |= plain["paths"]
            components = schema.setdefault("components", {})
            components["schemas"] = components.get("schemas", {}) | plain["schemas"] | _ARTICLE
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            _tell_problems(schema)
            _tell_places(schema)
        return schema

    return whole


def _tell_places(schema: dict[str, Any]) -> None:
    """Describe the parts of addresses that our endpoints read from the request itself."""
    for address, methods in schema["paths"].items():
        for operation in methods.values():
            known = operation.setdefault("parameters", [])
            told = {parameter["name"] for parameter in known if parameter.get("in") == "path"}
            for name in re.findall(r"{(\w+)(?::\w+)?}", address):
                if name not in told:
                    known.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})


def _tell_problems(schema: dict[str, Any]) -> None:
    for methods in schema["paths"].values():
        for operation in methods.values():
            # FastAPI's own answer to bad parameters is not ours: every error is a problem.
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {"description": "A problem", "content": _PROBLEM}
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)
