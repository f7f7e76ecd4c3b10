"""What is read of settlement: batches, payouts, the transactions behind a batch, sums for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from backend_stub.contract import BatchState
from backend_stub.domain import ledger, records
from backend_stub.domain.records import Batch, Payout, Record, Redemption, Refund, TopUp, Transfer
from backend_stub.domain.settlement import OWN_KINDS, SALE
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_tables import BANK_DETAILS, BATCHES, COVERED, PAYOUTS
from backend_stub.storage.tables import REDEMPTIONS, REFUNDS, TABLES, TRANSFERS

R = TypeVar("R", bound=Record)
HOUR_US = 3_600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows behind transactions: what moved, and the sales, refunds and top-ups that moved it, by transaction."""

    transfers: dict[str, list[Transfer]]
    sales: dict[str, Redemption]  # of a sale, of its refund and of its reversal
    refunds: dict[str, Refund]
    top_ups: dict[str, TopUp]


def all_of(connection: sa.Connection, kind: type[R], statement: sa.Select[Any]) -> list[R]:
    """The records that a statement over a whole table finds."""
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement)]


def by_ids(connection: sa.Connection, kind: type[R], ids: Iterable[str], field: str = "id") -> list[R]:
    """Rows by a field that names them."""
    table = TABLES[kind]
    return all_of(connection, kind, sa.select(table).where(table.c[field].in_(list(ids))))


def batches_of(
    connection: sa.Connection, merchant_id: str, store_id: str | None, before: Place | None, limit: int
) -> list[Batch]:
    """A merchant's batches, newest day first."""
    b = BATCHES.c
    statement = sa.select(BATCHES).where(b.merchant_id == merchant_id)
    if store_id is not None:
        statement = statement.where(b.store_id == store_id)
    if before is not None:
        statement = statement.where(sa.or_(b.ends_at < before.at, sa.and_(b.ends_at == before.at, b.id < before.id)))
    return all_of(connection, Batch, statement.order_by(b.ends_at.desc(), b.id.desc()).limit(limit))


def newest_batches(connection: sa.Connection, limit: int) -> list[Batch]:
    """Batches of all merchants that were closed, newest day first."""
    b = BATCHES.c
    closed = sa.select(BATCHES).where(b.state != BatchState.OPEN.value)
    return all_of(connection, Batch, closed.order_by(b.ends_at.desc(), b.id.desc()).limit(limit))


def batches_to_pay(connection: sa.Connection, currency: str, limit: int) -> list[Batch]:
    """Batches of all merchants that could be paid out, oldest first."""
    b = BATCHES.c
    states = (BatchState.CLOSED.value, BatchState.FAILED.value)
    statement = sa.select(BATCHES).where(b.state.in_(states), b.currency == currency)
    return all_of(connection, Batch, statement.order_by(b.ends_at, b.id).limit(limit))


def payouts_of(connection: sa.Connection, merchant_id: str, before: Place | None, limit: int) -> list[Payout]:
    """A merchant's payouts, newest first."""
    p = PAYOUTS.c
    statement = sa.select(PAYOUTS).where(p.merchant_id == merchant_id)
    if before is not None:
        statement = statement.where(sa.or_(p.at < before.at, sa.and_(p.at == before.at, p.id < before.id)))
    return all_of(connection, Payout, statement.order_by(p.at.desc(), p.id.desc()).limit(limit))


def payouts_of_run(connection: sa.Connection, run_id: str) -> list[Payout]:
    """The payouts of one file, in order."""
    return all_of(connection, Payout, sa.select(PAYOUTS).where(PAYOUTS.c.run_id == run_id).order_by(PAYOUTS.c.id))


# --- what is behind a batch -------------------------------------------------------------------------------------------


def transactions_of(
    connection: sa.Connection,
    batch: Batch,
    after: Place | None,
    limit: int,
    between: tuple[int, int] | None,
    kinds: Sequence[str] | None,
) -> list[Place]:
    """The transactions that a batch counts, in the order in which they happened."""
    t, line = TRANSFERS.c, ledger.payable(batch.merchant_id)
    statement = (
        sa.select(t.at, t.transaction_id)
        .select_from(COVERED.join(TRANSFERS, t.transaction_id == COVERED.c.transaction_id))
        .where(COVERED.c.batch_id == batch.id)
        .where(sa.or_(not_by_index(t.credit_account) == line, not_by_index(t.debit_account) == line))
        .distinct()
    )
    if after is not None:
        statement = statement.where(sa.or_(t.at > after.at, sa.and_(t.at == after.at, t.transaction_id > after.id)))
    if between is not None:
        statement = statement.where(t.at >= between[0], t.at < between[1])
    if kinds is not None:
        statement = statement.where(t.kind.in_(kinds))
    return [
        Place(int(at), key) for at, key in connection.execute(statement.order_by(t.at, t.transaction_id).limit(limit))
    ]


