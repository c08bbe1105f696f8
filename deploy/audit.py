"""Hold the versions of constraints.txt to the known advisories; skipped, and said so, where none can be had.

What an index does not know it does not clear: a package that was not looked up is named, and when none was, nothing
was audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_name("constraints.txt")
_UNREACHED = ("Error", "retries", "connect", "resolve", "timeout", "timed out")


def verdict(said: str, trouble: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print for what pip-audit wrote: its report, and beside it its trouble."""
    try:
        found: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        if any(word in trouble for word in _UNREACHED):
            return 0, ["dependency audit: SKIPPED, no advisory data can be reached from here"]
        return 1, [trouble, "dependency audit: failed"]
    looked_up = [one for one in found if "skip_reason" not in one]
    passed_over = sorted(one["name"] for one in found if "skip_reason" in one)
    if not looked_up:
        return 0, ["dependency audit: SKIPPED, no advisory data can be reached from here"]
    lines = [
        f"{one['name']} {one['version']}: {each['id']}, mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for one in looked_up
        for each in one["vulns"]
    ]
    faults = len(lines)
    lines += [f"not looked up: {' '.join(passed_over)}"] if passed_over else []
    return int(faults > 0), [*lines, f"dependency audit: {len(looked_up)} packages, {faults} known vulnerabilities"]


def main() -> int:
    """Run it, and return the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(PAGE), "--no-deps", "--disable-pip"]
    command += ["--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    code, lines = verdict(done.stdout, done.stderr)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
