"""What pages are drawn with: served by name, kept for good, nothing beside it, and what may not be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotFound
from kg.web.asset_files import Shelf, asset, licences, shelf, shelf_of, vendored
from tests.web.conftest import Client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ours, others = tmp_path / "assets", tmp_path / "built"
    for path, content in (
        (ours / "base.css", "a{}"),
        (ours / "js" / "reader.js", 'import "../vendor/htmx.js"'),
        (ours / "llms.txt", "for the server"),
        (ours / "plain_paths.json", "{}"),
        (ours / ".draft.css", "b{}"),
        (ours / ".hidden" / "b.css", "b{}"),
        (others / "htmx.js", "1"),
        (others / "licences" / "htmx.org.txt", "as you like"),
        (others / ".made-of", "0"),
        (others / "fonts" / "text.woff2", "f"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


def laid(folder: Path) -> Shelf:
    return shelf_of(folder / "assets", folder / "built")


def test_files_have_their_names_and_types(folder: Path) -> None:
    assert {name: file.media_type.partition(";")[0] for name, file in laid(folder).files.items()} == {
        "base.css": "text/css",
        "js/reader.js": "text/javascript",
        "vendor/htmx.js": "text/javascript",
        "vendor/licences/htmx.org.txt": "text/plain",
        "vendor/fonts/text.woff2": "font/woff2",
    }


def test_an_edition_names_all_of_them_so_that_relative_imports_stay_within_it(folder: Path) -> None:
    before = laid(folder)
    address = before.address("js/reader.js")
    assert address == f"assets/{before.edition}/js/reader.js"
    assert before.find(f"{before.edition}/vendor/htmx.js") == (before.files["vendor/htmx.js"], True)
    (folder / "built" / "htmx.js").write_text("2")
    after = laid(folder)
    assert after.edition != before.edition, "a module's address is another one when what it imports is"
    assert after.find(f"{before.edition}/vendor/htmx.js") == (after.files["vendor/htmx.js"], False)


def test_the_same_files_have_the_same_edition_and_moved_ones_another(folder: Path) -> None:
    before = laid(folder).edition
    assert laid(folder).edition == before
    (folder / "assets" / "base.css").rename(folder / "assets" / "other.css")
    assert laid(folder).edition != before


@pytest.mark.parametrize(
    "path",
    [
        "",
        "base.css/",
        "../assets/base.css",
        "0123456789abcdef/../base.css",
        "0123456789abcdef",
        "0123456789abcdef/",
        "notanedition/base.css",
        "0123456789abcdef/0123456789abcdef/base.css",
        "llms.txt",
        ".draft.css",
        "vendor/.made-of",
        "vendor",
    ],
)
def test_nothing_else_is_there(folder: Path, path: str) -> None:
    with pytest.raises(NotFound):
        laid(folder).find(path)


def test_others_files_may_be_missing(folder: Path) -> None:
    bare = shelf_of(folder / "assets", folder / "nowhere")
    assert sorted(bare.files) == ["base.css", "js/reader.js"]
    with pytest.raises(FileNotFoundError):
        bare.address("vendor/htmx.js")


def test_a_template_can_tell_what_is_here() -> None:
    assert vendored("htmx.js") == ("vendor/htmx.js" in shelf().files)
    assert not vendored("../base.css")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_each_file_is_served_as_what_it_is(client: Client, method: str) -> None:
    for name, file in shelf().files.items():
        answer = client.request(method, "/" + asset(name), headers={"accept-encoding": "identity"})
        assert answer.status_code == 200, name
        assert answer.headers["content-type"] == file.media_type
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content == (file.content if method == "GET" else b"")
        assert int(answer.headers["content-length"]) == len(file.content)


def test_a_style_sheet_is_compressed_and_asked_for_once(client: Client) -> None:
    name = max(
        (name for name in shelf().files if name.endswith(".css")), key=lambda name: len(shelf().files[name].content)
    )
    answer = client.get("/" + asset(name), headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    again = client.get("/" + asset(name), headers={"accept-encoding": "br", "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_licences_of_others_are_a_click_away(client: Client) -> None:
    text = client.get("/about", "text/html", headers={"accept-language": "en"}).text
    assert ("plainer form" in text) is (not licences())
    for name, address in licences():
        assert f">{name}</span>" in text
        answer = client.get("/" + address)
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert "licence" in answer.text.partition("\n")[0]
