"""A page as a reader has it before them: what it asked for, what it said, and whether all is well with it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

HERE = Path(__file__).parent
PROBE, FOCUS = ((HERE / f"{name}.js").read_text("utf-8") for name in ("probe", "focus"))
ARTEFACTS = Path(os.environ.get("KG_ARTEFACTS") or HERE.parent.parent / ".ci" / "artefacts")
"""Where screenshots are kept; not in git."""
HEIGHT = {360: 740, 1280: 900}


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at pages: their language, their theme, the width of their screen in CSS pixels."""

    language: Literal["ar", "en"]
    theme: Literal["light", "dark"]
    width: Literal[360, 1280]

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


DESK, PHONE = Look("ar", "light", 1280), Look("en", "dark", 360)
OTHERS = (Look("ar", "dark", 360), Look("en", "light", 1280))
LOOKS = (DESK, PHONE, *OTHERS)


@dataclass(slots=True)
class Screen:
    """One open page, and what happened since it was opened."""

    page: Page
    base: str
    look: Look
    asked: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    source: str = ""

    def hear(self) -> None:
        """Begin to note what the page asks for and complains of."""
        # The driver marks what it is given, which bound methods of built-in types do not take.
        self.page.on("request", lambda request: self.asked.append(request))  # noqa: PLW0108
        self.page.on("console", lambda message: self._console(message))  # noqa: PLW0108
        self.page.on("pageerror", lambda error: self.said.append(f"a script failed: {error}"))
        self.page.on("dialog", lambda dialog: (self.said.append(f"a dialog: {dialog.message}"), dialog.dismiss()))

    def _console(self, message: ConsoleMessage) -> None:
        # What a refused policy, a missing file or a failing script says; a page's own status is no complaint.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.said.append(f"the console: {message.text}")

    def open(self, path: str, status: int = 200) -> None:
        """Go to a page of the server, and wait until it stands still."""
        answer = self.page.goto(self.base + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.source = answer.text()
        self.settle()

    def sign_in(self, token: str) -> None:
        """Exchange a token for a session, as an editor does."""
        self.page.goto(f"{self.base}sign-in")
        self.page.locator("main input[name=token]").fill(token)
        self.page.locator("main input[name=token]").press("Enter")
        self.page.wait_for_url("**/review**")

    def settle(self) -> None:
        """Wait until what was asked for is there."""
        self.page.wait_for_load_state("networkidle")

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}-{self.look}.png"
        # A page of many screens says nothing more in its picture, and takes seconds.
        tall = self.page.evaluate("document.scrollingElement.scrollHeight") > 6000
        self.page.screenshot(path=path, full_page=whole and not tall, animations="disabled")

    def probe(self) -> dict[str, Any]:
        """Return what the page is found to be (see probe.js)."""
        found: dict[str, Any] = self.page.evaluate(PROBE)
        return found

    def violations(self, axe: str) -> list[str]:
        """Return what axe holds against the page, each with the first elements it means."""
        self.page.evaluate(axe)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: "
            + "; ".join(" ".join(map(str, node["target"])) + " " + _why(node) for node in one["nodes"][:4])
            for one in found["violations"]
        ]

    @property
    def strangers(self) -> list[str]:
        """Requests that went to anybody else."""
        ours = urlsplit(self.base).netloc
        return [request.url for request in self.asked if urlsplit(request.url).netloc != ours]

    @property
    def transferred(self) -> int:
        """Bytes that came over the wire, heads and bodies, as they were coded."""
        total = 0
        for request in self.asked:
            if request.response() is not None:
                sizes = request.sizes()
                total += sizes["responseHeadersSize"] + sizes["responseBodySize"]
        return total


@dataclass(frozen=True, slots=True)
class Eyes:
    """A browser to look at pages with."""

    browser: Browser

    @contextmanager
    def at(self, base: str, look: Look = DESK, *, scripts: bool = True, still: bool = True) -> Iterator[Screen]:
        """Open a window of somebody who was never here."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            locale=look.language,
            color_scheme=look.theme,
            viewport={"width": look.width, "height": HEIGHT[look.width]},
            reduced_motion="reduce" if still else "no-preference",
            has_touch=look.width == 360,
        )
        context.set_default_timeout(15_000)
        screen = Screen(context.new_page(), base, look)
        screen.hear()
        try:
            yield screen
        finally:
            context.close()


def _why(node: dict[str, Any]) -> str:
    return re.sub(r"\s+", " ", node.get("failureSummary", ""))[:200]
