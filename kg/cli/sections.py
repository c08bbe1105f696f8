"""The commands of `kg --help`, by what one wants to do."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

SECTIONS: Final = {
    "Begin": ("demo", "init", "config"),
    "Read and publish articles": ("extract", "ingest", "explain", "review", "withdraw", "rejected"),
    "Ask": ("search", "query", "update", "stats"),
    "Write out, convert, check": ("export", "network", "convert", "validate"),
    "Serve, and follow others": ("serve", "token", "queries", "mcp", "mirror"),
    "Keep a store safe": ("backup", "restore", "verify", "audit"),
}
"""Every command, once."""


class Sections(TyperGroup):
    """A group whose help lists its commands in sections, all in one column."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sections."""
        widest = max(map(len, self.commands))
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [
                        (name.ljust(widest), self.commands[name].get_short_help_str(formatter.width - widest - 6))
                        for name in names
                    ]
                )
