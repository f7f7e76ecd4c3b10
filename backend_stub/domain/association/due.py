"""When time alone will change a standing: reckoned at once for rules as shops write them, by looking ahead for any other.

Most tests turn but once as days go by: a sum within a window *fades*, a silence *comes*. Where every way up and every `keep_if`
only fade, and every `end_if` fades or comes, the day follows from the tests themselves.
"""

from __future__ import annotations

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
from backend_stub.domain.association.machine import OUTSIDE, Judged

FOREVER = 10**9


def due(judged: Judged, today: Day) -> Day | None:
    """The first business day, today or later, whose end changes the rank if nothing else comes; None: none will.

    For rules that are not steady (a bound that time can bring about) it is today: they are looked at every day.
    """
    rank = judged.rank_today(today)
    if not _is_steady(judged.compiled):
        return today
    if rank == OUTSIDE:
        return None
    tier = judged.compiled.tiers[rank]
    days = [FOREVER]
    if tier.keep is not None:
        days.append(max(today, _lasts(judged, tier.keep, today) + 1))
    if tier.end is not None:
        days.append(max(today, _comes(judged, tier.end, today)))
    day = min(days)
    return None if day >= FOREVER else day


@lru_cache(maxsize=256)
def _is_steady(rule: Compiled) -> bool:
    fading = [leaf for one in rule.tiers for test in (one.up, one.keep) for leaf in leaves(test)]
    ending = [leaf for one in rule.tiers for leaf in leaves(one.end)]
    one_sided = all((leaf.least is None) != (leaf.most is None) for leaf in ending)
    return all(_fades(leaf) for leaf in fading) and one_sided


def _fades(leaf: SumTest | LastTest | ReachedTest) -> bool:
    return leaf.most is None if isinstance(leaf, SumTest) else leaf.least is None


def _lasts(judged: Judged, test: Test, today: Day) -> Day:
    """The last day on which a fading test holds; before today when it does not hold any more."""
    match test:
        case Every(parts=parts):
            return min(_lasts(judged, part, today) for part in parts)
        case Some(parts=parts):
            return max(_lasts(judged, part, today) for part in parts)
        case SumTest(least=least):
            if judged.tally.value(test, today) < (least or 0):
                return NEVER
            below = judged.tally.falls_below_on(test, least or 0)
            return FOREVER if below is None else below - 1
        case LastTest(last=last, most=most):
            since = judged.tally.lasts[last]
            return NEVER if since == NEVER else since + (most or 0)
        case ReachedTest(rank=rank, most=most):
            up = _lasts(judged, judged.compiled.tiers[rank].up, today)
            since = max(up, judged.reached[rank]) if up >= today else judged.reached[rank]
            return NEVER if since == NEVER else since + (most or 0)


def _comes(judged: Judged, test: Test, today: Day) -> Day:
    """The first day, today or later, on which an ending test holds."""
    match test:
        case Every(parts=parts):
            return max(_comes(judged, part, today) for part in parts)
        case Some(parts=parts):
            return min(_comes(judged, part, today) for part in parts)
        case _ if _fades(test):
            return today if _lasts(judged, test, today) >= today else FOREVER
        case SumTest(most=most):
            if judged.tally.value(test, today) <= (most or 0):
                return today
            below = judged.tally.falls_below_on(test, (most or 0) + 1)
            return FOREVER if below is None else below
        case LastTest(last=last, least=least):
            since = judged.tally.lasts[last]
        case ReachedTest(rank=rank, least=least):
            up = _lasts(judged, judged.compiled.tiers[rank].up, today)
            since = max(up, judged.reached[rank]) if up >= today else judged.reached[rank]
    return FOREVER if since == NEVER else max(today, since + (least or 0))
