"""kg serve: what it says at its start."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.serving import tell_names
from kg.store.folder import Folder, identify


@pytest.mark.parametrize(
    ("base", "address", "told"),
    [
        ("http://localhost:8000/", "http://127.0.0.1:8000", ()),
        ("http://127.0.0.1:8123/", "http://127.0.0.1:8123", ()),
        ("http://192.0.2.1:8000/", "http://192.0.2.1:8000", ()),
        ("http://localhost:8000/", "http://127.0.0.1:19010", ("begin with http://localhost:8000/", "--base http://127.0.0.1:19010/")),
        ("http://localhost:8000/", "http://192.0.2.1:8000", ("begin with http://localhost:8000/", "kg init")),
        ("http://localhost:8000/news/", "http://127.0.0.1:8000", ("begin with http://localhost:8000/news/", "kg init")),
        ("https://news.example.org/", "http://127.0.0.1:8000", ("begin with https://news.example.org/",)),
    ],
)  # fmt: skip
def test_names_that_begin_elsewhere_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], base: str, address: str, told: tuple[str, ...]
) -> None:
    identify(Folder(tmp_path), base, None, create=True)
    tell_names(tmp_path, address)
    said = capsys.readouterr().err
    assert bool(said) == bool(told)
    assert all(words in said for words in told), said
    if "news.example.org" in base:
        assert "kg init" not in said, "a public base behind a proxy is as it should be"
