"""The files that travel with the package: ontology, shapes, seeds.

In: a name such as "ontology/kg.ttl"
Out: Path
Touches: kg.errors
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import KGError

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries these folders inside the package; a source checkout has them beside it.
_HOMES = (_PACKAGE / "_resources", _PACKAGE.parent)


def resource(name: str) -> Path:
    """Return the path of the file or folder *name*, relative to the project's top level."""
    for home in _HOMES:
        path = home / name
        if path.exists():
            return path
    raise KGError(f"the installation lacks {name}", hint="install isnad again from its wheel or checkout")
