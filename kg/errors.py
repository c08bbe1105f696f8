"""What can go wrong, said once.

    KGError
    ├── UsageError                 the call's own words are off                        exit 2
    ├── InputError                 the document cannot be read                         exit 3
    │   ├── NotText                empty, binary, or not UTF-8
    │   ├── NotAnArticle           text, but no news article
    │   ├── UnknownLanguage        no language pack reads it
    │   ├── MalformedQuery         SPARQL that does not parse
    │   │   └── UnknownFunction    SPARQL that parses, and calls what nobody knows
    │   ├── MalformedData          RDF that does not parse
    │   └── TooLarge               over a limit of size
    ├── DoesNotConform             the gate found violations                           exit 1
    ├── UnknownFormat              a format nobody here writes                         exit 2
    ├── NotFound                   nothing of that name                                exit 1
    │   ├── Withdrawn              there was, and it was withdrawn
    │   └── HistoryGone            this store's history does not lead there from here
    ├── StoreError                 the store cannot do it                              exit 4
    │   ├── StoreBusy              another process holds it
    │   ├── StoreMismatch          made by another version, base or dataset kind
    │   ├── StoreReadOnly          the disk or the caller may not write
    │   ├── StoreFull              no space is left on the disk
    │   ├── DerivedGraph           a write that names the merged default graph
    │   └── GraphExists            a graph to be made that is there already
    ├── Conflict                   somebody else decided otherwise meanwhile           exit 1
    ├── Denied                     no token, a wrong one, or one that may not          exit 4
    ├── Overrun                    a limit of time, memory or result size was reached  exit 1
    ├── Overloaded                 too many requests wait already                      exit 5
    ├── NotInstalled               a package that only this needs is not installed     exit 2
    ├── BrokenPlugin               something attached to the reader fails              exit 1
    └── NetworkError               an address, or a port, that does not answer         exit 5

In: nothing
Out: KGError and its tree
Touches: nothing
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class KGError(Exception):
    """A failure with one clear sentence (`str(error)`) and, where there is one, the mend (`hint`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(KGError):
    """The call's own words are off."""

    exit_code = 2


class InputError(KGError):
    """The document cannot be read."""

    exit_code = 3


class NotText(InputError):
    """The bytes are empty, binary, or not UTF-8."""


class NotAnArticle(InputError):
    """The text is no news article."""


class UnknownLanguage(InputError):
    """No language pack reads this text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text something is wrong: line and column, both from 1, columns in code points."""

    line: int
    column: int


class MalformedQuery(InputError):
    """SPARQL that does not parse, with the place at fault when the engine names it."""

    def __init__(self, message: str, *, place: Place | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.place = place


class UnknownFunction(MalformedQuery):
    """SPARQL that parses, and calls a function that is not known here."""


class MalformedData(InputError):
    """RDF that does not parse, with the place at fault when the parser names it."""

    def __init__(self, message: str, *, place: Place | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.place = place


class TooLarge(InputError):
    """A body, a text or a query over its limit of size."""


class DoesNotConform(KGError):
    """The gate found violations; `report` is what it found, as plain JSON values."""

    exit_code = 1

    def __init__(self, message: str, report: dict[str, object], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class UnknownFormat(KGError):
    """A format nobody here writes; `offered` are the media types or names that are written."""

    exit_code = 2

    def __init__(self, message: str, offered: tuple[str, ...]) -> None:
        super().__init__(message, hint="offered: " + ", ".join(offered))
        self.offered = offered


class NotFound(KGError):
    """Nothing of that name is here."""

    exit_code = 1


class Withdrawn(NotFound):
    """There was an article of that name, and it was withdrawn."""


class HistoryGone(NotFound):
    """The history of this store does not hold that revision: it is too old, of another store, or still to come."""


class StoreError(KGError):
    """The store cannot do what was asked."""

    exit_code = 4


class StoreBusy(StoreError):
    """Another process holds the store."""


class StoreMismatch(StoreError):
    """The store was made by another version, under another base, or as another kind of dataset."""


class StoreReadOnly(StoreError):
    """The disk, or the way the store was opened, does not take writes."""


class StoreFull(StoreError):
    """The disk has no space left; what was there stays there, and is read."""


class DerivedGraph(StoreError):
    """A write that names the default graph of a merged dataset, which is derived."""


class GraphExists(StoreError):
    """A graph to be made (CREATE GRAPH) that is there already."""


class Conflict(KGError):
    """Somebody else decided on the same thing meanwhile; `other` is that decision, as plain JSON values."""

    exit_code = 1

    def __init__(self, message: str, other: dict[str, object], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.other = other


class Denied(KGError):
    """No token, a wrong one (`known` is False), or one whose scope does not reach (`known` is True)."""

    exit_code = 4

    def __init__(self, message: str, *, known: bool, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.known = known


class Overrun(KGError):
    """A limit of time, memory or result size was reached; `limit` names the setting."""

    exit_code = 1

    def __init__(self, message: str, *, limit: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.limit = limit


class Overloaded(KGError):
    """Too many requests wait already: this client's (`yours`) or everybody's; try after `seconds`."""

    exit_code = 5

    def __init__(self, message: str, *, yours: bool, seconds: int = 1) -> None:
        super().__init__(message)
        self.yours = yours
        self.seconds = seconds


class NotInstalled(KGError):
    """A package that only this needs is not installed here."""

    exit_code = 2


class BrokenPlugin(KGError):
    """Something attached to the reader does not load, fails, or gives what is no fact of the text."""


class NetworkError(KGError):
    """An address that does not answer, or a port that is taken."""

    exit_code = 5
