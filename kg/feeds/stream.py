"""The history as a Linked Data Event Stream whose members are activities (W3C Activity Streams 2.0).

LDES 1.0 (https://w3id.org/ldes/specification) says how a client replicates such a stream, TREE how its pages lead to
one another. Members say which graph changed and where to have it; what it holds is not in them, since a member stays
for ever and a withdrawn text must not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import MalformedData
from kg.feeds.places import CHECKSUM, Places
from kg.store import Course, GraphChange, HistoryPage
from kg.triples import NAMESPACES

AS: Final = "https://www.w3.org/ns/activitystreams#"
LDES: Final = "https://w3id.org/ldes#"
TREE: Final = "https://w3id.org/tree#"
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_VOID: Final = "http://rdfs.org/ns/void#"
_N_TRIPLES: Final = "https://www.iana.org/assignments/media-types/application/n-triples"
_XSD: Final = NAMESPACES["xsd"]
_A: Final = NamedNode(NAMESPACES["rdf"] + "type")
_POSITION, _VERSION = NamedNode(NAMESPACES["schema"] + "position"), NamedNode(NAMESPACES["schema"] + "version")
_ABOUT: Final = NamedNode(NAMESPACES["schema"] + "about")
_PUBLISHED, _OBJECT, _RESULT = (NamedNode(AS + name) for name in ("published", "object", "result"))
_MEMBER, _RELATION, _NODE = (NamedNode(TREE + name) for name in ("member", "relation", "node"))
_CHECKSUM, _VALUE = NamedNode(_SPDX + "checksum"), NamedNode(_SPDX + "checksumValue")
_TRIPLES, _DOWNLOAD = NamedNode(_VOID + "triples"), NamedNode(_DCAT + "downloadURL")
_IMMUTABLE: Final = NamedNode(LDES + "immutable")
ACTIVITIES: Final = {"added": "Create", "changed": "Update", "withdrawn": "Delete"}
"""What a change is called in Activity Streams."""
_POLLING: Final = 60

Term = NamedNode | BlankNode | Literal | Triple


def root_quads(course: Course, places: Places) -> list[Quad]:
    """Return the root of the stream: what its members are ordered by, and each page with its times."""
    stream, root = NamedNode(places.stream), NamedNode(places.root)
    quads = [
        *_viewed(stream, root),
        Quad(stream, NamedNode(NAMESPACES["dcterms"] + "title"), Literal("Changes of the graphs", language="en")),
        Quad(stream, NamedNode(NAMESPACES["dcterms"] + "title"), Literal("تغييرات الرسوم", language="ar")),
        Quad(stream, _VERSION, Literal(course.point)),
        Quad(stream, NamedNode(LDES + "pollingInterval"), Literal(_POLLING)),
        Quad(root, _A, NamedNode(LDES + "EventSource")),
    ]
    for activity in ACTIVITIES.values():
        quads.append(Quad(stream, NamedNode(f"{LDES}version{activity}Path"), _A))
        quads.append(Quad(stream, NamedNode(f"{LDES}version{activity}Object"), NamedNode(AS + activity)))
    for number, begins in enumerate(course.pages, 1):
        quads += _relation(root, BlankNode(f"from{number}"), "GreaterThanOrEqualToRelation", (places, number, begins))
        if number < len(course.pages):
            ends = course.pages[number]
            quads += _relation(root, BlankNode(f"to{number}"), "LessThanOrEqualToRelation", (places, number, ends))
    return quads


def page_quads(page: HistoryPage, places: Places) -> list[Quad]:
    """Return one page: its members, and where the next page is once there can be one."""
    stream, here = NamedNode(places.stream), NamedNode(places.page(page.number))
    quads = list(_viewed(stream, here))
    for change in page.changes:
        quads.append(Quad(stream, _MEMBER, NamedNode(places.change(change))))
        quads += _member(change, places)
    if page.full:
        quads.append(Quad(here, _IMMUTABLE, Literal(value=True)))
        last = page.changes[-1].at
        quads += _relation(here, BlankNode("next"), "GreaterThanOrEqualToRelation", (places, page.number + 1, last))
    return quads


def _viewed(stream: NamedNode, view: NamedNode) -> Iterator[Quad]:
    """Yield what every document says of the stream: what its members are ordered by, and that it is a view of it."""
    yield Quad(stream, _A, NamedNode(LDES + "EventStream"))
    yield Quad(stream, NamedNode(LDES + "timestampPath"), _PUBLISHED)
    yield Quad(stream, NamedNode(LDES + "sequencePath"), _POSITION)
    yield Quad(stream, NamedNode(LDES + "versionOfPath"), _OBJECT)
    yield Quad(stream, NamedNode(TREE + "view"), view)
    yield Quad(view, _A, NamedNode(TREE + "Node"))


def _relation(node: NamedNode, name: BlankNode, kind: str, to: tuple[Places, int, datetime]) -> Iterator[Quad]:
    places, number, value = to
    yield Quad(node, _RELATION, name)
    yield Quad(name, _A, NamedNode(TREE + kind))
    yield Quad(name, _NODE, NamedNode(places.page(number)))
    yield Quad(name, NamedNode(TREE + "path"), _PUBLISHED)
    yield Quad(name, NamedNode(TREE + "value"), _time(value))


def _member(change: GraphChange, places: Places) -> Iterator[Quad]:
    activity = NamedNode(places.change(change))
    yield Quad(activity, _A, NamedNode(AS + ACTIVITIES[change.action]))
    yield Quad(activity, _PUBLISHED, _time(change.at))
    yield Quad(activity, _POSITION, Literal(change.place))
    yield Quad(activity, _VERSION, Literal(change.point))
    yield Quad(activity, _OBJECT, NamedNode(places.graph(change)))
    if change.article:
        yield Quad(activity, _ABOUT, NamedNode(change.article))
    if change.action == "withdrawn":
        return
    # Blank nodes: a client takes them along with the member (its concise bounded description).
    result, checksum = BlankNode(f"result{change.place}"), BlankNode(f"checksum{change.place}")
    yield Quad(activity, _RESULT, result)
    yield Quad(result, _A, NamedNode(_DCAT + "Distribution"))
    yield Quad(result, _DOWNLOAD, NamedNode(places.triples(change)))
    yield Quad(result, NamedNode(_DCAT + "mediaType"), NamedNode(_N_TRIPLES))
    yield Quad(result, _TRIPLES, Literal(change.size))
    yield Quad(result, _CHECKSUM, checksum)
    yield Quad(checksum, NamedNode(_SPDX + "algorithm"), NamedNode(CHECKSUM))
    yield Quad(checksum, _VALUE, Literal(change.digest, datatype=NamedNode(_XSD + "hexBinary")))


def _time(at: datetime) -> Literal:
    return Literal(at.isoformat(), datatype=NamedNode(_XSD + "dateTime"))


@dataclass(frozen=True, slots=True)
class Told:
    """One change as a feed told of it; `graph` is "" for the default graph, `source` where to have it."""

    place: int
    point: str
    action: str
    graph: str
    source: str
    size: int
    digest: str

    @property
    def revision(self) -> int:
        """Return the revision that made it."""
        return int(self.point.partition("-")[0])


@dataclass(frozen=True, slots=True)
class ToldPage:
    """One page as it was read: its changes in order, and where the next page is, if it is full."""

    changes: tuple[Told, ...]
    following: str | None


def read_page(quads: Iterable[Quad], places: Places) -> ToldPage:
    """Return what a page of such a stream says; raises MalformedData when it says it otherwise."""
    said: dict[Term, dict[NamedNode, list[Term]]] = {}
    for quad in quads:
        said.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    stream = said.get(NamedNode(places.stream), {})
    members = [_told(member, said, places) for member in stream.get(_MEMBER, ())]
    following = None
    for node, about in said.items():
        if _IMMUTABLE in about:
            relations = [said[one] for one in about.get(_RELATION, ()) if one in said]
            following = next((_text(one, _NODE, node) for one in relations), None)
    return ToldPage(tuple(sorted(members, key=lambda change: change.place)), following)


def _told(member: Term, said: dict[Term, dict[NamedNode, list[Term]]], places: Places) -> Told:
    about = said.get(member, {})
    action = _ACTIONS.get(_text(about, _A, member))
    if action is None:
        raise MalformedData(f"the feed says of {member} what this program does not know", hint="is it a newer kg?")
    graph = _text(about, _OBJECT, member)
    place, point = int(_text(about, _POSITION, member)), _text(about, _VERSION, member)
    graph = "" if graph == places.default_graph else graph
    if action == "withdrawn":
        return Told(place, point, action, graph, "", 0, "0" * 64)
    result = said.get(about.get(_RESULT, [member])[0], {})
    checksum = said.get(result.get(_CHECKSUM, [member])[0], {})
    size, digest = int(_text(result, _TRIPLES, member)), _text(checksum, _VALUE, member).lower()
    return Told(place, point, action, graph, _text(result, _DOWNLOAD, member), size, digest)


_ACTIONS: Final = {AS + activity: action for action, activity in ACTIVITIES.items()}


def _text(about: dict[NamedNode, list[Term]], predicate: NamedNode, of: Term) -> str:
    found = about.get(predicate, ())
    if len(found) != 1 or isinstance(found[0], BlankNode | Triple):
        raise MalformedData(f"the feed does not say one {predicate} of {of}")
    return found[0].value
