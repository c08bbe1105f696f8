"""The page of what a run of the workload found."""

from __future__ import annotations

import os
import platform
import statistics
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

from bench.workload.questions import CLASSES

if TYPE_CHECKING:
    from bench.workload.__main__ import Measured

_OTHER, _OURS = "Oxigraph's server", "Isnad"


def page(found: Measured) -> str:
    """Return the page."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    machine += f", pyoxigraph {version('pyoxigraph')}"
    load = os.getloadavg()[0]
    command = "`python -m bench.workload --write-docs docs/query-speed.md`"
    runs = len(next(iter(found.seconds.values())))
    return "\n".join(
        [
            "# How fast queries are answered",
            "",
            f"Written by {command} on {date.today().isoformat()} ({machine}); do not edit.",
            f"{found.quads:,} quads; {runs} runs of {len(found.asked)} queries; load of the machine {load:.1f}.",
            "Ratios are Isnad's median over that of Oxigraph's own server, in the same run; below 1 Isnad is faster.",
            "Cold: words never asked before. Warm: the same words again, before anything changed.",
            "",
            *_means(found),
            "",
            *_beside(found),
            "",
            "## Query by query",
            "",
            *_queries(found),
            "",
        ]
    )


def _means(found: Measured) -> list[str]:
    rows = [
        f"| {kind or '**all**'} | {found.ratio(kind, 'cold'):.2f} | {found.ratio(kind, 'warm'):.2f} |"
        for kind in (*CLASSES, None)
    ]
    return ["| class | cold | warm |", "|---|---|---|", *rows]


def _beside(found: Measured) -> list[str]:
    rows = [f"| {name} | {found.rates[name]:,.0f} | {found.memory[name] / 1e6:,.0f} |" for name in (_OURS, _OTHER)]
    return [
        "| server | lookups a second, 16 clients | memory at the end, MB (PSS of all processes) |",
        "|---|---|---|",
        *rows,
    ]


def _queries(found: Measured) -> list[str]:
    head = [
        "| class | query | Oxigraph's server, ms | Isnad cold, ms | ratio | Isnad warm, ms | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = []
    for one in found.asked:
        other = found.median(_OTHER, one.name, "cold")
        cold, warm = (found.median(_OURS, one.name, way) for way in ("cold", "warm"))
        cells = (
            _spread(found, _OTHER, one.name, "cold"),
            _spread(found, _OURS, one.name, "cold"),
            f"{cold / other:.2f}",
        )
        rows.append(f"| {one.kind} | {one.name} | {' | '.join(cells)} | {warm * 1e3:.2f} | {warm / other:.2f} |")
    return head + rows


def _spread(found: Measured, peer: str, name: str, way: str) -> str:
    times = found.seconds[peer, name, way]
    low, middle, high = statistics.quantiles(times, n=4) if len(times) > 1 else times * 3
    return f"{middle * 1e3:.2f} ({low * 1e3:.2f} to {high * 1e3:.2f})"
