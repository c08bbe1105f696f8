"""The command line: parse, call, print.

Imports inside a command's body are allowed here (and in `wiring`), so that `kg --help` need not load an engine.

In: the words of a command line
Out: data on standard output, the rest on standard error, an exit code
Touches: kg.article kg.assistant kg.authority kg.decisions kg.errors kg.facts kg.feeds kg.pipeline kg.questions
    kg.resources kg.search kg.sparql kg.store kg.text kg.triples kg.validation kg.web kg.wiring kg.workers httpx
    pyoxigraph rich typer
"""

from kg.cli.catalogue import app
from kg.cli.entry import main, run

__all__ = ["app", "main", "run"]
