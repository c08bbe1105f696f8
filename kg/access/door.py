"""The owner's door: a socket beside the store that only its owner can open, whatever the folder's path is."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import NetworkError, StoreBusy

NAME: Final = "kg.sock"
# The system allows 108 bytes, others 104; store folders may lie deeper than that.
_LONGEST: Final = 100
_BACKLOG: Final = 128


@contextmanager
def within_reach(door: Path) -> Iterator[str]:
    """Yield a name of *door* short enough for the system, good while the context lasts; raises NetworkError."""
    if len(os.fsencode(door)) <= _LONGEST:
        yield str(door)
        return
    folder = os.open(door.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        short = Path(f"/proc/self/fd/{folder}")
        if not short.exists():
            raise NetworkError(
                f"the path of {door} is too long for a socket", hint="choose a folder with a shorter one"
            )
        yield str(short / door.name)
    finally:
        os.close(folder)


def listen(door: Path) -> socket.socket:
    """Return a socket that listens at *door* for its owner alone; raises StoreBusy when a server listens there."""
    if answers(door):
        raise StoreBusy(f"a server listens at {door} already")
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(door.lstat().st_mode):
            door.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Nobody else may have a moment in which to connect, so the mode is there before the name is.
    before = os.umask(0o177)
    try:
        with within_reach(door) as name:
            listener.bind(name)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise NetworkError(f"{door}: {(error.strerror or str(error)).lower()}") from error
    finally:
        os.umask(before)
    return listener


def answers(door: Path) -> bool:
    """Tell whether a server listens at *door*; a socket left by one that was killed does not count."""
    if not door.exists():
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller, within_reach(door) as name:
        caller.settimeout(5.0)
        try:
            caller.connect(name)
        except ConnectionError:
            return False
        except OSError as error:
            raise StoreBusy(f"{door} does not answer: {error.strerror or error}") from error
    return True
