"""A condition as lines that choosers can show: `3 purchases within 30 days`, each joined to the one before by `or` or `and`.

`and` binds closer than `or`, as in speech: however a condition is nested, these lines say the same. What takes too many lines,
or counts what no line counts, has none (`lines_of` returns None): it is shown as a sentence and stays as it is.
"""

from __future__ import annotations

import enum
import itertools
import math
from dataclasses import dataclass, replace

from backend_stub.contract import AllOf, Amount, AnyOf, Condition, Count, Counted, LastVisit, Points, Reached

LINES_MAX = 6
_PERIOD = 30
_ANY_POINTS = Points().types
_ANY_VISIT = LastVisit().types


class LineKind(enum.Enum):
    """What a line counts. The last three count days themselves, so they have no period."""

    PURCHASES = "purchases"
    VISITS = "visits"
    TOP_UPS = "top_ups"
    SPENT = "spent"
    TOPPED_UP = "topped_up"
    POINTS = "points"
    REACHED = "reached"
    ABSENT = "absent"
    SEEN = "seen"

    @property
    def is_money(self) -> bool:
        """Whether its number is minor units."""
        return self in (LineKind.SPENT, LineKind.TOPPED_UP)

    @property
    def is_days(self) -> bool:
        """Whether its number is business days."""
        return self in (LineKind.REACHED, LineKind.ABSENT, LineKind.SEEN)


_COUNTED = {
    LineKind.PURCHASES: Counted.PURCHASE,
    LineKind.VISITS: Counted.VISIT,
    LineKind.TOP_UPS: Counted.TOP_UP,
    LineKind.SPENT: Counted.PURCHASE,
    LineKind.TOPPED_UP: Counted.TOP_UP,
}
_MONEY = {Counted.PURCHASE: LineKind.SPENT, Counted.TOP_UP: LineKind.TOPPED_UP}
WAYS_UP = (*_COUNTED, LineKind.POINTS)


class Glue(enum.Enum):
    """How the lines of a condition hold together."""

    ANY = "or"
    ALL = "and"


@dataclass(frozen=True, slots=True)
class Line:
    """So many of something at least (`is_most`: at most; days: see the kind), within so many business days; None: ever.

    `glue` joins it to the line before.
    """

    kind: LineKind
    number: int
    within_days: int | None = None
    is_most: bool = False
    glue: Glue = Glue.ANY


@dataclass(frozen=True, slots=True)
class Lines:
    """A whole condition."""

    lines: tuple[Line, ...]


def turned(line: Line, kind: LineKind) -> Line:
    """The line counting something else: its number stays where it is of the same sort, its period where there is one."""
    is_same = (line.kind.is_money, line.kind.is_days) == (kind.is_money, kind.is_days)
    is_same = is_same and LineKind.POINTS not in (line.kind, kind)
    days = None if kind.is_days else line.within_days or _PERIOD if line.kind.is_days else line.within_days
    is_most = line.is_most and not kind.is_days
    return Line(kind, line.number if is_same else _first_number(kind), days, is_most, line.glue)


def _first_number(kind: LineKind) -> int:
    if kind.is_money:
        return 10_000
    if kind.is_days:
        return 90
    return 100 if kind is LineKind.POINTS else 5


def lines_of(condition: Condition | None) -> Lines | None:
    """The condition's lines; no condition has none of them; None: it takes more than lines to say."""
    if condition is None:
        return Lines(())
    groups = _groups(condition)
    if not groups or sum(len(group) for group in groups) > LINES_MAX:
        return None
    joined = [
        replace(line, glue=Glue.ALL if place else Glue.ANY) for group in groups for place, line in enumerate(group)
    ]
    return Lines(tuple(joined))


def condition_of(lines: Lines, currency: str) -> Condition | None:
    """The condition that these lines say; None for no lines."""
    groups: list[list[Condition]] = []
    for line in lines.lines:
        if line.glue is Glue.ANY or not groups:
            groups.append([])
        groups[-1].append(_condition(line, currency))
    parts = [group[0] if len(group) == 1 else AllOf(of=group) for group in groups]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return AnyOf(of=parts)


def _groups(condition: Condition) -> list[list[Line]] | None:
    """The condition as any of these groups, all of each; None where no lines say it."""
    if not isinstance(condition, (AnyOf, AllOf)):
        line = _line(condition)
        return None if line is None else [[line]]
    inner = [_groups(part) for part in condition.of]
    found = [groups for groups in inner if groups is not None]
    if len(found) < len(inner):
        return None
    if isinstance(condition, AnyOf):
        return [group for groups in found for group in groups]
    if math.prod(len(groups) for groups in found) > LINES_MAX:
        return None
    return [[line for group in chosen for line in group] for chosen in itertools.product(*found)] if found else None


def _bound(least: int | None, most: int | None) -> tuple[int, bool] | None:
    """The one bound of a line, and whether it is the upper one."""
    if least is not None and most is None:
        return least, False
    return (most, True) if most is not None and least is None else None


def _line(part: Condition) -> Line | None:
    match part:
        case Count(types=[one]) if bound := _bound(part.at_least, part.at_most):
            kinds = {Counted.PURCHASE: LineKind.PURCHASES, Counted.VISIT: LineKind.VISITS}
            return Line(kinds.get(one, LineKind.TOP_UPS), bound[0], part.within_days, bound[1])
        case Amount(types=[one]) if one in _MONEY and (bound := _bound(part.at_least_minor, part.at_most_minor)):
            return Line(_MONEY[one], bound[0], part.within_days, bound[1])
        case Points(types=types) if types == _ANY_POINTS and (bound := _bound(part.at_least, part.at_most)):
            return Line(LineKind.POINTS, bound[0], part.within_days, bound[1])
        case Reached(at_least=None, at_most=int(most)):
            return Line(LineKind.REACHED, most)
        case LastVisit(types=types, at_least=int(least), at_most=None) if types == _ANY_VISIT:
            return Line(LineKind.ABSENT, least)
        case LastVisit(types=types, at_least=None, at_most=int(most)) if types == _ANY_VISIT:
            return Line(LineKind.SEEN, most)
    return None


def _condition(line: Line, currency: str) -> Condition:
    number, days = line.number, line.within_days
    least, most = (None, number) if line.is_most else (number, None)
    match line.kind:
        case LineKind.REACHED:
            return Reached(at_most=number)
        case LineKind.ABSENT:
            return LastVisit(at_least=number)
        case LineKind.SEEN:
            return LastVisit(at_most=number)
        case LineKind.POINTS:
            return Points(at_least=least, at_most=most, within_days=days)
    types = [_COUNTED[line.kind]]
    if line.kind.is_money:
        return Amount(currency=currency, types=types, at_least_minor=least, at_most_minor=most, within_days=days)
    return Count(types=types, at_least=least, at_most=most, within_days=days)
