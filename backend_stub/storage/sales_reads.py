"""Sales looked up. Every search walks one index from its newest end and stops at the page's size.

The index holds all that is searched by, so that a search which finds little, or nothing, in a long history goes to no row
that it does not show. Only the number of a receipt, and the masked name, are in the rows: both are asked within a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import Outcome, SaleState
from backend_stub.domain import records
from backend_stub.domain.association.search import folded
from backend_stub.domain.records import Instant
from backend_stub.storage import tables
from backend_stub.storage.association_reads import Wanted, members
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import all_of
from backend_stub.storage.shift_tables import DRAWER_MOVES

R, M = tables.REDEMPTIONS.c, DRAWER_MOVES.c
PEOPLE_MAX = 50  # whom a search for a customer looks at
# In COALESCE a column's figures are hidden from PostgreSQL, which else reads and sorts the whole table, wherever it knows that
# few rows are such, instead of walking the index that holds them all.
_outcome, _back, _by = (
    sa.func.coalesce(R.outcome, ""),
    sa.func.coalesce(R.refunded_minor, 0),
    sa.func.coalesce(R.operator_id, ""),
)
_OF_STATE = {
    None: R.outcome.in_((Outcome.PAID.value, Outcome.REVERSED.value)),
    SaleState.PAID: sa.and_(R.outcome == Outcome.PAID.value, R.refunded_minor == 0),
    SaleState.PART_REFUNDED: sa.and_(R.outcome == Outcome.PAID.value, _back > 0, _back < R.amount_minor),
    SaleState.REFUNDED: sa.or_(_outcome == Outcome.REVERSED.value, sa.and_(_back > 0, _back >= R.amount_minor)),
    SaleState.NOT_PAID: _outcome.in_((Outcome.REFUSED.value, Outcome.CLOSED.value)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sales of a merchant. Times are when the attempt arrived, `ends` not included; None asks nothing.

    `amount_minor` is what was taken, of a sale that was not paid what was asked for. `customers` are their ids, `named` the
    beginnings of words of the name as the till shows it.
    """

    merchant_id: str
    state: SaleState | None = None
    begins: Instant | None = None
    ends: Instant | None = None
    amount_minor: int | None = None
    receipt: str | None = None
    till_id: str | None = None
    operator_id: str | None = None
    customers: tuple[str, ...] | None = None
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sale's row with the names around it."""

    row: records.Redemption
    till_name: str
    store_name: str
    time_zone: str
    operator_name: str | None
    cash_minor: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A refund's row with the names around it."""

    row: records.Refund
    till_name: str | None
    approved_by: str | None


def people(connection: sa.Connection, merchant_id: str, words: tuple[str, ...], handle: str) -> tuple[str, ...]:
    """Customers of this merchant by the words of their name; and whoever has the handle."""
    wanted = Wanted(merchant_id, words)
    found = {row[0].customer_id for row in members(connection, wanted, None, PEOPLE_MAX)} if words else set()
    c = tables.CUSTOMERS.c
    named = connection.scalar(sa.select(c.id).where(c.social_id == folded(handle)))
    return tuple(sorted(found | {named} if named is not None else found))


def statement(asked: Asked, before: Place | None, limit: int) -> sa.Select[tuple[str]]:
    """The page's ids, newest first."""
    query = sa.select(R.id).where(R.merchant_id == asked.merchant_id, *_conditions(asked))
    if before is not None:
        query = query.where(R.received_at <= before.at, sa.or_(R.received_at < before.at, R.id < before.id))
    return query.order_by(R.received_at.desc(), R.id.desc()).limit(limit)


def _conditions(asked: Asked) -> Iterable[sa.ColumnElement[bool]]:
    yield _OF_STATE[asked.state]
    if asked.begins is not None:
        yield R.received_at >= asked.begins
    if asked.ends is not None:
        yield R.received_at < asked.ends
    if asked.amount_minor is not None:
        amount = R.requested_minor if asked.state is SaleState.NOT_PAID else R.amount_minor
        yield amount == asked.amount_minor
    if asked.receipt is not None:
        yield R.receipt_number.startswith(asked.receipt, autoescape=True)
    if asked.till_id is not None:
        yield R.till_id == asked.till_id
    if asked.operator_id is not None:
        yield _by == asked.operator_id
    if asked.customers is not None:
        yield R.customer_id.in_(asked.customers)
    for word in asked.named:
        name = sa.func.lower(R.customer_name)
        yield sa.or_(name.startswith(word, autoescape=True), name.contains(f" {word}", autoescape=True))


def sales(connection: sa.Connection, asked: Asked, before: Place | None, limit: int) -> list[Told]:
    """A page of sales, newest first."""
    ids = [str(one[0]) for one in connection.execute(statement(asked, before, limit))]
    rows = all_of(connection, records.Redemption, sa.select(tables.REDEMPTIONS).where(R.id.in_(ids)))
    by_id = {row.id: row for row in rows}
    return _told(connection, [by_id[one] for one in ids if one in by_id])


def sale(connection: sa.Connection, merchant_id: str, attempt_id: str) -> tuple[Told, list[Returned]] | None:
    """One of the merchant's sales, and what was given back of it, oldest first."""
    query = sa.select(tables.REDEMPTIONS).where(R.id == attempt_id, R.merchant_id == merchant_id)
    rows = all_of(connection, records.Redemption, query)
    if not rows:
        return None
    f = tables.REFUNDS.c
    query = sa.select(tables.REFUNDS).where(f.redemption_id == attempt_id).order_by(f.at, f.id)
    return _told(connection, rows)[0], _returned(connection, all_of(connection, records.Refund, query))


def choices(connection: sa.Connection, merchant_id: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The merchant's tills and its operators, ids and names, by name."""
    tills, operators = (
        [
            (str(row[0]), str(row[1]))
            for row in connection.execute(
                sa.select(table.c.id, table.c.name)
                .where(table.c.merchant_id == merchant_id)
                .order_by(table.c.name, table.c.id)
            )
        ]
        for table in (tables.TILLS, tables.OPERATORS)
    )
    return tills, operators


def _told(connection: sa.Connection, rows: list[records.Redemption]) -> list[Told]:
    tills = _names(connection, tables.TILLS, [row.till_id for row in rows])
    s = tables.STORES.c
    query = sa.select(s.id, s.name, s.time_zone).where(s.id.in_({row.store_id for row in rows}))
    stores = {str(row[0]): (str(row[1]), str(row[2])) for row in connection.execute(query)}
    operators = _names(connection, tables.OPERATORS, [row.operator_id for row in rows])
    cash = sa.select(M.id, M.amount_minor).where(M.id.in_([row.id for row in rows]))
    in_cash = {str(row[0]): int(row[1]) for row in connection.execute(cash)}
    return [
        Told(
            row,
            tills.get(row.till_id, ""),
            *stores.get(row.store_id, ("", "UTC")),
            operators.get(row.operator_id or ""),
            in_cash.get(row.id, 0),
        )
        for row in rows
    ]


def _returned(connection: sa.Connection, rows: list[records.Refund]) -> list[Returned]:
    tills = _names(connection, tables.TILLS, [row.till_id for row in rows])
    operators = _names(connection, tables.OPERATORS, [row.approved_by for row in rows])
    return [Returned(row, tills.get(row.till_id or ""), operators.get(row.approved_by or "")) for row in rows]


def _names(connection: sa.Connection, table: sa.Table, ids: Collection[str | None]) -> dict[str, str]:
    wanted = sorted({one for one in ids if one})
    found = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(wanted)))
    return {str(row[0]): str(row[1]) for row in found}
