"""Which engine is chosen, and what becomes of a graph that two engines do not agree on."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.resources import resource
from kg.store import Folder, Quarantine
from kg.store.quarantine import MOST
from kg.validation import Arbitrated, Dissent, PyShacl, load_shapes
from kg.wiring import judging_of, read_settings
from kg.wiring.judging import Judging, validator_of

SHAPES = load_shapes(resource("shapes"))


def test_the_fast_engine_is_first_unless_somebody_says_otherwise() -> None:
    assert isinstance(validator_of(SHAPES, Judging()), Arbitrated)
    assert isinstance(validator_of(SHAPES, Judging("reference")), PyShacl)


def test_where_it_is_not_installed_the_reference_decides_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl_turbo", None)
    monkeypatch.delitem(sys.modules, "kg.validation.first", raising=False)
    with caplog.at_level(logging.INFO, "kg.gate"):
        assert isinstance(validator_of(SHAPES, Judging()), PyShacl)
    assert "pySHACL alone" in caplog.text
    with pytest.raises(UsageError, match="not installed"):
        validator_of(SHAPES, Judging("fast"))


def test_settings_say_who_decides_and_how_often_twice(tmp_path: Path) -> None:
    settings = read_settings({"gate_engine": "reference", "gate_sample": 0.5})
    assert judging_of(settings, tmp_path) == Judging("reference", 0.5, tmp_path / "quarantine")
    assert judging_of(settings).quarantine is None


def test_dissent_is_logged_and_the_graph_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = Folder(tmp_path).quarantine
    validator = validator_of(SHAPES, Judging("fast", 0.0, place))
    assert isinstance(validator, Arbitrated)
    validator.dissented(Dissent(b"<urn:a> <urn:p> <urn:b> .\n", "5eed", "fast", ()))
    assert "5eed" in caplog.text
    assert (place / "5eed.nt").read_bytes().startswith(b"<urn:a>")
    assert "finds no fault" in json.loads((place / "5eed.json").read_text("utf-8"))["said"]
    assert Quarantine(place).count() == 1


def test_the_quarantine_has_walls(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    assert quarantine.count() == 0
    assert all(quarantine.keep(str(number), b"", {}) for number in range(MOST))
    assert not quarantine.keep("one more", b"", {})
    assert quarantine.count() == MOST
