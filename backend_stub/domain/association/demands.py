"""Conditions as alternatives of demands, and what demands say of one another."""

from __future__ import annotations

from itertools import islice, product

from backend_stub.contract import AllOf, Amount, AnyOf, Condition, Count, LastVisit, Points, Reached

WAYS_MAX = 200  # more alternatives than anybody reads: what is said of the first is said of the rest

Demand = Count | Amount | Points | LastVisit | Reached
FOREVER = 10**9


def bounds(demand: Demand) -> tuple[int | None, int | None]:
    """At least, at most."""
    if isinstance(demand, Amount):
        return demand.at_least_minor, demand.at_most_minor
    return demand.at_least, demand.at_most


def alternatives(condition: Condition) -> list[tuple[Condition, ...]]:
    """The ways to meet a condition, each as the demands that have to be met together."""
    if isinstance(condition, AnyOf):
        return [way for part in condition.of for way in alternatives(part)][:WAYS_MAX]
    if isinstance(condition, AllOf):
        joined = product(*(alternatives(part) for part in condition.of))
        return [tuple(demand for way in ways for demand in way) for ways in islice(joined, WAYS_MAX)]
    return [(condition,)]


def implies(have: Condition, wanted: Condition) -> bool:
    """Whether whatever meets `have` meets `wanted`."""
    if type(have) is not type(wanted) or isinstance(have, (AllOf, AnyOf)) or isinstance(wanted, (AllOf, AnyOf)):
        return False
    (least, most), (wanted_least, wanted_most) = bounds(have), bounds(wanted)
    more, fewer = _covers(wanted, have), _covers(have, wanted)
    if isinstance(have, LastVisit):  # who never came meets neither bound: it has to be of the same types
        more = fewer = more and fewer
    is_enough = wanted_least is None or (least is not None and least >= wanted_least and more)
    return is_enough and (wanted_most is None or (most is not None and most <= wanted_most and fewer))


def exclude(demands: tuple[Condition, ...]) -> bool:
    """Whether two of them can't be met at once."""
    return any(_at_odds(one, other) for one in demands for other in demands)


def _at_odds(one: Condition, other: Condition) -> bool:
    """One asks for more of something than the other allows of all of it."""
    if isinstance(one, (AllOf, AnyOf)) or isinstance(other, (AllOf, AnyOf)):
        return False
    least, most = bounds(one)[0], bounds(other)[1]
    if type(one) is type(other):
        if least is None or most is None or least <= most:
            return False
        return _covers(one, other) if isinstance(one, (LastVisit, Reached)) else _covers(other, one)
    if isinstance(one, LastVisit) and isinstance(
        other, (Count, Amount, Points)
    ):  # nothing so long, and something since
        since, wanted = bounds(one)[0], bounds(other)[0]
        is_within = other.within_days is not None and since is not None and since >= other.within_days
        return is_within and (wanted or 0) > 0 and set(other.types) <= set(one.types)
    return False


def _covers(wide: Demand, narrow: Demand) -> bool:
    """Whether all that the narrow one counts is counted by the wide one."""
    if isinstance(wide, Reached) or isinstance(narrow, Reached):
        return True
    if not set(narrow.types) <= set(wide.types):
        return False
    return _days(wide) >= _days(narrow)


def _days(demand: Demand) -> int:
    if isinstance(demand, (LastVisit, Reached)) or demand.within_days is None:
        return FOREVER
    return demand.within_days
