"""A rule over all history at once (A9): the machine of `domain.association`, for every customer in the same step.

The days go by one after another; what each test sums is a column of numbers with a row a customer, to which a day's records are
added and from which the day that leaves the window is taken. A test holds that this agrees with judging one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backend_stub.contract import Percent
from backend_stub.domain.association.compiled import (
    Compiled,
    Every,
    LastTest,
    Measure,
    ReachedTest,
    Some,
    SumTest,
    Test,
    leaves,
)

Numbers = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.int8]
Holds = npt.NDArray[np.bool_]
OUTSIDE = -1
NEVER = -(10**6)
TYPES = ("purchase", "visit", "top_up")


@dataclass(frozen=True, slots=True)
class History:
    """Effective records by day: who (a row's number), which type (its place in TYPES), how much. `customers` names the rows."""

    customers: Sequence[str]
    day: Numbers
    who: Numbers
    type: Numbers
    amount: Numbers
    words: Sequence[tuple[int, int, bool]] = ()  # the customers' own, in order: the day, who, whether they went out


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: members at the end of each day from `first_day` on, ranks at the end, discounts given from `from_day` on."""

    first_day: int
    members: Numbers
    ranks: Ranks
    discount_minor: int


class _Columns:
    """The sums that a rule's tests ask for, up to the day reached; the last day is still open."""

    def __init__(self, rule: Compiled, history: History, first_day: int, last_day: int) -> None:
        self._rule = rule
        people = len(history.customers)
        days = np.arange(first_day, last_day + 2)
        self._starts = np.searchsorted(history.day, days)
        self._first = first_day
        self._history = history
        self._windows = {(leaf.series, leaf.days): np.zeros(people, np.int64) for leaf in _sums(rule)}
        self._values = [self._value(series.measure, series.types) for series in rule.series]
        self._lasts = [np.full(people, NEVER, np.int64) for _ in rule.lasts]
        self._of_last = [np.isin(history.type, [TYPES.index(kind) for kind in types]) for types in rule.lasts]

    def _value(self, measure: Measure, types: frozenset[str]) -> Numbers:
        history, earning = self._history, self._rule.rule.earning
        if measure is Measure.COUNT:
            value = np.ones(len(history.day), np.int64)
        elif measure is Measure.AMOUNT:
            value = history.amount
        else:
            bought = history.amount // earning.purchase_per_minor * earning.purchase_points
            filled = history.amount // earning.top_up_per_minor * earning.top_up_points
            value = np.select([history.type == 0, history.type == 1], [bought, earning.visit_points], filled)
        counted: Numbers = np.where(np.isin(history.type, [TYPES.index(kind) for kind in types]), value, 0)
        return counted

    def forward(self, day: int) -> None:
        """Add a day's records, take away the days that left the windows."""
        coming = self._slice(day)
        for (series, window), sums in self._windows.items():
            np.add.at(sums, self._history.who[coming], self._values[series][coming])
            if window is not None and day - window >= self._first:
                gone = self._slice(day - window)
                np.subtract.at(sums, self._history.who[gone], self._values[series][gone])
        for last, of_type in zip(self._lasts, self._of_last, strict=True):
            last[self._history.who[coming][of_type[coming]]] = day

    def _slice(self, day: int) -> slice:
        place = day - self._first
        return slice(int(self._starts[place]), int(self._starts[place + 1]))

    def holds(self, test: Test, day: int, reached: list[Numbers], *, is_open: bool) -> Holds:
        """For everybody: whether the test holds; on an open day, whether it holds for certain."""
        match test:
            case Every(parts=parts):
                every: Holds = np.logical_and.reduce(
                    [self.holds(part, day, reached, is_open=is_open) for part in parts]
                )
                return every
            case Some(parts=parts):
                some: Holds = np.logical_or.reduce([self.holds(part, day, reached, is_open=is_open) for part in parts])
                return some
            case SumTest(series=series, days=window, least=least, most=most):
                sums = self._windows[series, window]
                held: Holds = np.ones(len(sums), np.bool_) if least is None else sums >= least
                if most is not None:
                    held = np.zeros(len(sums), np.bool_) if is_open else held & (sums <= most)
                return held
            case LastTest(last=last):
                return _since(day, self._lasts[last], test, is_open=is_open)
            case ReachedTest(rank=rank):
                return _since(day, reached[rank], test, is_open=is_open)


class _Words:
    """Who is out by their own word (A7), up to the day reached. They are few beside the records."""

    def __init__(self, history: History, first_day: int) -> None:
        self.is_out: Holds = np.zeros(len(history.customers), np.bool_)
        self._by_day: dict[int, list[tuple[int, bool]]] = {}
        for day, who, goes_out in history.words:
            if day < first_day:
                self.is_out[who] = goes_out
            else:
                self._by_day.setdefault(day, []).append((who, goes_out))

    def say(self, day: int, rank: Ranks, reached: list[Numbers]) -> None:
        """A day's words, written into the columns: out of it, or in by the first tier as if it were reached that day."""
        for who, goes_out in self._by_day.get(day, ()):
            if goes_out:
                self.is_out[who], rank[who] = True, OUTSIDE
            elif self.is_out[who]:
                self.is_out[who], rank[who] = False, max(rank[who], 0)
                reached[0][who] = day


def _sums(rule: Compiled) -> list[SumTest]:
    tests = [test for one in rule.tiers for test in (one.up, one.keep, one.end)]
    return [leaf for test in tests for leaf in leaves(test) if isinstance(leaf, SumTest)]


def _since(day: int, since: Numbers, test: LastTest | ReachedTest, *, is_open: bool) -> Holds:
    gone = day - since
    held: Holds = since > NEVER
    if test.least is not None:
        held = np.zeros(len(since), np.bool_) if is_open else held & (gone >= test.least)
    if test.most is not None:
        held &= gone <= test.most
    return held


def run(rule: Compiled, history: History, days: tuple[int, int, int], tell: Callable[[float], None]) -> Outcome:
    """From the first record to the last day, which is still open. `days`: the first, from where discounts count, the last.

    `tell` is told how far it is, from 0 to 1, and may raise `previews.Stopped`.
    """
    first_day, from_day, last_day = days
    people = len(history.customers)
    columns, words = _Columns(rule, history, first_day, last_day), _Words(history, first_day)
    rank: Ranks = np.full(people, OUTSIDE, np.int8)
    reached = [np.full(people, NEVER, np.int64) for _ in rule.tiers]
    members = np.zeros(last_day - first_day + 1, np.int64)
    discount = 0
    for day in range(first_day, last_day + 1):
        if day >= from_day:
            discount += _discounts(rule, history, columns, rank, day)
        columns.forward(day)
        words.say(day, rank, reached)
        rank = _day(rule, columns, rank, reached, day, words.is_out, is_open=day == last_day)
        members[day - first_day] = np.count_nonzero(rank >= 0)
        if day % 8 == 0:
            tell((day - first_day) / (last_day - first_day + 1))
    return Outcome(first_day, members, rank, discount)


def _day(
    rule: Compiled, columns: _Columns, rank: Ranks, reached: list[Numbers], day: int, is_out: Holds, *, is_open: bool
) -> Ranks:
    """One day for everybody: reached (written into the columns), ended, raised, and at its end lowered."""
    ups = [columns.holds(one.up, day, reached, is_open=is_open) for one in rule.tiers]
    for since, up in zip(reached, ups, strict=True):
        np.copyto(since, day, where=up)
    ends = [_ask(columns, one.end, day, reached, is_open=is_open) for one in rule.tiers]
    keeps = [_ask(columns, one.keep, day, reached, is_open=is_open) for one in rule.tiers]
    stays = [_both(keep, None if end is None else ~end) for keep, end in zip(keeps, ends, strict=True)]
    before = np.where(is_out, np.int8(OUTSIDE), rank)
    can_rise = ~is_out
    for tier, end in enumerate(ends):
        if end is not None:
            ended = (before == tier) & end
            before[ended] = OUTSIDE
            if is_open:
                can_rise &= ~ended
    after = before.copy()
    for tier, up in enumerate(ups):
        attains = can_rise & up & (after >= 0 if tier else after == OUTSIDE)
        np.copyto(after, np.int8(tier), where=_both(attains, stays[tier]))
    np.maximum(after, before, out=after)
    if not is_open:
        _lower(before, after, keeps, stays)
    return after


def _ask(columns: _Columns, test: Test | None, day: int, reached: list[Numbers], *, is_open: bool) -> Holds | None:
    return None if test is None else columns.holds(test, day, reached, is_open=is_open)


def _both(one: Holds | None, other: Holds | None) -> Holds | None:
    """Where both hold; None holds everywhere."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _lower(before: Ranks, after: Ranks, keeps: Sequence[Holds | None], stays: Sequence[Holds | None]) -> None:
    """Who was not raised and can't keep a tier falls to the highest lower one that can be kept. Written into `after`."""
    for tier, keep in enumerate(keeps):
        if keep is None:
            continue
        falls = np.flatnonzero((before == tier) & (after == tier) & ~keep)
        lower = np.full(len(falls), OUTSIDE, np.int8)
        for below, stay in enumerate(stays[:tier]):
            lower[slice(None) if stay is None else stay[falls]] = below
        after[falls] = lower


def _discounts(rule: Compiled, history: History, columns: _Columns, rank: Ranks, day: int) -> int:
    """What the tiers would have taken off the day's purchases, from standing before the day."""
    place = columns._slice(day)  # noqa: SLF001 - the same module's
    bought = history.type[place] == 0
    amounts, ranks = history.amount[place][bought], rank[history.who[place][bought]]
    total = 0
    for tier, one in enumerate(rule.tiers):
        discount = one.tier.discount
        if discount is None:
            continue
        theirs = amounts[ranks == tier]
        if isinstance(discount, Percent):
            off = theirs * discount.basis_points // 10_000
        else:
            off = np.minimum(theirs, discount.amount_minor)
        total += int(np.minimum(off, theirs - 1).sum())
    return total
