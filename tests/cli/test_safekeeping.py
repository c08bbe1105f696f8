"""Backups and the audit log by command, with and without a server that holds the store."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from kg.cli import run
from tests.cli.conftest import Kg
from tests.workers.test_disks import disk, mount

__all__ = ["disk"]

pytestmark = pytest.mark.served

NOTE = "INSERT DATA { GRAPH <urn:notes> { <urn:a> <urn:b> %d } }"
PROGRAM = [sys.executable, "-m", "kg.cli"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small plain store."""
    store = tmp_path_factory.mktemp("filled") / "store"
    assert run(["init", "--location", str(store), "--dataset", "plain"]) == 0
    assert run(["update", NOTE % 1, "--location", str(store)]) == 0
    return store


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[tuple[Path, str]]:
    """A copy of it that `kg serve` holds, and its address."""
    store = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(filled, store)
    words = [*PROGRAM, "serve", "--location", str(store), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "is served at" in line, line
        reader = threading.Thread(target=lambda: list(server.stderr or ()))
        reader.start()
        yield store, line.split()[-1]
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
        reader.join()


@pytest.mark.parametrize("by_server", [False, True], ids=["alone", "by a server"])
def test_a_backup_is_made_verified_and_restored(
    kg: Kg, filled: Path, served: tuple[Path, str], tmp_path: Path, by_server: bool
) -> None:
    store = served[0] if by_server else filled
    saved = kg("backup", "safe", "--location", store, "--quiet")
    assert saved.code == 0, saved.err
    told = json.loads(saved.out)
    assert (told["dataset"], told["base"]) == ("plain", "http://localhost:8000/")
    assert list((store / "copies").iterdir()) == [], "the copy beside the store is gone"
    for words in (["safe"], ["--location", store]):
        looked = kg("verify", *words)
        assert (looked.code, looked.err) == (0, "")
        assert looked.out.decode().startswith(f"revision {told['revision']}: {told['quads']} quads in 1 graphs")
    assert kg("restore", "safe", "--location", "again", "--quiet").code == 0
    query = ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", "--format", "csv", "--location"]
    assert kg(*query, "again") == kg(*query, store)


def test_a_backup_is_of_one_revision_while_others_write(kg: Kg, served: tuple[Path, str]) -> None:
    ended = threading.Event()

    def write() -> None:
        number = 100
        while not ended.is_set():
            run(["update", NOTE % number, "--location", str(served[0])])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        codes = [run(["backup", f"safe{number}", "--location", str(served[0]), "--quiet"]) for number in range(3)]
    finally:
        ended.set()
        writer.join()
    assert codes == [0, 0, 0]
    assert [kg("verify", f"safe{number}").code for number in range(3)] == [0, 0, 0]


def test_refusals_have_one_sentence_and_a_mend(kg: Kg, filled: Path, tmp_path: Path) -> None:
    assert kg("backup", "safe", "--location", filled).code == 0
    cases: list[tuple[list[object], int, str]] = [
        (["backup", "safe", "--location", filled], 4, "safe exists already"),
        (["backup", filled / "safe", "--location", filled], 2, "in the store's own folder"),
        (["backup", "new", "--location", "nowhere"], 1, "there is no store"),
        (["restore", "nowhere", "--location", "new"], 1, "there is no backup at nowhere"),
        (["restore", filled, "--location", "new"], 4, "is no backup"),
        (["restore", "safe", "--location", filled], 4, "exists already"),
        (["restore", "safe", "--location", "new", "--base", "http://e/"], 4, "is of a store under"),
        (["verify", filled], 4, "is no backup"),
        (["query", "ASK {}", "--location", "safe"], 1, "safe is a backup"),
    ]
    for words, code, said in cases:
        result = kg(*words)
        assert (result.code, said in result.err, "hint: " in result.err or code == 1) == (code, True, True), result
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_told_with_code_1(kg: Kg, filled: Path, tmp_path: Path) -> None:
    assert kg("backup", "safe", "--location", filled).code == 0
    ledger = tmp_path / "safe" / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:-1] + b"!")
    result = kg("verify", "safe", "--format", "json")
    found = json.loads(result.out)
    assert (result.code, found["sound"]) == (1, False)
    assert [(fault["check"], fault["subject"]) for fault in found["faults"]] == [("file", "ledger.sqlite")]


def test_the_audit_log_names_tokens_and_processes_and_no_secret(
    kg: Kg, served: tuple[Path, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    store, address = served
    token = kg("token", "create", "--scope", "admin", "--note", "deploy", "--location", store).out.decode().strip()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/sparql-update"}
    body = b"INSERT DATA { GRAPH <urn:by-token> { <urn:a> <urn:b> 1, 2 } }"
    with urlopen(Request(f"{address}/sparql", body, headers)) as response:
        made = json.load(response)["revision"]
    kg("update", NOTE % 2, "--location", store)
    lines = [json.loads(line) for line in kg("audit", "--format", "json", "--location", store).out.splitlines()]
    by_token = next(line for line in lines if line["revision"] == made)
    assert by_token["graphs"] == ["urn:by-token"]
    assert (by_token["before"], by_token["by"], by_token["added"]) == (made - 1, "token 1 (deploy)", 2)
    assert lines[0]["by"].startswith("local (pid ")
    found = kg("audit", "--by", "token 1", "--location", store)
    assert found.out.decode().splitlines()[0].endswith("urn:by-token  by token 1 (deploy)")
    assert token.encode() not in kg("audit", "--format", "json", "--location", store).out
    with urlopen(Request(f"{address}/audit?about=urn:by-token", headers=headers)) as response:
        assert [change["revision"] for change in json.load(response)["changes"]] == [made]
    kg("token", "revoke", "1", "--location", store)
    known = kg("audit", "--about", "token 1", "--location", store).out.decode().splitlines()
    assert ["revoked" in known[0], "granted" in known[1]] == [True, True]
    assert "token 1 (admin, deploy)  by local (pid" in known[0]


def test_a_store_on_a_read_only_disk_is_served_and_backed_up(kg: Kg, filled: Path, disk: Path) -> None:
    store = disk / "store"
    shutil.copytree(filled, store)
    token = kg("token", "create", "--scope", "write", "--location", store).out.decode().strip()
    assert mount("-o", "remount,ro", str(disk)) == 0
    words = [*PROGRAM, "serve", "--location", str(store), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[-1]
        with urlopen(
            f"{address}/sparql?query=ASK%20%7B%20GRAPH%20%3Fg%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20%7D"
        ) as answer:
            assert b"true" in answer.read()
        headers = {"authorization": f"Bearer {token}", "content-type": "application/sparql-update"}
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(f"{address}/sparql", (NOTE % 9).encode(), headers))
        assert (refused.value.code, json.load(refused.value)["type"]) == (503, "/docs#problem-store-read-only")
        refused.value.close()
        assert kg("backup", "safe", "--location", store, "--quiet").code == 0
        server.send_signal(signal.SIGTERM)
        server.stderr.read()
        assert server.wait(20) == 0
    assert kg("verify", "safe").code == 0
