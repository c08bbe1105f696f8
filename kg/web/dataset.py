"""The dataset described with VoID, DCAT and Dublin Core, counts and addresses included."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.sparql import GRAPHS
from kg.store import Profile
from kg.triples import ISNAD, NAMESPACES, Names
from kg.web.catalogue import MEDIA, PACKED, Dump
from kg.web.pages import LANGUAGES, words
from kg.web.settings import WebSettings
from kg.web.snapshot import Snapshot

_NAMESPACES: Final = {
    **NAMESPACES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
_A: Final = "rdf:type"
_OUR_LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
"""Under what the tables of known actors and the ready questions are given: the project's own terms."""
_LANGUAGE: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_FORMATS: Final = ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD", "N3")
Value = str | int | datetime | tuple[str, str] | NamedNode


class CatalogueNames(Names):
    """The prefixes that descriptions of datasets are written with."""

    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace."""
        return {**_NAMESPACES, **super().prefixes()}


def iri(curie: str) -> NamedNode:
    """Return the term that *curie* ("void:triples") names."""
    prefix, _, local = curie.partition(":")
    return NamedNode(_NAMESPACES[prefix] + local)


@dataclass(frozen=True, slots=True)
class Describer:
    """Collects what is said; one subject after the other."""

    quads: list[Quad] = field(default_factory=list)

    def say(self, subject: str, *said: tuple[str, Value | None]) -> None:
        """Say of *subject* what is *said*: a term, a text with its language, a number, a time; None says nothing."""
        for predicate, value in said:
            if value is not None:
                self.quads.append(Quad(NamedNode(subject), iri(predicate), _object(value)))


def _object(value: Value) -> NamedNode | Literal:
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, tuple):
        return Literal(value[0], language=value[1])
    if isinstance(value, datetime):
        return Literal(value.isoformat().replace("+00:00", "Z"), datatype=iri("xsd:dateTime"))
    return Literal(value)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Describes the dataset of one deployment, under the addresses that its base gives."""

    settings: WebSettings

    @property
    def home(self) -> str:
        """Return where the service is asked, with a slash at the end."""
        return self.settings.base

    @property
    def document(self) -> str:
        """Return the name of the description itself."""
        return f"{self.settings.base}.well-known/void"

    @property
    def dataset(self) -> str:
        """Return the name of the dataset."""
        return f"{self.document}#dataset"

    def quads(self, taken: Snapshot) -> list[Quad]:
        """Return the whole description of the dataset as it was *taken*."""
        say = Describer()
        self._document(say, taken)
        self._dataset(say, taken)
        self._publisher(say)
        self._ways(say, taken)
        self._counts(say, taken)
        self._subsets(say, taken)
        return say.quads

    def _document(self, say: Describer, taken: Snapshot) -> None:
        say.say(
            self.document,
            (_A, iri("void:DatasetDescription")),
            *_titles("void"),
            ("foaf:primaryTopic", NamedNode(self.dataset)),
            ("dcterms:modified", taken.changed),
        )

    def _dataset(self, say: Describer, taken: Snapshot) -> None:
        base, settings = self.settings.base, self.settings
        for language in LANGUAGES:
            said = words(language)
            licence = NamedNode(settings.licence) if settings.licence else None
            rights = None if licence else (said["no-licence"], language)
            say.say(
                self.dataset,
                ("dcterms:title", (f"{said['name']}: {said['tagline']}", language)),
                ("dcterms:description", (said["lead"], language)),
                ("dcterms:language", NamedNode(_LANGUAGE + language)),
                ("dcterms:license", licence),
                ("dcterms:rights", rights),
            )
        say.say(
            self.dataset,
            *((_A, iri(kind)) for kind in ("void:Dataset", "dcat:Dataset")),
            ("dcterms:identifier", self.dataset),
            ("dcterms:modified", taken.changed),
            ("dcat:version", str(taken.revision)),
            ("owl:versionInfo", f"revision {taken.revision}"),
            ("foaf:homepage", NamedNode(self.home)),
            ("dcat:landingPage", NamedNode(self.home)),
            ("void:uriSpace", f"{base}id/"),
            *(("dcat:keyword", (word, tag)) for tag in LANGUAGES for word in words(tag)["keywords"].split()),
            *(("void:vocabulary", NamedNode(name)) for name in self._vocabularies(taken.statistics.whole)),
            *(("void:exampleResource", NamedNode(name)) for name in taken.examples),
        )
        if taken.first and taken.last:
            period = f"{self.document}#period"
            say.say(self.dataset, ("dcterms:temporal", NamedNode(period)))
            say.say(period, (_A, iri("dcterms:PeriodOfTime")))
            for name, date in (("dcat:startDate", taken.first), ("dcat:endDate", taken.last)):
                kind = iri("xsd:dateTime") if "T" in date else iri("xsd:date")
                say.quads.append(Quad(NamedNode(period), iri(name), Literal(date, datatype=kind)))

    def _vocabularies(self, whole: Profile) -> list[str]:
        """Return the vocabularies whose terms the dataset uses."""
        used = (*whole.classes, *whole.properties)
        spaces = {name for name in NAMESPACES.values() if name not in (NAMESPACES["wd"], NAMESPACES["xsd"])}
        return sorted(space for space in spaces if any(term.startswith(space) for term in used) or space == ISNAD)

    def _publisher(self, say: Describer) -> None:
        settings = self.settings
        if settings.publisher:
            publisher = f"{self.document}#publisher"
            say.say(self.dataset, ("dcterms:publisher", NamedNode(publisher)))
            say.say(publisher, (_A, iri("foaf:Agent")), ("foaf:name", settings.publisher))
        if settings.contact:
            contact = f"{self.document}#contact"
            mail = settings.contact.startswith("mailto:")
            say.say(self.dataset, ("dcat:contactPoint", NamedNode(contact)))
            say.say(
                contact,
                (_A, iri("vcard:Kind")),
                ("vcard:fn", settings.publisher or words("en")["name"]),
                ("vcard:hasEmail" if mail else "vcard:hasURL", NamedNode(settings.contact)),
            )

    def _ways(self, say: Describer, taken: Snapshot) -> None:
        """Say how the data are had: the endpoint, files, search."""
        endpoint, service = f"{self.home}sparql", f"{self.document}#sparql"
        search = f"{self.home}opensearch.xml"
        say.say(
            self.dataset,
            ("void:sparqlEndpoint", NamedNode(endpoint)),
            ("void:openSearchDescription", NamedNode(search)),
            *(("void:feature", iri(f"formats:{name}")) for name in _FORMATS),
        )
        say.say(
            service,
            (_A, iri("dcat:DataService")),
            ("dcterms:title", ("SPARQL 1.1", "en")),
            ("dcat:endpointURL", NamedNode(endpoint)),
            ("dcat:endpointDescription", NamedNode(endpoint)),
            ("dcat:servesDataset", NamedNode(self.dataset)),
            ("dcterms:conformsTo", NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
        )
        say.say(self.dataset, ("rdfs:seeAlso", NamedNode(f"{self.home}dumps/")))
        for dump in (Dump(None, form, packed) for form in GRAPHS for packed in (True, False)):
            file = NamedNode(self.home + dump.address)
            say.say(self.dataset, ("dcat:distribution", file), ("void:dataDump", file))
            say.say(
                file.value,
                (_A, iri("dcat:Distribution")),
                ("dcterms:title", (dump.file, "en")),
                ("dcat:accessURL", file),
                ("dcat:downloadURL", file),
                ("dcat:mediaType", NamedNode(MEDIA + dump.form.media_type)),
                ("dcat:compressFormat", NamedNode(MEDIA + PACKED) if dump.packed else None),
                ("dcterms:modified", taken.changed),
                ("dcterms:license", NamedNode(self.settings.licence) if self.settings.licence else None),
            )

    def _counts(self, say: Describer, taken: Snapshot) -> None:
        said = taken.statistics
        if said.revision != taken.revision:
            return  # A store that takes no writes, and that was never counted.
        self.profile(say, self.dataset, said.whole)
        say.say(self.dataset, ("void:documents", len(taken.articles)))
        if self.settings.dataset == "plain":
            default = f"{self.document}#default-graph"
            say.say(self.dataset, ("void:subset", NamedNode(default)))
            say.say(default, (_A, iri("void:Dataset")), ("dcterms:title", ("The default graph", "en")))
            self.profile(say, default, said.default)

    def profile(self, say: Describer, subject: str, counted: Profile) -> None:
        """Say what a set of triples holds: in all, by class, by property, by property within a class."""
        say.say(
            subject,
            ("void:triples", counted.triples),
            ("void:entities", counted.entities),
            ("void:distinctSubjects", counted.subjects),
            ("void:distinctObjects", counted.objects),
            ("void:classes", len(counted.classes)),
            ("void:properties", len(counted.properties)),
        )
        for kind, used in sorted(counted.classes.items()):
            part = f"{subject}-class-{short(kind)}"
            say.say(subject, ("void:classPartition", NamedNode(part)))
            say.say(part, ("void:class", NamedNode(kind)), ("void:entities", used.entities))
            for name, (triples, subjects) in sorted(used.properties.items()):
                inner = f"{part}-property-{short(name)}"
                say.say(part, ("void:propertyPartition", NamedNode(inner)))
                say.say(
                    inner,
                    ("void:property", NamedNode(name)),
                    ("void:triples", triples),
                    ("void:distinctSubjects", subjects),
                )
        for name, use in sorted(counted.properties.items()):
            part = f"{subject}-property-{short(name)}"
            say.say(subject, ("void:propertyPartition", NamedNode(part)))
            say.say(
                part,
                ("void:property", NamedNode(name)),
                ("void:triples", use.triples),
                ("void:distinctSubjects", use.subjects),
                ("void:distinctObjects", use.objects),
            )

    def _subsets(self, say: Describer, taken: Snapshot) -> None:
        """Name the parts the named graphs fall into."""
        articles = f"{self.document}#articles"
        say.say(self.dataset, ("void:subset", NamedNode(articles)))
        say.say(
            articles,
            (_A, iri("void:Dataset")),
            *_titles("part-articles"),
            ("void:uriSpace", f"{self.settings.base}id/article/"),
            ("void:documents", len(taken.articles)),
        )
        if self.settings.dataset == "plain":
            return
        sizes = dict(taken.graphs)
        for part in ("authority", "examples"):
            graph = f"{self.settings.base}graph/{part}"
            if graph in sizes:
                say.say(self.dataset, ("void:subset", NamedNode(graph)))
                say.say(
                    graph,
                    (_A, iri("void:Dataset")),
                    *_titles(f"part-{part}"),
                    ("dcterms:license", NamedNode(_OUR_LICENCE)),
                    ("void:triples", sizes[graph]),
                    ("void:dataDump", NamedNode(f"{self.home}graph/{part}.ttl")),
                )


def _titles(key: str) -> list[tuple[str, Value]]:
    """Return what our words call something, in each language."""
    return [("dcterms:title", (words(language)[key], language)) for language in LANGUAGES]


def short(name: str) -> str:
    """Return what tells one name from another in the name of a part, the same at each revision."""
    return hashlib.sha256(name.encode("utf-8")).hexdigest()[:12]
