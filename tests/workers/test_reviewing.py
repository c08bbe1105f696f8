"""Editors at a service: what they were told is kept is kept, whatever is killed, withdrawn or published again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.article import Given
from kg.errors import Conflict, StoreError, UsageError
from kg.sparql import N_TRIPLES
from kg.store import Folder, Ledger, decided, drafts, open_store
from kg.wiring.trades import trades_of
from kg.workers import Pool, start
from tests.review.articles import CENTRE, LATER, TALKS, place
from tests.workers.conftest import settings
from tests.workers.test_survival import kill
from tests.workers.trades import BASE

pytestmark = pytest.mark.served
SALMA, KAMAL = "token 1 (سلمى)", "token 2 (كمال)"
SAID = {"kind": "statement", "span": place(TALKS, "بلاده مستعدة للحوار")}
MORE = {"kind": "statement", "span": place(TALKS, "طهران لن تتراجع عن موقفها")}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Pool, Path]]:
    """A service whose workers read and check as a deployment's do; they take seconds to begin."""
    with asyncio.Runner() as runner:
        folder = tmp_path_factory.mktemp("reviewed")
        pool = runner.run(start(folder, settings(trades=trades_of(BASE, gate=True))))
        yield runner, pool, folder
        runner.run(pool.close())


async def states(pool: Pool, key: str) -> dict[str, str]:
    """Return how the statements of a text stand, by their words."""
    told = await pool.draft(key)
    return {told["text"][slice(*one["content"])]: one["state"] for one in told["facts"]["statements"]}


def test_decisions_outlive_publication_withdrawal_and_another_name(stage: Any) -> None:
    runner, pool, _ = stage

    async def scene() -> None:
        key = await pool.keep_draft(TALKS.encode(), Given(), SALMA)
        await pool.decide(key, {**SAID, "action": "accept"}, 0, SALMA)
        await pool.decide(key, {**MORE, "action": "reject", "why": "مكرر"}, 1, SALMA)
        with pytest.raises(Conflict):
            await pool.decide(key, {**SAID, "action": "reject"}, 0, KAMAL)
        with pytest.raises(UsageError, match=r"^span"):
            await pool.decide(key, {**SAID, "span": [0, 4], "action": "accept"}, 9, KAMAL)
        receipt = await pool.publish(key, SALMA)
        assert (receipt.key, receipt.action) == (key, "added")
        assert (await pool.ingest(TALKS.encode(), Given())).action == "unchanged"
        await pool.withdraw(key)
        assert (await pool.ingest(TALKS.encode(), Given())).action == "added"
        named = await pool.ingest(TALKS.encode(), Given(iri="https://example.org/talks"))
        for one in (key, named.key):
            assert await states(pool, one) == {
                "بلاده مستعدة للحوار": "accepted",
                "اللقاء سيعقد في جنيف يوم الأربعاء": "machine",
            }

    runner.run(scene())


def test_what_is_told_to_be_kept_is_kept_when_the_writer_is_killed(stage: Any) -> None:
    runner, pool, _ = stage

    async def scene() -> None:
        key = await pool.keep_draft(LATER.encode(), Given(), SALMA)
        before = len(await pool.decisions())
        kept: set[int] = set()
        for round_ in range(6):
            asked = asyncio.ensure_future(pool.decide(key, {"kind": "article", "action": "done"}, 999, SALMA))
            await asyncio.sleep(0.02 * (round_ % 3))
            kill("kg writer")
            try:
                kept.add((await asked)["number"])
            except StoreError:
                # Told so: it is there, or not at all.
                continue
        known = await pool.decisions()
        assert kept <= {one.number for one in known}
        assert len(kept) <= len(known) - before <= 6
        assert len({one.digest for one in known}) == len(known)

    runner.run(scene())


def test_a_learned_name_is_read_at_the_next_article_and_stands_in_the_provenance(stage: Any) -> None:
    runner, pool, _ = stage

    async def scene() -> None:
        key = await pool.keep_draft(TALKS.encode(), Given(), SALMA)
        plain = await pool.ingest(LATER.encode(), Given(iri="https://example.org/plain"))
        span = place(TALKS, "مركز الواحة")
        linked = await pool.decide(
            key, {"kind": "actor", "span": span, "action": "link", "change": {"key": CENTRE}}, 99, SALMA
        )
        learned = await pool.ingest(LATER.encode(), Given(iri="https://example.org/learned"))
        graphs = [
            b"".join([c async for c in (await pool.read_graph(one.graph, N_TRIPLES)).chunks]).decode()
            for one in (plain, learned)
        ]
        known = [f"{BASE}id/actor/{CENTRE}>" in graph for graph in graphs]
        revisions = [graph.partition('authorityRevision> "')[2].partition('"')[0] for graph in graphs]
        assert known == [False, True]
        assert revisions[1].startswith(f"{revisions[0]}+")
        await pool.decide(
            key, {"kind": "actor", "action": "undo", "span": span, "change": {"number": linked["number"]}}, 99, SALMA
        )
        assert (await pool.aliases())["aliases"] == []
        again = await pool.ingest(LATER.encode(), Given(iri="https://example.org/learned"))
        assert again.action == "replaced"

    runner.run(scene())


def test_a_copy_and_a_store_opened_again_hold_the_decisions(stage: Any) -> None:
    runner, pool, folder = stage

    async def scene() -> tuple[str, int]:
        key = await pool.keep_draft(TALKS.encode(), Given(), SALMA)
        for wanted in (
            {**SAID, "action": "accept"},
            {**MORE, "action": "reject"},
            {**SAID, "action": "reject"},
            {"kind": "article", "action": "done"},
        ):
            await pool.decide(key, wanted, 999, SALMA)
        name, _ = await pool.copy()
        return name, len(await pool.decisions())

    name, many = runner.run(scene())
    copy = Ledger(Folder(folder).copies / name / "ledger.sqlite", read_only=True)
    assert len(copy.ask(decided.every)) == many > 3
    assert copy.complaints() == []
    copy.close()


def test_a_store_that_knew_no_decisions_opens_and_takes_them(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, create=True)
    store.ledger.amend(lambda db: [db.execute(f"DROP TABLE {name}") for name in ("decisions", "drafts", "origins")])
    store.close()
    old = Ledger(Folder(tmp_path).ledger, read_only=True)
    assert (old.ask(decided.every), old.ask(drafts.drafts), old.ask(drafts.done)) == ((), (), [])
    old.close()
    again = open_store(tmp_path)
    assert again.decisions() == ()
    again.close()
