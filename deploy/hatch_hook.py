"""What the build of a wheel adds: scripts and fonts of others, from a list pinned in kg/web/vendor.

Without npm, or with nobody to fetch from, the wheel is built all the same, and its pages are the plainer form; one line
tells it. `KG_VENDOR` says otherwise: `require` makes that an error, as a release wants it; `skip` does not try.
An editable install leaves the checkout as it is, unless `KG_VENDOR` is set.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
import vendoring  # It lies beside this file, which the builder loads by its path.

SETTING = "KG_VENDOR"
_WAYS = ("auto", "require", "skip")


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds kg/web/vendor/built to a wheel."""

    PLUGIN_NAME = "custom"
    _spare: str | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is to be added, and add it."""
        way = os.environ.get(SETTING) or ("skip" if version == "editable" else "auto")
        if way not in _WAYS:
            raise ValueError(f"{SETTING} is {way!r}: take one of {', '.join(_WAYS)}")
        if way == "skip":
            return
        try:
            built = self._made()
        except (vendoring.Missing, OSError) as error:
            if way == "require":
                raise
            self.app.display_warning(f"{error}: pages will be in their plainer form ({SETTING}=require refuses that)")
            return
        if version == "editable":
            return
        for path in sorted(built.rglob("*")):
            name = path.relative_to(built)
            if path.is_file() and not name.name.startswith("."):
                build_data["force_include"][str(path)] = (vendoring.LIST / vendoring.BUILT / name).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was made elsewhere."""
        if self._spare:
            shutil.rmtree(self._spare, ignore_errors=True)

    def _made(self) -> Path:
        folder = Path(self.root, vendoring.LIST)
        if vendoring.is_made(folder) or os.access(folder, os.W_OK):
            return vendoring.make(folder)
        # A checkout that may not be written to.
        self._spare = tempfile.mkdtemp(prefix="isnad-vendor-")
        work, made = Path(self._spare, "work"), Path(self._spare, "made")
        vendoring.build(folder, work, made)
        return made
