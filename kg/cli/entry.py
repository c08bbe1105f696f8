"""The command line as one program: its commands in the order one meets them, and its exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

import kg
from kg.cli import failures, keeping
from kg.errors import KGError

app = typer.Typer(
    name="kg",
    help="Political news articles in, linked data with its chain of attribution out.",
    epilog="Exit codes: 0 done; 1 does not conform, ASK false with --exit-status, or not found; 2 usage; 3 unreadable"
    " input; 4 store; 5 network; 130 interrupted.",
    # Plain help is ready three times sooner than drawn boxes, and reads the same in a pipe.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {kg.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _kg(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        typer.echo("\nhint: kg demo shows it all; kg serve serves the store in ./kg-store", err=True)


app.add_typer(keeping.config, name="config")


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        code = app(list(words), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        failures.tell(failures.usage(error))
        return failures.usage(error).exit_code
    except KGError as error:
        failures.tell(error)
        return error.exit_code
    except BrokenPipeError:
        failures.hush()
        return 0
    except OSError as error:
        failures.tell(failures.from_system(error))
        return failures.from_system(error).exit_code
    except (KeyboardInterrupt, typer.Abort):
        return failures.INTERRUPTED
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """Run the command line this process was started with."""
    sys.exit(run(sys.argv[1:]))
