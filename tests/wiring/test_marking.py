"""A server that was killed is told of by the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.wiring.marking import NAME, marked


def test_a_server_that_closed_leaves_no_mark(tmp_path: Path) -> None:
    with marked(tmp_path, "now") as unclosed:
        assert (unclosed, (tmp_path / NAME).exists()) == (0, True)
    assert not (tmp_path / NAME).exists()
    with pytest.raises(KeyError), marked(tmp_path, "now"):
        raise KeyError
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize(("left", "count"), [('{"unclosed": 0}', 1), ('{"unclosed": 4}', 5), ("", 1), ("[]", 1)])
def test_servers_that_were_killed_are_counted(tmp_path: Path, left: str, count: int) -> None:
    (tmp_path / NAME).write_text(left)
    with marked(tmp_path, "now") as unclosed:
        assert unclosed == count


def test_a_folder_that_takes_no_writes_is_served_all_the_same(tmp_path: Path) -> None:
    with marked(tmp_path / "nowhere", "now") as unclosed:
        assert unclosed == 0


def test_a_server_begun_anew_by_its_own_parent_is_no_other_one(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"since": "now", "unclosed": 2}')
    with marked(tmp_path, "now") as unclosed:
        assert unclosed == 2
