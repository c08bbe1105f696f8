"""What a worker may not do: take memory without bound, dump core, open sockets, start programs.

The kernel holds these, not our code: a filter of words would not (`\\u0053ERVICE` is SERVICE to some parsers), and the
engine has no switch for SERVICE and LOAD. Where the kernel offers no such filter, the worker goes on without and
says so.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import resource
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError
from kg.workers.wire import ERROR, Channel, pack, pack_error

_log = logging.getLogger("kg.workers")

PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 15, 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4

# socket connect | socketpair accept bind listen execve ptrace accept4 process_vm_readv/writev execveat io_uring_setup
_REACHING = 2  # The first two are what reaching others takes.
_X86_64 = (0xC000003E, (41, 42, 53, 43, 49, 50, 59, 101, 288, 310, 311, 322, 425))
_AARCH64 = (0xC00000B7, (198, 203, 199, 202, 200, 201, 221, 117, 242, 270, 271, 281, 425))
_X32_BIT = 0x40000000
_REFUSED = {"x86_64": _X86_64, "AMD64": _X86_64, "aarch64": _AARCH64, "arm64": _AARCH64}


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def confine(*, reaching: bool = False) -> bool:
    """Close this process in, before it starts a thread; tell whether the kernel's filter holds.

    With *reaching* it may connect to others, and still neither listen nor start a program.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return _filter(libc, reaching=reaching)


def name_process(name: str) -> None:
    """Give this process a name that `ps` shows, where the kernel knows how: forks all have one command line."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode("ascii"), 0, 0, 0)


def die_with_parent() -> None:
    """Have this process killed when its parent ends, where the kernel knows how."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def allow_memory(extra: int) -> None:
    """Let this process map *extra* bytes more than it has mapped now."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + extra
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def resident() -> int:
    """Return how many bytes of memory this process occupies; 0 where that cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def hush(channel: Channel) -> None:
    """Close stdout and stderr; what a thread dies of is told to the front, which logs it.

    When memory runs out the engine says so on stderr and aborts; the front says it better.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(nothing, number)

    def tell(died: threading.ExceptHookArgs) -> None:
        trace = "".join(traceback.format_exception(died.exc_type, died.exc_value, died.exc_traceback))
        said = pack_error(StoreError("a worker failed in a way that was not foreseen")) | {"trace": trace}
        with suppress(OSError):
            channel.send(ERROR, pack(said))

    threading.excepthook = tell


def _filter(libc: ctypes.CDLL, *, reaching: bool) -> bool:
    """Install a filter under which the refused system calls fail with "permission denied"."""
    known = _REFUSED.get(platform.machine())
    if known is None:
        _log.warning(
            "no system call filter for %s: SERVICE and LOAD are refused by their words only", platform.machine()
        )
        return False
    architecture, refused = known
    program = _program(architecture, refused[_REACHING:] if reaching else refused)
    packed = _Program(len(program), (_Instruction * len(program))(*program))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(packed), 0, 0
    ):
        _log.warning("the kernel takes no system call filter: SERVICE and LOAD are refused by their words only")
        return False
    return True


def _program(architecture: int, refused: tuple[int, ...]) -> list[_Instruction]:
    """Return the filter: refuse the calls of another architecture, of the x32 kind, and those listed."""
    count = len(refused)
    program = [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _Instruction(_EQUAL, 0, count + 3, architecture),
        _Instruction(_LOAD, 0, 0, _NUMBER_AT),
        _Instruction(_AT_LEAST, count + 1, 0, _X32_BIT),
    ]
    program += [_Instruction(_EQUAL, count - place, 0, number) for place, number in enumerate(refused)]
    return [*program, _Instruction(_RETURN, 0, 0, _ALLOW), _Instruction(_RETURN, 0, 0, _REFUSE)]
