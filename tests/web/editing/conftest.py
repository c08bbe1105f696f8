"""A browser without a window: keeps cookies, follows where it is led, fills in forms that a page has."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from starlette.types import ASGIApp

from kg.access import Sessions
from kg.web import WebSettings, create_app
from tests.web.conftest import Book
from tests.web.service import FakeService

HTML = {"accept": "text/html", "accept-language": "en"}


@dataclass
class FormOnPage:
    """A form as a page has it: where it leads, and what its fields hold."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page holds: its words, its forms, its links."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(convert_charrefs=True)
        self.response = response
        self.forms: list[FormOnPage] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._select = self._area = ""
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "a":
            self.links.append(said.get("href") or "")
        elif tag == "form":
            self.forms.append(FormOnPage(said.get("action") or "", (said.get("method") or "get").upper()))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in said and self.forms:
            self.forms[-1].fields.setdefault(self._select, []).append(value)
        elif tag == "textarea":
            self._area = name
            self.forms[-1].fields[name] = [""]
        elif tag == "button" and name:
            self.forms[-1].buttons.append((name, value))
        elif tag == "input" and name and self.forms:
            kind = said.get("type") or "text"
            if kind not in ("checkbox", "radio", "file") or "checked" in said:
                self.forms[-1].fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._area:
            self.forms[-1].fields[self._area][0] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def form(self, action: str, holding: str = "") -> FormOnPage:
        """Return the form that leads to *action*, with a field or a button's value *holding*."""
        for one in self.forms:
            there = {*one.fields, *(value for _, value in one.buttons)}
            if one.action.partition("?")[0].endswith(action) and (not holding or holding in there):
                return one
        raise AssertionError(f"no form {action} {holding} among {[(f.action, f.fields) for f in self.forms]}")


class Browser:
    """One visitor; *sent* are headers that each request carries, *host* the address that they believe to be at."""

    def __init__(self, app: ASGIApp, host: str = "http://testserver", **sent: str) -> None:
        self.app, self.host, self.sent = app, host, {**HTML, **sent}
        self.cookies = httpx.Cookies()
        self.hops: list[httpx.Response] = []

    def send(self, method: str, url: str, *, follow: bool = True, **more: Any) -> httpx.Response:
        headers = {**self.sent, **more.pop("headers", {})}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.host, cookies=self.cookies, follow_redirects=follow
            ) as client:
                response = await client.request(method, url, headers=headers, **more)
                self.cookies = client.cookies
                return response

        response = asyncio.run(go())
        self.hops = [*response.history, response]
        return response

    def open(self, url: str, **more: Any) -> Page:
        return Page(self.send("GET", url, **more))

    def submit(self, page: Page, form: FormOnPage, *, headers: dict[str, str] | None = None, **filled: object) -> Page:
        """Send a form with some of its fields filled in, as a browser on that page would; None leaves one out."""
        fields: dict[str, object] = {name: list(values) for name, values in form.fields.items()}
        fields.update(filled)
        fields = {name: value for name, value in fields.items() if value is not None}
        origin = {"origin": self.host, "sec-fetch-site": "same-origin"} if headers is None else headers
        where = urljoin(str(page.response.url), form.action)
        return Page(self.send(form.method, where, data=fields, headers=origin))

    def sign_in(self, token: str, path: str = "/sign-in") -> Page:
        page = self.open(path)
        return self.submit(page, page.form("sign-in", "token"), token=token)


@dataclass
class House:
    """A server with its tokens, sessions and service."""

    service: FakeService
    book: Book
    sessions: Sessions
    app: ASGIApp

    def browser(self, token: str = "", **sent: str) -> Browser:
        browser = Browser(self.app, **sent)
        if token:
            browser.sign_in(token)
        return browser


@pytest.fixture
def house() -> House:
    service, book, sessions = FakeService(), Book(), Sessions()
    service.publish()
    return House(service, book, sessions, create_app(service, tokens=book, sessions=sessions, settings=WebSettings()))
