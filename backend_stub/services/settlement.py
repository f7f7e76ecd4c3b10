"""Closing settlement batches (P10) while the tills sell: in short pieces, a group of merchants at a time.

While one group is read, another is written, as far as there are cores for it, and never are two pieces in the writer's
queue. What a kill leaves behind is an open batch with a part of its transactions covered; the next run goes on from there.
Running it again finds nothing left to do.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from backend_stub.domain.placing import StoreDays
from backend_stub.domain.records import Batch, Instant, aware
from backend_stub.services import closing, owed_days
from backend_stub.services.closing import Piece, Slice, Wanted
from backend_stub.services.platform import Platform
from backend_stub.storage import owed_reads, settlements
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import Unavailable

T = TypeVar("T")
TRIES = 5
GROUP = 16  # merchants
ROUND = 4  # groups between two pauses
CLOSED_AT_ONCE = 16  # batches
PIECE_S, BESIDE_S = 0.006, 0.05  # how long a piece may take, where tills wait for it and where they don't
FIRST_WEIGHT, LEAST_WEIGHT, MOST_WEIGHT = 500, 200, 5_000  # of a piece, in transactions


class NotOverError(Exception):
    """The business day that was asked for has not ended in any store; nothing was settled."""


@dataclass(slots=True)
class Settled:
    """What a run did."""

    closed: list[Batch] = field(default_factory=list)
    transactions: int = 0


def settle(
    platform: Platform,
    wanted: Wanted,
    merchants: Sequence[str] | None = None,
    on_merchant: Callable[[], None] = lambda: None,
) -> Settled:
    """Close the batches of all business days that are over; raises NotOverError for a day that is not over anywhere.

    Call it from a thread of its own: it waits for each piece. Raises StorageError when the database can't be used; what was
    closed until then stays closed.
    """
    with platform.database.read.connect() as connection:
        chosen = list(merchants) if merchants is not None else settlements.merchants_to_settle(connection)
        groups = [chosen[at : at + GROUP] for at in range(0, len(chosen), GROUP)]
        _require_over(connection, wanted, groups, platform.clock())
        issuers = owed_reads.issuers(connection)
    done, run = Settled(), _Run(platform, wanted, issuers)
    with ThreadPoolExecutor(_workers(platform.database), thread_name_prefix="settling") as workers:
        for begins in range(0, len(groups), ROUND):
            round_ = groups[begins : begins + ROUND]
            for group, one in zip(round_, workers.map(run.settle, round_), strict=True):
                done.closed += one.closed
                done.transactions += one.transactions
                for _ in group:
                    on_merchant()
            _write_back(platform.database)
    return done


def _workers(database: Database) -> int:
    """How many groups are under way. SQLite works in this process: a core is left to the tills."""
    return min(2, max(1, (os.cpu_count() or 1) - 1)) if database.is_sqlite else 2


def _write_back(database: Database) -> None:
    """While none of us reads: under readers without a pause the log would only grow, and slow down the tills' commits."""
    for _ in range(TRIES):
        if database.write_back():
            return


def _require_over(connection: sa.Connection, wanted: Wanted, groups: Sequence[Sequence[str]], now: Instant) -> None:
    if wanted.through is None:
        return
    earliest: int | None = None
    stores = (settlements.stores_of_all(connection, group).values() for group in groups)
    for store in itertools.chain.from_iterable(itertools.chain.from_iterable(stores)):
        days = StoreDays(store, 0, None, now)
        if days.is_over(wanted.through):
            return
        ends_at = days.bounds(wanted.through)[1]
        earliest = ends_at if earliest is None else min(earliest, ends_at)
    if earliest is not None:
        ends = f"{aware(earliest):%Y-%m-%d %H:%M} UTC"
        raise NotOverError(f"business day {wanted.through} is not over in any store: the first ends at {ends}")


class _Pace:
    """How much goes into a piece, so that it takes as long as it should on this machine, as busy as it is."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.weight = FIRST_WEIGHT

    def took(self, weight: int, seconds: float) -> None:
        """A piece of that weight took so long."""
        fits = weight * self._seconds / max(seconds, self._seconds / 10)
        self.weight = max(LEAST_WEIGHT, min(MOST_WEIGHT, int(self.weight + fits) // 2))


class _Run:
    """One run over all merchants that are to be settled."""

    def __init__(self, platform: Platform, wanted: Wanted, issuers: set[str]) -> None:
        self._platform, self._wanted, self._issuers = platform, wanted, issuers
        self._pace = _Pace(PIECE_S if platform.database.is_sqlite else BESIDE_S)
        self._turn: AbstractContextManager[object] = threading.Lock() if platform.database.is_sqlite else nullcontext()

    def settle(self, merchants: Sequence[str]) -> Settled:
        """Settle a group of merchants."""
        done = Settled(transactions=self._cover(merchants))
        while closed := self._close(merchants):
            done.closed += closed
        for merchant_id in filter(self._issuers.__contains__, merchants):
            owed_days.note(self._platform, merchant_id)
        return done

    def _cover(self, merchants: Sequence[str]) -> int:
        """Cover all there is; planned once more when somebody else closed a day between the plan and a piece."""
        transactions, look = 0, self._platform.look
        for _ in range(TRIES):
            was_overtaken = False
            for slices in self._pieces(look(closing.plan, merchants, self._wanted, self._platform.clock())):
                piece: Piece = self._in_turn(partial(closing.cover, slices=slices, wanted=self._wanted))
                self._pace.took(sum(one.weight for one in slices), piece.seconds)
                transactions += piece.transactions
                was_overtaken = was_overtaken or piece.was_overtaken
            if not was_overtaken:
                return transactions
        raise Unavailable("somebody else is settling the same merchants")

    def _pieces(self, slices: Sequence[Slice]) -> Iterator[list[Slice]]:
        taken: list[Slice] = []
        for whole in slices:
            one, room = whole, self._pace.weight
            if taken and sum(other.weight for other in taken) + one.weight > room:
                yield taken
                taken = []
            while one.weight > max(room, 2 * closing.STATEMENT_WEIGHS):
                first, one = self._platform.look(closing.cut, one, room)
                yield [first]
                room = self._pace.weight
            taken.append(one)
        if taken:
            yield taken

    def _close(self, merchants: Sequence[str]) -> list[Batch]:
        """Added up beside the writer and closed in it; once more when somebody covered more between the two."""
        for _ in range(TRIES):
            counted = self._platform.look(closing.add_up, merchants, CLOSED_AT_ONCE)
            if not counted:
                return []
            closed = self._in_turn(partial(closing.close, counted=counted))
            if closed is not None:
                return closed
        raise Unavailable("somebody else is settling the same merchants")

    def _in_turn(self, work: Callable[[Database, sa.Connection, Instant], T]) -> T:
        """One piece, tried again when it collides with somebody else's work; one that failed changed nothing."""
        for _ in range(TRIES - 1):
            with suppress(Unavailable), self._turn:
                return self._platform.piece(work)
        with self._turn:
            return self._platform.piece(work)
