"""Settings: who wins over whom, and what a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.wiring import Settings, list_settings, read_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KG_{name.upper()}", raising=False)


def origin_of(name: str, **flags: object) -> tuple[str, str]:
    return next((s.value, s.origin) for s in list_settings(flags) if s.name == name)


def test_without_anything_the_defaults_hold() -> None:
    assert read_settings().base == "http://localhost:8000/"
    assert origin_of("deadline") == ("30.0", "default")
    assert origin_of("gate") == ("on", "default")


def test_each_source_beats_the_ones_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pyproject.toml").write_text("[project]\nname = 'x'\n[tool.kg]\ndeadline = 2\n", "utf-8")
    assert origin_of("deadline") == ("2.0", "pyproject.toml")
    Path("kg.toml").write_text("deadline = 3\n", "utf-8")
    assert origin_of("deadline") == ("3.0", "kg.toml")
    monkeypatch.setenv("KG_DEADLINE", "4")
    assert origin_of("deadline") == ("4.0", "environment")
    assert origin_of("deadline", deadline=5) == ("5.0", "flag")
    assert read_settings({"deadline": 5}).deadline == 5


def test_a_flag_that_was_not_given_leaves_the_rest_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DATASET", "plain")
    assert origin_of("dataset", dataset=None) == ("plain", "environment")


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BASE", "")
    assert origin_of("base") == ("http://localhost:8000/", "default")


def test_switches_and_sizes_are_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GATE", "off")
    monkeypatch.setenv("KG_BODY", "3MiB")
    settings = read_settings()
    assert settings.gate is False
    assert settings.body == 3 * 1024 * 1024
    assert origin_of("body") == ("3MiB", "environment")


@pytest.mark.parametrize(
    ("bind", "host", "port"),
    [("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:0", "::1", 0), ("example.org:9", "example.org", 9)],
)
def test_bind_is_a_host_and_a_port(bind: str, host: str, port: int) -> None:
    settings = read_settings({"bind": bind})
    assert (settings.host, settings.port) == (host, port)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("desk@example.org", "mailto:desk@example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/contact?a=b", "https://example.org/contact?a=b"),
        ("", ""),
    ],
)
def test_a_contact_is_a_mail_or_a_web_address(given: str, address: str) -> None:
    assert read_settings({"contact": given}).contact == address


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("bind", "8000", "bind (flag): '8000' must be HOST:PORT"),
        ("bind", "localhost:99999", "bind (flag): 'localhost:99999' must be HOST:PORT"),
        ("base", "localhost/", "base (flag): 'localhost/' must begin with http://"),
        ("base", "http://x", "base (flag): 'http://x' must begin with http://"),
        ("contact", "javascript:alert(1)", "contact (flag): 'javascript:alert(1)' must be an e-mail address"),
        ("contact", "javascript://x/%0aalert(1)", "contact (flag): 'javascript://x/%0aalert(1)' must be"),
        ("contact", "a b@example.org", "contact (flag): 'a b@example.org' must be an e-mail address"),
        ("contact", "desk", "contact (flag): 'desk' must be an e-mail address"),
        ("contact", "https://e/\u202ex", "contact (flag): 'https://e/\\u202ex' must be an e-mail address"),
        ("dataset", "both", "dataset (flag): 'both' does not do"),
        ("deadline", "0", "deadline (flag): '0' does not do"),
    ],
)
def test_a_wrong_value_is_named_with_its_origin(name: str, value: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_settings({name: value})
    assert str(caught.value).startswith(sentence)


def test_a_wrong_variable_is_named_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKERS", "many")
    with pytest.raises(UsageError, match=r"^KG_WORKERS: 'many'"):
        read_settings()


def test_a_setting_nobody_knows_gets_the_nearest_one() -> None:
    Path("kg.toml").write_text("dead_line = 3\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        read_settings()
    assert (str(caught.value), caught.value.hint) == ("there is no setting 'dead_line'", "did you mean 'deadline'?")


def test_a_broken_settings_file_says_where() -> None:
    Path("kg.toml").write_text("deadline = = 3\n", "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        read_settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().gate = False
