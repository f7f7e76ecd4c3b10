"""Settlement's set statements: what is not covered yet, what the covered transactions come to.

Everything is asked a merchant at a time, so that each statement stays short; `services.settlement` says in which pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from backend_stub.contract import BatchState, Outcome
from backend_stub.domain import ledger, records
from backend_stub.domain.records import Batch, Record
from backend_stub.domain.settlement import GIVEN_BACK, OWN_KINDS, SALE, Charged, Moved
from backend_stub.storage.settlement_tables import BANK_DETAILS, BATCHES, COVERED
from backend_stub.storage.tables import INTERACTIONS, REDEMPTIONS, REFUNDS, STORES, TABLES, TRANSFERS

R = TypeVar("R", bound=Record)
IS_DONE = BATCHES.c.state != BatchState.OPEN.value
REFUND, REVERSAL = GIVEN_BACK


@dataclass(frozen=True, slots=True)
class Found:
    """Transactions on one side of a payable that no batch counts: of which store and currency, and when the first was."""

    store_id: str
    currency: str
    first_at: int


def rows(connection: sa.Connection, kind: type[R], statement: sa.Select[Any], values: dict[str, object]) -> list[R]:
    """The records that a statement over the whole table finds."""
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement, values)]


_M, _LINE = sa.bindparam("merchant_id", type_=sa.Text()), sa.bindparam("line", type_=sa.Text())
_BATCH = sa.bindparam("batch_id", type_=sa.Text())
_STORES = sa.select(STORES).where(STORES.c.merchant_id == _M).order_by(STORES.c.created_at, STORES.c.id)
_STORES_HELD = _STORES.with_for_update()
_CLOSED_THROUGH = (
    sa.select(BATCHES.c.store_id, sa.func.max(BATCHES.c.business_day), sa.func.max(BATCHES.c.ends_at))
    .where(BATCHES.c.merchant_id == _M, IS_DONE)
    .group_by(BATCHES.c.store_id)
)
_OPEN = (
    sa.select(BATCHES)
    .where(BATCHES.c.merchant_id == _M, sa.text("state = 'open'"))
    .order_by(BATCHES.c.business_day, BATCHES.c.ends_at, BATCHES.c.id)
)
_BEFORE = (
    sa.select(BATCHES)
    .where(
        BATCHES.c.store_id == sa.bindparam("store_id", type_=sa.Text()),
        BATCHES.c.currency == sa.bindparam("currency", type_=sa.Text()),
        IS_DONE,
    )
    .order_by(BATCHES.c.business_day.desc())
    .limit(1)
)
_DETAILS = sa.select(BANK_DETAILS).where(
    BANK_DETAILS.c.owner == sa.bindparam("owner", type_=sa.Text()),
    BANK_DETAILS.c.currency == sa.bindparam("currency", type_=sa.Text()),
)


_AT, _UNTIL = sa.bindparam("at", type_=sa.BigInteger()), sa.bindparam("until", type_=sa.BigInteger())
_CURRENCY = sa.bindparam("currency", type_=sa.Text())
_HOME = sa.bindparam("home", type_=sa.Text())
_STORE = sa.func.coalesce(INTERACTIONS.c.store_id, _HOME)
_PLACED = TRANSFERS.outerjoin(
    INTERACTIONS, sa.and_(INTERACTIONS.c.id == TRANSFERS.c.transaction_id, INTERACTIONS.c.merchant_id == _M)
)


_COUNTED = {"preserve_rowcount": True}  # else nobody asks PostgreSQL how many rows it put in


class _Side:
    """The statements of one side of a payable. Of two, the second asks where each act took place: for several stores."""

    def __init__(self, line: sa.Column[Any]) -> None:
        t = TRANSFERS.c
        is_covered = sa.exists().where(COVERED.c.transaction_id == t.transaction_id, COVERED.c.merchant_id == _M)
        new = (line == _LINE, t.at >= _AT, t.at < _UNTIL, t.kind.not_in(OWN_KINDS), ~is_covered)
        self.beyond = (
            sa.select(t.at).where(*new).order_by(t.at).limit(1).offset(sa.bindparam("most", type_=sa.BigInteger()))
        )
        first_at = sa.func.min(t.at)
        self.found = (
            sa.select(_HOME, t.currency, first_at).where(*new).group_by(t.currency),
            sa.select(_STORE.label("place"), t.currency, first_at)
            .select_from(_PLACED)
            .where(*new)
            .group_by(sa.text("place"), t.currency),
        )
        which, at_store = (*new, t.currency == _CURRENCY), sa.bindparam("store_id", type_=sa.Text()) == _STORE
        self.next = (
            sa.select(first_at).where(*which),
            sa.select(first_at).select_from(_PLACED).where(*which, at_store),
        )
        row = (_M.label("merchant_id"), t.transaction_id, _BATCH.label("batch_id"))
        counted = (
            sa.select(*row).where(*which).distinct(),
            sa.select(*row).select_from(_PLACED).where(*which, at_store).distinct(),
        )
        columns = ["merchant_id", "transaction_id", "batch_id"]
        self.cover = tuple(sa.insert(COVERED).from_select(columns, rows) for rows in counted)


_SIDES = (_Side(TRANSFERS.c.credit_account), _Side(TRANSFERS.c.debit_account))


def stores_of(connection: sa.Connection, merchant_id: str, *, hold: bool = False) -> list[records.Store]:
    """A merchant's stores, oldest first; held, nobody else settles this merchant meanwhile."""
    return rows(connection, records.Store, _STORES_HELD if hold else _STORES, {"merchant_id": merchant_id})


