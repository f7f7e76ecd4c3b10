"""The platform at work: an open database, the writer before it, readers beside it, the keys, the news.

One object a process, made by `app` and handed to the routes; whoever makes it starts and stops it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
import structlog
import uuid_utils

from backend_stub.domain.records import Instant, instant
from backend_stub.domain.state import State
from backend_stub.services.deliverer import Deliverer
from backend_stub.services.demo_provider import DemoSource
from backend_stub.services.judging import Judging
from backend_stub.services.news import News
from backend_stub.services.previews import Previews
from backend_stub.services.providers import FundingSource
from backend_stub.services.readiness import Readiness
from backend_stub.services.secrets import Keys
from backend_stub.storage import chores, desk_reads, inbox_reads
from backend_stub.storage.apart import Desk, FarWriter
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import Unavailable, what_raised
from backend_stub.storage.meanings import is_environment
from backend_stub.storage.tally import Failures, Redemptions, Requests
from backend_stub.storage.writer import Writer, beside

P = ParamSpec("P")
T = TypeVar("T")
READERS = 2
JUDGING_EVERY_S = 20
HOUSEKEEPING_EVERY_S, HOUSEKEEPING_SOON_S = 20, 1
WATCH_EVERY_S = 0.5  # how late news of another process may come

log = structlog.get_logger(__name__)


def system_clock() -> Instant:
    """Now."""
    return instant(dt.datetime.now(dt.UTC))


def new_id() -> str:
    """An id that grows with time (UUIDv7, RFC 9562)."""
    return str(uuid_utils.uuid7())


@dataclass(frozen=True, slots=True)
class Options:
    """What an installation chooses.

    `demo_funding`: top-ups from a device go through the demo provider. `owner_is_platform`: one shop runs its own
    platform, so the owner of the first merchant has the rights of the platform's operator. `keeps_accounts`: this process lets
    money expire every hour, and asks providers again about open top-ups. `webhooks_anywhere`: merchants' systems may be in
    this network, also without TLS; else they have public addresses and https. `in_front`: this process answers requests, and
    another one keeps the house and sends webhooks. `disk_least`: bytes free beside a SQLite database, below which this process
    is not ready.
    """

    demo_funding: bool = False
    owner_is_platform: bool = False
    keeps_accounts: bool = False
    webhooks_anywhere: bool = False
    in_front: bool = False
    request_body_max: int = 64 * 1024
    disk_least: int = 256 * 1024 * 1024


class Platform:
    """Everything a route needs."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        options: Options,
        clock: Callable[[], Instant] = system_clock,
        line: socket.socket | None = None,
        source: FundingSource | None = None,
    ) -> None:
        """`line` leads to the process that writes; without one the writer is here. `source` is the payment provider."""
        self.database = database
        self.keys = keys
        self.options = options
        self.clock = clock
        self.funding: FundingSource | None = source or (DemoSource(clock=clock) if options.demo_funding else None)
        self.jobs: list[
            Callable[[], None]
        ] = []  # what the house is kept by, besides rows: filled by who made the platform
        self.news = News()
        self.requests, self.redemptions, self.failures = Requests(), Redemptions(), Failures()
        self.readiness = Readiness(self)
        self.deliverer = Deliverer(self)
        self.writer: Desk = (
            FarWriter(line, self.news.told, on_lost=lambda: os._exit(1))  # nothing can be promised any more
            if line
            else Writer(database, clock, new_id, on_saved=self._saved, failures=self.failures)
        )
        self._slow = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self.judging = Judging(database, self.writer)
        self.previews = Previews(database)
        self._judging = threading.Thread(target=self._judge_days, name="judging", daemon=True)
        self._housekeeping = threading.Thread(target=self._keep_house, name="housekeeping", daemon=True)
        self._watching = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._stopping = threading.Event()
        self._first_merchant: str | None = None

    def start(self) -> None:
        """Begin to take commands."""
        self.writer.start()
        if not self.options.in_front:
            self._housekeeping.start()
            self.deliverer.start()
        self._watching.start()
        self._judging.start()

    def stop(self) -> None:
        """Answer what is queued, then close."""
        self._stopping.set()
        self.news.close()
        self.deliverer.stop()
        self.judging.stop()
        self.previews.close()
        for thread in (self._housekeeping, self._watching, self._judging):
            if thread.ident is not None:
                thread.join()
        self.writer.stop()
        self._slow.shutdown()
        self.database.close()

    def _saved(self, state: State) -> None:
        self.redemptions.saved(state)
        self.news.saved(state)
        self.deliverer.saved(state)

    def _keep_house(self) -> None:
        writer = self.writer
        if not isinstance(writer, Writer):
            raise TypeError("the house is kept beside the writer")
        codes, tries = chores.CodesForgotten(), chores.TriesForgotten()
        while not self._stopping.wait(
            HOUSEKEEPING_SOON_S if codes.is_behind or tries.is_behind else HOUSEKEEPING_EVERY_S
        ):
            writer.chore(codes)
            writer.chore(tries)
            for job in self.jobs:
                self._do(job)

    @staticmethod
    def _do(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - another time, whatever the database or a provider does
            log.warning("job_put_off", **what_raised(error))

    def _judge_days(self) -> None:
        """What time changes of memberships: looked at every so often, and soon after a rule was started."""
        while not self.judging.wait(JUDGING_EVERY_S):
            try:
                self.judging.run(self.clock())
            except Exception as error:  # noqa: BLE001 - another time, whatever the database does
                log.warning("judging_put_off", **what_raised(error))

    def _watch(self) -> None:
        """Wake who waits also for what other processes wrote; asks nothing while nobody waits."""
        while not self._stopping.wait(WATCH_EVERY_S):
            awaited = self.news.awaited()
            if not awaited:
                continue
            try:
                self.news.counted(inbox_reads.counts(self.database, awaited))
            except Exception as error:  # noqa: BLE001 - the watcher must outlive whatever the database does
                log.warning("watcher_saw_nothing", error=type(error).__name__)

    def is_platforms_own(self, merchant_id: str) -> bool:
        """Whether this merchant runs the platform itself: the first there was, where the owner is the platform's operator.

        Merchants taken on later are guests: their owners get no rights over the platform.
        """
        if not self.options.owner_is_platform:
            return False
        if self._first_merchant is None:
            self._first_merchant = self.look(desk_reads.first_merchant)
        return merchant_id == self._first_merchant

    async def read(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader's own connection; raises Unavailable when the database can't be reached."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, lambda: self.look(query, *args, **kwargs))

    def look(self, query: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for callers without an event loop."""
        try:
            with self.database.read.connect() as connection:
                return query(connection, *args, **kwargs)
        except Exception as error:
            if is_environment(error):
                self.failures.add("not_read")
                raise Unavailable("the database could not be read") from error
            raise

    def piece(self, work: Callable[[Database, sa.Connection, Instant], T]) -> T:
        """A short piece of long work, in a transaction of its own: beside the writer, or where one alone may write, in its turn.

        `work` is a module's own function, or a `partial` of one. Raises StorageError: `Unavailable` when it collided.
        """
        if self.database.is_sqlite:
            return self.writer.piece(work).result()
        return beside(self.database, self.clock, work)

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run slow reckoning (argon2) off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, lambda: work(*args, **kwargs))
