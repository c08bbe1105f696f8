"""What a command takes in: files, folders, globs, standard input, web addresses."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli.inputs import Room, expand, load
from kg.errors import InputError, NetworkError, NotText, TooLarge

ROOM = Room(size=1000, seconds=5)
ARABIC = "نص"


class Pages(http.server.BaseHTTPRequestHandler):
    """Serves three pages and nothing else."""

    def do_GET(self) -> None:
        bodies = {
            "/utf8": ("text/html", ARABIC.encode()),
            "/1256": ("text/html; charset=windows-1256", ARABIC.encode("windows-1256")),
            "/lies": ("text/html; charset=ascii", ARABIC.encode("windows-1256")),
            "/big": ("text/plain", b"a" * 2000),
        }
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/utf8")
            self.end_headers()
            return
        kind, body = bodies.get(self.path, ("", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def room(site: str) -> Room:
    return replace(ROOM, allowed=(f"{site}/",))


def test_a_folder_gives_its_articles_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "note.pdf", "deep/c.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    found = [Path(p).relative_to(tmp_path).as_posix() for p in expand([str(tmp_path)])]
    assert found == ["a.html", "b.txt", "deep/c.TXT"]


def test_a_document_named_twice_comes_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    assert list(expand([str(tmp_path / "a.txt"), str(tmp_path / "*.txt"), str(tmp_path)])) == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize("pattern", ["*.txt", ""])
def test_nothing_found_is_said(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError):
        list(expand([str(tmp_path / pattern)]))


def test_a_missing_file_is_left_to_be_said_in_its_turn(tmp_path: Path) -> None:
    assert list(expand([str(tmp_path / "gone.txt"), "-"])) == [str(tmp_path / "gone.txt"), "-"]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 1001)
    with pytest.raises(TooLarge):
        load(str(tmp_path / "a.txt"), ROOM)


def test_a_page_comes_in_utf8_with_its_final_address(site: str) -> None:
    assert load(f"{site}/utf8", room(site)).raw == ARABIC.encode()
    assert load(f"{site}/1256", room(site)).raw == ARABIC.encode()
    assert load(f"{site}/moved", room(site)).url == f"{site}/utf8"


@pytest.mark.parametrize(("path", "kind"), [("/lies", NotText), ("/big", TooLarge), ("/none", NetworkError)])
def test_a_page_that_cannot_be_used_says_why(site: str, path: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        load(site + path, room(site))


def test_an_address_nobody_answers_is_a_network_error() -> None:
    with pytest.raises(NetworkError, match="could not be fetched"):
        load("http://127.0.0.1:9/", room("http://127.0.0.1:9"))


def test_an_address_in_this_machine_is_not_fetched_unless_it_is_listed(site: str) -> None:
    with pytest.raises(NetworkError, match="private network") as caught:
        load(f"{site}/utf8", ROOM)
    assert f"--allow-service {site}/utf8" in (caught.value.hint or "")
