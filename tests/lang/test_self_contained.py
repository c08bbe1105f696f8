"""A language is a folder: nothing outside it knows it, and a new one is read without a change anywhere else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.article import Article
from kg.authority import load_authority
from kg.document import segment
from kg.errors import BrokenPlugin
from kg.facts import read
from kg.lang import load_packs, pack_for

PACKAGE = Path(__file__).parent.parent.parent / "kg"
PACKS = PACKAGE / "lang"
CODES = sorted(folder.parent.name for folder in PACKS.glob("*/__init__.py"))
# Files outside the packs that may hold a language's code, or marks of its script, and why.
EXCEPTIONS = {
    "article/language.py": "the detector's own codes: a dialect it tells apart from the language it is written in",
    "article/wording.py": "marks of any script that ride on letters, set aside before the language is known",
    "assistant/people.py": "answers call an actor by both names",
    "assistant/querying.py": "ready questions and terms are in two languages",
    "cli/catalogue.py": "examples of words that are looked for",
    "cli/checking.py": "messages are in two languages",
    "cli/failures.py": "messages are in two languages",
    "cli/publishing.py": "messages are in two languages",
    "feeds/stream.py": "what a service says of itself is in two languages",
    "notebook/reading.py": "examples that are run",
    "notebook/store.py": "examples that are run",
    "notebook/values.py": "examples that are run",
    "questions/facts.py": "actors are called in the texts' language before any other",
    "questions/network.py": "actors are called in the texts' language before any other",
    "reconciliation/desk.py": "answers are in the script of the question",
    "reconciliation/vocabulary.py": "types and properties are named in two languages",
    "sparql/complaints.py": "queries typed with the marks of an Arabic keyboard",
    "sparql/rules.py": "invisible controls, which no IRI may hold",
    "store/inspecting.py": "what is found is told in one language",
    "triples/hidden.py": "invisible controls, which are written as escapes",
    "triples/names.py": "invisible controls, which no IRI may hold",
    "triples/provenance.py": "the reader's own name is English",
    "validation/render.py": "messages are in two languages",
    "validation/shapes.py": "messages are in two languages",
    "web/dataset.py": "what a service says of itself is in two languages",
    "web/editing/drafting.py": "candidates are called in two languages",
    "web/editing/known.py": "candidates are called in two languages",
    "web/excerpts.py": "marks at which a text of any language may be cut",
    "web/pages.py": "pages are in two languages",
    "web/preferences.py": "pages are in two languages",
    "web/reconciling.py": "what a service says of itself is in two languages",
    "web/statement.py": "what a service says of itself is in two languages",
    "web/terms.py": "the direction of any language's literals",
    "web/things.py": "pages are in two languages",
    "web/workbench.py": "pages are in two languages",
}
# In a raw string, a code point of the Arabic blocks stays an escape.
_ESCAPED = re.compile(r"\\u0[67]")


def sources() -> Iterator[tuple[str, Path]]:
    """Yield every source file outside the packs, by its path in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not any(path.is_relative_to(PACKS / code) for code in CODES):
            yield path.relative_to(PACKAGE).as_posix(), path


def betrays(path: Path) -> list[str]:
    """Return what a file says of one language: its code as a word of the program, its pack, letters of its script."""
    tree, found = ast.parse(path.read_text("utf-8")), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg.lang."):
            found += [node.module or ""] if (node.module or "").split(".")[2] in CODES else []
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            script = any("ARABIC" in unicodedata.name(char, "") for char in node.value) or _ESCAPED.search(node.value)
            found += [node.value] if node.value in CODES or script else []
    return found


def test_there_are_at_least_two_languages_to_tell_apart() -> None:
    assert {"ar", "en"} <= set(CODES) <= set(load_packs())


@pytest.mark.parametrize(("name", "path"), [row for row in sources() if row[0] not in EXCEPTIONS], ids=str)
def test_no_file_outside_the_packs_knows_a_language(name: str, path: Path) -> None:
    assert betrays(path) == []


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_every_exception_is_still_needed(name: str) -> None:
    assert betrays(PACKAGE / name) != []


def attach(folder: Path, code: str, *, origin: str) -> None:
    """Make a distribution in *folder* that attaches a copy of the English pack as the language *code*."""
    shutil.copytree(PACKS / "en", folder / code, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / code).glob("*.py"):
        path.write_text(path.read_text("utf-8").replace("kg.lang.en", code), "utf-8")
    about = folder / f"{origin}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {origin}\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(f"[kg.languages]\n{code} = {code}:pack\n", "utf-8")


@pytest.fixture
def attached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path whose packs are found, and forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    load_packs.cache_clear()
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] in ("xx", "en")]:
        del sys.modules[name]
    load_packs.cache_clear()


def test_a_third_language_is_read_with_nothing_changed(attached: Path) -> None:
    attach(attached, "xx", origin="isnad-xx")
    verbs = attached / "xx" / "speech_verbs.tsv"
    verbs.write_text(verbs.read_text("utf-8").replace("said", "zaid"), "utf-8")
    text = "Jordanian Foreign Minister Layla Nasser zaid that the border was quiet."
    found = read(segment(Article(text, "xx"), pack_for("xx-XX")), load_authority())
    assert [statement.content.of(text) for statement in found.statements] == ["the border was quiet"]


def test_two_packs_for_one_language_are_refused(attached: Path) -> None:
    attach(attached, "en", origin="isnad-en")
    with pytest.raises(BrokenPlugin, match="two language packs read 'en'"):
        load_packs()


def kg(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *args], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.served
def test_an_english_article_passes_from_text_to_linked_data(tmp_path: Path) -> None:
    text = (
        "Egyptian Foreign Minister Karim Haddad said on Sunday that the talks in Cairo would go on.\n\n"
        "He met his Iranian counterpart Hassan Karimi in Muscat on Tuesday to discuss the ceasefire, and the two "
        "ministers were satisfied with what they had heard from each other.\n"
    )
    article = tmp_path / "article.txt"
    article.write_text(text, "utf-8")
    shown = kg("extract", str(article), "--format", "turtle")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert 'rdfs:label "Karim Haddad"@en' in shown.stdout
    assert "@ar" not in shown.stdout
    # The gate is open to it: the same text is published.
    stored = kg("ingest", str(article), "--location", str(tmp_path / "store"))
    assert stored.returncode == 0
    assert '"action": "added"' in stored.stdout


@pytest.mark.served
def test_a_text_in_a_language_without_a_pack_says_which_there_are(tmp_path: Path) -> None:
    article = tmp_path / "artikel.txt"
    sentence = "Der Minister sagte am Sonntag in Berlin, dass die Gespräche in der kommenden Woche weitergehen sollen."
    article.write_text(f"{sentence}\n\n{sentence}\n", "utf-8")
    shown = kg("extract", str(article))
    assert shown.returncode == 3
    assert "no language pack reads 'de'" in shown.stderr
    assert "installed: ar, en" in shown.stderr
