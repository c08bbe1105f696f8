"""The one place that chooses.

It alone reads the environment and decides which implementation stands behind a protocol. What is heavy is imported
where it is chosen (allowed here and in `cli` only), so that a command loads what it needs.

In: flags, KG_* variables, kg.toml, pyproject.toml
Out: Settings
Touches: kg.errors pydantic pydantic_settings
"""

from kg.wiring.settings import Origin, Setting, Settings, list_settings, read_settings

__all__ = ["Origin", "Setting", "Settings", "list_settings", "read_settings"]
