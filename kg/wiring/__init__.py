"""The one place that chooses.

It alone reads the environment and decides which implementation stands behind a protocol. What is heavy is imported
where it is chosen (allowed here and in `cli` only), so that a command loads what it needs.

In: flags, KG_* variables, kg.toml, pyproject.toml
Out: Settings, Session, Toolkit
Touches: kg.access kg.article kg.assistant kg.authority kg.decisions kg.drafts kg.errors kg.extractors kg.facts kg.feeds
    kg.lang kg.pipeline kg.plugins kg.resources kg.review kg.search kg.sparql kg.store kg.triples kg.validation kg.web
    kg.workers httpx pydantic pydantic_settings pyoxigraph starlette
"""

from kg.wiring.chosen import Origin, Setting, list_settings, read_settings
from kg.wiring.judging import judging_of
from kg.wiring.library import library_of
from kg.wiring.mirroring import open_mirror
from kg.wiring.opening import open_address, open_session
from kg.wiring.safekeeping import back_up, restore, verify
from kg.wiring.session import Found, Session
from kg.wiring.settings import Settings
from kg.wiring.stores import now, open_local_store, open_tokens
from kg.wiring.toolkit import asked_of, rulebook, toolkit_for

__all__ = [
    "Found",
    "Origin",
    "Session",
    "Setting",
    "Settings",
    "asked_of",
    "back_up",
    "judging_of",
    "library_of",
    "list_settings",
    "now",
    "open_address",
    "open_local_store",
    "open_mirror",
    "open_session",
    "open_tokens",
    "read_settings",
    "restore",
    "rulebook",
    "toolkit_for",
    "verify",
]