def closed_through(connection: sa.Connection, merchant_id: str) -> dict[str, tuple[int, int]]:
    """For each store that has a closed batch: the last such day, and when it ended."""
    return {
        store_id: (int(day), int(ends_at))
        for store_id, day, ends_at in connection.execute(_CLOSED_THROUGH, {"merchant_id": merchant_id})
    }


class Uncovered:
    """One side of a merchant's payable (0: what came in, 1: what went off), as far as no batch counts it.

    `stores`: the merchant's, the first of them being where acts without a place belong.
    """

    def __init__(self, connection: sa.Connection, stores: Sequence[records.Store], side: int) -> None:
        merchant_id, home = stores[0].merchant_id, stores[0].id
        self._connection, self._side, self._by_store = connection, _SIDES[side], len(stores) > 1
        self._values = {"merchant_id": merchant_id, "line": ledger.payable(merchant_id), "home": home}

    def end_of_next(self, at: int, until: int, most: int) -> int:
        """When the next so many transactions from a time on end (a few more, where several share a moment)."""
        beyond = self._connection.scalar(self._side.beyond, self._values | {"at": at, "until": until, "most": most - 1})
        return until if beyond is None else min(until, int(beyond) + 1)

    def between(self, at: int, until: int) -> list[Found]:
        """What there is between two times, by store and currency."""
        values = self._values | {"at": at, "until": until}
        return [Found(*row) for row in self._connection.execute(self._side.found[self._by_store], values)]

    def first(self, found: Found, at: int, until: int) -> int | None:
        """The next of the same store and currency."""
        moment: int | None = self._connection.scalar(self._side.next[self._by_store], self._of(found, at, until))
        return moment

    def cover(self, found: Found, at: int, until: int, batch_id: str) -> int:
        """Count all of them between two times in a batch; how many."""
        values = self._of(found, at, until) | {"batch_id": batch_id}
        done = self._connection.execute(self._side.cover[self._by_store], values, execution_options=_COUNTED)
        return done.rowcount

    def _of(self, found: Found, at: int, until: int) -> dict[str, object]:
        values = {**self._values, "at": at, "until": until, "currency": found.currency}
        return values | {"store_id": found.store_id} if self._by_store else values


def open_batches(connection: sa.Connection, merchant_id: str) -> list[Batch]:
    """Batches being put together, oldest day first."""
    return rows(connection, Batch, _OPEN, {"merchant_id": merchant_id})


def batch_before(connection: sa.Connection, batch: Batch) -> Batch | None:
    """The store's last closed batch in this currency."""
    found = rows(connection, Batch, _BEFORE, {"store_id": batch.store_id, "currency": batch.currency})
    return found[0] if found else None


def bank_details(connection: sa.Connection, owner: str, currency: str) -> records.BankDetails | None:
    """Where this owner's money in a currency lies."""
    found = rows(connection, records.BankDetails, _DETAILS, {"owner": owner, "currency": currency})
    return found[0] if found else None


# --- what covered transactions come to --------------------------------------------------------------------------------

