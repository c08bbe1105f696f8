"""What a failure looks like on a terminal: one sentence, a hint where there is one, and an exit code that means it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from kg.errors import DoesNotConform, InputError, KGError, NetworkError, StoreError, StoreReadOnly, UsageError

INTERRUPTED = 130
_SHOWN = 5

# What the operating system refuses: the class it is here, the words, the mend.
_REFUSALS: dict[int, tuple[type[KGError], str, str | None]] = {
    errno.ENOENT: (InputError, "no such file or folder", None),
    errno.EISDIR: (InputError, "is a folder", "name a file; kg ingest reads whole folders"),
    errno.ENOTDIR: (InputError, "is not a folder", None),
    errno.EACCES: (StoreReadOnly, "permission denied", None),
    errno.EPERM: (StoreReadOnly, "permission denied", None),
    errno.EROFS: (StoreReadOnly, "the disk is read-only", None),
    errno.ENOSPC: (StoreError, "the disk is full", "free some space and try again; nothing half-written is kept"),
    errno.EADDRINUSE: (NetworkError, "the address is in use already", "choose another with --bind HOST:PORT"),
}


def tell(error: KGError, about: str = "") -> None:
    """Print one failure on stderr, with the thing it is about in front."""
    sys.stderr.write("".join(f"{line}\n" for line in told(error, about)))


def told(error: KGError, about: str = "") -> Iterator[str]:
    """Yield the lines that tell of a failure."""
    yield f"kg: {about}: {error}" if about and about not in str(error) else f"kg: {error}"
    if isinstance(error, DoesNotConform):
        yield from _violations(error.report)
    if error.hint:
        yield f"hint: {error.hint}"


def _violations(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each of the first violations: what is wrong, and in which sentence."""
    found = [f for f in report.get("findings", ()) if f.get("severity") == "violation"]
    for finding in found[:_SHOWN]:
        messages = finding.get("messages") or {}
        words = f": {finding['words']}" if finding.get("words") else f" (<{finding['focus']}>)"
        yield f"  - {messages.get('en') or finding['shape']}{words}"
    if len(found) > _SHOWN:
        yield f"  - and {len(found) - _SHOWN} more"


def usage(error: typer.TyperException) -> UsageError:
    """Return the command line's own complaint as one of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "kg"
    # The library lets a word of Python's own through.
    message = error.format_message().rstrip(".").replace("Value error, ", "")
    return UsageError(message[:1].lower() + message[1:], hint=f"see {command} --help")


def from_system(error: OSError) -> KGError:
    """Return the operating system's refusal as one of ours."""
    kind, words, hint = _REFUSALS.get(error.errno or 0, (InputError, (error.strerror or str(error)).lower(), None))
    before = f"{error.filename}: " if error.filename else ""
    return kind(before + words, hint=hint)


def hush() -> None:
    """Let nothing more be written to a reader that has gone away."""
    # Python flushes stdout at exit, which would print a second complaint about the same broken pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
