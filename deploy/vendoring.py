"""Put what pages are drawn with that others made where the server finds it: kg/web/vendor/built, which is not in git.

    python deploy/vendoring.py            # fetch it with npm, unless it is there already
    python deploy/vendoring.py --check    # only tell whether it is there, by the exit status

The packages are those of kg/web/vendor/package-lock.json, held to its hashes, and none of their scripts is run;
files.toml beside it tells which files are taken. The same is done when a wheel is built: see hatch_hook.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

LIST = Path("kg", "web", "vendor")
BUILT = "built"
STAMP = ".made-of"
SECONDS = 240
"""How long npm may take in all; where nothing answers it gives up long before."""
_NPM = (
    *("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"),
    *("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000", "--fetch-timeout=30000"),
)
_INPUTS = ("package.json", "package-lock.json", "files.toml", "cut.mjs", "MIT.txt")
_LICENCE = re.compile(r"(licen[cs]e|copying)", re.IGNORECASE)
_RANGE = re.compile(r"U\+([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?\Z")


class Missing(Exception):
    """Raised when it cannot be made: no npm here, or nobody to fetch from."""


def made_of(folder: Path) -> str:
    """Return a hash of all that decides on what is built from the list in *folder*."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for name in _INPUTS:
        found.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return found.hexdigest()


def is_made(folder: Path) -> bool:
    """Tell whether what stands beside the list in *folder* was built from it as it is now."""
    stamp = folder / BUILT / STAMP
    return stamp.is_file() and stamp.read_text("ascii") == made_of(folder)


def make(folder: Path) -> Path:
    """Return the folder of files built from the list in *folder*: the one beside it, made first if need be.

    Raises Missing, and OSError where it may not be written.
    """
    if not is_made(folder):
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as place:
            work, made = Path(place, "work"), Path(place, "made")
            build(folder, work, made)
            shutil.rmtree(folder / BUILT, ignore_errors=True)
            try:
                made.rename(folder / BUILT)
            except OSError:
                # Somebody else made it meanwhile: it is the same.
                if not is_made(folder):
                    raise
    return folder / BUILT


def build(folder: Path, work: Path, made: Path) -> None:
    """Fetch the packages of the list in *folder* into *work*, and write what is taken of them to *made*."""
    wanted: dict[str, Any] = tomllib.loads((folder / "files.toml").read_text("utf-8"))
    work.mkdir()
    for name in _INPUTS:
        shutil.copy(folder / name, work)
    _run("npm", *_NPM, cwd=work)
    modules = work / "node_modules"
    for name, source in wanted["files"].items():
        _place(made, name).write_bytes((modules / source).read_bytes())
    fonts: dict[str, dict[str, str]] = wanted.get("fonts", {})
    _cut(work, made, fonts)
    sources = [*wanted["files"].values(), *(font["from"] for font in fonts.values())]
    for package in sorted(shipped(modules, map(package_of, sources))):
        text = licence_of(modules / package, folder)
        _place(made, f"licences/{package.strip('@').replace('/', '-')}.txt").write_text(text, "utf-8")
    (made / STAMP).write_text(made_of(folder), "ascii")


def package_of(source: str) -> str:
    """Return the package that a file within node_modules belongs to."""
    parts = source.split("/")
    return "/".join(parts[: 2 if source.startswith("@") else 1])


def shipped(modules: Path, packages: Iterable[str]) -> set[str]:
    """Return *packages* and all they need: built files hold these too, so their licences count."""
    found: set[str] = set()
    waiting = list(packages)
    while waiting:
        package = waiting.pop()
        if package not in found and (modules / package).is_dir():
            found.add(package)
            waiting += _said(modules / package).get("dependencies", {})
    return found


def licence_of(package: Path, folder: Path) -> str:
    """Return whose *package* is and its licence's words: its own file, else those known by the name it states."""
    said = _said(package)
    people = [said.get("author"), *said.get("contributors", ())]
    names = ", ".join(filter(None, (who.get("name") if isinstance(who, dict) else who for who in people)))
    head = f"{said['name']} {said['version']}, licence {said['license']}\n{names}\n".replace("\n\n", "\n")
    own = sorted(path for path in package.iterdir() if path.is_file() and _LICENCE.match(path.name))
    texts = own or [folder / f"{said['license']}.txt"]
    return head + "".join("\n" + path.read_text("utf-8", "replace") for path in texts)


def characters(ranges: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last code point of each range, written as in CSS; raises ValueError."""
    for part in ranges.split(","):
        match = _RANGE.match(part.strip())
        if not match:
            raise ValueError(f"{part.strip()!r} is no range of characters")
        yield int(match[1], 16), int(match[2] or match[1], 16)


def _cut(work: Path, made: Path, fonts: dict[str, dict[str, str]]) -> None:
    jobs = [
        {
            "from": str(work / "node_modules" / font["from"]),
            "to": str(made / name),
            "characters": list(characters(font["characters"])),
        }
        for name, font in fonts.items()
    ]
    _run("node", "cut.mjs", cwd=work, told=json.dumps(jobs))


def _run(program: str, *arguments: str, cwd: Path, told: str = "") -> None:
    found = shutil.which(program)
    if not found:
        raise Missing(f"{program} is not installed")
    try:
        done = subprocess.run(
            [found, *arguments], cwd=cwd, input=told, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"{program} took longer than {SECONDS} s") from None
    if done.returncode:
        # npm says who it is on each line, and in the end where its log is.
        said = " ".join((done.stderr or done.stdout).replace("npm error ", "").split())
        raise Missing(f"{program} failed: {said[:200]}")


def _place(made: Path, name: str) -> Path:
    place = made / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _said(package: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((package / "package.json").read_text("utf-8"))
    return said


def main() -> int:
    """Do what the command line asks for; 0 when it is there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only tell whether it is there and up to date")
    folder = Path(__file__).parents[1] / LIST
    if parser.parse_args().check:
        return 0 if is_made(folder) else 1
    try:
        built = make(folder)
    except Missing as error:
        print(f"{error}; pages stay in their plainer form", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    print(f"{os.path.relpath(built)}: {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
