"""The kernel refuses what a worker must not do, whatever spelling the request had."""

from __future__ import annotations

import errno
import os
import platform
import resource
import socket
import subprocess
import sys

import pytest

from kg.workers.sandbox import allow_memory, confine

confined = pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter is written for Linux on x86_64 and aarch64",
)


def in_a_child(work: object) -> str:
    """Run *work* in a fork and return what it says."""
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            os.write(write, str(work()).encode())  # type: ignore[operator]
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    os.wait()
    return said


@confined
def test_no_socket_and_no_program() -> None:
    def work() -> list[str | bool]:
        said: list[str | bool] = [confine()]
        for attempt in (
            lambda: socket.socket(socket.AF_INET),
            socket.socketpair,
            lambda: os.execv("/bin/true", ["true"]),
            lambda: subprocess.run(["/bin/true"], check=True),
        ):
            try:
                attempt()
                said.append("went through")
            except OSError as error:
                said.append(errno.errorcode[error.errno or 0])
        return said

    assert in_a_child(work) == str([True, "EACCES", "EACCES", "EACCES", "EACCES"])


@confined
def test_one_that_may_reach_others_still_neither_listens_nor_starts_programs() -> None:
    def work() -> list[str | bool]:
        said: list[str | bool] = [confine(reaching=True)]
        caller = socket.socket(socket.AF_INET)
        caller.settimeout(1)
        for attempt in (
            lambda: caller.connect(("127.0.0.1", 9)),
            lambda: caller.bind(("127.0.0.1", 0)),
            caller.listen,
            socket.socketpair,
            lambda: os.execv("/bin/true", ["true"]),
        ):
            try:
                attempt()
                said.append("went through")
            except OSError as error:
                said.append(errno.errorcode[error.errno or 0])
        return said

    assert in_a_child(work) == str([True, "ECONNREFUSED", "EACCES", "EACCES", "EACCES", "EACCES"])


@confined
def test_files_and_pipes_still_work() -> None:
    def work() -> bool:
        confine()
        ends = os.pipe()
        os.write(ends[1], b"x")
        with open(os.devnull, "wb") as file:  # noqa: PTH123
            file.write(os.read(ends[0], 1))
        return True

    assert in_a_child(work) == "True"


def test_memory_has_an_end_and_no_core_is_dumped() -> None:
    def work() -> list[object]:
        confine()
        allow_memory(100_000_000)
        try:
            bytearray(400_000_000)
        except MemoryError:
            return ["refused", resource.getrlimit(resource.RLIMIT_CORE)[0]]
        return ["given"]

    assert in_a_child(work) == str(["refused", 0])
