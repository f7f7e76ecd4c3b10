"""A rule made ready for judging: conditions as tests over a tally, tiers by rank, what has to be tallied for them.

A day is a business day as a number (days since 1970). On a day that is still open more may come, so a test then answers
only what is certain: whatever else happens today, it holds.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache

from backend_stub.contract import (
    AllOf,
    Amount,
    AnyOf,
    AssociationRule,
    Condition,
    Count,
    Counted,
    LastVisit,
    Points,
    Reached,
    Tier,
    rule_from_json,
)

Day = int
NEVER: Day = -1


class Measure(enum.IntEnum):
    """What is summed up of records."""

    COUNT = 0
    AMOUNT = 1
    POINTS = 2


@dataclass(frozen=True, slots=True)
class Series:
    """A sum by business day: of what, over which types, for how many days back (0: only the total is asked for)."""

    measure: Measure
    types: frozenset[str]
    window: int


@dataclass(frozen=True, slots=True)
class SumTest:
    """A sum within a window (None: ever) between two bounds. `leaf` is the condition it was made from, as of the two below."""

    series: int
    days: int | None
    least: int | None
    most: int | None
    leaf: Count | Amount | Points


@dataclass(frozen=True, slots=True)
class LastTest:
    """Days since the last record of some types, between two bounds."""

    last: int
    least: int | None
    most: int | None
    leaf: LastVisit


@dataclass(frozen=True, slots=True)
class ReachedTest:
    """Days since the way up to a tier last held, between two bounds."""

    rank: int
    least: int | None
    most: int | None
    leaf: Reached


@dataclass(frozen=True, slots=True)
class Every:
    """All of them hold."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of them holds."""

    parts: tuple[Test, ...]


Test = SumTest | LastTest | ReachedTest | Every | Some


@dataclass(frozen=True, slots=True)
class CompiledTier:
    """A tier's tests: `up` is the rule's `first` for the first tier and `raise_if` for the others."""

    tier: Tier
    up: Test
    keep: Test | None
    end: Test | None


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A rule, and all it asks of a tally."""

    rule: AssociationRule
    tiers: tuple[CompiledTier, ...]
    series: tuple[Series, ...]
    lasts: tuple[frozenset[str], ...]

    def rank_of(self, key: str | None) -> int | None:
        """The rank of the tier with this key in this version."""
        return next((rank for rank, one in enumerate(self.tiers) if one.tier.key == key), None)


def leaves(test: Test | None) -> list[SumTest | LastTest | ReachedTest]:
    """The tests that nothing joins."""
    if test is None:
        return []
    if isinstance(test, (Every, Some)):
        return [leaf for part in test.parts for leaf in leaves(part)]
    return [test]


@lru_cache(maxsize=256)
def compiled(text: str) -> Compiled:
    """The rule that is stored as this text; a rule that `check` found good."""
    return compile_rule(rule_from_json(text))


def compile_rule(rule: AssociationRule) -> Compiled:
    """Compile each condition; tests that ask for the same sum share it."""
    maker = _Maker()
    tiers = []
    for rank, tier in enumerate(rule.tiers):
        up = rule.first if rank == 0 else tier.raise_if
        if up is None:
            raise ValueError(f"tier {tier.key} has no way up")
        tiers.append(
            CompiledTier(
                tier,
                maker.test(up, rank),
                maker.test(tier.keep_if, rank) if tier.keep_if else None,
                maker.test(tier.end_if, rank) if tier.end_if else None,
            )
        )
    return Compiled(rule, tuple(tiers), maker.series(), tuple(maker.lasts))


class _Maker:
    def __init__(self) -> None:
        self._windows: dict[tuple[Measure, frozenset[str]], int] = {}
        self.lasts: list[frozenset[str]] = []

    def series(self) -> tuple[Series, ...]:
        return tuple(Series(measure, types, window) for (measure, types), window in self._windows.items())

    def test(self, condition: Condition, rank: int) -> Test:
        match condition:
            case AllOf(of=parts):
                return Every(tuple(self.test(part, rank) for part in parts))
            case AnyOf(of=parts):
                return Some(tuple(self.test(part, rank) for part in parts))
            case Reached(at_least=least, at_most=most):
                return ReachedTest(rank, least, most, condition)
            case LastVisit(types=types, at_least=least, at_most=most):
                return LastTest(self._last(types), least, most, condition)
            case Count(types=types, at_least=least, at_most=most, within_days=days):
                return SumTest(self._sum(Measure.COUNT, types, days), days, least, most, condition)
            case Points(types=types, at_least=least, at_most=most, within_days=days):
                return SumTest(self._sum(Measure.POINTS, types, days), days, least, most, condition)
            case Amount(types=types, at_least_minor=least, at_most_minor=most, within_days=days):
                return SumTest(self._sum(Measure.AMOUNT, types, days), days, least, most, condition)

    def _sum(self, measure: Measure, types: list[Counted], days: int | None) -> int:
        key = measure, frozenset(kind.value for kind in types)
        self._windows[key] = max(self._windows.get(key, 0), days or 0)
        return list(self._windows).index(key)

    def _last(self, types: list[Counted]) -> int:
        wanted = frozenset(kind.value for kind in types)
        if wanted not in self.lasts:
            self.lasts.append(wanted)
        return self.lasts.index(wanted)
