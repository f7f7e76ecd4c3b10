"""The pieces of settling merchants: plan beside the writer what to cover; cover it; add it up beside the writer; close it.

Covering and closing are database transactions during which, on SQLite, no till is served, and so they are kept short: who
asks for them says how much goes into one. What reads a whole day, the plan and the adding up, is done beside the writer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from backend_stub.domain import settlement as rule
from backend_stub.domain.placing import StoreDays
from backend_stub.domain.records import SECOND, Batch, Instant, Store
from backend_stub.domain.state import Decision, State
from backend_stub.services.platform import new_id
from backend_stub.storage import covering, settlement_sums, settlements
from backend_stub.storage.covering import Found, Home, Line
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.planning import by_key_only
from backend_stub.storage.settlement_sums import Sums

LOOK_BACK_US = (
    3 * 86_400 * SECOND
)  # how late a transaction may be committed and still be found without a look at all history
EVER_US = 10_000 * 366 * 86_400 * SECOND
STATEMENT_WEIGHS = 20  # what covering a slice costs beside its transactions, in transactions


@dataclass(frozen=True, slots=True)
class Wanted:
    """Through which business day (None: all that are over), and whether to look through all of history for late ones."""

    through: int | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """What is to be covered in one statement: of a line and one business day, between two times; about how many."""

    line: Line
    day: int
    at: int
    until: int
    count: int

    @property
    def weight(self) -> int:
        """What covering it costs, in transactions."""
        return self.count + STATEMENT_WEIGHS


@dataclass(frozen=True, slots=True)
class Piece:
    """How many transactions a piece covered in which time; `was_overtaken`: somebody else closed such a day, plan again."""

    transactions: int
    seconds: float
    was_overtaken: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """An open batch and what it comes to by now."""

    batch: Batch
    sums: Sums


# --- the plan ---------------------------------------------------------------------------------------------------------


def plan(connection: sa.Connection, merchant_ids: Sequence[str], wanted: Wanted, now: Instant) -> list[Slice]:
    """What there is to cover of these merchants, each slice as large as it happens to be."""
    by_key_only(connection)
    stores = settlements.stores_of_all(connection, merchant_ids)
    if not stores:
        return []
    calendar = _calendar(connection, stores, wanted, now)
    homes = {key: Home(own[0].id, len(own) == 1) for key, own in stores.items()}
    until = max(days.over_until() for days in calendar.values())
    look_back = EVER_US if wanted.everything else LOOK_BACK_US
    return [
        one
        for found in covering.found(connection, homes, until, look_back)
        for one in _by_day(connection, found, calendar[found.line.store_id], until)
    ]


def _by_day(connection: sa.Connection, found: Found, days: StoreDays, until: int) -> Iterator[Slice]:
    """Day by day, as far as days can be settled."""
    left: Found | None = found
    while left is not None and (day := days.day_of(left.first_at)) is not None:
        ends_at = days.bounds(day)[1]
        if left.last_at < ends_at:
            yield Slice(left.line, day, left.first_at, ends_at, left.count)
            return
        of_day = covering.between(connection, left.line, left.first_at, ends_at)
        if of_day is not None:
            yield Slice(left.line, day, left.first_at, ends_at, of_day.count)
        left = covering.between(connection, left.line, ends_at, until)


def cut(connection: sa.Connection, one: Slice, most: int) -> tuple[Slice, Slice]:
    """The first so many of a slice, and what is left of it."""
    by_key_only(connection)
    ends = covering.end_of_next(connection, one.line, one.at, one.until, most)
    left = max(0, one.count - most) if ends < one.until else 0
    return replace(one, until=ends, count=min(most, one.count)), replace(one, at=ends, count=left)


def _calendar(
    connection: sa.Connection, stores: Mapping[str, Sequence[Store]], wanted: Wanted, now: Instant
) -> dict[str, StoreDays]:
    closed = settlements.closed_through(connection, list(stores))
    return {
        store.id: StoreDays(store, closed.get(store.id, 0), wanted.through, now)
        for own in stores.values()
        for store in own
    }


# --- the pieces -------------------------------------------------------------------------------------------------------


def cover(
    database: Database, connection: sa.Connection, now: Instant, slices: Sequence[Slice], wanted: Wanted
) -> Piece:
    """Cover slices, each in the batch of its day; the caller commits it."""
    begun = time.monotonic()
    by_key_only(connection)
    merchants = sorted({one.line.merchant_id for one in slices})
    stores = settlements.stores_of_all(connection, merchants, hold=True)
    calendar = _calendar(connection, stores, wanted, now)
    still = [one for one in slices if calendar[one.line.store_id].day_of(one.at) == one.day]
    batches = {_key(batch): batch for batch in settlements.open_batches(connection, merchants)}
    state = State()
    for one in still:
        key = (one.line.store_id, one.day, one.line.currency)
        if key not in batches:
            batches[key] = _opened(one, calendar[one.line.store_id], now)
            state.apply(Decision(batches[key], new=(batches[key],)))
    database.save(raw(connection), state)
    transactions = sum(
        covering.cover(
            connection, one.line, one.at, one.until, batches[one.line.store_id, one.day, one.line.currency].id
        )
        for one in still
    )
    return Piece(transactions, time.monotonic() - begun, len(still) < len(slices))


def _opened(one: Slice, days: StoreDays, now: Instant) -> Batch:
    begins_at, ends_at = days.bounds(one.day)
    line = one.line
    return rule.opened(new_id(), line.merchant_id, line.store_id, one.day, line.currency, begins_at, ends_at, now)


def _key(batch: Batch) -> tuple[str, int, str]:
    return batch.store_id, batch.business_day, batch.currency


def add_up(connection: sa.Connection, merchant_ids: Sequence[str], most: int) -> list[Counted]:
    """The merchants' first open batches, so many, oldest day first, and what they come to by now."""
    by_key_only(connection)
    batches = settlements.open_batches(connection, merchant_ids)[:most]
    if not batches:
        return []
    sums = settlement_sums.sums(connection, [batch.id for batch in batches])
    return [Counted(batch, sums[batch.id]) for batch in batches]


