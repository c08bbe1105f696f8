"""kg network: files for programs that draw."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kg

pytestmark = pytest.mark.served


@pytest.fixture
def store(kg: Kg, article: Path, tmp_path: Path) -> Path:
    assert kg("ingest", article, "--location", tmp_path / "store").code == 0
    return tmp_path / "store"


def test_the_network_is_written_in_every_form(kg: Kg, store: Path, tmp_path: Path) -> None:
    pytest.importorskip("networkx", reason="networkx comes with the extra notebook")
    assert b"<gexf" in kg("network", "--location", store).out
    run = kg("network", "--location", store, "--format", "graphml", "-o", tmp_path / "n.graphml")
    assert (run.code, run.out, run.err) == (0, b"", "")
    assert b"<graphml" in (tmp_path / "n.graphml").read_bytes()
    told = json.loads(kg("network", "--location", store, "--format", "json").out)
    assert {tie["relation"] for tie in told["ties"]} >= {"met", "spoke-of"}


def test_a_wrong_form_and_a_missing_package_are_told(kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = kg("network", "--location", store, "--format", "dot")
    assert (wrong.code, wrong.out) == (2, b"")
    assert "offered: gexf, graphml, json" in wrong.err
    monkeypatch.setitem(sys.modules, "networkx", None)
    missing = kg("network", "--location", store)
    assert (missing.code, missing.out) == (2, b"")
    assert "hint: pip install 'isnad[notebook]'" in missing.err
    assert kg("network", "--location", store, "--format", "json").code == 0
