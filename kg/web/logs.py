"""The server's log: lines for people, or one JSON object a line, each with the request it belongs to."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

from kg.workers import request_id

_LONGEST: Final = 4000
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"


def log_to(stream: TextIO, form: Literal["text", "json"], level: str) -> logging.Handler:
    """Let what our rooms log from *level* on, and what others log from warnings on, be written to *stream*."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_mark)
    handler.setFormatter(_JsonLines() if form == "json" else _Lines(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("kg").setLevel(level.upper())
    return handler


def log_to_stderr(form: Literal["text", "json"], level: str) -> None:
    """Log to standard error."""
    log_to(sys.stderr, form, level)


def _mark(record: logging.LogRecord) -> bool:
    # Said where the line is logged, in the task of the request; a line outside of any has none.
    record.request = request_id() or "-"
    return True


class _Lines(logging.Formatter):
    """One line a record: what comes from outside cannot begin another."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        """Return the line, its control characters escaped."""
        record.message = _escaped(record.message)[:_LONGEST]
        return super().formatMessage(record)


class _JsonLines(logging.Formatter):
    """One JSON object a line; `told` of a record stands in it as members."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:_LONGEST],
            "request": getattr(record, "request", "-"),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        # Half a character (a lone surrogate) is no UTF-8: ASCII escapes carry it.
        return json.dumps(line, ensure_ascii=True)


def _escaped(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
