"""A model behind an OpenAI-compatible chat endpoint, asked for structured output; off unless a deployment names one."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kg.errors import NetworkError, UsageError
from kg.extractors.answers import SCHEMA, proposals_in
from kg.extractors.model import Options, Proposals, Ready
from kg.extractors.prompt import PROMPT_VERSION, messages_for
from kg.facts import Reading

_TRIES = 4
# The pause before the next try doubles from here, in seconds, unless the server says how long.
_PAUSE = 0.5
_PATH = "/chat/completions"
_LATER = frozenset({408, 429, 500, 502, 503, 504, 529})
_SEED = 7
_CONNECTING = 10.0
# A model's window is not told by its endpoint; a text longer than this, in code points, is not sent.
_LONGEST_TEXT = 200_000
_TOLD = 200


def extractor(options: Options) -> Ready:
    """Return the model as an extractor; raises UsageError when the options do not say enough."""
    if not options.url or not options.name:
        raise UsageError("a model needs an address and a name", hint="set KG_MODEL_URL and KG_MODEL_NAME, or neither")
    _check(options)
    model = ChatModel(options)
    meaning = f"the model {options.name}, whose every quote was found in the text"
    return Ready(f"model:{options.name}", PROMPT_VERSION, model.read, meaning)


def _check(options: Options) -> None:
    """Raise UsageError for what could not be sent; the key itself is never shown."""
    try:
        url = httpx.URL(options.url)
    except httpx.InvalidURL as error:
        raise UsageError(f"KG_MODEL_URL is no web address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError("KG_MODEL_URL is no web address", hint="it must begin with http:// or https://")
    if url.userinfo:
        raise UsageError("KG_MODEL_URL holds a name or password", hint="give the key in KG_MODEL_KEY")
    if not options.key.isascii() or any(c.isspace() or not c.isprintable() for c in options.key):
        raise UsageError("KG_MODEL_KEY holds characters that no key has", hint="look for spaces and line breaks")


class _Unusable(Exception):
    """An answer that holds no facts; its words say why."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """One model; `pause` waits between tries, `transport` replaces the network in tests."""

    options: Options
    pause: Callable[[float], None] = time.sleep
    transport: httpx.BaseTransport | None = None

    def read(self, reading: Reading) -> Proposals:
        """Return what the model proposes for an article; raises NetworkError."""
        article = reading.document.article
        kept = self._kept(article.text_hash)
        if kept is not None and kept.is_file():
            return proposals_in(kept.read_text("utf-8", errors="replace"))
        if len(article.text) > _LONGEST_TEXT:
            return Proposals(trouble="the text is too long for a model")
        try:
            answer = self._answer(
                {
                    "model": self.options.name,
                    "messages": messages_for(reading.document),
                    "temperature": 0,
                    "seed": _SEED,
                    "response_format": {
                        "type": "json_schema",
                        "json_schema": {"name": "facts", "strict": True, "schema": SCHEMA},
                    },
                }
            )
        except _Unusable as why:
            return Proposals(trouble=str(why))
        found = proposals_in(answer)
        if kept is not None and not found.trouble:
            _keep(kept, answer)
        return found

    def _kept(self, text_hash: str) -> Path | None:
        """Return where the answer for a text is kept: the same text, asked for in the same way, of the same model."""
        if self.options.cache is None:
            return None
        asked = json.dumps([text_hash, PROMPT_VERSION, self.options.url, self.options.name, _SEED])
        return self.options.cache / f"{hashlib.sha256(asked.encode('utf-8')).hexdigest()}.json"

    def _answer(self, request: dict[str, Any]) -> str:
        """Return the words of the model's answer, asking again where the server says later."""
        until = time.monotonic() + self.options.seconds
        headers = {"Accept-Encoding": "identity"}
        if self.options.key:
            headers["Authorization"] = f"Bearer {self.options.key}"
        # A redirect would carry text and key to where nobody sent them.
        with httpx.Client(headers=headers, transport=self.transport, follow_redirects=False) as client:
            for number in range(1, _TRIES + 1):
                later = self._ask(client, request, until)
                if isinstance(later, str):
                    return later
                wait = later if later > 0 else _PAUSE * 2 ** (number - 1)
                if number == _TRIES or time.monotonic() + wait >= until:
                    break
                self.pause(wait)
        raise NetworkError(
            f"the model at {self._host} is busy or failing; asked {number} time{'s' if number > 1 else ''}",
            hint=_WITHOUT,
        )

    def _ask(self, client: httpx.Client, request: dict[str, Any], until: float) -> str | float:
        """Return the answer, or how long the server asks to wait (0: it does not say)."""
        left = until - time.monotonic()
        try:
            limit = httpx.Timeout(max(0.001, left), connect=max(0.001, min(left, _CONNECTING)))
            with client.stream("POST", self._endpoint, json=request, timeout=limit) as response:
                body = self._body(response, until)
        except httpx.TimeoutException as error:
            raise self._too_slow() from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NetworkError(
                f"the model at {self._host} does not answer: {self._safe(str(error)) or type(error).__name__}",
                hint=_WITHOUT,
            ) from error
        if response.status_code in _LATER:
            asked = response.headers.get("retry-after", "")
            return float(asked) if asked.isdigit() else 0.0
        if response.is_redirect:
            raise NetworkError(
                f"the model at {self._host} redirects, which is not followed", hint="correct KG_MODEL_URL"
            )
        if not response.is_success:
            told = self._safe(_message(body))
            raise NetworkError(
                f"the model at {self._host} refuses the request: {response.status_code}{': ' if told else ''}{told}",
                hint="see KG_MODEL_URL, KG_MODEL_NAME and KG_MODEL_KEY",
            )
        return _content(body)

    def _body(self, response: httpx.Response, until: float) -> bytes:
        body = bytearray()
        # As they come, and not unpacked: a fixed size would wait for its last byte, however slowly they drip, and a
        # kilobyte in a coding that nobody asked for may be a gigabyte.
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self.options.size:
                raise _Unusable(f"the answer is longer than {self.options.size} bytes")
            if time.monotonic() > until:
                raise self._too_slow()
        return bytes(body)

    def _too_slow(self) -> NetworkError:
        return NetworkError(
            f"the model at {self._host} did not answer within {self.options.seconds:g} seconds",
            hint=f"KG_MODEL_SECONDS allows more; {_WITHOUT}",
        )

    @property
    def _endpoint(self) -> httpx.URL:
        url = httpx.URL(self.options.url)
        path = url.path.rstrip("/").removesuffix(_PATH)
        return url.copy_with(path=path + _PATH, fragment=None)

    @property
    def _host(self) -> str:
        return httpx.URL(self.options.url).host

    def _safe(self, words: str) -> str:
        """Return what a stranger said, short, in visible characters, and without the key."""
        shown = "".join(c if c.isprintable() else " " for c in words)
        hidden = shown.replace(self.options.key, "***") if self.options.key else shown
        return hidden[:_TOLD].strip()


_WITHOUT = "without KG_MODEL_URL the rules read alone"


def _content(body: bytes) -> str:
    """Return the words of a chat completion; raises _Unusable."""
    try:
        choice = json.loads(body)["choices"][0]
        message, ended = choice["message"], choice.get("finish_reason")
        content, refused = message.get("content"), message.get("refusal")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise _Unusable("the answer is no chat completion") from None
    if refused or ended == "content_filter":
        raise _Unusable("the model refused")
    if ended == "length":
        raise _Unusable("the answer was cut off")
    # Half of a surrogate pair is a character in JSON and nowhere else.
    if not isinstance(content, str) or any("\ud800" <= c <= "\udfff" for c in content):
        raise _Unusable("the answer is no chat completion")
    return content


def _message(body: bytes) -> str:
    """Return the sentence in an error's body, where it has one."""
    try:
        told = json.loads(body)["error"]["message"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    return told if isinstance(told, str) else ""


def _keep(place: Path, answer: str) -> None:
    """Write an answer whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    part.write_text(answer, "utf-8")
    part.replace(place)
