"""What is asked of shifts: the open one, the past ones, what moved in a drawer, and what the books say of a shift's sales."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import Outcome
from backend_stub.domain.ledger import DISCOUNTS, Kind
from backend_stub.domain.records import DrawerMove, Instant, Shift, ShiftReport
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import all_of
from backend_stub.storage.shift_tables import DRAWER_MOVES, SHIFT_REPORTS, SHIFTS
from backend_stub.storage.tables import REDEMPTIONS, REFUNDS, TRANSFERS

S, M, R = SHIFTS.c, DRAWER_MOVES.c, REDEMPTIONS.c
ASKED_US = 86_400 * 1_000_000
MOVED = (Outcome.PAID.value, Outcome.REVERSED.value)


@dataclass(frozen=True, slots=True)
class Sales:
    """What a till sold in a time, by its sales' own rows, and by the ledger's."""

    count: int
    minor: int
    bonus_minor: int
    refunds_count: int
    refunds_minor: int
    ledger_minor: int


def open_shift(connection: sa.Connection, till_id: str) -> Shift | None:
    """The till's open shift."""
    statement = sa.select(SHIFTS).where(S.till_id == till_id, S.closed_at.is_(None))
    return next(iter(all_of(connection, Shift, statement)), None)


def shifts_of(connection: sa.Connection, merchant_id: str | None, before: Place | None, limit: int) -> list[Shift]:
    """A merchant's shifts, or those of all, newest first."""
    statement = sa.select(SHIFTS)
    if merchant_id is not None:
        statement = statement.where(S.merchant_id == merchant_id)
    if before is not None:
        earlier = sa.and_(S.opened_at == before.at, S.id < before.id)
        statement = statement.where(sa.or_(S.opened_at < before.at, earlier))
    return all_of(connection, Shift, statement.order_by(S.opened_at.desc(), S.id.desc()).limit(limit))


def moves_of(connection: sa.Connection, shift_id: str) -> list[DrawerMove]:
    """Everything that moved in a shift's drawer, in order."""
    statement = sa.select(DRAWER_MOVES).where(M.shift_id == shift_id).order_by(M.at, M.id)
    return all_of(connection, DrawerMove, statement)


def reports_of(connection: sa.Connection, shift_id: str) -> list[ShiftReport]:
    """The reports of a shift that were kept."""
    c = SHIFT_REPORTS.c
    return all_of(connection, ShiftReport, sa.select(SHIFT_REPORTS).where(c.shift_id == shift_id).order_by(c.at, c.id))


def sales_between(connection: sa.Connection, shift: Shift, ends: Instant) -> Sales:
    """What was paid by code at a shift's till, and given back there, from its opening to a moment.

    The time at which a sale was received only narrows the search: a customer who was asked answers soon, or not at all.
    """
    begins = shift.opened_at
    received = (R.till_id == shift.till_id, R.received_at >= begins - ASKED_US, R.received_at < ends)
    paid = (*received, R.decided_at >= begins, R.decided_at < ends, R.outcome.in_(MOVED))
    count, minor, bonus = connection.execute(
        sa.select(sa.func.count(), _sum(R.amount_minor), _sum(R.bonus_minor)).where(*paid)
    ).one()
    f = REFUNDS.c
    back = (f.merchant_id == shift.merchant_id, f.till_id == shift.till_id, f.at >= begins, f.at < ends)
    refunds, refunded = connection.execute(sa.select(sa.func.count(), _sum(f.amount_minor)).where(*back)).one()
    t = TRANSFERS.c
    from_customers = ~t.debit_account.like(f"{DISCOUNTS}:%")
    moved = connection.scalar(
        sa.select(_sum(t.amount_minor))
        .select_from(REDEMPTIONS.join(TRANSFERS, t.transaction_id == R.id))
        .where(*paid, t.kind == Kind.REDEMPTION.value, from_customers)
    )
    return Sales(int(count), int(minor), int(bonus), int(refunds), int(refunded), int(moved or 0))


def _sum(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)
