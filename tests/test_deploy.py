"""What a deployment is made of: pinned versions, an audit that does not clear what it has not seen, unit and image."""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from kg.wiring import read_settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DEPLOY / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_dependency_is_pinned_within_what_the_project_allows() -> None:
    constraints = script("constraints")
    assert constraints.faults() == []
    for line in (DEPLOY / "constraints.txt").read_text("utf-8").splitlines()[1:]:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+]*", line), "a name and a version, and no address"


FOUND = {"name": "x", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
CLEAR = {"name": "y", "version": "1", "vulns": []}
UNSEEN = {"name": "z", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("dependencies", "code", "last"),
    [
        ([CLEAR], 0, "1 packages, 0 known"),
        ([CLEAR, FOUND], 1, "2 packages, 1 known"),
        ([UNSEEN, UNSEEN], 0, "SKIPPED"),
        ([UNSEEN, FOUND], 1, "1 packages, 1 known"),
    ],
)
def test_an_audit_clears_only_what_it_has_looked_up(dependencies: list[object], code: int, last: str) -> None:
    verdict = script("audit").verdict(json.dumps({"dependencies": dependencies}), "")
    assert verdict[0] == code
    assert last in verdict[1][-1]
    assert any("not looked up: z" in line for line in verdict[1]) is (UNSEEN in dependencies and len(verdict[1]) > 1)


def test_an_audit_that_fails_is_no_pass() -> None:
    audit = script("audit")
    assert audit.verdict("", "No module named pip_audit")[0] == 1
    assert "SKIPPED" in audit.verdict("", "ConnectionError: Max retries exceeded")[1][-1]


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "isnad.service")
    return parser


def test_the_unit_sets_settings_that_there_are_and_waits_for_the_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DEPLOY / "isnad.service").read_text("utf-8")
    for line in re.findall(r"^Environment=(.+)$", text, re.M):
        for name, value in (word.split("=", 1) for word in line.split()):
            monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.host == "127.0.0.1"
    assert settings.grace + 15 < int(unit()["Service"]["TimeoutStopSec"])
    assert unit()["Service"]["ExecStart"].endswith("kg serve")


def test_the_image_installs_what_is_pinned_and_runs_as_nobody_in_particular() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    assert "--constraint deploy/constraints.txt" in text
    assert re.search(r"^USER (\d+)$", text, re.M)
    assert "STOPSIGNAL SIGTERM" in text
