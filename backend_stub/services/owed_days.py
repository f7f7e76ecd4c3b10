"""Noting day by day what a merchant's programmes owe their customers, so that its history is read and not reckoned again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import sqlalchemy as sa

from backend_stub.domain.calendar import business_day, day_after, day_start
from backend_stub.domain.records import Instant, Merchant, OwedDay, Store
from backend_stub.domain.state import Decision, State
from backend_stub.services.platform import Platform
from backend_stub.storage import owed_reads, reads, settlements
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.errors import Unavailable

LONGEST_DAYS = 92  # as far back as the page can ask


def note(platform: Platform, merchant_id: str) -> None:
    """Note the days of the merchant's first store that are over and not noted; read beside the writer, saved in one piece.

    What collides with another process that notes the same is left to it.
    """
    if days := platform.look(_missing, merchant_id, platform.clock()):
        with suppress(Unavailable):
            platform.writer.piece(partial(_save, days=days)).result()


def days_back(store: Store, now: int, count: int) -> list[int]:
    """So many business days of a store, today first."""
    zone, cut = store.time_zone, store.day_cut_minutes
    found = [business_day(now, zone, cut)]
    while len(found) < count:
        found.append(business_day(day_start(found[-1], zone, cut) - 1, zone, cut))
    return found


def ends_at(store: Store, day: int) -> int:
    """When a business day of a store ends."""
    return day_start(day_after(day), store.time_zone, store.day_cut_minutes)


def _missing(connection: sa.Connection, merchant_id: str, now: int) -> list[OwedDay]:
    merchant = reads.one(connection, Merchant, merchant_id)
    stores = settlements.stores_of(connection, merchant_id)
    if merchant is None or not stores:
        return []
    last = owed_reads.last_noted(connection, merchant_id, merchant.currency) or 0
    days = [day for day in days_back(stores[0], now, LONGEST_DAYS)[1:] if day > last]
    if not days:
        return []
    held, moved = owed_reads.owed_since(connection, merchant_id, merchant.currency, ends_at(stores[0], days[-1]))
    ends = {day: ends_at(stores[0], day) for day in days}
    return [
        OwedDay(merchant_id, merchant.currency, day, held - sum(minor for at, minor in moved if at >= ends[day]), now)
        for day in days
    ]


def _save(database: Database, connection: sa.Connection, _now: Instant, days: Sequence[OwedDay]) -> None:
    state = State()
    state.apply(Decision(days[0], new=tuple(days)))
    database.save(raw(connection), state)
