"""An assistant's walk through the tools, as a transcript that people read.

python -m tests.assistant.walk   writes it anew, over standard input and output
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

TOP = Path(__file__).parent.parent.parent
TRANSCRIPT = Path(__file__).with_name("transcript.txt")
ARTICLE = """\
وزير الخارجية المصري يلتقي نظيره الأردني في القاهرة

قال وزير الخارجية المصري سامح شكري إن بلاده تدعم وقف إطلاق النار في غزة.

والتقى شكري وزير الخارجية الأردني أيمن الصفدي في القاهرة يوم الأربعاء، وبحث الوزيران الأوضاع في سوريا ولبنان.

وأضاف الصفدي أن الأردن يرفض أي حل لا يضمن حقوق الشعب الفلسطيني.
"""
PREFIX = "PREFIX isnad: <https://w3id.org/isnad/ontology#>\n"
WRONG = PREFIX + "SELECT ?statement ?who WHERE { ?statement isnad:speakers ?who"
MENDED = PREFIX + "SELECT ?statement ?who WHERE { ?statement isnad:speaker ?who } ORDER BY ?statement"


def environment() -> dict[str, str]:
    """Return the surroundings of a program of ours, without settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return kept | {"PYTHONPATH": str(TOP)}


def fill(folder: Path) -> None:
    """Make a store with the article."""
    words = ["ingest", "-", "--location", str(folder), "--id", "http://localhost:8000/id/article/cairo"]
    words += ["--published", "2026-03-05", "--publisher", "صحيفة", "--source-url", "https://news.example.org/cairo"]
    command = [sys.executable, "-m", "kg.cli", *words]
    subprocess.run(
        command, input=ARTICLE.encode(), check=True, capture_output=True, env=environment(), cwd=folder.parent
    )


@asynccontextmanager
async def over_stdio(*words: str) -> AsyncIterator[Client]:
    """Lend a client of `kg mcp`, told *words*."""
    arguments = ["-m", "kg.cli", "mcp", *words]
    program = StdioServerParameters(command=sys.executable, args=arguments, env=environment())
    async with Client(stdio_client(program)) as client:
        yield client


async def walk(client: Client) -> str:
    """Return the transcript of the walk."""
    lines: list[str] = []

    async def call(tool: str, **arguments: Any) -> Any:
        lines.append(f"> {tool} {json.dumps(arguments, ensure_ascii=False)}")
        result = await client.call_tool(tool, arguments)
        if result.is_error:
            lines.append(f"< error: {result.content[0].text}\n")  # type: ignore[union-attr]
            return None
        lines.extend(f"< {line}" for line in shown(result.structured_content))
        lines.append("")
        return result.structured_content

    found = await call("search_entities", name="الصفدي", kind="person", limit=1)
    person = found["results"][0]["iri"]
    said = await call("find_statements", speaker=person, about="الفلسطيني")
    await call("get_evidence", facts=[said["results"][0]["iri"]])
    await call("find_meetings", participants=["شكري", person], since="2026-03-01")
    await call("run_sparql", query=WRONG)
    await call("validate_sparql", query=WRONG + " }")
    await call("run_sparql", query=MENDED)
    await call("get_entity", entity="أيمن الصفضي")
    await call("run_sparql", query="DELETE WHERE { ?s ?p ?o }")
    return "\n".join(lines)


def shown(value: Any, before: str = "") -> Iterator[str]:
    """Yield the lines of an answer, one for each value that is there; scores change with the search."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "score":
                yield from shown(part, f"{before}.{name}" if before else name)
    elif isinstance(value, list) and value and not all(isinstance(part, str) for part in value):
        for number, part in enumerate(value):
            yield from shown(part, f"{before}[{number}]")
    elif value not in (None, [], ""):
        yield f"{before}: {json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value}"


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "store")
        async with over_stdio("--location", str(Path(folder) / "store")) as client:
            TRANSCRIPT.write_text(await walk(client), "utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
