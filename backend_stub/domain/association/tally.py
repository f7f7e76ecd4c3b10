"""What a rule asks of a customer's records, summed up by business day: as many days back as its longest window, no more.

Its size and the cost of asking it depend on the rule alone, never on how much somebody bought.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from backend_stub.contract import Counted, Earning
from backend_stub.domain.association.compiled import NEVER, Compiled, Day, SumTest


@dataclass(frozen=True, slots=True)
class Counts:
    """A record as judging sees it: what is left of it after refunds."""

    day: Day
    type: str
    amount_minor: int
    points: int


def points_of(earning: Earning, kind: str, amount_minor: int) -> int:
    """What a record earns before any tier's factor: for each full step of its amount."""
    if kind == Counted.PURCHASE:
        return amount_minor // earning.purchase_per_minor * earning.purchase_points
    if kind == Counted.TOP_UP:
        return amount_minor // earning.top_up_per_minor * earning.top_up_points
    return earning.visit_points


class Tally:
    """The sums up to and with the business day `day`. Mutable: one judgement's own."""

    __slots__ = ("_compiled", "_growing", "day", "days", "lasts", "totals")

    def __init__(
        self, compiled: Compiled, day: Day, days: list[list[int]], totals: list[int], lasts: list[Day]
    ) -> None:
        self._compiled = compiled
        self.day = day
        self.days = days  # a series: its window's days, the newest last
        self.totals = totals
        self.lasts = lasts
        self._growing: dict[int, list[int]] = {}

    @classmethod
    def empty(cls, compiled: Compiled, day: Day) -> Tally:
        """Nothing yet."""
        return cls(
            compiled,
            day,
            [[0] * series.window for series in compiled.series],
            [0] * len(compiled.series),
            [NEVER] * len(compiled.lasts),
        )

    def copy(self) -> Tally:
        """Another one to go on with."""
        return Tally(self._compiled, self.day, [list(days) for days in self.days], list(self.totals), list(self.lasts))

    def forward(self, day: Day) -> None:
        """Go on to a later day."""
        gone = day - self.day
        if gone <= 0:
            return
        self.day = day
        self._growing.clear()
        for place, days in enumerate(self.days):
            window = len(days)
            self.days[place] = days[gone:] + [0] * min(gone, window)

    def add(self, record: Counts) -> None:
        """A record of this day, or of one before it."""
        back = self.day - record.day
        for place, series in enumerate(self._compiled.series):
            if record.type not in series.types:
                continue
            value = (1, record.amount_minor, record.points)[series.measure]
            self.totals[place] += value
            if back < series.window:
                self.days[place][-1 - back] += value
                self._growing.pop(place, None)
        for place, types in enumerate(self._compiled.lasts):
            if record.type in types and record.day > self.lasts[place]:
                self.lasts[place] = record.day

    def lessen(self, before: Counts, after: Counts | None) -> None:
        """A record of the newest day is less than it was, or never was; the days of a last record are not looked at."""
        less = (1, before.amount_minor, before.points)
        left = (0, 0, 0) if after is None else (1, after.amount_minor, after.points)
        for place, series in enumerate(self._compiled.series):
            if before.type in series.types:
                gone = less[series.measure] - left[series.measure]
                self.totals[place] -= gone
                if series.window:
                    self.days[place][-1] -= gone
                self._growing.pop(place, None)

    def value(self, test: SumTest, at: Day) -> int:
        """The sum that is tested, at the end of a day not before this one, when nothing else comes."""
        if test.days is None:
            return self.totals[test.series]
        left = test.days - (at - self.day)
        return sum(self.days[test.series][-left:]) if left > 0 else 0

    def falls_below_on(self, test: SumTest, bound: int) -> Day | None:
        """The day on which the sum is under a bound that it reaches now, if nothing else comes; None: never."""
        if test.days is None or bound <= 0:
            return None
        growing = self._growing.get(test.series)
        if growing is None:
            growing = self._growing[test.series] = list(accumulate(reversed(self.days[test.series])))
        return self.day - bisect_left(growing, bound) + test.days
