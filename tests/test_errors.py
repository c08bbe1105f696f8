"""The tree of failures is the one its docstring draws."""

from __future__ import annotations

import re

from kg import errors


def tree(cls: type) -> set[type]:
    return {cls}.union(*(tree(sub) for sub in cls.__subclasses__()))


def test_the_docstring_draws_every_error() -> None:
    drawn = set(re.findall(r"(?:── |^    )([A-Z]\w+)", errors.__doc__ or "", re.M))
    assert drawn == {cls.__name__ for cls in tree(errors.KGError) if cls.__module__ == "kg.errors"}


def test_the_docstring_gives_the_exit_codes() -> None:
    for name, code in re.findall(r"── (\w+) .*exit (\d)$", errors.__doc__ or "", re.M):
        assert getattr(errors, name).exit_code == int(code), name
