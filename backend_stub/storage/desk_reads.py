"""What the platform's desk looks at: merchants, programmes and payouts of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import BatchState
from backend_stub.domain import records
from backend_stub.storage import tables
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import all_of
from backend_stub.storage.settlement_tables import BATCHES, PAYOUT_RUNS

M, A, P, B = tables.MERCHANTS.c, tables.ACCOUNTS.c, tables.PROGRAMMES.c, BATCHES.c
TO_PAY = (BatchState.CLOSED.value, BatchState.FAILED.value)


@dataclass(frozen=True, slots=True)
class InAccounts:
    """How many accounts a programme has, or one version of it, and what is in them."""

    count: int
    owed_minor: int


def first_merchant(connection: sa.Connection) -> str | None:
    """Whoever was there first: in a shop that runs its own platform, that shop."""
    found: str | None = connection.scalar(sa.select(M.id).order_by(M.created_at, M.id).limit(1))
    return found


def merchant_named(connection: sa.Connection, public_service_id: str) -> records.Merchant | None:
    """A merchant by its public service id."""
    statement = sa.select(tables.MERCHANTS).where(M.public_service_id == public_service_id)
    return next(iter(all_of(connection, records.Merchant, statement)), None)


def merchants(connection: sa.Connection, search: str, before: Place | None, limit: int) -> list[records.Merchant]:
    """Newest first; `search` is a part of a name or of a public service id."""
    statement = sa.select(tables.MERCHANTS).order_by(M.created_at.desc(), M.id.desc()).limit(limit)
    if search:
        names = (M.name, M.second_name, M.public_service_id)
        statement = statement.where(
            sa.or_(*(sa.func.lower(one).contains(search.lower(), autoescape=True) for one in names))
        )
    if before is not None:
        statement = statement.where(
            sa.or_(M.created_at < before.at, sa.and_(M.created_at == before.at, M.id < before.id))
        )
    return all_of(connection, records.Merchant, statement)


def settled_stores(connection: sa.Connection, ids: Sequence[str]) -> set[str]:
    """Those of these stores of which a day was settled, or is being."""
    s = tables.STORES.c
    is_settled = sa.exists().where(B.store_id == s.id)
    return set(connection.scalars(sa.select(s.id).where(s.id.in_(ids), is_settled)))


def members(connection: sa.Connection) -> list[tuple[str, records.Merchant]]:
    """Programme and merchant, for each that takes it; those that left are out."""
    statement = (
        sa.select(tables.ACCEPTANCES.c.programme_id, tables.MERCHANTS)
        .join(tables.MERCHANTS, M.id == tables.ACCEPTANCES.c.merchant_id)
        .where(tables.ACCEPTANCES.c.ended_version.is_(None))
        .order_by(M.name)
    )
    return [(row[0], records.Merchant(*row[1:])) for row in connection.execute(statement)]


def accounts_by_programme(connection: sa.Connection) -> dict[str, InAccounts]:
    """All accounts that were ever opened."""
    owed = sa.func.sum(A.balance_minor + A.bonus_minor)
    rows = connection.execute(sa.select(A.programme_id, sa.func.count(), owed).group_by(A.programme_id))
    return {key: InAccounts(int(count), int(total)) for key, count, total in rows}


def accounts_by_version(connection: sa.Connection, programme_id: str) -> dict[int, int]:
    """How many accounts were opened under each version."""
    statement = (
        sa.select(A.terms_version, sa.func.count()).where(A.programme_id == programme_id).group_by(A.terms_version)
    )
    return {int(version): int(count) for version, count in connection.execute(statement)}


def currencies_to_pay(connection: sa.Connection) -> list[str]:
    """In which anything waits to be paid out."""
    return sorted(connection.scalars(sa.select(B.currency).where(B.state.in_(TO_PAY)).distinct()))


def payout_runs(connection: sa.Connection, before: Place | None, limit: int) -> list[records.PayoutRun]:
    """Newest first."""
    r = PAYOUT_RUNS.c
    statement = sa.select(PAYOUT_RUNS).order_by(r.at.desc(), r.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(sa.or_(r.at < before.at, sa.and_(r.at == before.at, r.id < before.id)))
    return all_of(connection, records.PayoutRun, statement)
