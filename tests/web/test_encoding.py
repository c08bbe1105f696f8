"""Content codings: chosen by weight, and bodies that can be read piece by piece."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import httpx
import pytest

from kg.web.encoding import CODERS, best, taken, weights, zstd
from tests.web.conftest import Client


def _decompressors() -> dict[str, Callable[[bytes], bytes]]:
    return {
        "gzip": zlib.decompressobj(zlib.MAX_WBITS | 16).decompress,
        "br": brotli.Decompressor().process,
        "zstd": zstd.ZstdDecompressor().decompress,
    }


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, br;q=0.9, gzip;q=0.1", "br"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, *", "zstd"),
        ("*", "zstd"),
        ("*;q=0.2, gzip;q=0.7", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity, gzip", "gzip"),
        ("gzip;q=0.001", "gzip"),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("*;q=0", None),
        ("*;q=0, identity", "identity"),
        ("*;q=0, br", "br"),
        ("gzip;q=2", "identity"),
        ("gzip; q=0.8 , br ; q=0.8", "br"),
        (",".join(["x"] * 1000) + ",gzip", "identity"),
    ],
)
def test_the_coding_a_client_likes_best(header: str | None, wanted: str | None) -> None:
    assert best(weights(header)) == wanted


def test_what_a_client_takes_is_more_than_what_it_likes_best() -> None:
    assert taken("gzip, br") == {"gzip", "br", "identity"}
    assert taken("gzip, *;q=0") == {"gzip"}
    assert taken(None) == {"identity"}


@pytest.mark.parametrize("name", CODERS)
def test_each_piece_can_be_read_when_it_comes(name: str) -> None:
    coder, read = CODERS[name](), _decompressors()[name]
    pieces = ["جملة أولى ".encode() * 100, b"x", b"last" * 5000]
    assert [read(coder.piece(piece)) for piece in pieces] == pieces
    assert read(coder.last(b"end")) == b"end"


@pytest.mark.parametrize("name", CODERS)
def test_a_body_without_its_end_is_known_to_be_broken(name: str) -> None:
    coder = CODERS[name]()
    body = coder.piece(b"much" * 1000)
    match name:
        case "gzip":
            with pytest.raises(EOFError):
                gzip.decompress(body)
        case "br":
            with pytest.raises(brotli.error):
                brotli.decompress(body)
        case "zstd":
            with pytest.raises(zstd.ZstdError):
                zstd.decompress(body)


def plain(client: Client, address: str, accept_encoding: str, method: str = "GET") -> httpx.Response:
    return client.request(method, address, headers={"accept-encoding": accept_encoding})


LONG = "/export?format=turtle"


@pytest.mark.parametrize("name", CODERS)
def test_an_answer_comes_compressed_under_a_tag_of_its_own(client: Client, name: str) -> None:
    whole, small = plain(client, LONG, "identity"), plain(client, LONG, name)
    assert small.headers["content-encoding"] == name
    assert small.headers["etag"] == whole.headers["etag"][:-1] + f'-{name}"'
    assert "content-length" not in small.headers
    assert {"Accept", "Accept-Encoding"} <= set(small.headers["vary"].split(", "))
    assert "Accept-Encoding" in whole.headers["vary"]
    assert small.num_bytes_downloaded < len(whole.content) / 2
    if name == "gzip":
        assert small.content == whole.content


@pytest.mark.parametrize("address", [LONG, "/docs", "/sparql?query=ASK{}", "/nowhere", "/assets/mark.svg", "/health"])
@pytest.mark.parametrize("accept_encoding", ["gzip", "identity", "*;q=0, gzip"])
def test_head_carries_what_get_carries(client: Client, address: str, accept_encoding: str) -> None:
    passing = ("date", "x-request-id")
    got, asked = (plain(client, address, accept_encoding, method) for method in ("GET", "HEAD"))
    assert got.status_code == asked.status_code
    assert {n: v for n, v in got.headers.items() if n not in passing} == {
        n: v for n, v in asked.headers.items() if n not in passing
    }


def test_what_is_short_or_no_text_stays_as_it_is(client: Client) -> None:
    assert "content-encoding" not in plain(client, "/sparql?query=ASK{}", "gzip").headers
    assert plain(client, "/sparql?query=ASK{}", "gzip, identity;q=0").headers["content-encoding"] == "gzip"


def test_who_takes_no_coding_at_all_is_told_so(client: Client) -> None:
    answer = plain(client, LONG, "identity;q=0")
    assert answer.status_code == 406
    assert "gzip" in answer.json()["hint"]
    assert answer.headers["access-control-allow-origin"] == "*"
