"""One run of the program: its words in, its exit code out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from kg.cli.catalogue import app
from kg.cli.failures import INTERRUPTED, from_system, hush, tell, usage
from kg.cli.output import ReaderGone
from kg.errors import KGError


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        code = app(list(words), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        tell(usage(error))
        return usage(error).exit_code
    except KGError as error:
        tell(error)
        return error.exit_code
    except (ReaderGone, BrokenPipeError):
        hush()
        return 0
    except OSError as error:
        tell(from_system(error))
        return from_system(error).exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """Run the command line this process was started with."""
    sys.exit(run(sys.argv[1:]))
