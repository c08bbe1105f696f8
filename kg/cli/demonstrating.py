"""kg demo: the whole road in one command, and the proof that it holds."""

from __future__ import annotations

import signal
import socket
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Location
from kg.cli.output import say, write_text
from kg.cli.serving import Bind, tell_names
from kg.errors import KGError, NetworkError

if TYPE_CHECKING:
    import httpx

    from kg.wiring import Settings
    from kg.workers import Receipt

FOLDER = Path("isnad-demo")
QUESTION = (
    "PREFIX isnad: <https://w3id.org/isnad/ontology#> PREFIX schema: <https://schema.org/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?who ?said { ?statement a isnad:Statement ; isnad:speaker/rdfs:label ?who ; schema:text ?said "
    'FILTER(LANG(?who) = "ar") }'
)


def demo(
    location: Location = None,
    *,
    bind: Bind = None,
    check: Annotated[bool, typer.Option("--check", help="Prove that it works, clean up, and leave.")] = False,
) -> None:
    """Ingest the seed article, serve it, and say what to try.

    The store is ./isnad-demo, or with --check a folder that is thrown away. The port is 8000, or any free one when that
    is taken, unless --bind or KG_BIND names one.
    """
    from kg.web import log_to_stderr
    from kg.wiring import read_settings
    from kg.wiring.serving import serve as serve_store

    log_to_stderr("text", "warning")
    with ExitStack() as stack:
        if location is None and check:
            location = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="isnad-")))
        settings = read_settings({"location": location or FOLDER, "bind": bind, "publish_text": True})
        settings = _named_by_its_port(_on_a_free_port(settings))
        receipts = _ingest_seeds(settings)
        proof = _Proof(receipts) if check else None

        def ready(address: str) -> None:
            write_text(_what_to_try(address, receipts[0]))
            if proof:
                proof.start(address)
            else:
                say(f"the store is {settings.location}/; stop with Ctrl-C")
                tell_names(settings.location, address)

        serve_store(settings, ready)
        if proof:
            proof.judge()


def _what_to_try(address: str, receipt: Receipt) -> str:
    return f"""
Isnad is served at {address}/ - three things to try:

  who said what (SPARQL):
    curl -s {address}/sparql -H 'Accept: text/csv' --data-urlencode 'query={QUESTION}'

  the article's graph as Turtle, every fact with its evidence:
    curl -s '{address}/export?format=turtle&article={receipt.key}'

  the article's page:
    {address}/id/article/{receipt.key}

"""


class _Proof:
    """Asks the server what a newcomer would ask, from a thread beside it, and then stops it."""

    def __init__(self, receipts: list[Receipt]) -> None:
        self._receipts = receipts
        self._failure: KGError | None = KGError("the server was stopped before the check ended")

    def start(self, address: str) -> None:
        """Begin to ask."""
        threading.Thread(target=self._ask, args=(address,), daemon=True).start()

    def judge(self) -> None:
        """Say that all is well; raises what was not."""
        if self._failure:
            raise self._failure
        say("check: all is well")

    def _ask(self, address: str) -> None:
        import httpx

        try:
            with httpx.Client(base_url=address, follow_redirects=True, timeout=30, trust_env=False) as client:
                for receipt in self._receipts:
                    _check(client, receipt)
            self._failure = None
        except KGError as error:
            self._failure = error
        except httpx.HTTPError as error:
            self._failure = KGError(f"check: the server does not answer: {error}")
        finally:
            signal.raise_signal(signal.SIGTERM)


def _check(client: httpx.Client, receipt: Receipt) -> None:
    """Ask all there is to try; raises KGError for the first answer that is not as it should be."""
    from kg.triples import read_rdf

    turtle = {"accept": "text/turtle"}
    _got(client.get("/health"), "/health")
    rows = _got(client.post("/sparql", data={"query": QUESTION}, headers={"accept": "text/csv"}), "the query")
    found = len(rows.splitlines()) - 1
    if found < 1:
        raise KGError("check: the query found nothing")
    say(f"check: the query found {found} rows")
    for what, path in (("the export", "/export"), ("the article", f"/id/article/{receipt.key}")):
        triples = read_rdf(_got(client.get(path, headers=turtle), what), "turtle")
        if not triples:
            raise KGError(f"check: {what} is empty")
        say(f"check: {what} is Turtle of {len(triples)} triples")
    _got(client.get(f"/id/article/{receipt.key}", headers={"accept": "text/html"}), "the article's page")
    say("check: the article's page is there")


def _got(response: httpx.Response, what: str) -> bytes:
    if response.is_error:
        raise KGError(f"check: {what} was answered with {response.status_code}: {response.text[:200]}")
    return response.content


def _ingest_seeds(settings: Settings) -> list[Receipt]:
    """Return the receipts of the articles that come with the package."""
    from kg.article import Given
    from kg.resources import resource
    from kg.wiring import open_session

    receipts = []
    with open_session(settings, create=True) as session:
        for seed in sorted(resource("seeds").glob("*.txt")):
            receipt = session.ingest(seed.read_bytes(), Given())
            say(f"{receipt.action}: {seed.name}, {sum(receipt.facts.values())} facts")
            receipts.append(receipt)
    return receipts


def _on_a_free_port(settings: Settings) -> Settings:
    """Return the settings with a port that can be had, unless somebody chose one."""
    if "bind" in settings.model_fields_set or _is_free(settings.bind):
        return settings
    with socket.socket() as there:
        there.bind((settings.host, 0))
        port = there.getsockname()[1]
    say(f"port {settings.port} is taken: {port} instead")
    return settings.model_copy(update={"bind": f"{settings.host}:{port}"})


def _named_by_its_port(settings: Settings) -> Settings:
    """Return the settings with a base at which the names of a new store answer, unless somebody chose one."""
    from kg.store.folder import Folder

    made = Folder(settings.location).meta.exists()
    if "base" in settings.model_fields_set or not settings.port or made:
        return settings
    return settings.model_copy(update={"base": f"http://localhost:{settings.port}/"})


def _is_free(bind: str) -> bool:
    from kg.web import listen_at

    try:
        listen_at(bind).close()
    except NetworkError:
        return False
    return True
