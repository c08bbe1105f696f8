"""What a deployment may choose: flags over `KG_*` over kg.toml over `[tool.kg]` in pyproject.toml over the defaults."""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ByteSize, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    PyprojectTomlConfigSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "KG_"


class Settings(BaseSettings):
    """One value for every choice, each with its default; sizes take a unit ("32MiB"), switches take on and off."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        toml_file="kg.toml",
        pyproject_toml_table_header=("tool", "kg"),
        use_attribute_docstrings=True,
    )

    base: str = "http://localhost:8000/"
    """What resource IRIs begin with; recorded in the store, independent of the address it is served at."""
    location: Path = Path("kg-store")
    """The store's folder."""
    bind: str = "127.0.0.1:8000"
    """The address `kg serve` listens at, HOST:PORT."""
    dataset: Literal["merged", "plain"] = "merged"
    """merged: the default graph shows every published triple; plain: an ordinary RDF dataset."""
    gate: bool = True
    """Whether shapes must hold before anything is published."""
    gate_engine: Literal["auto", "fast", "reference"] = "auto"
    """Who decides first: pyshacl-turbo where it is installed (auto) or in any case (fast), or pySHACL (reference)."""
    gate_sample: float = Field(default=0.01, ge=0, le=1)
    """The share of graphs without fault that pySHACL looks at as well."""

    scratch: Annotated[tuple[str, ...], NoDecode] = ()
    """Graphs held to no shapes, blanks between; what ends with / # or : lists all below it; the store keeps them."""
    graph_schemes: Annotated[tuple[str, ...], NoDecode] = ()
    """What names of graphs may begin with, blanks between; none given: http https, and anything in a plain dataset."""

    query_text: ByteSize = Field(default=ByteSize(256 * 1024), gt=0)
    """The longest query or update."""
    body: ByteSize = Field(default=ByteSize(32 * 1024 * 1024), gt=0)
    """The largest request body."""
    article_text: ByteSize = Field(default=ByteSize(2 * 1024 * 1024), gt=0)
    """The longest article."""
    deadline: float = Field(default=30.0, gt=0)
    """The seconds one query or update may run."""
    memory: ByteSize = Field(default=ByteSize(2_500_000_000), gt=0)
    """The memory one query or update may use."""
    result: ByteSize = Field(default=ByteSize(1 << 30), gt=0)
    """The largest result that is streamed out."""
    answers: ByteSize = Field(default=ByteSize(64 * 1024 * 1024))
    """The memory for answers that are kept for whoever asks the same again before anything changes; 0 keeps none."""
    workers: int = Field(default_factory=lambda: max(2, os.cpu_count() or 2), ge=1)
    """How many queries run at once; as many as cores, at least two."""
    queue: int = Field(default=64, ge=1)
    """How many requests may wait."""
    waiting: int = Field(default=20, ge=1)
    """How many requests of one client may wait."""
    allow_service: Annotated[tuple[str, ...], NoDecode] = ()
    """Endpoints SERVICE may ask, and private addresses to read articles at, blanks between; ending in /, all below."""
    proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """The addresses or networks of proxies whose X-Forwarded-For tells who asks, blanks between; none by default."""
    contact: str = ""
    """Whom readers ask for corrections and withdrawals: an e-mail address or a web address; every page gives it."""
    mcp: bool = True
    """Whether assistants may ask at /mcp."""
    mcp_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """The hosts by which assistants reach the server, blanks between them, beside this machine's and the base's."""
    publish_text: bool = False
    """Whether everybody may read the texts of articles to their end; off: only the sentences that facts quote."""
    licence: str = ""
    """The web address of the licence the data are given under; descriptions of the dataset state it."""
    publisher: str = ""
    """Who publishes the data, by name; descriptions of the dataset state it."""
    robots: str = "allow"
    """What /robots.txt tells crawlers: allow (everything), none, or the path of a file that is served in its place."""
    connections: int = Field(default=1000, ge=10)
    """How many connections may be open; one more ends the oldest that waits for its client."""
    client_connections: int = Field(default=250, ge=1)
    """How many connections of one client may be open; proxies have no such bound."""
    client_seconds: float = Field(default=0.0, ge=0)
    """The seconds of computing that one client may use in a minute; 0: as many as there are."""
    session_hours: float = Field(default=12.0, gt=0, le=168)
    """The hours after which somebody who signed in, and did nothing since, is signed out."""
    grace: float = Field(default=10.0, ge=0)
    """The seconds that requests may go on when the server is told to stop."""
    log: Literal["text", "json"] = "text"
    """How the server writes its log to standard error: lines for people, or a JSON object a line."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """What is logged: from info on, every request."""
    fetch_seconds: float = Field(default=20.0, gt=0)
    """The seconds a web address may take to answer `kg extract` and `kg ingest`."""

    extractors: str = ""
    """The installed extractors that read beside the rules, by name; none by default, chat where model_url is set."""
    model_url: str = ""
    """Where an OpenAI-compatible model answers, such as http://127.0.0.1:11434/v1; empty: no model is asked."""
    model_name: str = ""
    """The model's name at that address."""
    model_key: SecretStr = SecretStr("")
    """The key that is sent to that address; never shown."""
    model_seconds: float = Field(default=60.0, gt=0)
    """The seconds a model may take for one article, all tries together."""
    model_answer: ByteSize = Field(default=ByteSize(1024 * 1024), gt=0)
    """The largest answer a model may give."""
    model_cache: Path | None = None
    """A folder that keeps a model's answers, so that the same text is read the same way again; none by default."""

    @field_validator("base")
    @classmethod
    def _base_is_an_http_folder(cls, base: str) -> str:
        if not base.startswith(("http://", "https://")) or not base.endswith("/") or any(c in base for c in ' <>"?#'):
            raise ValueError("must begin with http:// or https:// and end with a slash")
        return base

    @field_validator("allow_service", "mcp_hosts", "proxies", "scratch", "graph_schemes", mode="before")
    @classmethod
    def _words_are_listed(cls, given: object) -> object:
        return given.split() if isinstance(given, str) else given

    @field_validator("allow_service")
    @classmethod
    def _services_are_addresses(cls, services: tuple[str, ...]) -> tuple[str, ...]:
        for service in services:
            if not re.fullmatch(r"https?://[^\s<>\"/?#]+/[^\s<>\"]*", service):
                raise ValueError(f"must be addresses such as https://query.wikidata.org/sparql, not {service!r}")
        return services

    @field_validator("graph_schemes")
    @classmethod
    def _schemes_are_words(cls, schemes: tuple[str, ...]) -> tuple[str, ...]:
        for scheme in schemes:
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
                raise ValueError(f"must be schemes such as urn, without a colon, not {scheme!r}")
        return tuple(scheme.lower() for scheme in schemes)

    @field_validator("proxies")
    @classmethod
    def _proxies_are_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            try:
                ip_network(proxy, strict=False)
            except ValueError:
                raise ValueError(f"must be addresses or networks such as 10.0.0.0/8, not {proxy!r}") from None
        return proxies

    @field_validator("contact")
    @classmethod
    def _contact_is_an_address(cls, contact: str) -> str:
        given = contact if "://" in contact or contact.startswith("mailto:") or not contact else f"mailto:{contact}"
        if given and not re.fullmatch(r"mailto:[^\s<>\"@:/?#&%]+@[A-Za-z0-9.-]+|https?://[!-;=?-~]+", given):
            raise ValueError("must be an e-mail address, or a web address that begins with https:// or http://")
        return given

    @field_validator("licence")
    @classmethod
    def _licence_is_an_address(cls, licence: str) -> str:
        if licence and not re.fullmatch(r"https?://[!-;=?-z~]+", licence):
            raise ValueError("must be a web address, such as https://creativecommons.org/licenses/by/4.0/")
        return licence

    @field_validator("bind")
    @classmethod
    def _bind_names_a_port(cls, bind: str) -> str:
        host, _, port = bind.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("must be HOST:PORT, such as 127.0.0.1:8000")
        return bind

    @property
    def host(self) -> str:
        """Return the host part of `bind`, without the brackets of an IPv6 address."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """Return the port part of `bind`."""
        return int(self.bind.rpartition(":")[2])

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, strongest first."""
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls),
            PyprojectTomlConfigSettingsSource(settings_cls),
        )
