"""Tokens: printed once, kept as hashes, worth what their scope says."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.access import Scope, Tokens
from kg.errors import NotFound, StoreError, StoreReadOnly, UsageError
from kg.store import Ledger, Wanted

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "new" / "store" / "ledger.sqlite"


def test_a_new_token_is_known_with_its_scope(ledger: Path) -> None:
    tokens = Tokens(ledger)
    made = {scope: tokens.create(scope, "", NOW) for scope in Scope}
    assert len(set(made.values())) == 4
    assert {scope: Tokens(ledger).check(token) for scope, token in made.items()} == {s: s for s in Scope}


@pytest.mark.parametrize("wrong", ["", "isnad_", "isnad_x", "Bearer", "\ud800", "isnad_\ud800", "isnad_" + "a" * 9999])
def test_what_was_never_given_out_is_unknown(ledger: Path, wrong: str) -> None:
    tokens = Tokens(ledger)
    token = tokens.create(Scope.ADMIN, "", NOW)
    assert tokens.check(wrong) is None
    assert tokens.check(token[:-1]) is None
    assert tokens.check(token.upper()) is None


def test_no_token_can_be_read_out_of_the_files(ledger: Path) -> None:
    token = Tokens(ledger).create(Scope.ADMIN, "mine", NOW)
    secret = token.removeprefix("isnad_").encode()
    assert len(secret) >= 43
    kept = b"".join(path.read_bytes() for path in ledger.parent.iterdir())
    assert b"mine" in kept
    assert secret not in kept


def test_the_ledger_is_for_its_owner_alone(ledger: Path) -> None:
    Tokens(ledger).create(Scope.READ, "", NOW)
    assert ledger.stat().st_mode & 0o077 == 0


def test_looking_creates_nothing(ledger: Path) -> None:
    assert Tokens(ledger).check("isnad_abc") is None
    assert Tokens(ledger).list() == ()
    with pytest.raises(NotFound, match="no token 1"):
        Tokens(ledger).revoke("1", NOW)
    assert not ledger.parent.exists()


def test_a_ledger_without_tokens_knows_none(ledger: Path) -> None:
    ledger.parent.mkdir(parents=True)
    with sqlite3.connect(ledger) as other:
        other.execute("CREATE TABLE others (n INTEGER)")
    other.close()
    assert Tokens(ledger).check("isnad_abc") is None
    assert Tokens(ledger).list() == ()
    token = Tokens(ledger).create(Scope.WRITE, "", NOW)
    assert Tokens(ledger).check(token) is Scope.WRITE
    with sqlite3.connect(ledger) as other:
        assert other.execute("SELECT count(*) FROM others").fetchone() == (0,)
    other.close()


def test_the_list_shows_everything_but_the_token(ledger: Path) -> None:
    tokens = Tokens(ledger)
    tokens.create(Scope.READ, "first", NOW)
    tokens.create(Scope.REVIEW, "second", LATER)
    tokens.revoke("1", LATER)
    assert [(t.id, t.scope, t.note, t.created, t.revoked) for t in tokens.list()] == [
        ("1", Scope.READ, "first", NOW, LATER),
        ("2", Scope.REVIEW, "second", LATER, None),
    ]


def test_a_revoked_token_is_worthless_at_once_to_whoever_already_checked_it(ledger: Path) -> None:
    server, program = Tokens(ledger), Tokens(ledger)
    token = program.create(Scope.ADMIN, "", NOW)
    assert server.check(token) is Scope.ADMIN
    program.revoke("1", LATER)
    assert server.check(token) is None
    with pytest.raises(NotFound, match="no token 1"):
        program.revoke("1", LATER)


def test_a_token_can_be_made_while_another_process_writes(ledger: Path) -> None:
    Tokens(ledger).create(Scope.READ, "", NOW)
    writer = sqlite3.connect(ledger, isolation_level=None, check_same_thread=False)
    writer.execute("CREATE TABLE others (n INTEGER)")
    writer.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: writer.execute("COMMIT"))
    release.start()
    token = Tokens(ledger).create(Scope.WRITE, "", NOW)
    release.join()
    writer.close()
    assert Tokens(ledger).check(token) is Scope.WRITE


def test_a_file_that_is_no_ledger_is_one_sentence(ledger: Path) -> None:
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="is no ledger"):
        Tokens(ledger).create(Scope.READ, "", NOW)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreReadOnly, match="file"):
        Tokens(tmp_path / "file" / "store" / "ledger.sqlite").create(Scope.READ, "", NOW)


RIGHTS = {
    Scope.READ: {Scope.READ},
    Scope.WRITE: {Scope.READ, Scope.WRITE},
    Scope.REVIEW: {Scope.READ, Scope.REVIEW},
    Scope.ADMIN: set(Scope),
}


@pytest.mark.parametrize("scope", list(Scope))
def test_what_each_scope_may_do(scope: Scope) -> None:
    assert {right for right in Scope if scope.allows(right)} == RIGHTS[scope]


def test_a_scope_that_is_none_is_a_usage_error(ledger: Path) -> None:
    with pytest.raises(UsageError, match="no scope 'root'"), Tokens(ledger) as tokens:
        tokens.create("root", "", NOW)
    assert not ledger.exists()


def test_the_audit_log_tells_who_gave_out_and_took_back_which_token(ledger: Path) -> None:
    with Tokens(ledger, "local (pid 7, uid 8)") as tokens:
        secret = tokens.create(Scope.WRITE, "deploy", NOW)
        tokens.create(Scope.READ, "", NOW)
        tokens.revoke("1", NOW)
    told = [
        ("granted", "token 1 (write, deploy)"),
        ("granted", "token 2 (read)"),
        ("revoked", "token 1 (write, deploy)"),
    ]
    kept = Ledger(ledger)
    found = kept.deeds(Wanted())
    assert [(d.action, d.subject) for d in reversed(found)] == told
    assert {(d.before, d.revision, d.by, d.graphs) for d in found} == {(0, 0, "local (pid 7, uid 8)", ())}
    assert [d.action for d in kept.deeds(Wanted(about="token 1"))] == ["revoked", "granted"]
    assert [d.subject for d in kept.deeds(Wanted(action="granted", by="local"))] == [told[1][1], told[0][1]]
    assert not any(secret in str(d) for d in found)
    assert kept.complaints() == []
    kept.close()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE rights SET by = 'somebody else' WHERE number = 1",
        "DELETE FROM rights WHERE number = 1",
        "UPDATE rights SET subject = 'token 2 (read)' WHERE number = 2",
    ],
)
def test_an_audit_log_of_tokens_that_was_altered_shows_it(ledger: Path, forgery: str) -> None:
    with Tokens(ledger) as tokens:
        for _ in range(3):
            tokens.create(Scope.WRITE, "", NOW)
    with sqlite3.connect(ledger) as db:
        db.execute(forgery)
    kept = Ledger(ledger)
    assert kept.complaints()
    kept.close()
