"""An XML document as events, names with their namespaces; entities are those it declares itself, and cannot grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from xml.parsers import expat

from kg.errors import MalformedData, Place

XML: Final = "http://www.w3.org/XML/1998/namespace"
_GROWTH, _ALLOWANCE = 10, 1 << 20
"""A document may be so many times as long with its entities spelled out, and that much more."""

Name = tuple[str, str]
"""Namespace and local name."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The start of an element: its name as written and in full, its attributes so too, the namespaces by prefix."""

    written: str
    name: Name
    attributes: dict[Name, str]
    as_written: list[tuple[str, str, str]]
    """Namespace, name as written, value."""
    spaces: dict[str, str]


class Listener(Protocol):
    """What is told of a document; what it raises is given the place."""

    def start(self, tag: Tag) -> None:
        """Take the start of an element."""

    def end(self) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take characters."""

    def aside(self, data: str) -> None:
        """Take a comment or a processing instruction, as written."""


def tell(body: bytes, listener: Listener) -> None:
    """Tell *listener* of the document *body*; raises MalformedData."""
    parser = expat.ParserCreate()
    events = _Events(listener, _GROWTH * len(body) + _ALLOWANCE)
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.text
    parser.CommentHandler = lambda data: listener.aside(f"<!--{data}-->")
    parser.ProcessingInstructionHandler = lambda target, data: listener.aside(
        f"<?{target}{' ' if data else ''}{data}?>"
    )
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.ExternalEntityRefHandler = None
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        place = Place(error.lineno, error.offset + 1)
        raise MalformedData(f"no XML: {expat.ErrorString(error.code)}", place=place) from error
    except MalformedData as error:
        place = error.place or Place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        raise MalformedData(str(error), place=place, hint=error.hint) from None
    except (LookupError, ValueError) as error:
        raise MalformedData(f"no XML that can be read: {error}", hint="send it as UTF-8") from error


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if system or public:
        raise MalformedData("a DOCTYPE that would have to be fetched", hint="leave it out, or declare entities within")


def _entity(name: str, parameter: int, value: str | None, *elsewhere: str | None) -> None:
    # One that holds others could grow without bound; namespaces, which is what RDF/XML has entities for, hold none.
    if parameter or value is None or any(elsewhere) or "&" in value or "<" in value:
        raise MalformedData(f"the entity {name[:100]!r} is more than a piece of text", hint="spell it out")


class _Events:
    """Puts names in full, and keeps count of what comes."""

    def __init__(self, listener: Listener, most: int) -> None:
        self._listener = listener
        self._left = most
        self._spaces = [{"xml": XML, "": ""}]

    def start(self, written: str, flat: list[str]) -> None:
        attributes = list(zip(flat[::2], flat[1::2], strict=True))
        self._count(sum(len(value) for _, value in attributes))
        declared = {name[6:]: value for name, value in attributes if name == "xmlns" or name.startswith("xmlns:")}
        spaces = self._spaces[-1]
        if declared:
            if any(prefix and not space for prefix, space in declared.items()):
                raise MalformedData("a prefix is declared as nothing")
            spaces = spaces | declared
        self._spaces.append(spaces)
        own = [(name, value) for name, value in attributes if name != "xmlns" and not name.startswith("xmlns:")]
        named = [(self._full(name, spaces) if ":" in name else ("", name), name, value) for name, value in own]
        full = {name: value for name, _, value in named}
        if len(full) < len(own):
            raise MalformedData("an attribute is given twice")
        as_written = [(name[0], text, value) for name, text, value in named]
        self._listener.start(Tag(written, self._full(written, spaces), full, as_written, spaces))

    def _full(self, written: str, spaces: dict[str, str]) -> Name:
        prefix, mark, local = written.partition(":")
        if not mark:
            return spaces[""], written
        if prefix not in spaces or not local or ":" in local:
            raise MalformedData(f"the prefix of {written[:100]!r} is not declared")
        return spaces[prefix], local

    def end(self, _: str) -> None:
        self._spaces.pop()
        self._listener.end()

    def text(self, data: str) -> None:
        self._count(len(data))
        self._listener.text(data)

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise MalformedData("the entities of the document make it too long", hint="spell them out")
