"""What a merchant's programmes owe their customers: now, as each day ended, and what lapsed of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend_stub.contract import AccountActKind
from backend_stub.domain import ledger
from backend_stub.domain.records import SECOND
from backend_stub.storage.settlement_tables import OWED_DAYS
from backend_stub.storage.tables import ACCOUNT_ACTS, ACCOUNTS, PROGRAMMES, TRANSFERS

MINUTE_US = 60 * SECOND  # days are cut at a minute: sums of minutes tell as much as all movements, in far fewer rows
_NOW = -1  # in the place of a minute
Minutes = list[tuple[int, int]]  # when a minute began, and what it came to


def _of_own_programmes(merchant_id: str, currency: str) -> sa.ColumnElement[bool]:
    p = PROGRAMMES.c
    return ACCOUNTS.c.programme_id.in_(sa.select(p.id).where(p.issuer_id == merchant_id, p.currency == currency))


def issuers(connection: sa.Connection) -> set[str]:
    """Merchants that have programmes of their own."""
    return set(connection.scalars(sa.select(PROGRAMMES.c.issuer_id).distinct()))


def accounts(connection: sa.Connection, merchant_id: str, currency: str) -> int:
    """How many accounts the merchant's own programmes have."""
    own = _of_own_programmes(merchant_id, currency)
    return int(connection.scalar(sa.select(sa.func.count()).select_from(ACCOUNTS).where(own)) or 0)


def _held(own: sa.ColumnElement[bool]) -> sa.Select[Any]:
    held = sa.func.coalesce(sa.func.sum(ACCOUNTS.c.balance_minor + ACCOUNTS.c.bonus_minor), 0)
    return sa.select(sa.literal(_NOW, sa.BigInteger()).label("minute"), held.label("amount")).where(own)


def owed_now(connection: sa.Connection, merchant_id: str, currency: str) -> int:
    """What the accounts of the merchant's own programmes hold, paid money and bonus."""
    return int(connection.execute(_held(_of_own_programmes(merchant_id, currency))).one()[1])


def owed_since(connection: sa.Connection, merchant_id: str, currency: str, since: int) -> tuple[int, Minutes]:
    """What they hold now, and what moved since a time, plus when they came to hold more.

    One statement: so both are of the same moment, on either database, while tills sell.
    """
    own, t = _of_own_programmes(merchant_id, currency), TRANSFERS.c
    parts = [_held(own)]
    for name in (ledger.PREPAYMENT, ledger.BONUS):
        for side, sign in ((t.credit_account, 1), (t.debit_account, -1)):
            minute = (t.at // MINUTE_US).label("minute")
            parts.append(
                sa.select(minute, sa.func.sum(sign * t.amount_minor))
                .select_from(ACCOUNTS.join(TRANSFERS, side == sa.literal(f"{name}:") + ACCOUNTS.c.id))
                .where(own, t.at >= since)
                .group_by(minute)
            )
    rows = [(int(minute), int(amount)) for minute, amount in connection.execute(sa.union_all(*parts))]
    held = sum(amount for minute, amount in rows if minute == _NOW)
    return held, [(minute * MINUTE_US, amount) for minute, amount in rows if minute != _NOW]


def noted(connection: sa.Connection, merchant_id: str, currency: str, since_day: int) -> dict[int, int]:
    """By business day, what was owed as it ended, as far as it was noted."""
    o = OWED_DAYS.c
    statement = sa.select(o.business_day, o.owed_minor).where(
        o.merchant_id == merchant_id, o.currency == currency, o.business_day >= since_day
    )
    return {int(day): int(owed) for day, owed in connection.execute(statement)}


def last_noted(connection: sa.Connection, merchant_id: str, currency: str) -> int | None:
    """The last day that was noted."""
    o = OWED_DAYS.c
    statement = sa.select(sa.func.max(o.business_day)).where(o.merchant_id == merchant_id, o.currency == currency)
    found: int | None = connection.scalar(statement)
    return found


def lapsed(connection: sa.Connection, merchant_id: str, currency: str) -> Minutes:
    """Paid money of the merchant's own programmes that expired, ever."""
    acts = ACCOUNT_ACTS.c
    minute = (acts.at // MINUTE_US).label("minute")
    statement = (
        sa.select(minute, sa.func.sum(acts.paid_minor))
        .select_from(ACCOUNT_ACTS.join(ACCOUNTS, ACCOUNTS.c.id == acts.account_id))
        .where(acts.kind == AccountActKind.EXPIRED.value, _of_own_programmes(merchant_id, currency))
        .group_by(minute)
    )
    return [(int(at) * MINUTE_US, int(amount)) for at, amount in connection.execute(statement)]
