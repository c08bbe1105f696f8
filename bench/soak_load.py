"""The mixed load of `bench/soak.py`: one class for each kind of client, each of which knows the right answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.client import HTTPConnection, IncompleteRead
from urllib.parse import quote, urlencode

from pyoxigraph import RdfFormat, parse

from bench.soak_client import PATIENCE, Busy, Client

BASE = "http://localhost:8000/"
ISNAD = "https://w3id.org/isnad/ontology#"
ROWS = 30_000
ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
KEYS = 24
_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "n3": RdfFormat.N3,
}
_MET = "التقى وزير الخارجية {nation} كريم الحداد نظيره {other} سالم النجار في {city} يوم {day}.\n\n"
_TOLD = "وقال الحداد إن الجانبين بحثا {count} ملفا وإن المشاورات مستمرة.\n"
_DENIED = "ونفى المتحدث باسم الوزارة ما نشر عن {count} اتفاقا سريا.\n"
_NATIONS = ("المصري", "الأردني", "العراقي", "اللبناني", "المغربي", "التونسي", "الكويتي", "العماني")
_CITIES = ("القاهرة", "عمان", "بغداد", "بيروت", "الرباط", "تونس", "الكويت", "مسقط")
_DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس")
STATIC = "".join(
    f'<http://soak/s{n}> <http://soak/next> <http://soak/s{n * 7 % ROWS}> ; <http://soak/kind> "نوع {n % 10}"@ar .\n'
    for n in range(ROWS)
)


class Reader(Client):
    """Asks what has a known answer, small and large."""

    def deeds(self) -> tuple[Callable[[], None], ...]:
        """Mostly small queries."""
        rare = (self._aggregate, self._stream, self._page, self._document, self._validate, self._operation)
        return (self._small,) * 12 + rare

    def _small(self) -> None:
        n = self.dice.randrange(ROWS)
        rows = self.select(f"SELECT ?o {{ GRAPH <http://soak/static> {{ <http://soak/s{n}> <http://soak/next> ?o }} }}")
        assert rows == [[f"http://soak/s{n * 7 % ROWS}"]], rows

    def _aggregate(self) -> None:
        found = self.select("SELECT ?k (COUNT(*) AS ?n) { ?s <http://soak/kind> ?k } GROUP BY ?k ORDER BY ?k")
        assert found == [[f"نوع {n}", str(ROWS // 10)] for n in range(10)], found

    def _stream(self) -> None:
        query = "CONSTRUCT { ?o <http://soak/back> ?s } WHERE { ?s <http://soak/next> ?o }"
        target = "/sparql?" + urlencode({"query": query})
        status, body = self.ask("GET", target, accept="application/n-triples")
        if status in (429, 503):
            raise Busy(body.decode())
        assert status == 200, body[:300]
        assert body.count(b"> .\n") == len(set(body.splitlines())) == ROWS, f"{body.count(b'> .')} triples"

    def _page(self) -> None:
        target, word = self.dice.choice(
            (
                ("/?lang=ar", "إسناد"),
                ("/page/actor/country-jp.html?lang=ar", "اليابان"),
                ("/ontology?lang=en", "Statement"),
            )
        )
        status, body = self.ask("GET", target, accept="text/html")
        assert status == 200, f"{target}: {status}"
        assert word in body.decode(), f"{target} without {word}"

    def _document(self) -> None:
        sizes = set()
        for ending in self.dice.sample(list(_FORMS), 3):
            status, body = self.ask("GET", f"/data/actor/country-jp.{ending}")
            assert status == 200, f"{ending}: {status} {body[:200]!r}"
            sizes.add(len({quad.triple for quad in parse(body, format=_FORMS[ending])}))
        assert len(sizes) == 1, f"formats differ: {sizes}"
        assert sizes != {0}, "nothing is said of it"

    def _validate(self) -> None:
        most = self.dice.choice((1, 0))
        shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShape ; sh:targetNode <http://soak/s1> ;"
        shapes += f" sh:property [ sh:path <http://soak/next> ; sh:maxCount {most} ] ."
        target = "/validate?graph=" + quote("http://soak/little", safe="")
        status, body = self.send("POST", target, shapes, "text/turtle")
        assert status == 200, body
        said = [q.object.value for q in parse(body, format=RdfFormat.TURTLE) if q.predicate.value.endswith("#conforms")]
        assert said == [("false", "true")[most]], said

    def _operation(self) -> None:
        for target, word in (("/health", '"ok"'), ("/metrics", "isnad_revision"), ("/queries", '"queries"')):
            status, body = self.ask("GET", target)
            assert status == 200, f"{target}: {status}"
            assert word in body.decode(), f"{target} without {word}"


class Publisher(Client):
    """Gives articles in, replaces and withdraws them, and looks at once at what became of it."""

    def deeds(self) -> tuple[Callable[[], None], ...]:
        """More is published than withdrawn."""
        return (self._publish, self._publish, self._withdraw)

    def _key(self) -> str:
        return f"soak-{self.number}-{self.dice.randrange(KEYS)}"

    def text(self) -> str:
        """Return an article that was not there before."""
        count = self.dice.randrange(1, 10**9)
        nation, other = self.dice.sample(_NATIONS, 2)
        met = _MET.format(nation=nation, other=other, city=self.dice.choice(_CITIES), day=self.dice.choice(_DAYS))
        return met + self.dice.choice((_TOLD, _DENIED, _TOLD + "\n" + _DENIED)).format(count=count)

    def _publish(self) -> None:
        key = self._key()
        target = f"/articles?published=2026-03-05&id={BASE}id/article/{key}"
        status, body = self.send("POST", target, self.text(), "text/plain")
        assert status in (200, 201), f"{status} {body!r}"
        receipt = json.loads(body)
        wanted = [str(receipt["facts"][name]) for name in ("meetings", "statements")]
        assert wanted[0] == "1", f"no meeting was read: {receipt}"
        for where in (f"GRAPH <{BASE}graph/{key}>", ""):
            counts = "".join(f"(SUM(IF(?t = <{ISNAD}{t}>, 1, 0)) AS ?{t}) " for t in ("Meeting", "Statement"))
            pattern = f"?f a ?t ; <{ISNAD}reportedIn> <{BASE}id/article/{key}>"
            rows = self.select(f"SELECT {counts} {{ {where} {{ {pattern} }} }}")
            assert rows == [wanted], f"{where or 'default graph'}: {rows}, receipt {wanted}"
        status, page = self.ask("GET", f"/page/article/{key}.html", accept="text/html")
        assert status == 200, f"its page: {status}"
        assert key in page.decode(), "its page does not name it"

    def _withdraw(self) -> None:
        key = self._key()
        status, body = self.send("DELETE", f"/articles/{key}", "", "text/plain")
        assert status in (200, 404, 410), f"{status} {body!r}"
        rows = self.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}graph/{key}> {{ ?s ?p ?o }} }}")
        assert rows == [["0"]], rows
        after = self.ask("GET", f"/id/article/{key}")[0]
        assert after == (404 if status == 404 else 410), f"{status}, then {after}"


class Author(Client):
    """Writes by updates and whole graphs, some of which the shapes refuse."""

    def deeds(self) -> tuple[Callable[[], None], ...]:
        """All alike."""
        return (self._update, self._refused_update, self._graph, self._refused_graph)

    def _name(self) -> str:
        return f"http://soak/own/{self.number}/{self.dice.randrange(8)}"

    def _count(self, graph: str) -> list[list[str]]:
        return self.select(f"SELECT ?o (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} GROUP BY ?o")

    def _update(self) -> None:
        graph, value, size = self._name(), self.dice.randrange(10**6), self.dice.choice((1, 20, 300))
        rows = " ".join(f"<http://soak/x{n}> <http://soak/is> {value} ." for n in range(size))
        text = f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ;"
        text += f"INSERT DATA {{ GRAPH <{graph}> {{ {rows} }} }}"
        status, body = self.send("POST", "/sparql", text, "application/sparql-update")
        assert status == 200, f"{status} {body[:300]!r}"
        assert self._count(graph) == [[str(value), str(size)]], self._count(graph)

    def _graph(self) -> None:
        graph, value, size = self._name(), self.dice.randrange(10**6), self.dice.choice((1, 20, 1000))
        rows = "".join(f"<http://soak/x{n}> <http://soak/is> {value} .\n" for n in range(size))
        target = "/store?graph=" + quote(graph, safe="")
        status, body = self.send("PUT", target, rows, "text/turtle")
        assert status in (201, 204), f"{status} {body[:300]!r}"
        status, read = self.ask("GET", target, accept="application/n-triples")
        assert (status, read.count(b" .\n")) == (200, size), f"{status}, {read.count(b' .')} of {size}"

    def _refused_update(self) -> None:
        graph = self._name()
        before = self._count(graph)
        text = f"INSERT DATA {{ GRAPH <{graph}> {{ <http://soak/x> a <{ISNAD}Statement> }} }}"
        status, body = self.send("POST", "/sparql", text, "application/sparql-update")
        assert status == 422, f"{status} {body[:300]!r}"
        assert self._count(graph) == before, "what was refused changed something"

    def _refused_graph(self) -> None:
        graph = self._name()
        before = self._count(graph)
        target = "/store?graph=" + quote(graph, safe="")
        status, body = self.send("PUT", target, f"<http://soak/x> a <{ISNAD}Meeting> .", "text/turtle")
        assert status == 422, f"{status} {body[:300]!r}"
        assert self._count(graph) == before, "what was refused changed something"


class Monster(Client):
    """Asks what never ends: some wait for their deadline, some hang up."""

    def deeds(self) -> tuple[Callable[[], None], ...]:
        """Half of them stay."""
        return (self._deadline, self._hang_up, self._broken_stream)

    def _target(self, head: str, seconds: float) -> str:
        return "/sparql?" + urlencode({"query": f"{head} {ENDLESS}", "timeout": str(seconds)})

    def _deadline(self) -> None:
        seconds, began = self.dice.choice((1.0, 2.0, 4.0)), time.monotonic()
        head = self.dice.choice(("SELECT (COUNT(*) AS ?n)", "SELECT (SUM(STRLEN(STR(?l))) AS ?n)"))
        status, body = self.ask("GET", self._target(head, seconds))
        took = time.monotonic() - began
        if b'"limit": "deadline"' not in body and status in (429, 503):
            raise Busy(body.decode())
        assert status == 503, f"{status} {body[:300]!r}"
        assert took < seconds + 5, f"stopped after {took:.1f} s, deadline {seconds:g} s"

    def _hang_up(self) -> None:
        self._left("SELECT (COUNT(*) AS ?n)")
        self._left("SELECT *")

    def _left(self, head: str) -> None:
        """Ask, and go before the answer is whole."""
        connection = HTTPConnection("127.0.0.1", self.port, PATIENCE, source_address=(f"127.0.0.{self.number}", 0))
        try:
            connection.request("GET", self._target(head, 20.0))
            time.sleep(self.dice.uniform(0, 1.5))
        finally:
            connection.close()

    def _broken_stream(self) -> None:
        """A stream that reaches its deadline must not look whole."""
        try:
            status, body = self.ask("GET", self._target("SELECT *", 1.0), accept="text/csv")
        except IncompleteRead:
            return
        if b'"limit": "deadline"' in body:
            return
        if status in (429, 503):
            raise Busy(body.decode())
        raise AssertionError(f"{status}: an endless result came to an end after {len(body)} bytes")