def evidence(connection: sa.Connection, ids: Sequence[str]) -> Evidence:
    """All rows behind these transactions."""
    transfers: dict[str, list[Transfer]] = {}
    t = TRANSFERS.c
    in_order = sa.select(TRANSFERS).where(t.transaction_id.in_(ids)).order_by(t.transaction_id, t.number)
    for row in all_of(connection, Transfer, in_order):
        transfers.setdefault(row.transaction_id, []).append(row)
    refunds = {row.id: row for row in by_ids(connection, Refund, ids)}
    sales = {row.id: row for row in by_ids(connection, Redemption, ids)}
    refunded = {row.id: row for row in by_ids(connection, Redemption, {one.redemption_id for one in refunds.values()})}
    sales |= {refund.id: refunded[refund.redemption_id] for refund in refunds.values()}
    reversals = [key for key in ids if any(row.kind == "reversal" for row in transfers.get(key, ()))]
    for sale in by_ids(connection, Redemption, reversals, "reversal_id"):
        if sale.reversal_id and sale.outcome == "reversed":
            sales[sale.reversal_id] = sale
    top_ups = {row.id: row for row in by_ids(connection, TopUp, ids)}
    return Evidence(transfers, sales, refunds, top_ups)


def batch_of_transaction(connection: sa.Connection, transaction_id: str, merchant_id: str) -> str | None:
    """The batch that counts a transaction for a merchant."""
    c = COVERED.c
    statement = sa.select(c.batch_id).where(c.transaction_id == transaction_id, c.merchant_id == merchant_id)
    found: str | None = connection.scalar(statement)
    return found


