"""The flags that several commands share, said once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Location = Annotated[
    Path | None,
    typer.Option("--location", "-l", metavar="DIR", help="The store's folder.  [KG_LOCATION, else ./kg-store]"),
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
Id = Annotated[str | None, typer.Option("--id", metavar="IRI", help="The article's own name.")]
SourceUrl = Annotated[str | None, typer.Option("--source-url", metavar="URL", help="Where the article was published.")]
Published = Annotated[
    datetime | None,
    typer.Option("--published", metavar="DATE", formats=["%Y-%m-%d"], help="The day it was published (YYYY-MM-DD)."),
]
Publisher = Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")]
Base = Annotated[str | None, typer.Option("--base", metavar="IRI", help="What resource IRIs begin with.  [KG_BASE]")]
Dataset = Annotated[
    str | None,
    typer.Option(
        "--dataset", metavar="merged|plain", help="Whether the default graph shows all that is published.  [KG_DATASET]"
    ),
]
Gate = Annotated[
    str | None, typer.Option("--gate", metavar="on|off", help="Whether shapes must hold before publication.  [KG_GATE]")
]
Language = Annotated[str, typer.Option("--language", metavar="ar|en", help="The language of the report's words.")]
AllowService = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-service",
        metavar="URL",
        help="A web address that may lie in a private network (repeatable); ending in /, all below it.  "
        "[KG_ALLOW_SERVICE]",
    ),
]