def close(
    database: Database, connection: sa.Connection, now: Instant, counted: Sequence[Counted]
) -> list[Batch] | None:
    """Close open batches, day by day, so that carry goes from each to the next; the caller commits it.

    None when more is covered than was added up, or an earlier day was opened: somebody else settles these merchants too.
    Then nothing was changed.
    """
    by_key_only(connection)
    merchants = sorted({one.batch.merchant_id for one in counted})
    settlements.stores_of_all(connection, merchants, hold=True)
    if not _is_as_counted(connection, merchants, counted):
        return None
    last = {_chain(batch): batch for batch in settlements.last_done(connection, merchants)}
    smallest = {
        (one.owner, one.currency): one.smallest_payout_minor
        for one in settlements.bank_details_of_all(connection, merchants)
    }
    state, closed = State(), []
    for one in counted:
        batch, sums = one.batch, one.sums
        least = smallest.get((batch.merchant_id, batch.currency), rule.smallest_payout(batch.currency))
        added_up = rule.added_up(batch, sums.moved, sums.charged, last.get(_chain(batch)))
        done, transfers = rule.closed(added_up, least, now)
        last[_chain(batch)] = done
        closed.append(done)
        state.apply(Decision(done, new=transfers, changed=(done,)))
    database.save(raw(connection), state)
    return closed


def _is_as_counted(connection: sa.Connection, merchants: Sequence[str], counted: Sequence[Counted]) -> bool:
    """Whether the batches are open, count as much as was added up, and come before all others of their chains."""
    ids = [one.batch.id for one in counted]
    covered = settlement_sums.covered(connection, ids)
    chains = {_chain(one.batch) for one in counted}
    first = [batch for batch in settlements.open_batches(connection, merchants) if _chain(batch) in chains]
    return {batch.id for batch in first[: len(ids)]} == set(ids) and all(
        covered[one.batch.id] == one.sums.covered for one in counted
    )


def _chain(batch: Batch) -> tuple[str, str]:
    return batch.store_id, batch.currency
