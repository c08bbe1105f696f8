"""The audit log over HTTP: for admins only, filtered, page by page, without a secret in it."""

from __future__ import annotations

import pytest
from starlette.types import ASGIApp

from tests.web.conftest import Client, application
from tests.web.service import BASE, KEY, FakeService


@pytest.fixture
def app(service: FakeService) -> ASGIApp:
    return application(service)


@pytest.mark.parametrize(
    ("scope", "status"), [(None, 401), ("read", 403), ("write", 403), ("review", 403), ("admin", 200)]
)
def test_the_audit_log_is_for_admins(app: ASGIApp, scope: str | None, status: int) -> None:
    headers = {"authorization": f"Bearer isnad_{scope}"} if scope else {}
    assert Client(app, headers).get("/audit").status_code == status


def test_changes_come_newest_first_and_page_by_page(app: ASGIApp, service: FakeService) -> None:
    admin = Client(app, {"authorization": "Bearer isnad_admin"})
    for number in range(3):
        service.publish(f"{KEY}{number}")
    first = admin.get("/audit?limit=2&action=added").json()
    assert [change["revision"] for change in first["changes"]] == [3, 2]
    assert first["changes"][0] | {"at": "", "added": 0} == {
        **{"revision": 3, "before": 2, "action": "added", "subject": f"{KEY}2", "graphs": [f"{BASE}graph/{KEY}2"]},
        **{"by": "local", "at": "", "added": 0, "removed": 0},
    }
    assert first["next"] == "/audit?action=added&limit=2&below=2"
    second = admin.get(first["next"]).json()
    assert [change["revision"] for change in second["changes"]] == [1]
    assert second["next"] is None


def test_a_filter_that_is_none_is_refused(app: ASGIApp) -> None:
    admin = Client(app, {"authorization": "Bearer isnad_admin"})
    assert admin.get("/audit?since=yesterday").status_code == 400
    assert admin.get("/audit?limit=0").status_code == 400
