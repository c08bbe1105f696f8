"""Where the text stands that an editor works on: among drafts, refused articles, or published ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Literal

from kg.errors import NotFound, UsageError, Withdrawn
from kg.store import drafts
from kg.store.contract import Beside, Entry
from kg.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Source:
    """A text under review: which of the three it is, and what is kept beside it."""

    state: Literal["draft", "rejected", "published"]
    key: str
    text: str
    text_hash: str
    beside: Beside
    whole: bool = True
    """Whether it is known what was given beside the text; it is not of what was published before that was kept."""

    def publishable(self) -> Source:
        """Return the text if it can be published as it came; raises UsageError."""
        if not self.whole:
            raise UsageError(
                f"what was given beside the article {self.key!r} is not known: it was published before that was kept",
                hint="ingest it again with its day and publisher; decisions hold by themselves",
            )
        return self


def source_of(ledger: Ledger, key: str) -> Source:
    """Return the text under a key, the draft where there is one; raises NotFound, Withdrawn."""
    draft = ledger.ask(lambda db: drafts.find(db, key))
    if draft is not None:
        return Source("draft", key, draft.text, draft.text_hash, draft.beside)
    refused, entry = ledger.rejections(key), _entry(ledger, key)
    # A change of a published article that was refused is no other text of it.
    if refused and (entry is None or entry.withdrawn or entry.text_hash != refused[0].text_hash):
        return Source("rejected", key, refused[0].text, refused[0].text_hash, refused[0].beside)
    if entry is None:
        raise NotFound(f"there is no draft and no article {key!r}", hint="the review queue lists them")
    if entry.withdrawn:
        raise Withdrawn(f"the article <{entry.article}> was withdrawn on {entry.changed:%Y-%m-%d}")
    text_hash, name = entry.text_hash, json.dumps({"iri": entry.article})
    beside = ledger.ask(lambda db: drafts.origin(db, key, text_hash))
    kept = replace(beside, told=beside.told or name)
    return Source("published", key, ledger.text(text_hash), text_hash, kept, whole=bool(beside.told))


def _entry(ledger: Ledger, key: str) -> Entry | None:
    try:
        return ledger.entry(key)
    except NotFound:
        return None
