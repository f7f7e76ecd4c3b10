"""What settling merchants looks at: stores, closed days, open batches, and where money is paid out; of several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from backend_stub.contract import BatchState
from backend_stub.domain import records
from backend_stub.domain.records import Batch, Record, Store
from backend_stub.storage.settlement_tables import BANK_DETAILS, BATCHES
from backend_stub.storage.tables import MERCHANTS, STORES

R = TypeVar("R", bound=Record)
IS_DONE = BATCHES.c.state != BatchState.OPEN.value
MERCHANTS_ASKED = sa.bindparam("merchants", expanding=True, type_=sa.Text())


def rows(connection: sa.Connection, kind: type[R], statement: sa.Select[Any], values: dict[str, object]) -> list[R]:
    """The records that a statement over the whole table finds."""
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement, values)]


_STORES = sa.select(STORES).where(STORES.c.merchant_id.in_(MERCHANTS_ASKED)).order_by(STORES.c.created_at, STORES.c.id)
_STORES_HELD = _STORES.with_for_update()
_CLOSED_THROUGH = (
    sa.select(BATCHES.c.store_id, sa.func.max(BATCHES.c.business_day))
    .where(BATCHES.c.merchant_id.in_(MERCHANTS_ASKED), IS_DONE)
    .group_by(BATCHES.c.store_id)
)
_OPEN = (
    sa.select(BATCHES)
    .where(BATCHES.c.merchant_id.in_(MERCHANTS_ASKED), sa.text("state = 'open'"))
    .order_by(BATCHES.c.business_day, BATCHES.c.ends_at, BATCHES.c.id)
)
_later = BATCHES.alias("later")
_LAST_DONE = sa.select(BATCHES).where(
    BATCHES.c.merchant_id.in_(MERCHANTS_ASKED),
    IS_DONE,
    ~sa.exists().where(
        _later.c.store_id == BATCHES.c.store_id,
        _later.c.currency == BATCHES.c.currency,
        _later.c.business_day > BATCHES.c.business_day,
        _later.c.state != BatchState.OPEN.value,
    ),
)
_DETAILS = sa.select(BANK_DETAILS).where(
    BANK_DETAILS.c.owner == sa.bindparam("owner", type_=sa.Text()),
    BANK_DETAILS.c.currency == sa.bindparam("currency", type_=sa.Text()),
)
_DETAILS_OF_ALL = sa.select(BANK_DETAILS).where(BANK_DETAILS.c.owner.in_(MERCHANTS_ASKED))
_BATCH = sa.select(BATCHES).where(BATCHES.c.id == sa.bindparam("batch_id", type_=sa.Text()))
_MERCHANTS = sa.select(MERCHANTS.c.id).order_by(MERCHANTS.c.created_at, MERCHANTS.c.id)


def stores_of(connection: sa.Connection, merchant_id: str) -> list[Store]:
    """A merchant's stores, oldest first."""
    return rows(connection, Store, _STORES, {"merchants": [merchant_id]})


def stores_of_all(
    connection: sa.Connection, merchant_ids: Sequence[str], *, hold: bool = False
) -> dict[str, list[Store]]:
    """Each merchant's stores, oldest first; held, nobody else settles these merchants meanwhile."""
    found: dict[str, list[Store]] = {}
    for store in rows(connection, Store, _STORES_HELD if hold else _STORES, {"merchants": merchant_ids}):
        found.setdefault(store.merchant_id, []).append(store)
    return found


def closed_through(connection: sa.Connection, merchant_ids: Sequence[str]) -> dict[str, int]:
    """For each store of theirs that has a closed batch: the last such day."""
    return {store_id: int(day) for store_id, day in connection.execute(_CLOSED_THROUGH, {"merchants": merchant_ids})}


def open_batches(connection: sa.Connection, merchant_ids: Sequence[str]) -> list[Batch]:
    """Their batches being put together, oldest day first."""
    return rows(connection, Batch, _OPEN, {"merchants": merchant_ids})


def last_done(connection: sa.Connection, merchant_ids: Sequence[str]) -> list[Batch]:
    """The last closed batch of each of their stores in each currency."""
    return rows(connection, Batch, _LAST_DONE, {"merchants": merchant_ids})


def bank_details(connection: sa.Connection, owner: str, currency: str) -> records.BankDetails | None:
    """Where this owner's money in a currency lies."""
    found = rows(connection, records.BankDetails, _DETAILS, {"owner": owner, "currency": currency})
    return found[0] if found else None


def bank_details_of_all(connection: sa.Connection, owners: Sequence[str]) -> list[records.BankDetails]:
    """Where these owners' money lies, in each currency."""
    return rows(connection, records.BankDetails, _DETAILS_OF_ALL, {"merchants": owners})


def merchants_to_settle(connection: sa.Connection) -> list[str]:
    """All merchants, oldest first."""
    return list(connection.scalars(_MERCHANTS))


def batch(connection: sa.Connection, batch_id: str) -> Batch | None:
    """A batch by its id."""
    found = rows(connection, Batch, _BATCH, {"batch_id": batch_id})
    return found[0] if found else None
