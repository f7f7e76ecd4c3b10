"""Queries for the jobs and lists of top-ups, gifts and the lives of accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.domain.records import SECOND, Record
from backend_stub.storage import tables
from backend_stub.storage.reads import Place

R = TypeVar("R", bound=Record)
PIECE = 200
DAY = 86_400 * SECOND


def _all(connection: sa.Connection, kind: type[R], statement: sa.Select[tuple[object, ...]]) -> list[R]:
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement)]


def _before(
    statement: sa.Select[tuple[object, ...]], table: sa.Table, time: str, place: Place | None, limit: int
) -> sa.Select[tuple[object, ...]]:
    at, row_id = table.c[time], table.c.id
    if place is not None:
        statement = statement.where(sa.or_(at < place.at, sa.and_(at == place.at, row_id < place.id)))
    return statement.order_by(at.desc(), row_id.desc()).limit(limit)


# --- what jobs look for -----------------------------------------------------------------------------------------------


def open_top_ups(connection: sa.Connection, source: str, until: int) -> list[records.TopUp]:
    """Top-ups that a provider was asked for by a time and that have not ended, oldest first."""
    table = tables.TOP_UPS
    statement = sa.select(table).where(sa.text(tables.TOP_UP_IS_OPEN), table.c.source == source, table.c.at <= until)
    return _all(connection, records.TopUp, statement.order_by(table.c.at).limit(PIECE))


def open_top_up_refunds(connection: sa.Connection, source: str, until: int) -> list[records.TopUpRefund]:
    """Refunds of top-ups that a provider was asked for by a time and that have not ended, oldest first."""
    table = tables.TOP_UP_REFUNDS
    is_open = sa.text(tables.TOP_UP_REFUND_IS_OPEN)
    statement = sa.select(table).where(is_open, table.c.source == source, table.c.at <= until)
    return _all(connection, records.TopUpRefund, statement.order_by(table.c.at).limit(PIECE))


def accounts_over(connection: sa.Connection, as_of: int, after: str) -> list[str]:
    """The next accounts whose money has expired by a time, in the order of their ids."""
    table = tables.ACCOUNTS
    statement = sa.select(table.c.id).where(table.c.expires_at <= as_of, table.c.id > after)
    return list(connection.scalars(statement.order_by(table.c.id).limit(PIECE)))


def count_over(connection: sa.Connection, as_of: int) -> int:
    """How many accounts and gifts are over by a time, for a progress bar."""
    accounts, gifts = tables.ACCOUNTS, tables.GIFTS
    lapsed = sa.select(sa.func.count()).select_from(accounts).where(accounts.c.expires_at <= as_of)
    unanswered = sa.and_(sa.text(tables.GIFT_IS_OFFERED), gifts.c.ends_at <= as_of)
    waiting = sa.select(sa.func.count()).select_from(gifts).where(unanswered)
    return (connection.scalar(lapsed) or 0) + (connection.scalar(waiting) or 0)


def accounts_to_warn(connection: sa.Connection, now: int, after: str) -> list[str]:
    """The next accounts whose money lapses within the days their terms name, and whose customer was not told so far."""
    a, t, w = tables.ACCOUNTS.c, tables.TERMS.c, tables.EXPIRY_WARNINGS.c
    is_told = sa.exists().where(w.account_id == a.id, w.expires_at == a.expires_at)
    longest = connection.scalar(sa.select(sa.func.max(t.warn_before_days))) or 0
    statement = (
        sa.select(a.id)
        .select_from(
            tables.ACCOUNTS.join(tables.TERMS, sa.and_(t.programme_id == a.programme_id, t.version == a.terms_version))
        )
        .where(
            a.expires_at > now,
            a.expires_at <= now + longest * DAY,
            a.expires_at <= now + t.warn_before_days * DAY,
            a.balance_minor + a.bonus_minor > 0,
            a.id > after,
            ~is_told,
        )
    )
    return list(connection.scalars(statement.order_by(a.id).limit(PIECE)))


def gifts_over(connection: sa.Connection, as_of: int, after: str) -> list[str]:
    """The next gifts that nobody answered by a time, in the order of their ids."""
    table = tables.GIFTS
    is_over = sa.and_(sa.text(tables.GIFT_IS_OFFERED), table.c.ends_at <= as_of, table.c.id > after)
    return list(connection.scalars(sa.select(table.c.id).where(is_over).order_by(table.c.id).limit(PIECE)))


# --- lists ------------------------------------------------------------------------------------------------------------


def top_ups_of(connection: sa.Connection, customer_id: str, place: Place | None, limit: int) -> list[records.TopUp]:
    """A customer's top-ups, newest first."""
    table = tables.TOP_UPS
    statement = sa.select(table).where(table.c.customer_id == customer_id)
    return _all(connection, records.TopUp, _before(statement, table, "at", place, limit))


def gifts_of(connection: sa.Connection, customer_id: str, place: Place | None, limit: int) -> list[records.Gift]:
    """What a customer gave and was given, newest first."""
    table = tables.GIFTS
    statement = sa.select(table).where(sa.or_(table.c.giver_id == customer_id, table.c.recipient_id == customer_id))
    return _all(connection, records.Gift, _before(statement, table, "offered_at", place, limit))


def gifts_by_id(connection: sa.Connection, gift_ids: Sequence[str]) -> dict[str, records.Gift]:
    """Gifts by their ids."""
    table = tables.GIFTS
    rows = connection.execute(sa.select(table).where(table.c.id.in_(gift_ids)))
    return {gift.id: gift for gift in (records.Gift(*row) for row in rows)}


def acts_of(connection: sa.Connection, account_id: str) -> list[records.AccountAct]:
    """What befell an account, oldest first."""
    table = tables.ACCOUNT_ACTS
    statement = sa.select(table).where(table.c.account_id == account_id).order_by(table.c.at, table.c.id)
    return _all(connection, records.AccountAct, statement)


def versions_of(connection: sa.Connection, programme_id: str) -> list[records.ProgrammeVersion]:
    """A programme's versions as they were published, oldest first."""
    table = tables.PROGRAMME_VERSIONS
    statement = sa.select(table).where(table.c.programme_id == programme_id).order_by(table.c.version)
    return _all(connection, records.ProgrammeVersion, statement)


def terms_of(connection: sa.Connection, programme_id: str) -> list[records.Terms]:
    """What holds for the accounts of each version, oldest first."""
    table = tables.TERMS
    statement = sa.select(table).where(table.c.programme_id == programme_id).order_by(table.c.version)
    return _all(connection, records.Terms, statement)
