"""Who spoke before: what a verb without a subject falls back on."""

from __future__ import annotations

from kg.facts.cast import Cast


class History:
    """The speakers so far, the last one first."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._spoke: list[tuple[int, tuple[str, ...]]] = []
        self._issuer: tuple[str, ...] = ()

    def spoke(self, position: int, ids: tuple[str, ...]) -> None:
        """Remember that *ids* spoke at *position*."""
        if ids:
            self._spoke.append((position, ids))

    def last(self, gender: str, number: str) -> tuple[str, ...]:
        """Return the last speakers whose gender and number a verb's form fits."""
        for _, ids in reversed(self._spoke[-8:]):
            if number != "s" and len(ids) > 1:
                return ids
            if number == "d" and len(ids) == 1:
                continue
            if len(ids) == 1 and self._cast.fits(ids[0], gender):
                return ids
            if len(ids) == 1 and number == "p" and self._cast.actor(ids[0]).type == "Group":
                return ids
        return ()

    def latest(self) -> tuple[str, ...]:
        """Return who spoke last, whoever it was."""
        return self._spoke[-1][1] if self._spoke else ()

    def unnamed(self) -> tuple[str, ...]:
        """Return the unnamed source that spoke last, whom "the source" and "the official" point back to."""
        for _, ids in reversed(self._spoke[-8:]):
            actor = self._cast.actor(ids[0])
            if len(ids) == 1 and actor.mentions[0].features.kind in ("source", "origin"):
                return ids
        return ()

    def issued(self, ids: tuple[str, ...]) -> None:
        """Remember that a statement came out from *ids*."""
        self._issuer = ids or self._issuer

    def issuer(self) -> tuple[str, ...]:
        """Return whose statement "the statement" is: who issued one last, else who spoke last."""
        return self._issuer or self.latest()

    def position(self) -> int:
        """Return the word at which somebody spoke last, before all words when nobody did."""
        return self._spoke[-1][0] if self._spoke else -1
