"""Previews (A9): jobs of their own thread that read, reckon and write nothing; asked for by id, stopped by id.

Two runs over the same history, the draft's and that of the rule in force, both as if they had always been in force. Whoever left
or declined stays out from that day on, until they come back by their own word.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa
import structlog

from backend_stub.contract import (
    AssociationRule,
    Change,
    Preview,
    PreviewPerson,
    PreviewRequest,
    PreviewResult,
    PreviewState,
)
from backend_stub.domain.association.compiled import compiled
from backend_stub.storage.engine import Database, break_off
from backend_stub.storage.errors import what_raised

JOBS_KEPT = 20
PATIENCE_S = 15.0  # one that nobody asks about for so long is wanted by nobody
log = structlog.get_logger(__name__)


class Stopped(Exception):
    """Nobody wants the rest."""


@dataclass
class Job:
    """A preview at work."""

    preview_id: str
    merchant_id: str
    request: PreviewRequest
    today: int
    rule: AssociationRule | None
    begun: float
    state: PreviewState = PreviewState.RUNNING
    progress: float = 0.0
    took_ms: int | None = None
    result: PreviewResult | None = None
    changes: list[tuple[str, Change, str | None, str | None]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    asked_at: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _reads: sa.Connection | None = None

    def halt(self) -> None:
        """Nobody wants the rest: a statement that is at work is broken off too."""
        self.stop.set()
        with self._lock:
            if self._reads is not None:
                break_off(self._reads)

    @contextmanager
    def reading(self, connection: sa.Connection) -> Iterator[None]:
        """What is read within is broken off by `halt`, and raises Stopped then."""
        with self._lock:
            self._reads = connection
        try:
            self.tell(self.progress)
            yield
        except sa.exc.DBAPIError:
            if self.stop.is_set():
                raise Stopped from None
            raise
        finally:
            with self._lock:
                self._reads = None
            if self.stop.is_set():
                connection.invalidate()  # the word to break off may come late: nobody else is to hear it

    def tell(self, progress: float) -> None:
        """How far it is, from 0 to 1; raises Stopped when somebody wanted no more of it, or nobody asks any more."""
        self.progress = progress
        if self.stop.is_set() or time.monotonic() - self.asked_at > PATIENCE_S:
            raise Stopped

    @property
    def was_left(self) -> bool:
        """Whether it ended since nobody asked, and not by anybody's word: it may be begun again."""
        return self.state is PreviewState.CANCELLED and not self.stop.is_set()

    def shown(self) -> Preview:
        """As it is now, for whoever asks."""
        self.asked_at = time.monotonic()
        percent = 100 if self.state is PreviewState.DONE else min(99, int(self.progress * 100))
        return Preview(
            preview_id=self.preview_id,
            state=self.state,
            progress_percent=percent,
            took_ms=self.took_ms,
            result=self.result,
        )


class Previews:
    """The previews of this process.

    Another process of the platform does not know them. There the same request begins the same preview once more, and this one,
    of which nobody asks any more, ends by itself: so whoever follows or stops one need not find the process it began in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: dict[str, Job] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="preview")
        self._lock = threading.Lock()

    def start(
        self, preview_id: str, merchant_id: str, request: PreviewRequest, rule: AssociationRule | None, today: int
    ) -> Job | None:
        """Begin one, or find it again; None for an id that is somebody else's or was used for another request."""
        with self._lock:
            known = self._jobs.get(preview_id)
            if known is not None and not known.was_left:
                return known if (known.merchant_id, known.request) == (merchant_id, request) else None
            for old in list(self._jobs)[: max(0, len(self._jobs) - JOBS_KEPT)]:
                self._jobs.pop(old).halt()
            job = self._jobs[preview_id] = Job(preview_id, merchant_id, request, today, rule, time.monotonic())
        self._worker.submit(self._work, job)
        return job

    def find(self, preview_id: str, merchant_id: str) -> Job | None:
        """A merchant's own preview."""
        job = self._jobs.get(preview_id)
        return job if job is not None and job.merchant_id == merchant_id else None

    def close(self) -> None:
        """Stop all of them."""
        with self._lock:
            for job in self._jobs.values():
                job.halt()
        self._worker.shutdown()

    def _work(self, job: Job) -> None:
        from backend_stub.services.preview_work import preview  # late: numpy would be a sixth of the till's start

        try:
            job.tell(0)
            preview(self._database, job)
        except Stopped:
            job.state = PreviewState.CANCELLED
        except Exception as error:  # noqa: BLE001 - told to whoever asks; the worker goes on
            log.warning("preview_failed", **what_raised(error))
            job.state = PreviewState.FAILED
        else:
            job.state = PreviewState.DONE
        job.took_ms = round((time.monotonic() - job.begun) * 1000)


def people(job: Job, names: dict[str, str], change: Change | None) -> list[PreviewPerson]:
    """Those who fare otherwise, by change and name."""
    found = [
        PreviewPerson(
            customer_id=customer_id, name=names.get(customer_id, ""), change=kind, in_force_tier=old, draft_tier=new
        )
        for customer_id, kind, old, new in job.changes
        if change is None or kind is change
    ]
    order = list(Change)
    return sorted(found, key=lambda one: (order.index(one.change), one.name, one.customer_id))


def in_force(text: str | None) -> AssociationRule | None:
    """The rule that is stored as this text."""
    return compiled(text).rule if text is not None else None
