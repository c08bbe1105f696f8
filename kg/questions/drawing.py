"""A network as a networkx graph, and in the files that drawing programs read (Gephi, Cytoscape, yEd)."""

from __future__ import annotations

import importlib
import io
import json
from dataclasses import asdict
from typing import Any, Final
from unicodedata import category
from urllib.parse import quote
from xml.etree.ElementTree import tostring

from kg.errors import NotInstalled
from kg.questions.network import Network, Node, Tie
from kg.sparql import Format, format_named
from kg.triples import NO_XML

GEXF: Final = Format("gexf", "application/gexf+xml", "gexf", "graph", aliases=("application/xml", "text/xml"))
GRAPHML: Final = Format("graphml", "application/graphml+xml", "graphml", "graph")
PLAIN: Final = Format("json", "application/json", "json", "graph")
NETWORK_FORMS: Final = (GEXF, GRAPHML, PLAIN)
"""The forms a network is written in: GEXF 1.2, GraphML, and JSON with `nodes` and `ties`."""


def drawn(network: Network) -> Any:
    """Return the network as a `networkx.MultiDiGraph`: actors by IRI, a tie by its relation as the edge's key.

    Raises NotInstalled without networkx. A tie that is mutual stands once, from the lower IRI, with `mutual` true.
    """
    graph = optional("networkx").MultiDiGraph(name="Isnad")
    graph.add_nodes_from((node.iri, _of_node(node)) for node in network.nodes)
    graph.add_edges_from((tie.source, tie.target, tie.relation, _of_tie(tie)) for tie in network.ties)
    return graph


def write_network(network: Network, form: str) -> bytes:
    """Return the network as a file, the same bytes every time; raises UnknownFormat, NotInstalled."""
    chosen = format_named(form, NETWORK_FORMS)
    if chosen is PLAIN:
        values = {"nodes": [asdict(node) for node in network.nodes], "ties": [asdict(tie) for tie in network.ties]}
        return json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    graph = _flat(network)
    return _gexf(graph) if chosen is GEXF else _graphml(graph)


def optional(package: str) -> Any:
    """Return a package that only notebooks need; raises NotInstalled with what installs it."""
    try:
        return importlib.import_module(package)
    except ImportError:
        raise NotInstalled(
            f"this needs {package}, which is not installed", hint="pip install 'isnad[notebook]'"
        ) from None


def _of_node(node: Node) -> dict[str, Any]:
    told = {f"label_{language}": label for language, label in node.labels.items() if language.isalpha()}
    return {"label": node.label, **told, "kind": node.kind, "wikidata": node.wikidata}


def _of_tie(tie: Tie) -> dict[str, Any]:
    return {
        "relation": tie.relation,
        "weight": tie.weight,
        "mutual": tie.mutual,
        "facts": tie.facts,
        "articles": tie.articles,
        "kinds": tie.kinds,
        "dates": tie.dates,
        "published": tie.published,
    }


def _flat(network: Network) -> Any:
    """Return the network with values that files can hold: lists as words between blanks, nothing where none is."""
    graph = optional("networkx").MultiDiGraph(name="Isnad")
    for node in network.nodes:
        graph.add_node(_name(node.iri), **{name: _words(value) for name, value in _of_node(node).items() if value})
    for number, tie in enumerate(network.ties):
        listed = {name: " ".join(map(_name, v)) if isinstance(v, tuple) else v for name, v in _of_tie(tie).items()}
        told = {name: value for name, value in listed.items() if value != ""}
        graph.add_edge(_name(tie.source), _name(tie.target), key=f"e{number}", label=tie.relation, **told)
    return graph


def _words(text: str) -> str:
    return NO_XML.sub("\ufffd", text)


def _name(iri: str) -> str:
    """Return an IRI with percent-encoding for what XML cannot hold, or turns the text around (RFC 3987 3.1)."""
    return "".join(
        quote(letter) if category(letter) in ("Cf", "Cc") or NO_XML.match(letter) else letter for letter in iri
    )


def _gexf(graph: Any) -> bytes:
    module = importlib.import_module("networkx.readwrite.gexf")
    for _, _, key, told in graph.edges(keys=True, data=True):
        told["id"] = key
    writer = module.GEXFWriter(graph, version="1.2draft")
    meta = writer.xml.find("meta")
    # The same graph gives the same bytes: no clock, and no version of a library.
    meta.attrib.pop("lastmodifieddate", None)
    meta.find("creator").text = "Isnad"
    writer.indent(writer.xml)
    body: bytes = tostring(writer.xml, encoding="utf-8", xml_declaration=True)
    return body


def _graphml(graph: Any) -> bytes:
    module = importlib.import_module("networkx.readwrite.graphml")
    sink = io.BytesIO()
    module.write_graphml_xml(graph, sink, named_key_ids=True)
    return sink.getvalue()
