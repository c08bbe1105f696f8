"""The count of many articles: a bar on a terminal, plain lines elsewhere, receipts on standard output, a summary."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.cli.failures import tell, told
from kg.cli.output import json_line, say, write_text
from kg.errors import DoesNotConform, KGError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from kg.workers import Receipt


class Tally:
    """What became of each document so far."""

    def __init__(self, total: int, *, quiet: bool = False, bar: bool = True) -> None:
        self.exit_code = 0
        self._total = total
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._began = time.monotonic()
        self._revision = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        if bar and not quiet and total > 1 and sys.stderr.isatty():
            self._bar, self._task = _bar(total)

    def __enter__(self) -> Self:
        """Show the bar, where there is one."""
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Print the summary, also when the work was cut short."""
        if self._bar:
            self._bar.stop()
        if not self._quiet and (self._counts or kind is None):
            say(self._summary())

    def begin(self, name: str) -> None:
        """Say which document is being read."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=name[-40:])

    def published(self, name: str, receipt: Receipt) -> None:
        """Count a published article and print its receipt."""
        self._revision = receipt.revision
        self._receipt({"file": name, **asdict(receipt)})
        warnings = f", {len(receipt.findings)} to look at" if receipt.findings else ""
        beside = "".join(f"\n           {gleaned_line(counts)}" for counts in receipt.extracted)
        line = f"{receipt.action:<9}  {name}  {receipt.article}  ({_facts(receipt)}{warnings}){beside}"
        self._count(receipt.action, line)

    def refused(self, name: str, refusal: DoesNotConform) -> None:
        """Count an article the gate refused; its receipt holds the report."""
        named = {part: refusal.report.get(part) for part in ("key", "article")}
        self._receipt({"file": name, **named, "action": "rejected", "report": refusal.report})
        self._fail(name, refusal, "rejected")

    def failed(self, name: str, error: KGError) -> None:
        """Count a document that could not be read."""
        self._fail(name, error, "unreadable")

    def _fail(self, name: str, error: KGError, action: str) -> None:
        self.exit_code = max(self.exit_code, error.exit_code)
        if self._bar:
            self._print("\n".join(told(error, name)))
        else:
            tell(error, name)
        self._count(action, None)

    def _count(self, action: str, line: str | None) -> None:
        self._counts[action] += 1
        if self._bar and self._task is not None:
            self._bar.advance(self._task)
        elif line and not self._quiet:
            say(line)

    def _receipt(self, receipt: dict[str, object]) -> None:
        line = json_line(receipt)
        if self._bar and sys.stdout.isatty():
            # Both streams are the same terminal: only the bar knows where its lines may stand.
            self._print(line.rstrip())
            return
        write_text(line)

    def _print(self, words: str) -> None:
        """Print above the bar."""
        assert self._bar
        self._bar.console.print(words, markup=False, highlight=False, soft_wrap=True)

    def _summary(self) -> str:
        done = sum(self._counts.values())
        left = f" of {self._total}" if done < self._total else ""
        kinds = ", ".join(f"{count} {action}" for action, count in sorted(self._counts.items()))
        seconds = time.monotonic() - self._began
        revision = f"; revision {self._revision}" if self._revision else ""
        return f"{done}{left} document{'' if self._total == 1 else 's'}: {kinds or 'none'}{revision}; {seconds:.1f} s"


def gleaned_line(counts: Mapping[str, Any]) -> str:
    """Return in words what became of one extractor's proposals."""
    if counts["trouble"]:
        return f"{counts['rule']}: nothing read: {counts['trouble']}"
    dropped = counts["dropped"]
    why = f" ({', '.join(f'{n} {reason}' for reason, n in dropped.items())})" if dropped else ""
    parts = f", {counts['parts']} parts left out" if counts["parts"] else ""
    return (
        f"{counts['rule']}: {counts['proposed']} proposed, {counts['added']} added,"
        f" {counts['known']} known already, {sum(dropped.values())} dropped{why}{parts}"
    )


def _facts(receipt: Receipt) -> str:
    """Return the counts in words: "1 meeting", and none of what there is none of."""
    counts = ((n, kind.removesuffix("s") if n == 1 else kind) for kind, n in receipt.facts.items() if n)
    return ", ".join(f"{n} {kind}" for n, kind in counts) or "no facts"


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Standard output carries receipts, which are none of the bar's.
    bar = Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False, transient=True)
    return bar, bar.add_task("", total=total)
