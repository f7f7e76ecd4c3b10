"""Which batch a transaction belongs to: that of the business day on which it happened.

When that day's batch is closed already (it was committed late, or the clock was put back), it belongs to the next day's.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.domain.calendar import business_day, day_after, day_start
from backend_stub.domain.records import Instant, Store


@dataclass(slots=True)
class StoreDays:
    """A store's calendar, which of its days are settled, and until which day it may be settled now."""

    store: Store
    closed_through: int  # YYYYMMDD; 0: nothing so far
    through: int | None  # no later day is asked for
    now: Instant
    _day: int = 0
    _begins: int = 0
    _ends: int = 0

    def day_of(self, at: int) -> int | None:
        """The business day in whose batch a movement at this time belongs; None while that day can't be closed."""
        day = max(self._business_day(at), day_after(self.closed_through) if self.closed_through else 0)
        if self.through is not None and day > self.through:
            return None
        return day if self.is_over(day) else None

    def _business_day(self, at: int) -> int:
        if not self._begins <= at < self._ends:
            self._day = business_day(at, self.store.time_zone, self.store.day_cut_minutes)
            self._begins, self._ends = self.bounds(self._day)
        return self._day

    def bounds(self, day: int) -> tuple[Instant, Instant]:
        """When a business day of this store begins and ends: 23, 24 or 25 hours apart."""
        zone, cut = self.store.time_zone, self.store.day_cut_minutes
        return day_start(day, zone, cut), day_start(day_after(day), zone, cut)

    def over_until(self) -> Instant:
        """When the last day ended that is over."""
        today = self._business_day(self.now)
        return self.bounds(today)[1 if self.is_over(today) else 0]

    def is_over(self, day: int) -> bool:
        """Whether the day has ended by now."""
        return self.bounds(day)[1] <= self.now
