"""Tools that find what was said and who met whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from kg.assistant.library import Library, rows_of
from kg.assistant.mending import mendable
from kg.assistant.people import People, evidence, parties
from kg.assistant.told import (
    Evidence,
    Evidences,
    MeetingsTold,
    MeetingTold,
    Party,
    StatementsTold,
    StatementTold,
)
from kg.errors import NotFound
from kg.questions import Between, Fact, Row, ask_meetings, ask_parts, ask_statements, read_parts
from kg.search import Sought

Day = Annotated[str | None, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="YYYY-MM-DD, inclusive")]
Who = Annotated[str | None, Field(max_length=1000, description="IRI or name of who said it")]
Limit = Annotated[int, Field(ge=1, le=50)]
Offset = Annotated[int, Field(ge=0, le=10_000)]
_MOST_HITS = 100
_NOTHING = "nothing is found; leave a condition out, or look for the names with search_entities"


@dataclass(frozen=True, slots=True)
class Events:
    """The facts of one store."""

    library: Library
    people: People

    async def find_statements(
        self,
        *,
        speaker: Who = None,
        about: Annotated[
            str | None, Field(max_length=1000, description="words said, or IRI or name of who is named")
        ] = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> StatementsTold:
        """Find who said what: by speaker, by topic or by whom the words name, by day of publication.

        Each statement has the sentence that proves it, with offsets. What is said is a claim of its speaker's, no fact.
        """
        with mendable():
            speakers = await self.people.meant(speaker) if speaker else []
            topics, said = await self._topic(about) if about else ([], [])
            between = Between(since, until, limit, offset)
            if about and not topics and not said:
                return StatementsTold(speakers=speakers, about=[], results=[], next_offset=None, note=_NOTHING)
            question = ask_statements([p.iri for p in speakers], [p.iri for p in topics], said, between)
            facts, following = _page(await rows_of(self.library, question), between)
            told, proofs = await self._parts(facts), await evidence(self.library, facts)
            results = [_statement(told.get(fact, Fact(fact)), proofs) for fact in facts]
            note = "" if results else _NOTHING
            return StatementsTold(speakers=speakers, about=topics, results=results, next_offset=following, note=note)

    async def find_meetings(
        self,
        *,
        participants: Annotated[
            list[str], Field(max_length=5, description="IRIs or names; all of them took part")
        ] = [],  # noqa: B006  # a schema's default
        kind: Literal["meeting", "call", "visit", "talks", "summit"] | None = None,
        status: Literal["held", "planned", "cancelled"] | None = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> MeetingsTold:
        """Find who met whom: by participants (all of them), kind, status, and day.

        A meeting's day is its own where the text fixes it, else that of the article. Each has the sentences that prove
        it.
        """
        with mendable():
            meant = [await self.people.meant(one) for one in participants]
            between = Between(since, until, limit, offset)
            question = ask_meetings([[p.iri for p in one] for one in meant], kind, status, between)
            facts, following = _page(await rows_of(self.library, question), between)
            told, proofs = await self._parts(facts), await evidence(self.library, facts)
            results = [_meeting(told.get(fact, Fact(fact)), proofs) for fact in facts]
            together = list({party.iri: party for one in meant for party in one}.values())
            note = "" if results else _NOTHING
            return MeetingsTold(participants=together, results=results, next_offset=following, note=note)

    async def get_evidence(
        self, facts: Annotated[list[str], Field(min_length=1, max_length=50, description="IRIs of facts")]
    ) -> Evidences:
        """Show the sentences that prove facts, by IRI: each with its offsets, article, publisher and address."""
        with mendable():
            found = await evidence(self.library, facts)
            missing = sorted(set(facts) - {one.fact for one in found})
            if not found:
                raise NotFound(
                    f"nothing here proves <{missing[0][:200]}>",
                    hint="give IRIs of statements, meetings or other facts, as find_statements and run_sparql tell"
                    " them; of an entity, get_entity shows sentences",
                )
            return Evidences(evidence=found)

    async def _topic(self, about: str) -> tuple[list[Party], list[str]]:
        """Return whom a topic is the name of, and the statements that have its words."""
        if "://" in about:
            return await self.people.meant(about), []
        named = await self.people.called(about)
        found = await self.library.search(Sought(about, kinds=("Statement",), limit=_MOST_HITS, strictest=True))
        return named, [str(hit["iri"]) for hit in found["results"]]

    async def _parts(self, facts: Sequence[str]) -> dict[str, Fact]:
        return read_parts(await rows_of(self.library, ask_parts(facts))) if facts else {}


def _page(rows: Iterable[Row], between: Between) -> tuple[list[str], int | None]:
    """Return the facts of one page, and where the next begins."""
    facts = list(dict.fromkeys(row["fact"] for row in rows))
    more = len(facts) > between.limit
    return facts[: between.limit], between.offset + between.limit if more else None


def _statement(fact: Fact, proofs: list[Evidence]) -> StatementTold:
    return StatementTold(
        iri=fact.iri,
        text=fact.one("text") or "",
        speakers=parties(fact.parts.get("speaker", ()), fact.labels),
        passed_on_by=parties(fact.parts.get("relayer", ()), fact.labels),
        mode=list(fact.parts.get("quoteMode", ())),
        medium=fact.one("medium"),
        condition=fact.one("condition"),
        evidence=[one for one in proofs if one.fact == fact.iri],
    )


def _meeting(fact: Fact, proofs: list[Evidence]) -> MeetingTold:
    return MeetingTold(
        iri=fact.iri,
        called=fact.one("called"),
        kind=fact.one("kind"),
        status=fact.one("status"),
        participants=parties(fact.parts.get("participant", ()), fact.labels),
        forum=parties(fact.parts.get("heldWithin", ()), fact.labels),
        date=fact.one("date"),
        time_as_written=fact.one("time"),
        place=fact.one("place"),
        topics=list(fact.parts.get("topic", ())),
        evidence=[one for one in proofs if one.fact == fact.iri],
    )
