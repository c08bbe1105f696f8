"""What the front is told; it reads no environment of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.sparql import Limits


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Choices of a deployment, sizes in bytes.

    `base` is what resource IRIs begin with, which need not be the address that is listened at.
    """

    base: str = "http://localhost:8000/"
    dataset: Literal["merged", "plain"] = "merged"
    query_text: int = 256 * 1024
    body: int = 32 * 1024 * 1024
    article_text: int = 2 * 1024 * 1024
    limits: Limits = field(default_factory=Limits)
    proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies whose X-Forwarded-For is believed."""
    contact: str = ""
    """The address (mailto:, https: or http:) that every page gives for corrections and withdrawals."""
    licence: str = ""
    """The address of the licence the data are given under; not stated when empty."""
    publisher: str = ""
    """Who publishes the data, by name."""
    robots: str = "allow"
    """What /robots.txt tells crawlers: "allow", "none", or the file's own text."""
    publish_text: bool = False
    """Whether everybody may read the texts of articles to their end; else only the sentences that evidence quotes."""
    connections: int = 1000
    client_connections: int = 250
    """How many connections may be open, in all and of one client; one more ends one that waits for its client."""
    fetch_seconds: float = 20.0
    """The seconds that an address may take to answer, when an editor names it."""
    fetch_private: tuple[str, ...] = ()
    """Addresses in private networks that an editor may name all the same (`kg.article.is_listed`)."""
