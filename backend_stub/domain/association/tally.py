"""What a rule asks of a customer's records, summed up by business day: as many days back as its longest window, no more.

Its size and the cost of asking it depend on the rule alone, never on how much somebody bought.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

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
    """The sums up to and with the business day `day`. Mutable: one judgement's own.

    Of each series the running total at the end of each day of its window, and of the day before it: a sum within the window is
    one subtraction. Numbers lie packed in arrays, so that a busy past takes no more time to copy or to store than an empty one.
    """

    __slots__ = ("_compiled", "day", "lasts", "sums")

    def __init__(self, compiled: Compiled, day: Day, sums: list[array[int]], lasts: list[Day]) -> None:
        self._compiled = compiled
        self.day = day
        self.sums = sums  # a series: its window and one day more, the newest last, never falling
        self.lasts = lasts

    @classmethod
    def empty(cls, compiled: Compiled, day: Day) -> Tally:
        """Nothing yet."""
        nothing = [numbers([0]) * (series.window + 1) for series in compiled.series]
        return cls(compiled, day, nothing, [NEVER] * len(compiled.lasts))

    def copy(self) -> Tally:
        """Another one to go on with."""
        return Tally(self._compiled, self.day, [sums[:] for sums in self.sums], list(self.lasts))

    def forward(self, day: Day) -> None:
        """Go on to a later day."""
        gone = day - self.day
        if gone <= 0:
            return
        self.day = day
        for place, sums in enumerate(self.sums):
            self.sums[place] = sums[gone:] + sums[-1:] * min(gone, len(sums))

    def add(self, record: Counts) -> None:
        """A record of this day, or of one before it."""
        value = (1, record.amount_minor, record.points)
        for place, series in enumerate(self._compiled.series):
            if record.type in series.types:
                self._raise(place, record.day, value[series.measure])
        for place, types in enumerate(self._compiled.lasts):
            if record.type in types and record.day > self.lasts[place]:
                self.lasts[place] = record.day

    def lessen(self, before: Counts, after: Counts | None) -> None:
        """A record is less than it was, or never was; the days of a last record are not looked at."""
        less = (1, before.amount_minor, before.points)
        left = (0, 0, 0) if after is None else (1, after.amount_minor, after.points)
        for place, series in enumerate(self._compiled.series):
            if before.type in series.types:
                self._raise(place, before.day, left[series.measure] - less[series.measure])

    def _raise(self, place: int, since: Day, value: int) -> None:
        """The totals of a day and of all days after it."""
        sums = self.sums[place]
        for back in range(1, min(self.day - since + 1, len(sums)) + 1):
            sums[-back] += value

    def value(self, test: SumTest, at: Day) -> int:
        """The sum that is tested, at the end of a day not before this one, when nothing else comes."""
        sums = self.sums[test.series]
        if test.days is None:
            return sums[-1]
        left = test.days - (at - self.day)
        return sums[-1] - sums[-1 - left] if left > 0 else 0

    def falls_below_on(self, test: SumTest, bound: int) -> Day | None:
        """The day on which the sum is under a bound that it reaches now, if nothing else comes; None: never."""
        if test.days is None or bound <= 0:
            return None
        sums = self.sums[test.series]
        before = bisect_right(sums, sums[-1] - bound)  # so many of its days are before the one that has to be within
        return self.day - len(sums) + 1 + before + test.days


def numbers(values: Iterable[int] | bytes = ()) -> array[int]:
    """Whole numbers of 64 bits, packed; bytes are such numbers."""
    return array("q", values)
