"""Terms of RDF as the values of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.triples import NAMESPACES


class Iri(str):
    """An IRI: a string, to be told from words."""

    __slots__ = ()


class Text(str):
    """Words in a language: a string that knows which (BCP 47).

    >>> Text("أهلا", "ar").language
    'ar'
    """

    language: str

    def __new__(cls, words: str, language: str) -> Text:
        """Return *words* in *language*."""
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.language)


Value: TypeAlias = "str | int | float | bool | Decimal | date | datetime | tuple[Value, ...] | None"
"""What a term is in Python: Iri, Text, a number, a truth, a day or a moment; else its words. A blank node is "_:x",
a triple term the tuple of its three, an unbound variable None."""

_XSD: Final = NAMESPACES["xsd"]
_WHOLE: Final = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")


def _truth(words: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[words]


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    **{_XSD + name: int for name in _WHOLE},
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": _truth,
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


def value_of(term: NamedNode | BlankNode | Literal | Triple) -> Value:
    """Return a term as a value; a literal that its datatype, or Python, does not hold stays the words it is."""
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Triple):
        return value_of(term.subject), value_of(term.predicate), value_of(term.object)
    if term.language is not None:
        return Text(term.value, term.language)
    reader = _READERS.get(term.datatype.value)
    try:
        return reader(term.value) if reader else term.value
    except (ValueError, InvalidOperation, KeyError):
        return term.value
