"""The figures of one process in Prometheus's words, made when they are asked for from what the process counts anyway.

Labels are routes, methods, statuses, outcomes, refusals and kinds of failure: all from fixed sets, and nobody's data.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from backend_stub.domain.records import SECOND
from backend_stub.services.platform import Platform
from backend_stub.services.readiness import disk_free
from backend_stub.storage.backlog import Backlog, backlog
from backend_stub.storage.errors import StorageError
from backend_stub.storage.tally import Histogram
from backend_stub.storage.writer import Writer

BACKLOG_EVERY_S = 15.0


class PlatformMetrics(Collector):
    """One for a process. What waits in the database is told by the process that keeps the house, and looked at rarely."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._backlog: Backlog | None = None
        self._looked_at = -BACKLOG_EVERY_S

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: a registry that asked would read the database."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All figures, as they are now."""
        yield self._build()
        yield self._requests()
        yield from self._writing()
        redemptions = CounterMetricFamily(
            "pos_redemptions", "What redemptions came to, once each is committed.", labels=("outcome", "refusal")
        )
        for (outcome, refusal), count in self._platform.redemptions.all().items():
            redemptions.add_metric((outcome, refusal), count)
        yield redemptions
        failures = CounterMetricFamily("pos_database_errors", "How often the database failed.", labels=("kind",))
        for kind in ("not_read", "not_written", "repeated", "commit_not_confirmed"):
            failures.add_metric((kind,), self._platform.failures.all().get(kind, 0))
        yield failures
        if not self._platform.options.in_front:
            yield from self._waiting()

    def _build(self) -> Metric:
        database = "sqlite" if self._platform.database.is_sqlite else "postgresql"
        part = "front" if self._platform.options.in_front else "house"
        value = {"version": version("prepaid-pos"), "database": database, "part": part}
        return InfoMetricFamily("pos_build", "What runs here.", value=value)

    def _requests(self) -> Metric:
        family = HistogramMetricFamily(
            "pos_http_request_seconds", "Until the answer began, by route.", labels=("route", "method", "status")
        )
        for (route, method, status), seen in self._platform.requests.all().items():
            _add(family, (route, method, str(status)), seen)
        return family

    def _writing(self) -> Iterator[Metric]:
        writer = self._platform.writer
        yield GaugeMetricFamily("pos_writer_queue", "Commands that wait for the writer.", value=writer.waiting)
        if isinstance(writer, Writer):
            for name, says, seen in (
                ("pos_writer_batch_size", "Commands in a committed batch.", writer.tally.sizes),
                (
                    "pos_writer_batch_seconds",
                    "A batch from its first statement to its commit.",
                    writer.tally.batch_seconds,
                ),
                ("pos_writer_commit_seconds", "The commit alone.", writer.tally.commit_seconds),
            ):
                family = HistogramMetricFamily(name, says)
                _add(family, (), seen)
                yield family

    def _waiting(self) -> Iterator[Metric]:
        free = disk_free(self._platform.database)
        if free is not None:
            yield GaugeMetricFamily("pos_disk_free_bytes", "Left where the database lies.", value=free)
        found = self._look()
        if found is None:
            return
        now = self._platform.clock()
        for name, says, value in (
            ("pos_webhooks_due", "Deliveries that should be out by now.", found.webhooks),
            ("pos_top_ups_open", "Top-ups whose provider has not said what became of them.", found.top_ups),
            ("pos_webhooks_oldest_due_seconds", "How long the first is late.", _age_s(found.webhooks_since, now)),
            ("pos_top_ups_oldest_open_seconds", "How long the first waits.", _age_s(found.top_ups_since, now)),
            (
                "pos_unsettled_oldest_seconds",
                "Age of the first takings in no closed day.",
                _age_s(found.unsettled_since, now),
            ),
        ):
            yield GaugeMetricFamily(name, says, value=value)

    def _look(self) -> Backlog | None:
        if time.monotonic() - self._looked_at >= BACKLOG_EVERY_S:
            self._looked_at = time.monotonic()
            try:
                self._backlog = self._platform.look(backlog, self._platform.clock())
            except StorageError:
                self._backlog = None  # what is not known is not told: an alarm on its absence is worth having
        return self._backlog


def _age_s(since: int | None, now: int) -> float:
    return max(now - since, 0) / SECOND if since is not None else 0.0


def _add(family: HistogramMetricFamily, labels: tuple[str, ...], seen: Histogram) -> None:
    total, buckets = 0, []
    for bound, count in zip((*map(str, seen.bounds), "+Inf"), seen.counts, strict=True):
        total += count
        buckets.append((bound, total))
    family.add_metric(labels, buckets, seen.total)
