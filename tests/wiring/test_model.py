"""A model behind a server: reading workers reach it, and reach nothing when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.article import Given
from kg.errors import NetworkError
from kg.wiring import Settings, asked_of
from kg.wiring.serving import open_pool
from kg.wiring.trades import trades_of
from kg.workers import Receipt
from tests.extractors.articles import ENVOY, TEXT, TOLD, answer
from tests.extractors.endpoint import Endpoint, completion, endpoint


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with endpoint() as served:
        served.answer(completion(answer([TOLD], [], [ENVOY])))
        yield served


def ingested(settings: Settings) -> Receipt:
    async def run() -> Receipt:
        async with open_pool(settings, create=True) as pool:
            return await pool.ingest(TEXT.encode("utf-8"), Given())

    return asyncio.run(run())


@pytest.mark.served
def test_a_server_s_reading_workers_ask_the_model(model: Endpoint, tmp_path: Path) -> None:
    settings = Settings(location=tmp_path / "store", model_url=model.url, model_name="small-1")
    receipt = ingested(settings)
    (counts,) = receipt.extracted
    assert (counts["rule"], counts["added"]) == ("model:small-1", 2)
    assert len(model.asked) == 1


@pytest.mark.served
def test_a_server_tells_of_a_model_that_fails(model: Endpoint, tmp_path: Path) -> None:
    unreachable = Settings(
        location=tmp_path / "store", model_url="http://127.0.0.1:9/v1", model_name="small-1", model_seconds=0.2
    )
    with pytest.raises(NetworkError, match="the model at"):
        ingested(unreachable)


def test_without_a_model_nothing_is_asked_and_the_network_is_closed() -> None:
    settings = Settings()
    assert asked_of(settings) is None
    assert trades_of(settings.base, gate=True, asked=asked_of(settings)).waits == 0


def test_with_a_model_reading_may_wait_for_it() -> None:
    settings = Settings(model_url="http://127.0.0.1:9/v1", model_name="small-1", model_seconds=12)
    assert trades_of(settings.base, gate=True, asked=asked_of(settings)).waits == 12


def test_every_setting_of_a_model_is_in_its_how_to() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "how-to" / "use-a-model.md").read_text("utf-8")
    names = [f"KG_{name.upper()}" for name in Settings.model_fields if name.startswith("model_")]
    assert len(names) == 6
    assert [name for name in names if f"| `{name}` |" not in page] == []
