"""The content of an XML literal in canonical form: Exclusive XML Canonicalization with comments (RDF/XML, 7.2.17)."""

from __future__ import annotations

from collections.abc import Mapping

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"})


class Canonical:
    """Writes what it is told of; names come with the prefix they were written with."""

    def __init__(self) -> None:
        self.depth = 0
        self._parts: list[str] = []
        self._tags: list[str] = []
        self._written: list[dict[str, str]] = [{}]
        """The namespaces declared in what is written, by prefix, one dictionary a level."""

    def start(self, tag: str, attributes: list[tuple[str, str, str]], spaces: Mapping[str, str]) -> None:
        """Begin an element: its tag as written, attributes (namespace, name as written, value), what is in scope."""
        written = dict(self._written[-1])
        used = {prefix_of(tag)} | {prefix_of(name) for _, name, _ in attributes if ":" in name}
        declared = []
        for prefix in sorted(used - {"xml"}):
            space = spaces.get(prefix, "")
            if written.get(prefix, "") != space:
                written[prefix] = space
                declared.append(f' xmlns{":" if prefix else ""}{prefix}="{space.translate(_VALUE)}"')
        said = "".join(f' {name}="{value.translate(_VALUE)}"' for _, name, value in sorted(attributes, key=_order))
        self._parts.append(f"<{tag}{''.join(declared)}{said}>")
        self._tags.append(tag)
        self._written.append(written)
        self.depth += 1

    def text(self, data: str) -> None:
        """Write characters."""
        self._parts.append(data.translate(_TEXT))

    def aside(self, data: str) -> None:
        """Write a comment or a processing instruction as it stands."""
        self._parts.append(data)

    def end(self) -> None:
        """End an element."""
        self._parts.append(f"</{self._tags.pop()}>")
        self._written.pop()
        self.depth -= 1

    def written(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)


def prefix_of(name: str) -> str:
    """Return the prefix of a name as written; empty when it has none."""
    return name.partition(":")[0] if ":" in name else ""


def _order(attribute: tuple[str, str, str]) -> tuple[str, str]:
    space, name, _ = attribute
    return space, name.rpartition(":")[2]
