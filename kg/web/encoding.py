"""Content codings: which one a client takes best (RFC 9110, 12.5.3), and bodies compressed piece by piece."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Mapping
from typing import Final, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY: Final = "identity"
_CODING = re.compile(r"\s*([\w!#$&^.+*-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?\Z", re.ASCII | re.I)
_MOST: Final = 50
# Levels at which a core compresses faster than the engine writes; measured in docs/decisions.
_GZIP_LEVEL, _BROTLI_QUALITY, _ZSTD_LEVEL = 4, 4, 3
# 512 KiB that a stream's compressor looks back over: 22, the default, takes 8 MiB of memory for each.
_BROTLI_WINDOW: Final = 19


class Coder(Protocol):
    """Compresses one body."""

    def piece(self, data: bytes) -> bytes:
        """Return *data* compressed, all of it: a client can read it now."""

    def last(self, data: bytes) -> bytes:
        """Return *data* compressed, and the end."""


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.compressobj(_GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)

    def piece(self, data: bytes) -> bytes:
        return self._made.compress(data) + self._made.flush(zlib.Z_SYNC_FLUSH)

    def last(self, data: bytes) -> bytes:
        return self._made.compress(data) + self._made.flush()


class _Brotli:
    def __init__(self) -> None:
        self._made = brotli.Compressor(quality=_BROTLI_QUALITY, lgwin=_BROTLI_WINDOW)

    def piece(self, data: bytes) -> bytes:
        return bytes(self._made.process(data) + self._made.flush())

    def last(self, data: bytes) -> bytes:
        return bytes(self._made.process(data) + self._made.finish())


class _Zstd:
    def __init__(self) -> None:
        self._made = zstd.ZstdCompressor(_ZSTD_LEVEL)

    def piece(self, data: bytes) -> bytes:
        return self._made.compress(data, self._made.FLUSH_BLOCK)

    def last(self, data: bytes) -> bytes:
        return self._made.compress(data, self._made.FLUSH_FRAME)


CODERS: Final[Mapping[str, Callable[[], Coder]]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}
"""What we compress with, best first where a client has no preference."""


def weights(accept_encoding: str | None) -> dict[str, float]:
    """Return how much a client likes each of our codings and "identity"; 0 is not at all.

    No header means that it said nothing of compression: then nothing is compressed. Identity is taken by whoever does
    not refuse it, but liked less than what is asked for by name.
    """
    if accept_encoding is None:
        return {**dict.fromkeys(CODERS, 0.0), IDENTITY: 1.0}
    said: dict[str, float] = {}
    for part in accept_encoding.split(",", _MOST)[:_MOST]:
        match = _CODING.match(part)
        if match:
            name = match[1].lower()
            said.setdefault("gzip" if name == "x-gzip" else name, float(match[2]) if match[2] else 1.0)
    others = said.get("*", 0.0)
    found = {name: said.get(name, others) for name in CODERS}
    refused = "*" in said and others == 0
    return {**found, IDENTITY: said.get(IDENTITY, 0.0 if refused else 0.0005)}


def taken(accept_encoding: str | None) -> frozenset[str]:
    """Return the codings that a client takes, "identity" among them."""
    return frozenset(name for name, weight in weights(accept_encoding).items() if weight > 0)


def best(liked: Mapping[str, float]) -> str | None:
    """Return the coding that *liked* ranks highest; of equals ours come first. None when it takes none at all."""
    name = max((*CODERS, IDENTITY), key=lambda one: liked[one])
    return name if liked[name] > 0 else None
