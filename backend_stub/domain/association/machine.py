"""Standing, carried forward day by day (A4, A5).

A day is *closed* when it is over: then everything holds or doesn't, and a tier that can't be kept is lost. On the day that is
still *open*, what is certain already (reached, or ended) holds at once, and what may still be mended waits for the end of
the day. Between two days on which a test changes its answer nothing happens, so they are leapt over.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from functools import lru_cache

from backend_stub.domain.association.compiled import (
    NEVER,
    Compiled,
    Day,
    Every,
    LastTest,
    ReachedTest,
    Some,
    SumTest,
    Test,
    leaves,
)
from backend_stub.domain.association.tally import Counts, Tally, numbers

OUTSIDE = -1  # the rank of somebody who is no member
LEAPS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Transition:
    """On a business day the rank became another."""

    day: Day
    before: int
    after: int


class Judged:
    """Where somebody stood at the end of the day `until`, and the tally to go on with (at most a day ahead of it)."""

    __slots__ = ("compiled", "is_out", "rank", "reached", "tally", "until")

    def __init__(
        self, compiled: Compiled, until: Day, rank: int, reached: list[Day], tally: Tally, *, is_out: bool = False
    ) -> None:
        self.compiled = compiled
        self.until = until
        self.rank = rank
        self.reached = reached
        self.tally = tally
        self.is_out = is_out  # has left or declined: nothing takes them in

    @classmethod
    def stranger(cls, compiled: Compiled, until: Day) -> Judged:
        """Nobody we know yet."""
        return cls(compiled, until, OUTSIDE, [NEVER] * len(compiled.tiers), Tally.empty(compiled, until))

    def copy(self) -> Judged:
        """Another one to go on with, to see what would be."""
        return Judged(self.compiled, self.until, self.rank, list(self.reached), self.tally.copy(), is_out=self.is_out)

    # --- going on -----------------------------------------------------------------------------------------------------

    def close(self, until: Day) -> list[Transition]:
        """Close every day up to `until`; what changed on the way."""
        made: list[Transition] = []
        for _ in range(LEAPS_MAX if until > self.until else 0):
            day = self.next_turn(until)
            if day is None:
                break
            self._hold_until(day - 1)
            before = self.rank
            self._close_day(day)
            if self.rank != before:
                made.append(Transition(day, before, self.rank))
        self._hold_until(until)
        return made

    def add(self, record: Counts) -> None:
        """A record of a day that is not closed: the days before it must be."""
        self.tally.forward(record.day)
        self.tally.add(record)

    def rank_today(self, today: Day) -> int:
        """The rank on a day that is still open, `until` being the day before."""
        reached = [
            today if self.holds_for_certain(one.up, today) else before
            for one, before in zip(self.compiled.tiers, self.reached, strict=True)
        ]
        rank = self.rank
        if rank != OUTSIDE and self._ends(rank, today, reached, is_open=True):
            return OUTSIDE
        return max(rank, self._highest(rank, today, reached, is_open=True))

    def holds_for_certain(self, test: Test, today: Day) -> bool:
        """Whether a test holds on the day that is still open, whatever else comes."""
        return self._ask(test, today, self.reached, is_open=True)

    # --- one day ------------------------------------------------------------------------------------------------------

    def _close_day(self, day: Day) -> None:
        for rank, one in enumerate(self.compiled.tiers):
            if self._holds(one.up, day, self.reached):
                self.reached[rank] = day
        self.until = day
        if self.rank != OUTSIDE and self._ends(self.rank, day, self.reached):
            self.rank = OUTSIDE
        highest = self._highest(self.rank, day, self.reached)
        if highest > self.rank:
            self.rank = highest
        elif self.rank != OUTSIDE and not self._keeps(self.rank, day, self.reached):
            self.rank = self._below(self.rank, day)

    def _highest(self, rank: int, day: Day, reached: list[Day], *, is_open: bool = False) -> int:
        """The highest tier above `rank` that is reached and can be kept; whoever is outside comes in by the first."""
        if self.is_out:
            return OUTSIDE
        if rank == OUTSIDE and not self._attains(0, day, reached, is_open=is_open):
            return OUTSIDE
        lowest = max(rank, 0)
        above = range(len(self.compiled.tiers) - 1, lowest, -1)
        return next((one for one in above if self._attains(one, day, reached, is_open=is_open)), lowest)

    def _attains(self, rank: int, day: Day, reached: list[Day], *, is_open: bool) -> bool:
        return (
            reached[rank] == day
            and not self._ends(rank, day, reached, is_open=is_open)
            and self._keeps(rank, day, reached, is_open=is_open)
        )

    def _below(self, rank: int, day: Day) -> int:
        """The highest lower tier that can be kept."""
        return next(
            (
                lower
                for lower in range(rank - 1, -1, -1)
                if self._keeps(lower, day, self.reached) and not self._ends(lower, day, self.reached)
            ),
            OUTSIDE,
        )

    def _keeps(self, rank: int, day: Day, reached: list[Day], *, is_open: bool = False) -> bool:
        keep = self.compiled.tiers[rank].keep
        return keep is None or self._ask(keep, day, reached, is_open=is_open)

    def _ends(self, rank: int, day: Day, reached: list[Day], *, is_open: bool = False) -> bool:
        end = self.compiled.tiers[rank].end
        return end is not None and self._ask(end, day, reached, is_open=is_open)

    # --- tests --------------------------------------------------------------------------------------------------------

    def _holds(self, test: Test, day: Day, reached: list[Day]) -> bool:
        return self._ask(test, day, reached, is_open=False)

    def _ask(self, test: Test, day: Day, reached: list[Day], *, is_open: bool) -> bool:
        match test:
            case SumTest(least=least, most=most):
                value = self.tally.value(test, day)
                return (least is None or value >= least) and (most is None or (value <= most and not is_open))
            case LastTest(last=last, least=least, most=most):
                return _within(day, self.tally.lasts[last], least, most, is_open=is_open)
            case ReachedTest(rank=rank, least=least, most=most):
                return _within(day, reached[rank], least, most, is_open=is_open)
            case Every(parts=parts):
                return all(self._ask(part, day, reached, is_open=is_open) for part in parts)
            case Some(parts=parts):
                return any(self._ask(part, day, reached, is_open=is_open) for part in parts)

    # --- leaping over days on which nothing changes --------------------------------------------------------------------

    def next_turn(self, until: Day) -> Day | None:
        """The next day after `self.until`, at most `until`, that has records or on which a test answers otherwise."""
        if self.tally.day > self.until:
            return self.tally.day if self.tally.day <= until else None
        days = [
            day
            for one in self.compiled.tiers
            for test in (one.up, one.keep, one.end)
            for leaf in leaves(test)
            for day in self._turns(leaf)
            if self.until < day <= until
        ]
        return min(days, default=None)

    def _turns(self, leaf: SumTest | LastTest | ReachedTest) -> list[Day]:
        """The days on which this test may change its answer, as far as can be seen from here."""
        if isinstance(leaf, SumTest):
            bounds = [
                bound for bound in (leaf.least, None if leaf.most is None else leaf.most + 1) if bound is not None
            ]
            seen = [
                self.tally.falls_below_on(leaf, bound)
                for bound in bounds
                if self.tally.value(leaf, self.until) >= bound
            ]
            return [day for day in seen if day is not None]
        since = self.tally.lasts[leaf.last] if isinstance(leaf, LastTest) else self.reached[leaf.rank]
        if since == NEVER:
            return []
        return [
            since + bound for bound in (leaf.least, None if leaf.most is None else leaf.most + 1) if bound is not None
        ]

    def _hold_until(self, day: Day) -> None:
        """Nothing changes up to this day: what is reached stays reached so long."""
        if day <= self.until:
            return
        for rank, one in enumerate(self.compiled.tiers):
            if self.reached[rank] == self.until and self._holds(one.up, self.until, self.reached):
                self.reached[rank] = day
        self.until = day


def _within(day: Day, since: Day, least: int | None, most: int | None, *, is_open: bool) -> bool:
    """Whether so many days have gone by; while the day is open, another record may still make it none."""
    if since == NEVER:
        return False
    gone = day - since
    return (least is None or (gone >= least and not is_open)) and (most is None or gone <= most)


# --- as it is stored --------------------------------------------------------------------------------------------------

HEAD = 3


def packed(judged: Judged) -> bytes:
    """The numbers of it, one after another; what they mean is the rule's."""
    tally = judged.tally
    whole = numbers([judged.until, judged.rank, tally.day, *judged.reached, *tally.lasts])
    for sums in tally.sums:
        whole += sums
    return _little(whole).tobytes()


def unpacked(compiled: Compiled, blob: bytes, *, is_out: bool) -> Judged:
    """The same again, under the same version of the rule."""
    whole = _little(numbers(blob))
    until, rank, day = whole[:HEAD]
    place = HEAD
    parts = []
    for size in _sizes(compiled):
        parts.append(whole[place : place + size])
        place += size
    reached, lasts, *sums = parts
    return Judged(compiled, until, rank, list(reached), Tally(compiled, day, sums, list(lasts)), is_out=is_out)


@lru_cache(maxsize=256)
def _sizes(compiled: Compiled) -> tuple[int, ...]:
    return len(compiled.tiers), len(compiled.lasts), *(series.window + 1 for series in compiled.series)


def _little(whole: array[int]) -> array[int]:
    """What is stored is read by any machine."""
    if sys.byteorder == "big":
        whole.byteswap()
    return whole
