"""How many article graphs a second one core lets through the gate: the reference alone, and a fast engine before it.

usage: gate.py [--articles N] [--guard RATIO] [--write-docs FILE]

Articles are composed (bench/newsgraph), read by the pipeline, and held to the shapes as when they come in: with their
text, and what the authority says of their actors. A faulty one lacks the evidence of its facts. Each way sees the same
graphs in the same run, in processor time. --guard fails when the gate with 2 % faulty articles is less than RATIO times
as fast as the reference alone, or when the two do not agree on a graph.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench.newsgraph.composing import Composer
from kg.pipeline import decided, drawn
from kg.triples import DEFAULT_BASE, Graph, term
from kg.validation import Arbitrated, Dissent, PyShacl, check
from kg.validation.first import ENGINE, Turbo
from kg.wiring import toolkit_for

if TYPE_CHECKING:
    from kg.pipeline import Toolkit
    from kg.validation import Validator

FAULTY = (0, 2, 7)
SEED = 11
_REFERENCE_SEES = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """Graphs of articles, each with its text."""

    graphs: list[Graph]
    texts: list[str]

    @property
    def triples(self) -> float:
        """Return how many triples a graph has, on average."""
        return sum(len(graph.triples) for graph in self.graphs) / len(self.graphs)

    def with_faults(self, percent: int) -> Sample:
        """Return the same graphs, *percent* of them broken, evenly."""
        every = 100 // percent if percent else len(self.graphs) + 1
        broken = [broken_of(one) if (at + 1) % every == 0 else one for at, one in enumerate(self.graphs)]
        return Sample(broken, self.texts)


def broken_of(graph: Graph) -> Graph:
    """Return *graph* without the evidence of its facts."""
    return Graph(graph.name, tuple(one for one in graph.triples if one.predicate != term("isnad:evidence")))


def composed(toolkit: Toolkit, count: int) -> Sample:
    """Return the graphs of *count* composed articles."""
    composer = Composer(toolkit.authority, SEED)
    articles = [composer.article(number) for number in range(count)]
    return Sample([drawn(decided(one, toolkit), toolkit) for one in articles], [one.text for one in articles])


def rate(sample: Sample, toolkit: Toolkit, validator: Validator) -> float:
    """Return article graphs a second of processor time."""
    begun = time.process_time()
    for graph, text in zip(sample.graphs, sample.texts, strict=True):
        check(graph, text, toolkit.shared, toolkit.shapes, validator)
    return len(sample.graphs) / (time.process_time() - begun)


def measured(count: int) -> tuple[Sample, dict[str, float], int]:
    """Return the sample, the rate of each way, and how many graphs the engines did not agree on."""
    toolkit, dissents = toolkit_for(DEFAULT_BASE), list[Dissent]()
    sample, reference, first = composed(toolkit, count), PyShacl(toolkit.shapes), Turbo(toolkit.shapes)
    rate(Sample(sample.graphs[:3], sample.texts[:3]), toolkit, reference)
    few = Sample(sample.graphs[:_REFERENCE_SEES], sample.texts[:_REFERENCE_SEES])
    rates = {"pySHACL alone": rate(few, toolkit, reference)}
    for percent in FAULTY:
        gate = Arbitrated(ENGINE, first, reference, dissents.append)
        rates[f"{ENGINE} first, {percent} % faulty"] = rate(sample.with_faults(percent), toolkit, gate)
    return sample, rates, len(dissents)


def page(sample: Sample, rates: dict[str, float], dissents: int) -> str:
    """Return the page of what was measured."""
    alone = rates["pySHACL alone"]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    rows = [
        f"| {way} | {each:.1f} | {each * sample.triples:,.0f} | {each / alone:.1f} |" for way, each in rates.items()
    ]
    size = f"{len(sample.graphs)} composed articles of {sample.triples:,.0f} triples on average"
    command = "`python -m bench.gate --write-docs docs/gate-speed.md`"
    return "\n".join(
        [
            "# How fast the gate is",
            "",
            f"Written by {command} on {date.today().isoformat()} ({machine}); do not edit.",
            f"{size}, on one core, in one run; 1 % of graphs without fault are looked at twice.",
            f"Graphs that the two engines did not agree on: {dissents}.",
            "",
            "| way | article graphs/s | triples/s | times as fast |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--guard", type=float)
    parser.add_argument("--write-docs", type=Path)
    asked = parser.parse_args()
    sample, rates, dissents = measured(asked.articles)
    told = page(sample, rates, dissents)
    print(told)
    if asked.write_docs:
        asked.write_docs.write_text(told, "utf-8")
    ratio = rates[f"{ENGINE} first, 2 % faulty"] / rates["pySHACL alone"]
    if asked.guard and (ratio < asked.guard or dissents):
        sys.exit(
            f"the gate is {ratio:.1f} times as fast as the reference (at least {asked.guard}); dissent: {dissents}"
        )


if __name__ == "__main__":
    main()
