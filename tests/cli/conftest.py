"""An article of our own, and the program run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import run
from kg.wiring import Settings

ARTICLE = """\
وزير الخارجية المصري يلتقي نظيره الأردني في القاهرة

قال وزير الخارجية المصري سامح شكري إن بلاده تدعم وقف إطلاق النار في غزة.

والتقى شكري وزير الخارجية الأردني أيمن الصفدي في القاهرة يوم الأربعاء، وبحث الوزيران الأوضاع في سوريا ولبنان.

وأضاف الصفدي أن الأردن يرفض أي حل لا يضمن حقوق الشعب الفلسطيني.
"""


@dataclass(frozen=True)
class Result:
    """What one run of the program left behind."""

    code: int
    out: bytes
    err: str


Kg = Callable[..., Result]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KG_{name.upper()}", raising=False)


@pytest.fixture
def kg(capfdbinary: pytest.CaptureFixture[bytes]) -> Kg:
    """Run a command line in this process."""

    def run_words(*words: object) -> Result:
        capfdbinary.readouterr()
        code = run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return Result(code, out, err.decode("utf-8"))

    return run_words


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an article."""
    path = tmp_path_factory.mktemp("articles") / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path