def not_by_index(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """The same text, by which no planner looks for rows."""
    return sa.func.coalesce(column, "")


def hours_of(connection: sa.Connection, batch: Batch, origin: int) -> list[tuple[int, int, int]]:
    """Per hour since `origin`: its number, sales and gross; what was committed late stands in the first hour.

    The batch's own transactions lie together and lead the way; a merchant's line holds all of its past.
    """
    t, line = TRANSFERS.c, ledger.payable(batch.merchant_id)
    hour = sa.case((t.at < origin, 0), else_=(t.at - origin) // HOUR_US).label("hour")
    statement = (
        sa.select(hour, sa.func.count(t.transaction_id.distinct()), sa.func.sum(t.amount_minor))
        .select_from(COVERED.join(TRANSFERS, t.transaction_id == COVERED.c.transaction_id))
        .where(
            COVERED.c.batch_id == batch.id,
            not_by_index(t.credit_account) == line,
            sa.or_(t.kind == SALE, t.debit_account.like(f"{ledger.DISCOUNTS}:%")),
        )
        .group_by(sa.text("hour"))
        .order_by(sa.text("hour"))
    )
    return [(int(number), int(count), int(amount)) for number, count, amount in connection.execute(statement)]


# --- sums for the page ------------------------------------------------------------------------------------------------


def unpaid(connection: sa.Connection, merchant_id: str, currency: str) -> int:
    """What stands in batches that are closed and not paid out: net amounts, and the last carry of each store."""
    b = BATCHES.c
    mine = (b.merchant_id == merchant_id, b.currency == currency)
    waiting = sa.select(sa.func.coalesce(sa.func.sum(b.net_minor), 0)).where(
        *mine, b.state.in_((BatchState.CLOSED.value, BatchState.FAILED.value))
    )
    later = BATCHES.alias("later")
    is_last = ~sa.exists().where(
        later.c.store_id == b.store_id,
        later.c.currency == b.currency,
        later.c.business_day > b.business_day,
        later.c.state != BatchState.OPEN.value,
    )
    carried = sa.select(sa.func.coalesce(sa.func.sum(b.carry_out_minor), 0)).where(
        *mine, b.state == BatchState.CARRIED.value, is_last
    )
    return int(connection.scalar(waiting) or 0) + int(connection.scalar(carried) or 0)


def unsettled(connection: sa.Connection, merchant_id: str, currency: str, since: int) -> int:
    """What moved on the payable since a time and is in no batch so far."""
    t, line = TRANSFERS.c, ledger.payable(merchant_id)
    is_covered = sa.exists().where(COVERED.c.transaction_id == t.transaction_id, COVERED.c.merchant_id == merchant_id)
    total = 0
    for side, sign in ((t.credit_account, 1), (t.debit_account, -1)):
        statement = sa.select(sa.func.coalesce(sa.func.sum(t.amount_minor), 0)).where(
            side == line, t.at >= since, t.currency == currency, t.kind.not_in(OWN_KINDS), ~is_covered
        )
        total += sign * int(connection.scalar(statement) or 0)
    return total


def last_closed_end(connection: sa.Connection, merchant_id: str) -> int | None:
    """When the merchant's last closed day ended."""
    b = BATCHES.c
    found: int | None = connection.scalar(
        sa.select(sa.func.max(b.ends_at)).where(b.merchant_id == merchant_id, b.state != BatchState.OPEN.value)
    )
    return found


def sums_by_day(
    connection: sa.Connection, merchant_id: str, currency: str, since_day: int
) -> dict[int, tuple[int, int, int]]:
    """By business day, from the batches: sales, gross, and what was given back."""
    b = BATCHES.c
    statement = (
        sa.select(b.business_day, sa.func.sum(b.sales_count), sa.func.sum(b.gross_minor), sa.func.sum(b.refunds_minor))
        .where(b.merchant_id == merchant_id, b.currency == currency, b.business_day >= since_day)
        .group_by(b.business_day)
    )
    return {int(day): (int(n), int(gross), int(back)) for day, n, gross, back in connection.execute(statement)}


def receipts_by_till(
    connection: sa.Connection, store_id: str, day: str, begins_at: int, ends_at: int
) -> dict[str, tuple[int, int]]:
    """What the tills' receipts of a business day say: how many sales, and how much; from the sales' own rows alone.

    `day` as it stands in a receipt number. The times only narrow the search: a receipt has its day in its number.
    """
    r, tills = REDEMPTIONS.c, TABLES[records.Till].c
    around = 86_400 * 1_000_000
    own = list(connection.scalars(sa.select(tills.id).where(tills.store_id == store_id)))
    statement = (
        sa.select(r.till_id, sa.func.count(), sa.func.sum(r.amount_minor))
        .where(
            r.till_id.in_(own),
            r.received_at >= begins_at - around,
            r.received_at < ends_at + around,
            r.receipt_number.like(f"{day}-%"),
        )
        .group_by(r.till_id)
    )
    return {till: (int(count), int(amount)) for till, count, amount in connection.execute(statement)}


def ledger_by_till(connection: sa.Connection, batch: Batch) -> dict[str, dict[str, int]]:
    """What the ledger says of the same: by till and kind, what moved on the payable for a batch; positive."""
    t, line = TRANSFERS.c, ledger.payable(batch.merchant_id)
    u = TABLES[TopUp].c
    covered = COVERED.join(TRANSFERS, t.transaction_id == COVERED.c.transaction_id)
    mine = (COVERED.c.batch_id == batch.id, sa.or_(t.credit_account == line, t.debit_account == line))
    sold = covered.join(REDEMPTIONS, REDEMPTIONS.c.id == t.transaction_id)
    refunded = covered.join(REFUNDS, REFUNDS.c.id == t.transaction_id).join(
        REDEMPTIONS, REDEMPTIONS.c.id == REFUNDS.c.redemption_id
    )
    reversed_ = covered.join(REDEMPTIONS, REDEMPTIONS.c.reversal_id == t.transaction_id)
    cash = covered.join(TABLES[TopUp], u.id == t.transaction_id)
    found: dict[str, dict[str, int]] = {}
    for kind, joined, till in (
        (SALE, sold, REDEMPTIONS.c.till_id),
        ("refund", refunded, REDEMPTIONS.c.till_id),
        ("reversal", reversed_, REDEMPTIONS.c.till_id),
        ("top_up", cash, u.till_id),
    ):
        customers = ~t.debit_account.like(f"{ledger.DISCOUNTS}:%") & ~t.credit_account.like(f"{ledger.DISCOUNTS}:%")
        statement = sa.select(till, sa.func.sum(t.amount_minor)).select_from(joined)
        statement = statement.where(*mine, t.kind == kind, customers).group_by(till)
        for till_id, amount in connection.execute(statement):
            if till_id is not None:
                found.setdefault(till_id, {})[kind] = int(amount)
    return found


def owners_with_details(connection: sa.Connection, currency: str) -> set[str]:
    """Who has said where money in a currency goes."""
    return set(connection.scalars(sa.select(BANK_DETAILS.c.owner).where(BANK_DETAILS.c.currency == currency)))


def merchant_named(connection: sa.Connection, public_service_id: str) -> str | None:
    """A merchant's id by its public name."""
    m = TABLES[records.Merchant].c
    found: str | None = connection.scalar(sa.select(m.id).where(m.public_service_id == public_service_id))
    return found
