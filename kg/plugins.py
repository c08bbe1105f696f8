"""What others attach: functions found by their entry points, and who is to blame when one of them fails.

In: an entry point group
Out: Plugin, Family, attached, load_plugins
Touches: kg.errors
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from kg.errors import BrokenPlugin, KGError

Call = TypeVar("Call", bound=Callable[..., Any])
# What the project's own entry points come from: they stand before those of others.
_OWN = "isnad"
_OWN_DEFECT = "this is a defect of Isnad; the article that shows it helps to mend it"


@dataclass(frozen=True, slots=True)
class Family(Generic[Call]):
    """Many rules behind one function: `rules` says of each id what the rule looks for."""

    call: Call
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plugin(Generic[Call]):
    """One attached function: its name, the distribution it comes from, and what each of its rules looks for."""

    name: str
    origin: str
    call: Call
    rules: Mapping[str, str] = field(default_factory=dict)
    family: bool = False

    def id_of(self, rule: str) -> str:
        """Return the id that a fact's provenance names: the plug-in's name, in a family the id that it gave."""
        return rule if self.family and rule else self.name

    def blamed(self) -> Blame:
        """Return a context in which whatever fails is told as this plug-in's failure."""
        return Blame(self.name, self.origin)

    def given(self, **extra: object) -> Plugin[Call]:
        """Return the plug-in with those of *extra* bound that its function has a parameter for."""
        with self.blamed():
            taken = inspect.signature(self.call).parameters
        bound = {name: value for name, value in extra.items() if name in taken}
        call: Any = partial(self.call, **bound) if bound else self.call
        return Plugin(self.name, self.origin, call, self.rules, self.family)


@dataclass(frozen=True, slots=True)
class Blame:
    """Turns any failure within it into BrokenPlugin, with the cause behind it; failures of ours pass as they are."""

    name: str
    origin: str

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Name the plug-in if anything failed."""
        # Foreign code may raise whatever it likes; interrupts are no failures.
        if isinstance(error, Exception) and not isinstance(error, KGError):
            raise BrokenPlugin(
                f"the plug-in {self.name!r} of {self.origin} failed: {type(error).__name__}: {error}{_place(error)}",
                hint=_OWN_DEFECT if self.origin.startswith(_OWN) else "mend or uninstall that distribution",
            ) from error


def attached(name: str, loaded: Any, origin: str) -> Plugin[Any]:
    """Return a loaded function, or family of rules, as a plug-in."""
    if isinstance(loaded, Family):
        return Plugin(name, origin, loaded.call, loaded.rules, family=True)
    if not callable(loaded):
        raise BrokenPlugin(f"the plug-in {name!r} of {origin} is no function but a {type(loaded).__name__}")
    meaning = (inspect.getdoc(loaded) or "").partition("\n")[0]
    return Plugin(name, origin, loaded, {name: meaning} if meaning else {})


def load_plugins(group: str, names: tuple[str, ...] | None = None) -> tuple[Plugin[Any], ...]:
    """Return what is attached in *group* (only *names*, when given), our own first; raises BrokenPlugin."""
    return tuple(_load(point) for point in _points(group) if names is None or point.name in names)


def _points(group: str) -> Iterator[EntryPoint]:
    seen: dict[str, str] = {}
    for point in sorted(entry_points(group=group), key=lambda p: (not _origin(p).startswith(f"{_OWN} "), p.name)):
        if point.name in seen:
            raise BrokenPlugin(
                f"two plug-ins are called {point.name!r}: one of {seen[point.name]}, one of {_origin(point)}",
                hint="a name is a rule's id; uninstall one of them",
            )
        seen[point.name] = _origin(point)
        yield point


def _load(point: EntryPoint) -> Plugin[Any]:
    with Blame(point.name, _origin(point)):
        loaded = point.load()
    return attached(point.name, loaded, _origin(point))


def _origin(point: EntryPoint) -> str:
    """Return the distribution of an entry point, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unnamed distribution"


def _place(error: Exception) -> str:
    """Return where it failed: the file and line of the innermost frame."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
