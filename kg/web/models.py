"""The JSON bodies that OpenAPI describes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg.article import Given
from kg.search import MOST, Sought


class ArticleIn(BaseModel):
    """An article with what is known beside its text: exactly one of text and html."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    text: str | None = None
    """The article's text as published."""
    html: str | None = None
    """The article's page; its text is taken out of the markup."""
    id: str | None = Field(default=None, max_length=2000)
    """The article's own IRI."""
    source_url: str | None = Field(default=None, max_length=2000)
    """Where it was published."""
    published: date | None = None
    """The day it was published."""
    publisher: str | None = Field(default=None, max_length=500)
    """Who published it."""

    @model_validator(mode="after")
    def _one_body(self) -> ArticleIn:
        if (self.text is None) == (self.html is None):
            raise ValueError("give one of text and html")
        return self

    @property
    def body(self) -> bytes:
        """Return the document as bytes."""
        return (self.text if self.text is not None else self.html or "").encode("utf-8")

    @property
    def given(self) -> Given:
        """Return what is known beside the text."""
        return Given(self.id, self.source_url, self.published, self.publisher)


class ReceiptOut(BaseModel):
    """What became of an article."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    key: str
    article: str
    graph: str
    action: str
    revision: int
    facts: dict[str, int]
    findings: list[dict[str, Any]]
    extracted: list[dict[str, Any]] = []
    """For each extractor beside the rules: what was proposed, added, known already, and dropped and why."""


class ChangeOut(BaseModel):
    """What a write did."""

    action: str
    revision: int


class EntryOut(BaseModel):
    """What the ledger knows of one article that is, or was, published."""

    key: str
    article: str
    graph: str
    text_hash: str
    reader: str
    revision: int
    changed: datetime
    withdrawn: bool


class EntriesOut(BaseModel):
    """One page of the list of articles, by key; `next` is the address of the page after it."""

    articles: list[EntryOut]
    total: int
    next: str | None


class AuditIn(BaseModel):
    """Which changes of the audit log are asked for."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    by: str | None = Field(default=None, max_length=500)
    """By whom: "token 3", "local", "the server"."""
    action: str | None = Field(default=None, max_length=20)
    """added, replaced, withdrawn or updated."""
    about: str | None = Field(default=None, max_length=2000)
    """A graph's IRI, or an article's key."""
    since: datetime | None = None
    """Not before this time."""
    below: int | None = Field(default=None, ge=0, le=1 << 62)
    """Older than this revision."""
    limit: int = Field(default=100, ge=1, le=10_000)
    """How many at once."""


class DumpOut(BaseModel):
    """One dump of the whole graph; `bytes` and `sha256` are known once it was sent whole at this revision."""

    address: str
    format: str
    media_type: str
    bytes: int | None
    sha256: str | None


class GraphOut(BaseModel):
    """One graph (null: the default graph), its article if it has one, and its checksum."""

    graph: str | None
    triples: int
    checksum: str
    key: str | None
    article: str | None
    changed: datetime | None


class DumpsOut(BaseModel):
    """What the store is, its dumps, and one page of its graphs; `next` is the address of the page after it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    base: str
    dataset: str
    revision: int
    point: str
    """The point of the last change: the revision that made it, and a mark of all before it."""
    begun: str
    """The point that the history of changes begins at."""
    quads: int
    articles: int
    changes: str
    """Where the feed of changes is."""
    dumps: list[DumpOut]
    graphs: list[GraphOut]
    next: str | None


class DeedOut(BaseModel):
    """One change as the audit log tells of it; "" among the graphs is the default graph."""

    revision: int
    before: int
    action: str
    subject: str
    graphs: list[str]
    by: str
    at: datetime
    added: int
    removed: int


class DeedsOut(BaseModel):
    """One page of the audit log, newest first; `next` is the address of the page after it."""

    changes: list[DeedOut]
    next: str | None


class CopyOut(BaseModel):
    """A copy of the store at one revision: its name among the copies in the store's folder."""

    name: str
    revision: int


class RejectionOut(BaseModel):
    """An article the gate refused; `report` is JSON text."""

    key: str
    article: str
    text: str
    text_hash: str
    report: str
    rejected: datetime


class RunningOut(BaseModel):
    """One job that a worker is at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    job: str
    """query, update, or another piece of work."""
    text: str
    """The beginning of a query or an update."""
    request: str
    """The id of the request that it is done for."""
    client: str
    lane: str
    begun: datetime
    seconds: float


class QueriesOut(BaseModel):
    """What the workers are at."""

    queries: list[RunningOut]


class BesideIn(BaseModel):
    """What is known of an article beside its text."""

    id: str | None = Field(default=None, description="The article's own IRI.")
    source_url: str | None = Field(default=None, description="Where it was published.")
    published: str | None = Field(default=None, description="The day it was published (YYYY-MM-DD).")
    publisher: str | None = Field(default=None, description="Who published it.")


class SuggestIn(BaseModel):
    """What is being typed, and what may complete it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = ""
    """The words typed so far; the last may be the beginning of one."""
    kind: list[str] = Field(default=[], max_length=20)
    """Classes: a name of the ontology (Meeting), prefix:name, or an IRI."""
    limit: int = Field(default=10, ge=1, le=50)
    """How many completions at most."""


class SearchIn(SuggestIn):
    """What is looked for."""

    q: str = ""
    """Words, "a phrase", begin*, like~, -without; hamza, marks and joined letters are seen through."""
    language: list[str] = Field(default=[], max_length=20)
    """Languages of the matching text: ar, en."""
    lang: str | None = Field(default=None, max_length=40)
    """The same for one language; of a page, the language it is written in."""
    limit: int = Field(default=20, ge=1, le=MOST)
    """How many results at most."""
    offset: int = Field(default=0, ge=0, le=MOST)
    """How many of the best are passed over."""
    strict: bool = False
    """Whether all words must be there; else similar ones, and then some of them, do where all find nothing."""
    format: str | None = None
    """json or html."""

    def sought(self, language: str | None = None) -> Sought:
        """Return what is looked for, in *language* beside those given."""
        tags = dict.fromkeys(tag.lower() for tag in (*self.language, language or "") if tag)
        kinds = tuple(filter(None, self.kind))
        return Sought(self.q, kinds, tuple(tags), limit=self.limit, offset=self.offset, strictest=self.strict)
