"""Looking up past sales: what is meant by a search, within what whoever asks may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from backend_stub import contract
from backend_stub.contract import SaleState
from backend_stub.domain.calendar import business_day, day_start
from backend_stub.domain.records import SECOND, Instant, Merchant, Redemption, Store, Till, aware, instant
from backend_stub.domain.sales import Sought, sought
from backend_stub.services import replies
from backend_stub.services.platform import Platform
from backend_stub.storage import association_reads, reads, sales_reads
from backend_stub.storage.reads import Place
from backend_stub.storage.sales_reads import Asked, Returned, Told

_ONE_DAY = dt.timedelta(days=1)
_EARLIEST, _LATEST = dt.date(1970, 1, 3), dt.date(9999, 12, 28)  # what a calendar and a zone can still count from
_AROUND_A_TIME = 10 * 60 * SECOND
Span = tuple[Instant | None, Instant | None]  # from, to (not included)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose sales may be seen. `till_id`: where they ask from. `is_all` False: that till's alone, of today."""

    merchant_id: str
    till_id: str | None
    is_all: bool
    by_name: bool  # by a customer's whole name, not only by what the till shows of it


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: a text, and what the list is narrowed to."""

    text: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    state: SaleState | None = None
    till_id: str | None = None
    operator_id: str | None = None


async def look_up(platform: Platform, scope: Scope, filters: Filters, before: Place | None, limit: int) -> list[Told]:
    """A page of sales, newest first. Days are business days of the till's store, or of the merchant's first one."""
    merchant = await platform.read(reads.one, Merchant, scope.merchant_id)
    store = await _store(platform, scope)
    if merchant is None or store is None:
        return []
    today = _today(platform, store)
    meant = sought(filters.text, merchant.currency, today)
    begins, ends = _both(_spans(scope, filters, meant, store, today))
    customers: tuple[str, ...] | None = None
    named: tuple[str, ...] = ()
    if meant.handle and scope.by_name:
        customers = await platform.read(sales_reads.people, scope.merchant_id, meant.words, meant.handle)
        if not customers:
            return []
    elif meant.handle:
        named = meant.words or (meant.handle,)
    asked = Asked(
        scope.merchant_id,
        filters.state,
        begins,
        ends,
        amount_minor=meant.amount_minor,
        receipt=meant.receipt,
        till_id=filters.till_id if scope.is_all else scope.till_id,
        operator_id=filters.operator_id,
        customers=customers,
        named=named,
    )
    return await platform.read(sales_reads.sales, asked, before, limit)


async def open_one(platform: Platform, scope: Scope, attempt_id: str) -> contract.SaleDetail | None:
    """A sale that may be seen, with all that was given back of it."""
    found = await platform.read(sales_reads.sale, scope.merchant_id, attempt_id)
    store = await _store(platform, scope)
    if found is None or store is None or not _is_seen(platform, scope, store, found[0].row):
        return None
    told, refunds = found
    return contract.SaleDetail(
        sale=sale(told), received_at=aware(told.row.received_at), refunds=[_refund(one) for one in refunds]
    )


def sale(told: Told) -> contract.Sale:
    """A sale as the page reads it."""
    return contract.Sale(
        redemption=replies.redemption(told.row),
        till_name=told.till_name,
        store_name=told.store_name,
        time_zone=told.time_zone,
        operator_name=told.operator_name,
        cash_minor=told.cash_minor,
    )


def _refund(back: Returned) -> contract.SaleRefund:
    return contract.SaleRefund(
        refund=replies.refund(back.row),
        reason=back.row.reason,
        till_name=back.till_name,
        approved_by=back.approved_by,
    )


def _is_seen(platform: Platform, scope: Scope, store: Store, row: Redemption) -> bool:
    is_own = row.till_id == scope.till_id and row.received_at >= _begins(store, _today(platform, store))
    return scope.is_all or is_own


async def _store(platform: Platform, scope: Scope) -> Store | None:
    if scope.till_id is not None:
        till = await platform.read(reads.one, Till, scope.till_id)
        return await platform.read(reads.one, Store, till.store_id) if till is not None else None
    return await platform.read(association_reads.first_store, scope.merchant_id)


def _today(platform: Platform, store: Store) -> dt.date:
    day = business_day(platform.clock(), store.time_zone, store.day_cut_minutes)
    return dt.date(day // 10000, day // 100 % 100, day % 100)


def _spans(scope: Scope, filters: Filters, meant: Sought, store: Store, today: dt.date) -> Iterable[Span]:
    """All that bounds the time."""
    if not scope.is_all:
        yield _begins(store, today), None
    if filters.first_day is not None:
        yield _begins(store, filters.first_day), None
    if filters.last_day is not None:
        yield None, _begins(store, _near(filters.last_day) + _ONE_DAY)
    if (
        meant.receipt_day is not None
    ):  # the day of its own store, which may lie in another zone: a day more at each side
        day = _near(dt.date(meant.receipt_day // 10000, meant.receipt_day // 100 % 100, meant.receipt_day % 100))
        yield _begins(store, day - _ONE_DAY), _begins(store, day + 2 * _ONE_DAY)
    if meant.minute is not None:
        at = _moment(store, meant.day or today, meant.minute)
        yield Instant(at - _AROUND_A_TIME), Instant(at + _AROUND_A_TIME + 60 * SECOND)
    elif meant.day is not None:
        yield _begins(store, meant.day), _begins(store, _near(meant.day) + _ONE_DAY)


def _both(spans: Iterable[Span]) -> Span:
    """What lies within all of them."""
    begins, ends = zip(*spans, strict=True) if (spans := [*spans]) else ((), ())
    return max((one for one in begins if one is not None), default=None), min(
        (one for one in ends if one is not None), default=None
    )


def _moment(store: Store, day: dt.date, minute: int) -> Instant:
    """A time of the business day: what the clock shows before the day is cut belongs to the next date."""
    date = _near(day) + (_ONE_DAY if minute < store.day_cut_minutes else dt.timedelta())
    local = dt.datetime(date.year, date.month, date.day, minute // 60, minute % 60, tzinfo=ZoneInfo(store.time_zone))
    return instant(local)


def _begins(store: Store, date: dt.date) -> Instant:
    near = _near(date)
    return day_start(near.year * 10000 + near.month * 100 + near.day, store.time_zone, store.day_cut_minutes)


def _near(date: dt.date) -> dt.date:
    return min(max(date, _EARLIEST), _LATEST)
