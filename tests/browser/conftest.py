"""Headless Chromium, servers to look at, and axe to hold pages to.

Skipped, by name, where the browser or its driver cannot be had. No browser is ever downloaded; axe-core comes from npm
and is kept where KG_TEST_CACHE says. KG_CHROMIUM names another browser, KG_ARTEFACTS another folder for screenshots.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import servers
from tests.browser.looking import Eyes
from tests.browser.servers import ROOT, Server, served
from tests.guides import free_port

HERE = Path(__file__).parent
INSTALL_SECONDS, MAKING_SECONDS = 120, 900


@pytest.fixture(scope="session")
def eyes() -> Iterator[Eyes]:
    """Chromium as Debian has it, started once."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[browser]')")
    wanted = os.environ.get("KG_CHROMIUM")
    program = wanted or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not program:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    # Within containers Chromium's own sandbox needs what root there has not; /dev/shm is small.
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield Eyes(browser)
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, as npm has it."""
    wanted = (HERE / "node" / "package.json").read_bytes()
    cache = Path(os.environ.get("KG_TEST_CACHE") or Path.home() / ".cache" / "isnad-tests")
    folder = cache / f"axe-{hashlib.sha256(wanted).hexdigest()[:12]}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if not shutil.which("npm"):
            pytest.skip("npm is not installed, which axe-core comes from")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "node" / "package.json", folder / "package.json")
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-package-lock")
        try:
            subprocess.run(
                ["npm", "install", *quiet], cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pytest.skip("axe-core cannot be had from npm")
    return script.read_text("utf-8")


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a gate, and a few articles that tell of everything there are pages for; nobody writes to it."""
    told = ("--publish-text", "--contact", "mailto:desk@news.example")
    with served(tmp_path_factory.mktemp("browser") / "news", free_port(), *told) as server:
        servers.publish(server, server.token("write"))
        yield server


@pytest.fixture(scope="session")
def token(news: Server) -> str:
    """What an editor signs in with, who looks and decides nothing."""
    return news.token("review")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that editors work at: what it holds is what they leave."""
    with served(tmp_path_factory.mktemp("browser") / "desk", free_port()) as server:
        yield server


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a gate, where somebody wrote names that mean harm."""
    with served(tmp_path_factory.mktemp("browser") / "hostile", free_port(), "--gate", "off") as server:
        servers.publish_hostile(server, server.token("write"))
        yield server


@pytest.fixture(scope="session", autouse=True)
def making(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Making | None]:
    """The store for scale, which is made beside the other tests, since that takes a minute."""
    if not any("large" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    folder, port = tmp_path_factory.mktemp("browser") / "large", free_port()
    command = [sys.executable, "-m", "bench.large", str(folder), f"http://127.0.0.1:{port}/"]
    process = subprocess.Popen(command, cwd=ROOT)
    yield process, folder, port
    process.terminate()
    process.wait(30)


Making = tuple[subprocess.Popen[bytes], Path, int]


@pytest.fixture(scope="session")
def large(making: Making) -> Iterator[Server]:
    """A server whose one article has a megabyte, and one actor of which says five thousand things."""
    process, folder, port = making
    assert process.wait(MAKING_SECONDS) == 0, "the large store could not be made"
    with served(folder, port, "--publish-text") as server:
        yield server
