"""The pieces of settling a merchant: cover its transactions, so many at a time; add up what is covered; close its batches.

Covering and closing are database transactions in the writer, during which no till is served, and so are kept short: at most
`PIECE` transactions are covered in one, and what reads a whole day, the adding up, is done beside the writer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.domain import settlement as rule
from backend_stub.domain.placing import StoreDays
from backend_stub.domain.records import SECOND, Batch, Instant, Store
from backend_stub.domain.state import Decision, State
from backend_stub.services.platform import new_id
from backend_stub.storage import settlements
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.settlements import Found, Sums, Uncovered

PIECE = 500
LOOK_BACK_US = (
    3 * 86_400 * SECOND
)  # how late a transaction may be committed and still be found without a look at all history
CAME, WENT = 0, 1  # the sides of a payable


@dataclass(frozen=True, slots=True)
class Wanted:
    """Through which business day (None: all that are over), and whether to look through all of history for late ones."""

    through: int | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the walk along a merchant's payable has come; without a time its side was not begun."""

    side: int
    at: int | None


START = Mark(CAME, None)


@dataclass(frozen=True, slots=True)
class Piece:
    """How many transactions a piece covered, and where the next one begins (None: all are covered)."""

    mark: Mark | None
    transactions: int


def cover(
    database: Database, connection: sa.Connection, now: Instant, merchant_id: str, wanted: Wanted, mark: Mark
) -> Piece:
    """Cover the next piece; the caller commits it."""
    stores = settlements.stores_of(connection, merchant_id, hold=True)
    if not stores:
        return Piece(None, 0)
    desk = _Desk(database, connection, stores, wanted, now)
    further = desk.walk(mark)
    return Piece(further, desk.placed)


def add_up(connection: sa.Connection, merchant_id: str) -> dict[str, Sums]:
    """What the merchant's open batches come to by now, by batch."""
    return {
        batch.id: settlements.sums(connection, batch) for batch in settlements.open_batches(connection, merchant_id)
    }


def close(
    database: Database, connection: sa.Connection, now: Instant, merchant_id: str, sums: Mapping[str, Sums]
) -> list[Batch] | None:
    """Close the open batches, day by day, so that carry goes from each to the next; the caller commits it.

    None when more is covered than was added up: somebody else settles this merchant too. Then nothing was changed.
    """
    settlements.stores_of(connection, merchant_id, hold=True)
    opened = settlements.open_batches(connection, merchant_id)
    for batch in opened:
        if batch.id not in sums or settlements.covered_count(connection, batch) != sums[batch.id].covered:
            return None
    state, closed = State(), []
    last: dict[tuple[str, str], Batch] = {}
    for batch in sorted(opened, key=lambda one: (one.business_day, one.id)):
        chain = (batch.store_id, batch.currency)
        before = last.get(chain) or settlements.batch_before(connection, batch)
        details = settlements.bank_details(connection, batch.merchant_id, batch.currency)
        smallest = details.smallest_payout_minor if details else rule.smallest_payout(batch.currency)
        counted = sums[batch.id]
        done, transfers = rule.closed(rule.added_up(batch, counted.moved, counted.charged, before), smallest, now)
        last[chain] = done
        closed.append(done)
        state.apply(Decision(done, new=transfers, changed=(done,)))
    database.save(raw(connection), state)
    return closed


class _Desk:
    """A merchant's calendar and open batches."""

    def __init__(
        self, database: Database, connection: sa.Connection, stores: list[Store], wanted: Wanted, now: Instant
    ) -> None:
        self._database, self._connection, self._now, self._stores = database, connection, now, stores
        self._merchant_id = stores[0].merchant_id
        closed = settlements.closed_through(connection, self._merchant_id)
        self._days = {
            store.id: StoreDays(store, closed.get(store.id, (0, 0))[0], wanted.through, now) for store in stores
        }
        self._since = 0
        if closed and not wanted.everything:
            self._since = max(ends_at for _, ends_at in closed.values()) - LOOK_BACK_US
        self.open = {_key(batch): batch for batch in settlements.open_batches(connection, self._merchant_id)}
        self.placed = 0

    def walk(self, mark: Mark) -> Mark | None:
        """Place the next transactions; None when both sides of the payable are through."""
        begins = self._since if mark.at is None else mark.at
        for side in range(mark.side, WENT + 1):
            new = Uncovered(self._connection, self._stores, side)
            ends = new.end_of_next(begins, self._now, max(1, PIECE - self.placed))
            for found in new.between(begins, ends):
                self._place(new, found, ends)
            if ends < self._now:
                return Mark(side, ends)
            begins = self._since
        return None

    def _place(self, new: Uncovered, found: Found, ends: int) -> None:
        """Day by day, as far as days can be settled."""
        days, at = self._days[found.store_id], found.first_at
        while (day := days.day_of(at)) is not None:
            until = min(days.bounds(day)[1], ends)
            batch = self._batch(found.store_id, day, found.currency)
            self.placed += new.cover(found, at, until, batch.id)
            further = new.first(found, until, ends) if until < ends else None
            if further is None:
                return
            at = further

    def _batch(self, store_id: str, day: int, currency: str) -> Batch:
        key = (store_id, day, currency)
        if key not in self.open:
            batch, state = self._opened(*key), State()
            state.apply(Decision(batch, new=(batch,)))
            self._database.save(raw(self._connection), state)
            self.open[key] = batch
        return self.open[key]

    def _opened(self, store_id: str, day: int, currency: str) -> Batch:
        begins_at, ends_at = self._days[store_id].bounds(day)
        return rule.opened(new_id(), self._merchant_id, store_id, day, currency, begins_at, ends_at, self._now)


def _key(batch: Batch) -> tuple[str, int, str]:
    return batch.store_id, batch.business_day, batch.currency
