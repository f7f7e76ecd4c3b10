"""Queries for accounts as their customer looks at them: movements with where they happened, programmes and who takes them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.domain import ledger
from backend_stub.domain.records import Programme, Transfer
from backend_stub.storage import tables
from backend_stub.storage.reads import Place


@dataclass(frozen=True, slots=True)
class Movement:
    """What one act did to an account: paid money and bonus in minor units, plus came in; `where` is the merchant, if any."""

    act_id: str
    kind: str
    at: int
    paid_minor: int
    bonus_minor: int
    where: str

    @property
    def minor(self) -> int:
        """Both together."""
        return self.paid_minor + self.bonus_minor


def act_at(connection: sa.Connection, account_id: str, at: int) -> str | None:
    """The payment from an account at a moment: what a message of that moment tells of."""
    table = tables.TRANSFERS
    lines = (ledger.prepayment(account_id), ledger.bonus(account_id))
    statement = sa.select(table.c.transaction_id).where(table.c.debit_account.in_(lines), table.c.at == at)
    found: str | None = connection.scalar(statement.order_by(table.c.transaction_id.desc()).limit(1))
    return found


def movements(connection: sa.Connection, account_id: str, before: Place | None, limit: int) -> list[Movement]:
    """An account's acts, newest first."""
    table = tables.TRANSFERS
    lines = (ledger.prepayment(account_id), ledger.bonus(account_id))
    moved = sa.or_(table.c.debit_account.in_(lines), table.c.credit_account.in_(lines))
    acts = sa.select(table.c.transaction_id, table.c.at).where(moved).distinct()
    if before is not None:
        act = table.c.transaction_id
        acts = acts.where(sa.or_(table.c.at < before.at, sa.and_(table.c.at == before.at, act < before.id)))
    page = acts.order_by(table.c.at.desc(), table.c.transaction_id.desc()).limit(limit).subquery()
    statement = (
        sa.select(table)
        .join(page, page.c.transaction_id == table.c.transaction_id)
        .where(moved)
        .order_by(table.c.at.desc(), table.c.transaction_id.desc(), table.c.number)
    )
    rows = [Transfer(*row) for row in connection.execute(statement)]
    where = _where(connection, {row.transaction_id for row in rows})
    return [
        _movement(account_id, [row for row in rows if row.transaction_id == act_id], where.get(act_id, ""))
        for act_id in dict.fromkeys(row.transaction_id for row in rows)
    ]


def _movement(account_id: str, rows: list[Transfer], where: str) -> Movement:
    first = rows[0]
    return Movement(
        first.transaction_id,
        first.kind,
        first.at,
        _sum(rows, ledger.prepayment(account_id)),
        _sum(rows, ledger.bonus(account_id)),
        where,
    )


def _sum(rows: list[Transfer], line: str) -> int:
    return sum(
        (row.amount_minor if row.credit_account == line else 0) - (row.amount_minor if row.debit_account == line else 0)
        for row in rows
    )


def _where(connection: sa.Connection, act_ids: set[str]) -> dict[str, str]:
    """The merchants' names by act: of payments, of refunds, of what was paid in at a till."""
    merchants = tables.MERCHANTS
    found: dict[str, str] = {}
    for table in (tables.REDEMPTIONS, tables.REFUNDS, tables.TOP_UPS):
        statement = (
            sa.select(table.c.id, merchants.c.name)
            .join(merchants, merchants.c.id == table.c.merchant_id)
            .where(table.c.id.in_(act_ids))
        )
        found |= {str(row[0]): str(row[1]) for row in connection.execute(statement)}
    return found


def programmes_of(connection: sa.Connection, programme_ids: set[str]) -> dict[str, Programme]:
    """Programmes by their ids."""
    if not programme_ids:
        return {}
    statement = sa.select(tables.PROGRAMMES).where(tables.PROGRAMMES.c.id.in_(programme_ids))
    return {row.id: Programme(*row) for row in connection.execute(statement)}


def takers_of(connection: sa.Connection, programme_ids: set[str]) -> dict[str, list[str]]:
    """The names of the merchants that take each of these programmes now."""
    if not programme_ids:
        return {}
    taken = tables.ACCEPTANCES
    statement = (
        sa.select(taken.c.programme_id, tables.MERCHANTS.c.name)
        .join(tables.MERCHANTS, tables.MERCHANTS.c.id == taken.c.merchant_id)
        .where(taken.c.programme_id.in_(programme_ids), taken.c.ended_version.is_(None))
        .order_by(tables.MERCHANTS.c.name)
    )
    named: dict[str, list[str]] = {}
    for programme_id, name in connection.execute(statement):
        named.setdefault(programme_id, []).append(name)
    return named
