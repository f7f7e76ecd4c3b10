"""A condition as lines that choosers can show: `3 purchases within 30 days`, joined by one `or` or `and`.

What doesn't fit into such lines has none (`lines_of` returns None): it is shown as a sentence and stays as it is.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from backend_stub.contract import AllOf, Amount, AnyOf, Condition, Count, Counted, LastVisit, Points, Reached

LINES_MAX = 4
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
WAYS_UP = (*_COUNTED, LineKind.POINTS)


class Glue(enum.Enum):
    """How the lines of a condition hold together."""

    ANY = "or"
    ALL = "and"


@dataclass(frozen=True, slots=True)
class Line:
    """At least (days: see the kind) so many of something, within so many business days; None: ever."""

    kind: LineKind
    number: int
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A whole condition."""

    lines: tuple[Line, ...]
    glue: Glue = Glue.ANY


def turned(line: Line, kind: LineKind) -> Line:
    """The line counting something else: its number stays where it is of the same sort, its period where there is one."""
    is_same = (line.kind.is_money, line.kind.is_days) == (kind.is_money, kind.is_days)
    is_same = is_same and LineKind.POINTS not in (line.kind, kind)
    days = None if kind.is_days else line.within_days or _PERIOD if line.kind.is_days else line.within_days
    return Line(kind, line.number if is_same else _first_number(kind), days)


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
    parts = condition.of if isinstance(condition, (AnyOf, AllOf)) else [condition]
    found = tuple(line for part in parts if (line := _line(part)) is not None)
    if len(found) < len(parts) or not 1 <= len(parts) <= LINES_MAX:
        return None
    return Lines(found, Glue.ALL if isinstance(condition, AllOf) else Glue.ANY)


def condition_of(lines: Lines, currency: str) -> Condition | None:
    """The condition that these lines say; None for no lines."""
    parts = [_condition(line, currency) for line in lines.lines]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return AllOf(of=parts) if lines.glue is Glue.ALL else AnyOf(of=parts)


def _line(part: Condition) -> Line | None:
    match part:
        case Count(types=[one], at_least=int(least), at_most=None):
            kinds = {Counted.PURCHASE: LineKind.PURCHASES, Counted.VISIT: LineKind.VISITS}
            return Line(kinds.get(one, LineKind.TOP_UPS), least, part.within_days)
        case Amount(types=[Counted.PURCHASE], at_least_minor=int(least), at_most_minor=None):
            return Line(LineKind.SPENT, least, part.within_days)
        case Amount(types=[Counted.TOP_UP], at_least_minor=int(least), at_most_minor=None):
            return Line(LineKind.TOPPED_UP, least, part.within_days)
        case Points(types=types, at_least=int(least), at_most=None) if types == _ANY_POINTS:
            return Line(LineKind.POINTS, least, part.within_days)
        case Reached(at_least=None, at_most=int(most)):
            return Line(LineKind.REACHED, most)
        case LastVisit(types=types, at_least=int(least), at_most=None) if types == _ANY_VISIT:
            return Line(LineKind.ABSENT, least)
        case LastVisit(types=types, at_least=None, at_most=int(most)) if types == _ANY_VISIT:
            return Line(LineKind.SEEN, most)
    return None


def _condition(line: Line, currency: str) -> Condition:
    number, days = line.number, line.within_days
    match line.kind:
        case LineKind.REACHED:
            return Reached(at_most=number)
        case LineKind.ABSENT:
            return LastVisit(at_least=number)
        case LineKind.SEEN:
            return LastVisit(at_most=number)
        case LineKind.POINTS:
            return Points(at_least=number, within_days=days)
    types = [_COUNTED[line.kind]]
    if line.kind.is_money:
        return Amount(currency=currency, types=types, at_least_minor=number, within_days=days)
    return Count(types=types, at_least=number, within_days=days)
