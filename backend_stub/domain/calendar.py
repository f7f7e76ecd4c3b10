"""The business day: cut in the store's own zone, at the store's own hour."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from backend_stub.domain.records import Instant, aware, instant

_EPOCH = dt.date(1970, 1, 1).toordinal()


@lru_cache(maxsize=1024)  # a batch asks for the same moment again and again
def business_day(now: int, time_zone: str, day_cut_minutes: int) -> int:
    """The business day as YYYYMMDD: a sale at 01:30 belongs to the day before when the day is cut at 04:00.

    It is the last day that has begun: where the clocks are put back over the cut, a day does not begin twice.
    """
    local = aware(now).astimezone(_zone(time_zone))
    date = (local.replace(tzinfo=None) - dt.timedelta(minutes=day_cut_minutes)).date()
    for later in (date + dt.timedelta(days=1), date):
        if day_start(_number(later), time_zone, day_cut_minutes) <= now:
            return _number(later)
    return _number(date - dt.timedelta(days=1))


def _number(date: dt.date) -> int:
    return date.year * 10000 + date.month * 100 + date.day


@lru_cache(maxsize=1024)
def day_start(day: int, time_zone: str, day_cut_minutes: int) -> Instant:
    """When the business day `day` (YYYYMMDD) begins. Days of 23 and 25 hours come out right."""
    midnight = dt.datetime(day // 10000, day // 100 % 100, day % 100)  # noqa: DTZ001 - the zone is put on below
    return instant((midnight + dt.timedelta(minutes=day_cut_minutes)).replace(tzinfo=_zone(time_zone)))


def day_after(day: int) -> int:
    """The business day that follows."""
    return _number(dt.date(day // 10000, day // 100 % 100, day % 100) + dt.timedelta(days=1))


@lru_cache(maxsize=1024)
def day_number(day: int) -> int:
    """The business day `day` (YYYYMMDD) as days since 1970, to count with."""
    return dt.date(day // 10000, day // 100 % 100, day % 100).toordinal() - _EPOCH


def date_of(number: int) -> dt.date:
    """The date of a day that was counted."""
    return dt.date.fromordinal(number + _EPOCH)


def number_of(date: dt.date) -> int:
    """The other way round."""
    return date.toordinal() - _EPOCH


def day_text(day: int) -> str:
    """20261123 as 2026-1123, the way it stands in a receipt number."""
    return f"{day // 10000:04d}-{day % 10000:04d}"


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
