"""Which engine holds graphs to the shapes: a fast one first where it is installed, the reference as arbiter."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.validation import Dissent, Shapes, Validator
    from kg.wiring.settings import Settings

_log = logging.getLogger("kg.gate")
Engine = Literal["auto", "fast", "reference"]


@dataclass(frozen=True, slots=True)
class Judging:
    """How the gate decides: its engine, the share of accepted graphs the reference sees too, where dissent is kept.

    `auto` is the fast engine where it is installed; `fast` insists on it; without `quarantine` dissent is logged only.
    """

    engine: Engine = "auto"
    sample: float = 0.01
    quarantine: Path | None = None


AS_IT_IS = Judging()
"""How the gate decides where nobody says otherwise."""


def judging_of(settings: Settings, folder: Path | None = None) -> Judging:
    """Return how a deployment judges, with the store in *folder*."""
    from kg.store import Folder

    return Judging(settings.gate_engine, settings.gate_sample, Folder(folder.absolute()).quarantine if folder else None)


def validator_of(shapes: Shapes, judging: Judging) -> Validator:
    """Return the validator asked for; raises UsageError where a fast one is insisted on and not installed."""
    from kg.validation import Arbitrated, PyShacl

    reference = PyShacl(shapes)
    if judging.engine == "reference":
        return reference
    try:
        from kg.validation.first import ENGINE, Turbo
    except ImportError as error:
        if judging.engine == "fast":
            raise UsageError(
                "the fast engine of the gate is not installed", hint="pip install pyshacl-turbo"
            ) from error
        _log.info("pyshacl-turbo is not installed: every graph is held to the shapes by pySHACL alone, which is slower")
        return reference
    return Arbitrated(ENGINE, Turbo(shapes), reference, _Witness(judging.quarantine), judging.sample)


@dataclass(frozen=True, slots=True)
class _Witness:
    """Tells of dissent in the log, and keeps the graph."""

    quarantine: Path | None

    def __call__(self, dissent: Dissent) -> None:
        """Take note of one graph."""
        from kg.store import Quarantine

        found = [f"{one.shape} {one.focus}" for one in dissent.results]
        verdict = f"pySHACL finds {len(found)} faults" if found else "pySHACL finds no fault"
        said = f"{dissent.engine} {'finds none' if found else 'finds one'}, {verdict}; its word holds"
        _log.error("the gate's engines do not agree on the graph %s: %s", dissent.digest, said)
        if self.quarantine is None:
            return
        told = {"engine": dissent.engine, "said": said, "results": found}
        try:
            kept = Quarantine(self.quarantine).keep(dissent.digest, dissent.graph, told)
        except OSError as error:
            _log.error("it could not be kept in %s: %s", self.quarantine, error)
            return
        if not kept:
            _log.error("it is not kept: %s is full; look at what is there, and remove it", self.quarantine)
