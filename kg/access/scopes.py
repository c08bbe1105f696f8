"""What a token may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """A right, and the name of the token that carries it."""

    READ = "read"
    WRITE = "write"
    REVIEW = "review"
    ADMIN = "admin"

    def allows(self, right: Scope) -> bool:
        """Tell whether a token of this scope carries *right*."""
        return right in _RIGHTS[self]


# Writing publishes and withdraws; reviewing sees what was refused and judges it. Neither implies the other.
_RIGHTS: Final = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.WRITE: frozenset({Scope.READ, Scope.WRITE}),
    Scope.REVIEW: frozenset({Scope.READ, Scope.REVIEW}),
    Scope.ADMIN: frozenset(Scope),
}
