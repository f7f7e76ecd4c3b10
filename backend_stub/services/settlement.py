"""Closing settlement batches (P10) while the tills sell: in short pieces through the writer, a merchant at a time.

What a kill leaves behind is an open batch with a part of its transactions covered; the next run goes on from there. Running
it again finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from backend_stub.domain.placing import StoreDays
from backend_stub.domain.records import Batch, Instant, aware
from backend_stub.services import closing, owed_days
from backend_stub.services.closing import START, Mark, Wanted
from backend_stub.services.platform import Platform
from backend_stub.storage import owed_reads, settlements
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import Unavailable

T = TypeVar("T")
TRIES = 5


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
        _require_over(connection, wanted, chosen, platform.clock())
        issuers = owed_reads.issuers(connection)
    done = Settled()
    for merchant_id in chosen:
        _settle_merchant(platform, merchant_id, wanted, done)
        if merchant_id in issuers:
            owed_days.note(platform, merchant_id)
        on_merchant()
    return done


def _require_over(connection: sa.Connection, wanted: Wanted, merchants: Sequence[str], now: Instant) -> None:
    if wanted.through is None:
        return
    earliest: int | None = None
    for merchant_id in merchants:
        for store in settlements.stores_of(connection, merchant_id):
            days = StoreDays(store, 0, None, now)
            if days.is_over(wanted.through):
                return
            ends_at = days.bounds(wanted.through)[1]
            earliest = ends_at if earliest is None else min(earliest, ends_at)
    if earliest is not None:
        ends = f"{aware(earliest):%Y-%m-%d %H:%M} UTC"
        raise NotOverError(f"business day {wanted.through} is not over in any store: the first ends at {ends}")


def _settle_merchant(platform: Platform, merchant_id: str, wanted: Wanted, done: Settled) -> None:
    mark: Mark | None = START
    while mark is not None:
        piece = _in_turn(platform, partial(closing.cover, merchant_id=merchant_id, wanted=wanted, mark=mark))
        done.transactions += piece.transactions
        mark = piece.mark
    done.closed += _closed(platform, merchant_id)


def _closed(platform: Platform, merchant_id: str) -> list[Batch]:
    """Added up beside the writer and closed in it; once more when somebody covered more between the two."""
    for _ in range(TRIES):
        sums = platform.look(closing.add_up, merchant_id)
        if not sums:
            return []
        closed = _in_turn(platform, partial(closing.close, merchant_id=merchant_id, sums=sums))
        if closed is not None:
            return closed
    raise Unavailable("somebody else is settling the same merchant")


def _in_turn(platform: Platform, work: Callable[[Database, sa.Connection, Instant], T]) -> T:
    """One piece in the writer, tried again when it collides with somebody else's work; one that failed changed nothing."""
    for _ in range(TRIES - 1):
        with suppress(Unavailable):
            return platform.writer.piece(work).result()
    return platform.writer.piece(work).result()
