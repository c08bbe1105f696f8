"""SERVICE, answered by listed servers only: their solutions are put into the query before a worker sees it.

No worker has a socket. The front asks, by the addresses its operator listed, within a size and a time.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from dataclasses import dataclass, replace
from typing import cast

import httpx

from kg.article import is_listed, public_address
from kg.errors import Denied, KGError, MalformedData, NetworkError, TooLarge
from kg.sparql import JSON, Query, Remote, Row, Solved, answered, remotes

_LONGEST_QUERY = 64 << 10
"""Code points of a query with SERVICE in it: it is parsed in the front."""
_LARGEST = 8 << 20
"""Bytes of one answer."""
_HEADERS = {"User-Agent": "isnad", "Accept": JSON.media_type, "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Federation:
    """Asks the servers of `allowed`: endpoint addresses, or everything below one that ends with a slash."""

    allowed: tuple[str, ...]

    async def settled(self, query: Query, base: str, seconds: float) -> Query:
        """Return *query* with other servers' answers in it; raises Denied, NetworkError, TooLarge, MalformedData."""
        if not self.allowed or "service" not in query.text.casefold():
            return query
        if len(query.text) > _LONGEST_QUERY:
            raise TooLarge(f"a query with SERVICE has at most {_LONGEST_QUERY >> 10} KiB here")
        asked = await asyncio.to_thread(remotes, query.text, base)
        if not asked:
            return query
        for remote in asked:
            self._check(remote.endpoint)
        async with httpx.AsyncClient(headers=_HEADERS, timeout=seconds, trust_env=False) as client:
            solved = await asyncio.gather(*(_solved(client, remote, seconds) for remote in asked))
        text = answered(query.text, list(zip(asked, solved, strict=True)))
        return replace(query, text=text)

    def _check(self, endpoint: str) -> None:
        if is_listed(endpoint, self.allowed):
            return
        raise Denied(
            f"SERVICE <{endpoint}> is not among the servers that are asked from here",
            known=True,
            hint="the operator may start the server with --allow-service and its address",
        )


async def _solved(client: httpx.AsyncClient, remote: Remote, seconds: float) -> Solved | None:
    try:
        async with asyncio.timeout(seconds):
            return _read(await _ask(client, remote), remote)
    except TimeoutError:
        failure: KGError = NetworkError(f"<{remote.endpoint}> did not answer within {seconds:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        failure = NetworkError(f"<{remote.endpoint}> could not be asked: {str(error) or type(error).__name__}")
    except (NetworkError, MalformedData, TooLarge) as error:
        failure = error
    if remote.silent:
        return None
    raise failure


async def _ask(client: httpx.AsyncClient, remote: Remote) -> bytes:
    target = httpx.URL(remote.endpoint)
    address = target
    if not _written_as_address(target):
        address = target.copy_with(host=await asyncio.to_thread(public_address, target))
    headers = {"Host": target.netloc.decode("ascii")}
    extensions = {"sni_hostname": target.host}
    body = bytearray()
    # SPARQL 1.1 Protocol 2.1.2: the query by POST, as a form, which every server takes.
    form = {"query": remote.query}
    async with client.stream("POST", address, data=form, headers=headers, extensions=extensions) as said:
        if not said.is_success:
            raise NetworkError(f"<{remote.endpoint}> answered {said.status_code} {said.reason_phrase}".rstrip())
        async for piece in said.aiter_raw():
            body += piece
            if len(body) > _LARGEST:
                raise TooLarge(f"the answer of <{remote.endpoint}> is longer than {_LARGEST >> 20} MiB")
    return bytes(body)


def _written_as_address(target: httpx.URL) -> bool:
    """Tell whether the operator listed an address itself, or this machine, and so means it, private or not."""
    if target.host == "localhost":
        return True
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return False
    return True


def _read(body: bytes, remote: Remote) -> Solved:
    """Return the solutions in SPARQL 1.1 Query Results JSON; raises MalformedData."""
    try:
        said = json.loads(body)
        variables, rows = said["head"]["vars"], said["results"]["bindings"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise MalformedData(f"<{remote.endpoint}> answered with no results in JSON: {error}") from None
    if not all(isinstance(name, str) and name.isidentifier() for name in variables):
        raise MalformedData(f"<{remote.endpoint}> answered with variables that are none")
    if not all(isinstance(row, dict) and all(isinstance(term, dict) for term in row.values()) for row in rows):
        raise MalformedData(f"<{remote.endpoint}> answered with rows that are none")
    return Solved(tuple(variables), cast("list[Row]", rows))
