"""Conditions of requests (RFC 9110, 13), told from headers alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.datastructures import Headers

from kg.web.conditions import State, coded, http_date, may_write, verdict

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLIER, LATER = "Sun, 01 Mar 2026 11:59:59 GMT", "Sun, 01 Mar 2026 12:00:00 GMT"
ALL = frozenset({"identity", "gzip"})


def told(*sent: tuple[str, str], tag: str | None = '"a"', codings: frozenset[str] = ALL) -> tuple[str, str | None]:
    headers = Headers(raw=[(name.encode(), value.encode("latin-1")) for name, value in sent])
    return verdict(headers, State(tag, NOON, codings))


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ((), ("go on", None)),
        ((("if-none-match", '"a"'),), ("unchanged", '"a"')),
        ((("if-none-match", 'W/"a"'),), ("unchanged", '"a"')),
        ((("if-none-match", '"x", W/"y" ,"a"'),), ("unchanged", '"a"')),
        ((("if-none-match", '"x"'), ("if-none-match", '"a"')), ("unchanged", '"a"')),
        ((("if-none-match", '"a,b", "x"'),), ("go on", None)),
        ((("if-none-match", "*"),), ("unchanged", "*")),
        ((("if-none-match", '"a-gzip"'),), ("unchanged", '"a-gzip"')),
        ((("if-none-match", '"a-br"'),), ("go on", None)),
        ((("if-none-match", "a"),), ("go on", None)),
        ((("if-none-match", '"b"'), ("if-modified-since", LATER)), ("go on", None)),
        ((("if-modified-since", LATER),), ("unchanged", None)),
        ((("if-modified-since", EARLIER),), ("go on", None)),
        ((("if-modified-since", "yesterday"),), ("go on", None)),
        ((("if-modified-since", "1" * 400),), ("go on", None)),
        ((("if-match", '"a"'),), ("go on", None)),
        ((("if-match", '"a-gzip"'),), ("go on", None)),
        ((("if-match", 'W/"a"'),), ("failed", None)),
        ((("if-match", '"b"'),), ("failed", None)),
        ((("if-match", "*"),), ("go on", None)),
        ((("if-match", '"a"'), ("if-none-match", '"a"')), ("unchanged", '"a"')),
        ((("if-unmodified-since", EARLIER),), ("failed", None)),
        ((("if-unmodified-since", LATER),), ("go on", None)),
        ((("if-match", '"a"'), ("if-unmodified-since", EARLIER)), ("go on", None)),
    ],
)
def test_a_condition_is_judged_by_tag_before_date(
    sent: tuple[tuple[str, str], ...], wanted: tuple[str, str | None]
) -> None:
    assert told(*sent) == wanted


def test_a_weak_tag_is_enough_to_keep_and_not_to_change() -> None:
    assert told(("if-none-match", '"a"'), tag='W/"a"') == ("unchanged", '"a"')
    assert told(("if-match", '"a"'), tag='W/"a"') == ("failed", None)


def test_a_stored_coding_that_the_client_does_not_take_now_does_not_hold() -> None:
    assert told(("if-none-match", '"a-gzip"'), codings=frozenset({"identity"})) == ("go on", None)


def test_a_coding_stands_at_the_end_of_a_tag() -> None:
    assert coded('"a"', "br") == '"a-br"'
    assert coded('W/"a"', "br") == 'W/"a-br"'


def test_no_date_is_still_to_come() -> None:
    ahead = datetime.now(UTC) + timedelta(hours=1)
    assert http_date(NOON) == "Sun, 01 Mar 2026 12:00:00 GMT"
    assert http_date(ahead) != http_date(ahead + timedelta(hours=1)) or "GMT" in http_date(ahead)
    assert datetime.strptime(http_date(ahead), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("sent", "exists", "allowed"),
    [
        ({"if-match": '"a"'}, True, True),
        ({"if-match": '"a-gzip"'}, True, True),
        ({"if-match": 'W/"a"'}, True, False),
        ({"if-match": '"b"'}, True, False),
        ({"if-match": "*"}, True, True),
        ({"if-match": "*"}, False, False),
        ({"if-match": '"a"'}, False, False),
        ({"if-none-match": "*"}, True, False),
        ({"if-none-match": "*"}, False, True),
        ({"if-none-match": '"a"'}, True, False),
        ({"if-none-match": 'W/"a"'}, True, False),
        ({"if-none-match": '"b"'}, True, True),
        ({"if-unmodified-since": EARLIER}, True, False),
        ({"if-unmodified-since": LATER}, True, True),
        ({"if-match": '"a"', "if-unmodified-since": EARLIER}, True, True),
    ],
)
def test_whether_a_change_may_be_made(sent: dict[str, str], exists: bool, allowed: bool) -> None:
    found = may_write(Headers(sent), exists=exists, changed=NOON, is_current=lambda words, _: words == "a")
    assert found is allowed