_CAME = sa.case((TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.debit_account), else_=TRANSFERS.c.credit_account)
_SIGNED = sa.case((TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.amount_minor), else_=-TRANSFERS.c.amount_minor)
_OTHER_LINE = sa.case(
    (_CAME.like(f"{ledger.BONUS}:%"), ledger.BONUS),
    (_CAME.like(f"{ledger.DISCOUNTS}:%"), ledger.DISCOUNTS),
    else_="",
)
_ON_PAYABLE = sa.or_(TRANSFERS.c.credit_account == _LINE, TRANSFERS.c.debit_account == _LINE)
_MOVED = (
    sa.select(TRANSFERS.c.kind, _OTHER_LINE.label("other_line"), sa.func.sum(_SIGNED))
    .select_from(COVERED.join(TRANSFERS, TRANSFERS.c.transaction_id == COVERED.c.transaction_id))
    .where(COVERED.c.batch_id == _BATCH, _ON_PAYABLE)
    .group_by(TRANSFERS.c.kind, sa.text("other_line"))
)
_COUNT = sa.select(sa.func.count()).select_from(COVERED).where(COVERED.c.batch_id == _BATCH)
_TERMS = (REDEMPTIONS.c.fee_fixed_minor, REDEMPTIONS.c.fee_bps)


def _charged(amount: sa.ColumnElement[Any], *joins: tuple[sa.Table, sa.ColumnElement[bool]]) -> sa.Select[Any]:
    come_from: sa.FromClause = COVERED
    for joined, on in joins:
        come_from = come_from.join(joined, on)
    return (
        sa.select(*_TERMS, sa.func.count(), sa.func.sum(amount))
        .select_from(come_from)
        .where(COVERED.c.batch_id == _BATCH)
        .group_by(*_TERMS)
    )


_CHARGED = {
    SALE: _charged(REDEMPTIONS.c.amount_minor, (REDEMPTIONS, REDEMPTIONS.c.id == COVERED.c.transaction_id)),
    REFUND: _charged(
        REFUNDS.c.amount_minor,
        (REFUNDS, REFUNDS.c.id == COVERED.c.transaction_id),
        (REDEMPTIONS, REDEMPTIONS.c.id == REFUNDS.c.redemption_id),
    ),
    REVERSAL: _charged(
        REDEMPTIONS.c.amount_minor
        - sa.func.coalesce(
            sa.select(sa.func.sum(REFUNDS.c.amount_minor))
            .where(REFUNDS.c.redemption_id == REDEMPTIONS.c.id)
            .scalar_subquery(),
            0,
        ),
        (
            REDEMPTIONS,
            sa.and_(
                REDEMPTIONS.c.reversal_id == COVERED.c.transaction_id, REDEMPTIONS.c.outcome == Outcome.REVERSED.value
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What so many covered transactions come to."""

    covered: int
    moved: list[Moved]
    charged: list[Charged]


def covered_count(connection: sa.Connection, batch: Batch) -> int:
    """How many transactions a batch counts."""
    return int(connection.scalar(_COUNT, {"batch_id": batch.id}) or 0)


def sums(connection: sa.Connection, batch: Batch) -> Sums:
    """What the batch's transactions come to: what they moved on the payable, and the sales they are by their fee terms.

    They are counted first. Covering only ever adds: whoever finds the same count later knows that nothing is missing here.
    """
    count = covered_count(connection, batch)
    values = {"batch_id": batch.id, "line": ledger.payable(batch.merchant_id)}
    moved = [Moved(kind, other, int(amount)) for kind, other, amount in connection.execute(_MOVED, values)]
    return Sums(count, moved, _charged_in(connection, batch, {one.kind for one in moved}))


def _charged_in(connection: sa.Connection, batch: Batch, kinds: Collection[str]) -> list[Charged]:
    """The batch's sales, refunds and reversals by their fee terms; only of kinds that moved something."""
    return [
        Charged(kind, int(fixed), int(bps), int(count), int(amount))
        for kind, statement in _CHARGED.items()
        if kind in kinds
        for fixed, bps, count, amount in connection.execute(statement, {"batch_id": batch.id})
    ]


def merchants_to_settle(connection: sa.Connection) -> list[str]:
    """All merchants, oldest first."""
    from backend_stub.storage.tables import MERCHANTS

    return list(connection.scalars(sa.select(MERCHANTS.c.id).order_by(MERCHANTS.c.created_at, MERCHANTS.c.id)))


def batch(connection: sa.Connection, batch_id: str) -> Batch | None:
    """A batch by its id."""
    found = rows(connection, Batch, sa.select(TABLES[Batch]).where(BATCHES.c.id == _BATCH), {"batch_id": batch_id})
    return found[0] if found else None
