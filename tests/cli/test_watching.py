"""kg queries where no server holds the store."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kg


def test_nothing_runs_where_no_server_is(kg: Kg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert kg("init", "--location", store).code == 0
    listed = kg("queries", "--location", store)
    assert (listed.code, listed.out) == (0, b"")
    stopped = kg("queries", "--cancel", "engine-1", "--location", store)
    assert stopped.code == 1
    assert "no server holds this store" in stopped.err
