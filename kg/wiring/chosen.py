"""The settings in force here: read, listed with where each came from, and complained of by name."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from pydantic import ByteSize, ValidationError
from pydantic_settings import PydanticBaseSettingsSource, PyprojectTomlConfigSettingsSource, TomlConfigSettingsSource

from kg.errors import UsageError
from kg.wiring.settings import PREFIX, Settings

Origin = Literal["flag", "environment", "kg.toml", "pyproject.toml", "default"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as `kg config show` prints it."""

    name: str
    value: str
    origin: Origin
    meaning: str


def read_settings(flags: Mapping[str, object] | None = None) -> Settings:
    """Return the settings in force here; *flags* that are None were not given; raises UsageError."""
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks what the mapping holds
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"a settings file is not TOML: {error}", hint="see kg.toml and pyproject.toml here") from error
    except ValidationError as error:
        raise _misset(error, given) from error


def list_settings(flags: Mapping[str, object] | None = None) -> list[Setting]:
    """Return every setting with its value and where it came from."""
    settings = read_settings(flags)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    origins = _origins(given)
    return [
        Setting(name, shown(getattr(settings, name)), origins.get(name, "default"), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def shown(value: object) -> str:
    """Return a setting's value in the words one would set it with."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    return value.human_readable().replace(".0", "") if isinstance(value, ByteSize) else str(value)


def _origins(given: Mapping[str, object]) -> dict[str, Origin]:
    named: dict[str, Origin] = {}
    tables: tuple[tuple[Origin, PydanticBaseSettingsSource], ...] = (
        ("pyproject.toml", PyprojectTomlConfigSettingsSource(Settings)),
        ("kg.toml", TomlConfigSettingsSource(Settings)),
    )
    for origin, source in tables:
        named.update(dict.fromkeys(source(), origin))
    for name in Settings.model_fields:
        if os.environ.get(PREFIX + name.upper()):
            named[name] = "environment"
    named.update(dict.fromkeys(given, "flag"))
    return named


def _misset(error: ValidationError, given: Mapping[str, object]) -> UsageError:
    first = error.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        near = get_close_matches(name, Settings.model_fields, n=1)
        return UsageError(
            f"there is no setting {name!r}",
            hint=f"did you mean {near[0]!r}?" if near else "kg config show lists them all",
        )
    origin = _origins(given).get(name, "default")
    where = f"{PREFIX}{name.upper()}" if origin == "environment" else f"{name} ({origin})"
    why = str(first["msg"]).removeprefix("Value error, ")
    allowed = get_args(Settings.model_fields[name].annotation)
    hint = "allowed: " + ", ".join(map(str, allowed)) if allowed else Settings.model_fields[name].description
    shown_input = "what was given" if name == "model_key" else repr(first["input"])
    return UsageError(f"{where}: {shown_input} {_lowered(why)}", hint=hint)


def _lowered(message: str) -> str:
    """Return pydantic's sentence as the second half of ours."""
    return message if message.startswith("must") else f"does not do: {message[:1].lower()}{message[1:]}"
