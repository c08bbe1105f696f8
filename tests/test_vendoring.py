"""What pages are drawn with that others made: a pinned list, a build that holds to it, wheels with it and without."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
LIST = ROOT / "kg" / "web" / "vendor"
BUILT = LIST / "built"
EXACT = re.compile(r"\d+\.\d+\.\d+")


@pytest.fixture(scope="module")
def vendoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendoring", ROOT / "deploy" / "vendoring.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wanted() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((LIST / "files.toml").read_text("utf-8"))


def listed() -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = json.loads((LIST / "package.json").read_text("utf-8"))
    return said


def locked() -> dict[str, dict[str, object]]:
    packages: dict[str, dict[str, object]] = json.loads((LIST / "package-lock.json").read_text("utf-8"))["packages"]
    return packages


class TestTheList:
    """What is in git."""

    def test_every_package_is_at_one_version_that_the_lock_holds_to(self) -> None:
        packages = {**listed()["dependencies"], **listed()["devDependencies"]}
        assert all(EXACT.fullmatch(version) for version in packages.values())
        held = locked()
        assert {name: held[f"node_modules/{name}"]["version"] for name in packages} == packages

    def test_the_lock_names_hashes_and_no_host(self) -> None:
        for name, package in locked().items():
            if name:
                assert str(package["integrity"]).startswith("sha512-"), name
                assert "resolved" not in package, name
        assert "registry" not in (LIST / "package-lock.json").read_text("utf-8")

    def test_what_is_taken_is_of_what_is_listed_and_nothing_is_listed_for_nothing(self, vendoring: ModuleType) -> None:
        sources = [*wanted()["files"].values(), *(font["from"] for font in wanted()["fonts"].values())]
        assert {vendoring.package_of(source) for source in sources} == set(listed()["dependencies"])

    def test_the_style_sheet_has_the_ranges_that_fonts_are_cut_to(self) -> None:
        sheet = (ROOT / "kg/web/assets/fonts.css").read_text("utf-8")
        faces = re.findall(r'url\("vendor/([^"]+)"\)[^;]*;\s*unicode-range: ([^;]+);', sheet)
        assert {name: " ".join(said.split()) for name, said in faces} == {
            name: " ".join(font["characters"].split()) for name, font in wanted()["fonts"].items()
        }
        assert sheet.count("font-display: swap") == len(faces)

    def test_nothing_that_was_made_is_in_git(self) -> None:
        git = subprocess.run(
            ["git", "ls-files", "--", str(LIST)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if git.returncode:
            pytest.skip("not a checkout of git")
        assert "built" not in git.stdout
        assert "node_modules" not in git.stdout

    @pytest.mark.parametrize("ranges", ["", "U+20", "U+0020-", "0020", "U+0020;", "U+0020,,U+0021"])
    def test_what_is_no_range_is_refused(self, vendoring: ModuleType, ranges: str) -> None:
        with pytest.raises(ValueError, match="no range"):
            list(vendoring.characters(ranges))
        assert list(vendoring.characters("U+0020-007E,\nU+00AB")) == [(0x20, 0x7E), (0xAB, 0xAB)]


NPM = """#!/bin/sh
echo "$@" >> "$CALLS"
{fate}
mkdir -p node_modules/one/dist node_modules/two
echo one > node_modules/one/dist/one.min.js
cat > node_modules/one/package.json <<END
{{"name": "one", "version": "1.0.0", "license": "MIT", "author": "A", "dependencies": {{"two": "*", "no": "*"}}}}
END
cat > node_modules/two/package.json <<END
{{"name": "two", "version": "2.0.0", "license": "ISC", "author": {{"name": "B"}}}}
END
echo 'the words of two' > node_modules/two/LICENCE.md
"""


class Bench:
    """A list of its own, with an npm that fetches nothing."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.list, self.bin, self.calls = folder / "list", folder / "bin", folder / "calls"
        self.list.mkdir()
        self.bin.mkdir()
        for name in ("package.json", "package-lock.json", "cut.mjs"):
            (self.list / name).write_text(name)
        (self.list / "MIT.txt").write_text("do as you like")
        (self.list / "files.toml").write_text('[files]\n"one.js" = "one/dist/one.min.js"\n')
        self.program("npm", NPM.format(fate=""))
        self.program("node", "#!/bin/sh\ncat > /dev/null\n")
        monkeypatch.setenv("CALLS", str(self.calls))
        monkeypatch.setenv("PATH", f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def program(self, name: str, text: str) -> None:
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)

    def asked(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    if os.name == "nt":
        pytest.skip("its npm is a shell script")
    return Bench(tmp_path, monkeypatch)


class TestMaking:
    """The script."""

    def test_it_takes_the_files_and_the_licences_of_all_that_is_in_them(
        self, bench: Bench, vendoring: ModuleType
    ) -> None:
        built = vendoring.make(bench.list)
        assert (built / "one.js").read_text() == "one\n"
        assert (built / "licences" / "one.txt").read_text() == "one 1.0.0, licence MIT\nA\n\ndo as you like"
        assert (built / "licences" / "two.txt").read_text() == "two 2.0.0, licence ISC\nB\n\nthe words of two\n"
        (call,) = bench.asked()
        assert call.startswith("ci ")
        assert "--ignore-scripts" in call.split()

    def test_it_is_made_once_and_again_when_the_list_is_another(self, bench: Bench, vendoring: ModuleType) -> None:
        vendoring.make(bench.list)
        (bench.list / "built" / "left-over.js").write_text("")
        vendoring.make(bench.list)
        assert len(bench.asked()) == 1
        (bench.list / "package-lock.json").write_text("another")
        assert not vendoring.is_made(bench.list)
        vendoring.make(bench.list)
        assert len(bench.asked()) == 2
        assert not (bench.list / "built" / "left-over.js").exists()
        assert sorted(path.name for path in bench.list.glob(".*")) == [], "nothing is left beside it"

    @pytest.mark.parametrize(
        ("fate", "said"), [("echo 'no such host' >&2; exit 1", "npm failed: no such host"), ("sleep 30", "longer than")]
    )
    def test_where_npm_fails_nothing_is_made_and_one_line_says_so(
        self, bench: Bench, vendoring: ModuleType, monkeypatch: pytest.MonkeyPatch, *, fate: str, said: str
    ) -> None:
        monkeypatch.setattr(vendoring, "SECONDS", 1)
        bench.program("npm", NPM.format(fate=fate.replace("sleep", "exec sleep")))
        with pytest.raises(vendoring.Missing, match=said) as failed:
            vendoring.make(bench.list)
        assert "\n" not in str(failed.value)
        assert not (bench.list / "built").exists()
        assert sorted(path.name for path in bench.list.glob(".*")) == []

    def test_without_npm_it_says_so(
        self, bench: Bench, vendoring: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(vendoring.Missing, match="npm is not installed"):
            vendoring.make(bench.list)

    def test_a_package_without_a_licence_s_words_is_not_shipped(self, bench: Bench, vendoring: ModuleType) -> None:
        (bench.list / "MIT.txt").write_text("")
        bench.program("npm", NPM.format(fate="").replace('"license": "MIT"', '"license": "Strange"'))
        with pytest.raises(OSError, match="Strange"):
            vendoring.make(bench.list)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel is built of, without what was made before."""
    place = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, place)
    leave = shutil.ignore_patterns("built", "__pycache__", "tests", "bench")
    for name in ("kg", "deploy", "ontology", "shapes", "seeds"):
        shutil.copytree(ROOT / name, place / name, ignore=leave)
    return place


def build(source: Path, target: Path, **environment: str) -> tuple[list[str], str, int]:
    """Return what the wheel built of *source* holds, what was said, and the exit status."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "CALLS") if name in os.environ}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(
        command, cwd=source, env={**kept, **environment}, capture_output=True, text=True, check=False, timeout=400
    )
    wheels = list(target.glob("*.whl"))
    names = zipfile.ZipFile(wheels[0]).namelist() if wheels else []
    return names, done.stdout + done.stderr, done.returncode


@pytest.mark.served
class TestWheels:
    """What an installation gets."""

    def test_without_npm_a_wheel_is_built_all_the_same_and_one_line_says_what_it_lacks(
        self, source: Path, tmp_path: Path
    ) -> None:
        names, said, status = build(source, tmp_path, PATH=str(tmp_path))
        assert status == 0, said
        assert [line for line in said.splitlines() if "plainer form" in line and "npm is not installed" in line]
        assert "kg/web/templates/home.html" in names
        assert not [name for name in names if name.startswith("kg/web/vendor")]

    def test_a_release_refuses_to_be_built_without(self, source: Path, tmp_path: Path) -> None:
        names, said, status = build(source, tmp_path, PATH=str(tmp_path), KG_VENDOR="require")
        assert status
        assert "npm is not installed" in said
        assert names == []

    def test_a_word_that_is_no_setting_is_told(self, source: Path, tmp_path: Path) -> None:
        _, said, status = build(source, tmp_path, KG_VENDOR="maybe")
        assert status
        assert "auto, require, skip" in said

    def test_with_npm_it_has_what_pages_are_drawn_with_and_under_which_licences(
        self, source: Path, tmp_path: Path, vendoring: ModuleType
    ) -> None:
        if not (shutil.which("npm") and shutil.which("node")):
            pytest.skip("there is no npm here")
        names, said, status = build(source, tmp_path)
        assert status == 0, said
        if "plainer form" in said:
            pytest.skip("npm has nobody to fetch from")
        held = {name.removeprefix("kg/web/vendor/built/") for name in names if name.startswith("kg/web/vendor/")}
        taken = {*wanted()["files"], *wanted()["fonts"]}
        assert held - taken == {name for name in held if re.fullmatch(r"licences/[\w.-]+\.txt", name)}
        assert taken <= held
        for package in listed()["dependencies"]:
            assert f"licences/{package.strip('@').replace('/', '-')}.txt" in held
        assert len(names) == len(set(names)), "nothing stands in it twice"
        # Built again it asks nobody, and is the same; told not to, it has none.
        assert vendoring.is_made(source / "kg/web/vendor")
        assert sorted(build(source, tmp_path / "again", PATH=str(tmp_path))[0]) == sorted(names)
        plain = build(source, tmp_path / "plain", KG_VENDOR="skip")[0]
        assert not [name for name in plain if name.startswith("kg/web/vendor")]
