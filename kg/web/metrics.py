"""What a monitoring system reads: counts and times of requests and queries, and the figures of the service."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from kg.errors import Denied, KGError, MalformedQuery, NetworkError, Overloaded, Overrun, StoreError, UsageError
from kg.workers import Service

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_ROUTES: Final = frozenset(
    ("sparql", "store", "articles", "id", "graph", "export", "stats", "health", "ready", "metrics", "queries", "audit")
) | frozenset(
    ("dumps", "changes", "copies", "rejected", "report", "validate", "docs", "assets", "ontology", "openapi.json")
)
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "QUERY", "PUT", "PATCH", "DELETE", "OPTIONS"))


@dataclass(slots=True)
class Outcome:
    """What became of a query; `broken` is said of an answer that failed after its head was out."""

    broken: KGError | None = None


@dataclass(frozen=True, slots=True)
class Metrics:
    """The counts of one application; each has a registry of its own."""

    service: Service
    registry: CollectorRegistry = field(default_factory=lambda: CollectorRegistry(auto_describe=False))
    requests: Counter = field(init=False)
    request_seconds: Histogram = field(init=False)
    queries: Counter = field(init=False)
    query_seconds: Histogram = field(init=False)

    def __post_init__(self) -> None:
        def make(name: str, meaning: str, labels: tuple[str, ...]) -> Counter:
            return Counter(f"isnad_{name}", meaning, labels, registry=self.registry)

        def time_of(name: str, meaning: str, labels: tuple[str, ...]) -> Histogram:
            return Histogram(f"isnad_{name}", meaning, labels, registry=self.registry, buckets=_SECONDS)

        made = {
            "requests": make("requests", "Requests answered.", ("route", "method", "status")),
            "request_seconds": time_of("request_seconds", "Seconds from a request to its whole answer.", ("route",)),
            "queries": make("queries", "Queries and updates, by what became of them.", ("kind", "outcome")),
            "query_seconds": time_of("query_seconds", "Seconds a query or update took, waiting included.", ("kind",)),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)
        self.registry.register(_Figures(self.service))

    def page(self) -> bytes:
        """Return the text that a monitoring system reads."""
        return generate_latest(self.registry)

    def answered(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request; *path* and *method* may be anything, the labels are few."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        route = f"/{first}" if not first or first in _ROUTES else "other"
        self.requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
        self.request_seconds.labels(route).observe(seconds)

    @contextmanager
    def asking(self, kind: str) -> Iterator[Outcome]:
        """Count a query, or an update, by what becomes of it within."""
        outcome, began, word = Outcome(), time.perf_counter(), "failure"
        try:
            yield outcome
            word = _word(outcome.broken) if outcome.broken else "answered"
        except KGError as error:
            word = _word(error)
            raise
        except asyncio.CancelledError:
            word = "hang-up"
            raise
        finally:
            self.queries.labels(kind, word).inc()
            self.query_seconds.labels(kind).observe(time.perf_counter() - began)


_WORDS: Final[dict[type[KGError], str]] = {
    MalformedQuery: "malformed",
    UsageError: "malformed",
    Denied: "denied",
    StoreError: "store",
    NetworkError: "network",
    KGError: "refused",
}


def _word(error: KGError) -> str:
    """Return the label for a query that failed."""
    match error:
        case Overrun():
            return error.limit
        case Overloaded():
            return "too-many-of-client" if error.yours else "overloaded"
    return next(_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS)


class _Figures(Collector):
    """What the service itself counts, read when it is asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: the names are known when the service is asked."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of this moment."""
        now = self._service.figures()
        yield GaugeMetricFamily("isnad_revision", "The revision that the next query sees.", value=now.revision)
        yield GaugeMetricFamily("isnad_store_quads", "Quads in the store.", value=now.quads)
        yield GaugeMetricFamily("isnad_writer_present", "Whether the writer takes jobs.", value=int(now.writer))
        quarantined = "Graphs kept because the gate's two engines do not agree on them."
        yield GaugeMetricFamily("isnad_gate_quarantined", quarantined, value=now.quarantined)
        yield _gauge("isnad_jobs_waiting", "Jobs that wait for a worker.", ("worker",), now.waiting)
        yield _gauge("isnad_jobs_running", "Jobs that a worker is at.", ("worker", "lane"), now.running)
        yield _gauge("isnad_workers_idle", "Workers that stand by.", ("worker",), now.idle)
        told = (
            ("isnad_workers_stopped", "Workers that ended within a job.", ("worker", "reason"), now.stopped),
            ("isnad_restarts", "What had to be begun anew.", ("part", "reason"), now.restarts),
            ("isnad_answers", "Queries answered, by where the answer was.", ("from",), now.answers),
            ("isnad_gate", "What the gate said.", ("what", "outcome"), now.gate),
        )
        for name, meaning, labels, counts in told:
            family = CounterMetricFamily(name, meaning, labels=labels)
            for values, count in sorted(counts.items()):
                family.add_metric(values, count)
            yield family


def _gauge(
    name: str, meaning: str, labels: tuple[str, ...], values: Mapping[str, int] | Mapping[tuple[str, str], int]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for key, value in values.items():
        family.add_metric((key,) if isinstance(key, str) else key, value)
    return family
