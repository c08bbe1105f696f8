"""Every command with its examples, in the order one meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

import kg
from kg.cli.asking import query, stats, update
from kg.cli.assisting import mcp
from kg.cli.auditing import audit
from kg.cli.checking import validate
from kg.cli.converting import convert
from kg.cli.demonstrating import demo
from kg.cli.explaining import explain
from kg.cli.exporting import export
from kg.cli.keeping import create_token, init, list_tokens, revoke_token, show_config
from kg.cli.mirroring import mirror
from kg.cli.networking import network
from kg.cli.publishing import ingest, rejected, withdraw
from kg.cli.reading import extract
from kg.cli.reviewing import (
    export_decisions,
    export_gold,
    import_decisions,
    list_aliases,
    list_queue,
    show_draft,
)
from kg.cli.safekeeping import backup, restore, verify
from kg.cli.searching import search
from kg.cli.sections import Sections
from kg.cli.serving import serve
from kg.cli.watching import queries

# What a command does, and the lines at the foot of its help.
Entry = tuple[Callable[..., Any], tuple[str, ...]]

COMMANDS: tuple[Entry, ...] = (
    (
        demo,
        (
            "kg demo",
            "kg demo --bind 127.0.0.1:8080",
            "kg demo --check && echo it works",
        ),
    ),
    (
        init,
        (
            "kg init --location store",
            "kg init --location store --base https://news.example.org/",
        ),
    ),
    (
        extract,
        (
            "kg extract article.txt --format json",
            "kg extract https://example.org/news/1 --format turtle",
            "kg extract - --published 2022-01-26 --publisher 'Example News' < article.txt",
        ),
    ),
    (
        ingest,
        (
            "kg ingest article.txt --location store --published 2022-01-26",
            "kg ingest articles/ 'archive/**/*.html' --location store > receipts.jsonl",
            "kg ingest https://example.org/news/1 --location store",
            "kg ingest - --location store --id http://localhost:8000/id/article/first < article.txt",
        ),
    ),
    (
        explain,
        (
            "kg explain article.txt",
            "kg explain article.txt s3",
            "kg explain http://localhost:8000/id/article/first statement-232-372 --location store",
            "kg explain article.txt m1 --format json",
        ),
    ),
    (
        search,
        (
            "kg search وزير الخارجية --location store",
            "kg search 'Sullivan' --kind Actor --location store --format json",
            """kg search '"خيارات بديلة"' --kind Statement --location store""",
        ),
    ),
    (
        validate,
        (
            "kg validate article.txt",
            "kg validate graph.ttl --format turtle",
            "kg validate http://localhost:8000/id/article/first --location store",
            "kg validate --all --location store --format json",
        ),
    ),
    (
        query,
        (
            "kg query 'SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5' --location store",
            "kg query --query-file question.rq --location store --format csv -o answer.csv",
            "kg query 'ASK { ?s a <https://schema.org/NewsArticle> }' --location store --exit-status",
            "kg query 'CONSTRUCT WHERE { ?s ?p ?o }' --location store --format jsonld",
        ),
    ),
    (
        update,
        (
            "kg update 'INSERT DATA { <urn:a> <urn:b> <urn:c> }' --location store",
            "kg update --update-file changes.ru --location store",
        ),
    ),
    (
        export,
        (
            "kg export --location store --format turtle",
            "kg export --location store -o everything.nq.gz",
            "kg export --location store --format trig --gzip > everything.trig.gz",
            "kg export --location store --article http://localhost:8000/id/article/first --format jsonld",
        ),
    ),
    (
        network,
        (
            "kg network --location store --format gexf -o network.gexf",
            "kg network --location store --format graphml -o network.graphml",
        ),
    ),
    (
        convert,
        (
            "kg convert graph.ttl --format jsonld",
            "kg convert one.ttl two.nt --format nquads -o both.nq",
            "kg convert article.txt --format trig",
            "kg convert - --from nquads --format turtle < graph.nq",
        ),
    ),
    (
        serve,
        (
            "kg serve --location store",
            "kg serve --location store --bind 0.0.0.0:8080",
            "kg serve --location scratch --dataset plain --gate off",
        ),
    ),
    (
        mirror,
        (
            "kg mirror https://news.example.org/ --location copy",
            "kg mirror https://news.example.org/ --location copy --follow --interval 30",
        ),
    ),
    (
        mcp,
        (
            "kg mcp --location store",
            "kg mcp http://127.0.0.1:8000/",
        ),
    ),
    (withdraw, ("kg withdraw http://localhost:8000/id/article/first --location store",)),
    (
        rejected,
        (
            "kg rejected --location store",
            "kg rejected 1f0c2d3e4a5b6978 --location store",
        ),
    ),
    (
        backup,
        ("kg backup /mnt/safe/2026-03-01 --location store",),
    ),
    (restore, ("kg restore /mnt/safe/2026-03-01 --location store",)),
    (
        verify,
        (
            "kg verify --location store",
            "kg verify /mnt/safe/2026-03-01 --format json",
        ),
    ),
    (
        audit,
        (
            "kg audit --location store",
            "kg audit --location store --by 'token 3' --since 2026-03-01 --format json",
            "kg audit --location store --about http://localhost:8000/graph/first",
        ),
    ),
    (
        queries,
        (
            "kg queries --location store",
            "kg queries --cancel engine-7 --location store",
        ),
    ),
    (stats, ("kg stats --location store", "kg stats --location store --format json")),
)

app = typer.Typer(
    name="kg",
    cls=Sections,
    help="Political news articles in, linked data with its chain of attribution out.",
    epilog="Exit codes: 0 done; 1 does not conform, ASK false with --exit-status, or not found; 2 usage; 3 unreadable"
    " input; 4 store; 5 network; 130 interrupted.",
    # Plain help is ready three times sooner than drawn boxes, and reads the same in a pipe.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)


def _examples(lines: tuple[str, ...]) -> str:
    # The \b tells the help printer to keep the lines as they are.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


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


def _group(name: str, meaning: str, commands: tuple[tuple[str, Entry], ...]) -> None:
    group = typer.Typer(help=meaning, rich_markup_mode=None)
    for word, (function, lines) in commands:
        group.command(word, epilog=_examples(lines))(function)
    app.add_typer(group, name=name)


for _function, _lines in COMMANDS:
    app.command(epilog=_examples(_lines))(_function)
_group(
    "token",
    "Make, list and revoke the tokens that let requests write.",
    (
        (
            "create",
            (
                create_token,
                (
                    "kg token create --scope write --location store",
                    "TOKEN=$(kg token create --scope admin --location store --note deploy)",
                ),
            ),
        ),
        ("list", (list_tokens, ("kg token list --location store",))),
        ("revoke", (revoke_token, ("kg token revoke 1 --location store",))),
    ),
)
_group(
    "review",
    "See what editors decided, and take it along.",
    (
        ("list", (list_queue, ("kg review list --location store",))),
        ("show", (show_draft, ("kg review show 1f0c2d3e4a5b6978 --location store",))),
        ("aliases", (list_aliases, ("kg review aliases --location store",))),
        (
            "decisions",
            (export_decisions, ("kg review decisions --location store -o decisions.ndjson",)),
        ),
        ("import", (import_decisions, ("kg review import decisions.ndjson --location other-store",))),
        ("export", (export_gold, ("kg review export --gold gold --location store",))),
    ),
)
_group(
    "config",
    "Show the settings in force here.",
    (
        (
            "show",
            (
                show_config,
                (
                    "kg config show",
                    "kg config show --origin",
                    "KG_DEADLINE=5 kg config show --format json",
                ),
            ),
        ),
    ),
)
