"""Articles as lists show them: what they are called, by whom and when published, how much they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions import Headed, ask_first_words, ask_heads, ask_told, read_first_words, read_heads
from kg.triples import ISNAD
from kg.web.inquiry import Inquiry
from kg.web.terms import Term
from kg.web.views import Viewer, kind_of

_TOLD: Final = ("Statement", "Meeting", "Agreement", "Position")
"""The classes whose facts are counted of each article, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an article at its head; `first` are the words it begins with, where it has no headline."""

    said: Headed
    first: str | None = None

    def title(self, viewer: Viewer) -> Term:
        """Return what the article is called: its headline, else its first words, else the end of its name."""
        if not self.said.labels and self.first:
            return Term("literal", self.first)
        labels = {tag: Term("literal", words, tag or None) for tag, words in self.said.labels.items()}
        return viewer.name(self.said.article, {self.said.article: labels} if labels else {})

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """Return how many facts it tells, by kind; kinds of which there are none are left out."""
        return tuple((kind_of((ISNAD + name,)), count) for name in _TOLD if (count := self.said.told.get(name)))


async def heads_of(inquiry: Inquiry, articles: Sequence[str], said: str | None = None) -> tuple[Head, ...]:
    """Return the heads of *articles*, by IRI, in their order; the page shows the query where *said* names its words."""
    if not articles:
        return ()
    found = read_heads(articles, await inquiry.rows(ask_heads(articles), said), await inquiry.rows(ask_told(articles)))
    bare = [head.article for head in found if not head.labels]
    first = read_first_words(await inquiry.rows(ask_first_words(bare))) if bare else {}
    return tuple(Head(head, first.get(head.article)) for head in found)
