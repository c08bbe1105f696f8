"""A document from the web: one address, a few redirects, within a size and a time."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass

import httpx

from kg.errors import NetworkError, NotText, TooLarge, UsageError

LARGEST_BODY = 32 * 1024 * 1024
_MOST_REDIRECTS = 5
_HEADERS = {
    "User-Agent": "isnad",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
# Addresses that lead into another network than they say: IPv4 written inside IPv6.
_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document from the web: its bytes (in UTF-8 when the server told its charset), its type, its final address."""

    body: bytes
    content_type: str
    url: str


def fetch(url: str, *, size: int = LARGEST_BODY, seconds: float = 20.0, private: bool = True) -> Fetched:
    """Return the document at *url*; raises UsageError, NetworkError, TooLarge, NotText.

    With *private* False, addresses of private networks and of this machine are refused, also behind a redirect; a name
    is looked up once, and the address it gave is the one connected to.
    """
    until = time.monotonic() + seconds
    target = _checked(url)
    try:
        with httpx.Client(headers=_HEADERS, timeout=seconds, trust_env=private) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = _ask(client, target, (size, until), private=private)
                if isinstance(answer, Fetched):
                    return answer
                target = answer
    except httpx.TimeoutException as error:
        raise NetworkError(f"{target} did not answer within {seconds:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NetworkError(f"{target} could not be fetched: {str(error) or type(error).__name__}") from error
    raise NetworkError(f"{url} leads from one redirect to the next")


def _ask(client: httpx.Client, target: httpx.URL, limits: tuple[int, float], *, private: bool) -> Fetched | httpx.URL:
    """Return what one request gives: the document, or where it has moved to."""
    address = target if private else target.copy_with(host=public_address(target))
    headers = {"Host": target.netloc.decode("ascii")}
    with client.stream("GET", address, headers=headers, extensions={"sni_hostname": target.host}) as response:
        if response.has_redirect_location:
            return _checked(str(target.join(response.headers["location"])))
        if response.is_error:
            raise NetworkError(f"{target} answered {response.status_code} {response.reason_phrase}".rstrip())
        body = _body(response, target, *limits)
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
        raise NetworkError(f"{target.host} is in a private network, which is not fetched from here")
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
