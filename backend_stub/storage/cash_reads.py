"""Cash that moved at a till: by the top-ups, take-backs and pay-backs themselves, by its drawer, and by the ledger.

What moved while no shift was open has no row in any drawer: it is found as an act of the till without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import DrawerKind
from backend_stub.domain.ledger import DRAWER, PAYABLE, Kind
from backend_stub.domain.records import Shift
from backend_stub.domain.topups import CASH
from backend_stub.storage.shift_tables import DRAWER_MOVES, SHIFTS
from backend_stub.storage.tables import ACCOUNT_ACTS, TILLS, TOP_UP_REFUNDS, TOP_UPS, TRANSFERS

IN_LEDGER = (DrawerKind.TOP_UP, DrawerKind.TOP_UP_REFUND, DrawerKind.PAY_BACK)  # cash that the ledger moves too
S, M, T = SHIFTS.c, DRAWER_MOVES.c, TRANSFERS.c
_U, _B, _A = TOP_UPS.c, TOP_UP_REFUNDS.c, ACCOUNT_ACTS.c
_ACTS = (
    (DrawerKind.TOP_UP, _U, _U.amount_minor, _U.source == CASH),
    (DrawerKind.TOP_UP_REFUND, _B, -_B.amount_minor, _B.source == CASH),
    (DrawerKind.PAY_BACK, _A, -_A.paid_minor, _A.paid_minor > 0),
)


@dataclass(frozen=True, slots=True)
class CashSum:
    """All of one kind: how often, and what it came to (out of the drawer: below zero)."""

    kind: DrawerKind
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A till without an open shift, and when its last one was closed: 0 for a till that never had one."""

    till_id: str
    since: int


def closed_before(connection: sa.Connection, shift: Shift) -> int:
    """When the till's shift before this one was closed; 0 for its first."""
    statement = sa.select(S.closed_at).where(S.till_id == shift.till_id, S.number == shift.number - 1)
    return int(connection.scalar(statement) or 0)


def last_closed(connection: sa.Connection, till_id: str) -> int:
    """When the till's last shift was closed; 0 for a till that never had one."""
    return int(connection.scalar(sa.select(sa.func.max(S.closed_at)).where(S.till_id == till_id)) or 0)


def not_in_a_drawer(
    connection: sa.Connection, till_id: str, begins: int, ends: int, *, is_within: bool = False
) -> list[CashSum]:
    """Cash acts at a till from one moment to another that no drawer knows; `is_within`: without the two moments.

    What was decided in one piece with a shift's opening or closing has its moment: it is outside, not within.
    """
    found = []
    for kind, act, amount, is_cash in _ACTS:
        is_known = sa.exists().where(M.id == act.id)
        between = (act.at > begins, act.at < ends) if is_within else (act.at >= begins, act.at <= ends)
        statement = sa.select(sa.func.count(), sa.func.sum(amount)).where(
            act.till_id == till_id, *between, is_cash, ~is_known
        )
        count, total = connection.execute(statement).one()
        if count:
            found.append(CashSum(kind, int(count), int(total)))
    return found


def gaps(connection: sa.Connection, merchant_id: str | None) -> list[Gap]:
    """The tills that no shift is open at and at which cash moved since the last one: of a merchant, or of all."""
    t = TILLS.c
    closed_at = sa.select(sa.func.coalesce(sa.func.max(S.closed_at), 0)).where(S.till_id == t.id).scalar_subquery()
    is_open = sa.exists().where(S.till_id == t.id, S.closed_at.is_(None))
    moved = sa.or_(
        *(
            sa.exists().where(act.till_id == t.id, act.at >= closed_at, is_cash, ~sa.exists().where(M.id == act.id))
            for _, act, _, is_cash in _ACTS
        )
    )
    statement = sa.select(t.id, closed_at).where(~is_open, moved).order_by(t.merchant_id, t.name, t.id)
    if merchant_id is not None:
        statement = statement.where(t.merchant_id == merchant_id)
    return [Gap(key, int(since)) for key, since in connection.execute(statement)]


def ledger_cash(connection: sa.Connection, shift_ids: Sequence[str]) -> dict[str, int]:
    """By shift: what the ledger moved for the acts that its drawer names; into the drawer is above zero."""
    kinds = [kind.value for kind in IN_LEDGER]
    into = sa.case((T.debit_account.like(f"{PAYABLE}:%"), T.amount_minor), else_=-T.amount_minor)
    statement = (
        sa.select(M.shift_id, sa.func.sum(into))
        .select_from(DRAWER_MOVES.join(TRANSFERS, T.transaction_id == M.id))
        .where(M.shift_id.in_(shift_ids), M.kind.in_(kinds), T.kind == M.kind)
        .group_by(M.shift_id)
    )
    return {key: int(total) for key, total in connection.execute(statement)}


def posted(connection: sa.Connection, shift_ids: Sequence[str]) -> dict[str, int]:
    """By shift: what the ledger has as over (above zero) or short."""
    over = sa.case((T.debit_account.like(f"{DRAWER}:%"), T.amount_minor), else_=-T.amount_minor)
    statement = (
        sa.select(T.transaction_id, sa.func.sum(over))
        .where(T.transaction_id.in_(shift_ids), T.kind.in_((Kind.CASH_OVER.value, Kind.CASH_SHORT.value)))
        .group_by(T.transaction_id)
    )
    return {key: int(total) for key, total in connection.execute(statement)}
