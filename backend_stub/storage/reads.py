"""Queries for reading: lists, pages, sums. They use their own connections and never hold a writer up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.domain.ledger import bonus, prepayment
from backend_stub.domain.records import Record
from backend_stub.storage import tables
from backend_stub.storage.tables import TABLES

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this time and id, going back in time."""

    at: int
    id: str


def one(connection: sa.Connection, kind: type[R], record_id: str) -> R | None:
    """A row by its id."""
    return _first(connection, kind, TABLES[kind].c.id == sa.bindparam("wanted"), {"wanted": record_id})


def token(connection: sa.Connection, token_hash: str) -> records.Token | None:
    """A bearer token by its keyed hash."""
    return _first(
        connection, records.Token, tables.TOKENS.c.token_hash == sa.bindparam("wanted"), {"wanted": token_hash}
    )


def _first(connection: sa.Connection, kind: type[R], where: sa.ColumnElement[bool], values: dict[str, str]) -> R | None:
    row = connection.execute(sa.select(TABLES[kind]).where(where), values).first()
    make: Callable[..., R] = kind
    return make(*row) if row is not None else None


def _all(connection: sa.Connection, kind: type[R], statement: sa.Select[tuple[object, ...]]) -> list[R]:
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement)]


def _page(
    kind: type[Record], where: sa.ColumnElement[bool], time: str, before: Place | None, limit: int
) -> sa.Select[tuple[object, ...]]:
    table = TABLES[kind]
    at, record_id = table.c[time], table.c.id
    statement = sa.select(table).where(where)
    if before is not None:
        statement = statement.where(sa.or_(at < before.at, sa.and_(at == before.at, record_id < before.id)))
    return statement.order_by(at.desc(), record_id.desc()).limit(limit)


def redemptions_of_till(
    connection: sa.Connection, till_id: str, before: Place | None, limit: int
) -> list[records.Redemption]:
    """A till's attempts, newest first."""
    where = tables.REDEMPTIONS.c.till_id == till_id
    return _all(connection, records.Redemption, _page(records.Redemption, where, "received_at", before, limit))


def redemptions_of_merchant(
    connection: sa.Connection, merchant_id: str, before: Place | None, limit: int
) -> list[records.Redemption]:
    """A merchant's attempts, newest first."""
    where = tables.REDEMPTIONS.c.merchant_id == merchant_id
    return _all(connection, records.Redemption, _page(records.Redemption, where, "received_at", before, limit))


def refunds_of_merchant(
    connection: sa.Connection, merchant_id: str, before: Place | None, limit: int
) -> list[records.Refund]:
    """A merchant's refunds, newest first."""
    where = tables.REFUNDS.c.merchant_id == merchant_id
    return _all(connection, records.Refund, _page(records.Refund, where, "at", before, limit))


def accounts_of(connection: sa.Connection, customer_id: str) -> list[records.Account]:
    """A customer's prepayment accounts, oldest first."""
    table = tables.ACCOUNTS
    statement = sa.select(table).where(table.c.customer_id == customer_id).order_by(table.c.opened_at, table.c.id)
    return _all(connection, records.Account, statement)


def transfers_of_account(
    connection: sa.Connection, account_id: str, before: Place | None, limit: int
) -> list[records.Transfer]:
    """The movements of a prepayment account, newest first."""
    table, lines = tables.TRANSFERS, (prepayment(account_id), bonus(account_id))
    statement = sa.select(table).where(sa.or_(table.c.debit_account.in_(lines), table.c.credit_account.in_(lines)))
    if before is not None:
        act, _, number = before.id.rpartition("-")  # an act has several movements where bonus is part of it
        place = sa.tuple_(table.c.at, table.c.transaction_id, table.c.number)
        statement = statement.where(place < (before.at, act, int(number)))
    newest_first = statement.order_by(table.c.at.desc(), table.c.transaction_id.desc(), table.c.number.desc())
    return _all(connection, records.Transfer, newest_first.limit(limit))


def operators_of(connection: sa.Connection, merchant_id: str) -> list[records.Operator]:
    """The people who may sign in at a merchant's tills, by name."""
    table = tables.OPERATORS
    theirs = (table.c.merchant_id == merchant_id, table.c.disabled_at.is_(None))
    return _all(connection, records.Operator, sa.select(table).where(*theirs).order_by(table.c.name))


def programmes(connection: sa.Connection, merchant_id: str | None) -> list[records.Programme]:
    """All programmes, or those a merchant takes."""
    table = tables.PROGRAMMES
    statement = sa.select(table).order_by(table.c.name, table.c.id)
    if merchant_id is not None:
        taken = sa.select(tables.ACCEPTANCES.c.programme_id).where(tables.ACCEPTANCES.c.merchant_id == merchant_id)
        statement = statement.where(table.c.id.in_(taken))
    return _all(connection, records.Programme, statement)


def merchants_of_programmes(connection: sa.Connection) -> dict[str, list[str]]:
    """The names of the merchants that take each programme."""
    statement = (
        sa.select(tables.ACCEPTANCES.c.programme_id, tables.MERCHANTS.c.name)
        .join(tables.MERCHANTS, tables.MERCHANTS.c.id == tables.ACCEPTANCES.c.merchant_id)
        .order_by(tables.MERCHANTS.c.name)
    )
    named: dict[str, list[str]] = {}
    for programme_id, name in connection.execute(statement):
        named.setdefault(programme_id, []).append(name)
    return named


def takings_since(connection: sa.Connection, till_id: str, since: int) -> tuple[int, int]:
    """How many sales a till took since a time, and what is left of them after refunds."""
    table = tables.REDEMPTIONS
    left = sa.func.coalesce(sa.func.sum(table.c.amount_minor - table.c.refunded_minor), 0)
    statement = sa.select(sa.func.count(), left).where(
        table.c.till_id == till_id, table.c.received_at >= since, table.c.outcome == "paid"
    )
    count, total = connection.execute(statement).one()
    return int(count), int(total)
