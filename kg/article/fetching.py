"""A document from the web: one address, a few redirects, within a size and a time."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from queue import Empty, Queue
from urllib.parse import unquote

import httpx

from kg.errors import KGError, NetworkError, NotText, TooLarge, UsageError

LARGEST_BODY = 32 * 1024 * 1024
_MOST_REDIRECTS = 5
_SLACK = 0.5
_HEADERS = {
    "User-Agent": "isnad",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
_CODINGS = ("identity", "gzip", "x-gzip", "")
# Addresses that lead into another network than they say: IPv4 written inside IPv6.
_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document from the web: its bytes (in UTF-8 when the server told its charset), its type, its final address."""

    body: bytes
    content_type: str
    url: str


def fetch(url: str, *, size: int = LARGEST_BODY, seconds: float = 20.0, allowed: Iterable[str] = ()) -> Fetched:
    """Return the document at *url*; raises UsageError, NetworkError, TooLarge, NotText.

    Addresses of private networks and of this machine are refused, also behind a redirect, unless *allowed* lists them
    (`is_listed`); a name is looked up once, and the address it gave is the one connected to. Whatever drips, in
    *seconds* it is over.
    """
    _checked(url)
    errand = _Errand(size, time.monotonic() + seconds, tuple(allowed))
    # Neither a look-up of a name nor a head that drips byte by byte has a limit of its own: they are left behind.
    brought: Queue[Fetched | Exception] = Queue(1)
    threading.Thread(target=_bring, args=(url, seconds, errand, brought), daemon=True).start()
    try:
        found = brought.get(timeout=seconds + _SLACK)
    except Empty:
        raise NetworkError(f"{url} did not answer within {seconds:g} seconds") from None
    if isinstance(found, Fetched):
        return found
    raise found


@dataclass(frozen=True, slots=True)
class _Errand:
    size: int
    until: float
    allowed: tuple[str, ...]


def is_listed(url: str, allowed: Iterable[str]) -> bool:
    """Tell whether a list of addresses has *url*: itself, or something it lies below that ends with a slash."""
    inside = "/.." not in unquote(url)
    return any(url == one or (inside and one.endswith("/") and url.startswith(one)) for one in allowed)


def _bring(url: str, seconds: float, errand: _Errand, brought: Queue[Fetched | Exception]) -> None:
    try:
        brought.put(_fetched(url, seconds, errand))
    except (KGError, ValueError, OSError, RuntimeError) as error:
        brought.put(error)


def _fetched(url: str, seconds: float, errand: _Errand) -> Fetched:
    target = _checked(url)
    try:
        # A proxy of the environment would look names up once more, and by itself.
        with httpx.Client(headers=_HEADERS, timeout=seconds, trust_env=False) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = _ask(client, target, errand)
                if isinstance(answer, Fetched):
                    return answer
                target = answer
    except httpx.TimeoutException as error:
        raise NetworkError(f"{target} did not answer within {seconds:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NetworkError(f"{target} could not be fetched: {str(error) or type(error).__name__}") from error
    raise NetworkError(f"{url} leads from one redirect to the next")


def _ask(client: httpx.Client, target: httpx.URL, errand: _Errand) -> Fetched | httpx.URL:
    """Return what one request gives: the document, or where it has moved to."""
    address = target if is_listed(str(target), errand.allowed) else target.copy_with(host=public_address(target))
    headers = {"Host": target.netloc.decode("ascii")}
    with client.stream("GET", address, headers=headers, extensions={"sni_hostname": target.host}) as response:
        if response.has_redirect_location:
            return _checked(str(target.join(response.headers["location"])))
        if response.is_error:
            raise NetworkError(f"{target} answered {response.status_code} {response.reason_phrase}".rstrip())
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in _CODINGS:
            # A kilobyte in another coding may be a gigabyte, all at once.
            raise NetworkError(f"{target} answered in the coding {coding[:40]!r}, which nobody asked for")
        body = _body(response, target, errand.size, errand.until)
        kind = response.headers.get("content-type", "")
        return Fetched(_utf8(body, response.charset_encoding, target), kind, str(target))


def _checked(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise UsageError(f"{url!r} is no web address: {error}") from error
    if target.scheme not in ("http", "https") or not target.host or any(char.isspace() for char in url):
        raise UsageError(f"{url!r} is no web address", hint="it must begin with http:// or https://")
    # Names and passwords in an address would travel into the article's graph.
    return target.copy_with(username=None, password=None, fragment=None)


def public_address(target: httpx.URL) -> str:
    """Return the one address behind a host's name; raises NetworkError when it is not on the public internet."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NetworkError(f"{target.host} is not known: {error}") from error
    address = str(found[0][4][0])
    if not _is_public(address):
        raise NetworkError(
            f"{target.host} is in a private network, which is not fetched from here",
            hint=f"--allow-service {target} (KG_ALLOW_SERVICE) lets it pass; ending with a slash, all below it",
        )
    return address


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    tunnelled = any(mapped in network for network in _TUNNELS if network.version == mapped.version)
    return bool(mapped.is_global) and not mapped.is_multicast and not tunnelled


def _body(response: httpx.Response, target: httpx.URL, size: int, until: float) -> bytes:
    body = bytearray()
    # As they come: a fixed size would wait for its last byte, however slowly they drip.
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > size:
            raise TooLarge(f"{target} is longer than {size} bytes")
        if time.monotonic() > until:
            raise NetworkError(f"{target} did not end in time")
    return bytes(body)


def _utf8(body: bytes, charset: str | None, target: httpx.URL) -> bytes:
    """Return *body* in UTF-8; the charset of the header wins over the page's own (RFC 9110 8.3.2)."""
    if charset is None or charset.lower().replace("-", "") in ("utf8", "usascii"):
        return body
    try:
        return body.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError) as error:
        raise NotText(f"{target} says it is {charset}, and is not") from error
