"""Which of some fast keys a hand scanner sent, when a person pressed keys at the same time.

A payment code is told by its beginning and check digit: the keys that stand before and after it are the person's. One
digit in the middle of it is ambiguous by that alone (each tenth wrong guess has a right check digit), so the scanner's
even rhythm must agree; where both leave a doubt, nothing is guessed. Pure.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Sequence

from backend_stub.contract.code_text import PAYMENT_CODE_LENGTH

_MOST_BEFORE = 2  # keys that may precede a scan of another kind
_LONG_TIMES = 4  # a gap so many times the usual one stands between a person's key and a scan
_LONG_LEAST_S = 0.020
_CLEARLY = 2.0  # how many times more even the best rhythm must be than the next

IsCode = Callable[[Sequence[int]], bool]


def scanner_keys(times: Sequence[float], digits: Sequence[bool], is_code: IsCode) -> tuple[int, ...]:
    """The places of the scanner's keys. `is_code` says whether the keys at these places make a payment code."""
    everything = tuple(range(len(times)))
    only_digits = tuple(place for place in everything if digits[place])
    for places in (everything, only_digits):
        if is_code(places):
            return places
    return (
        _without_one(only_digits, times, is_code) or _apart(only_digits, times, is_code) or everything[_begin(times) :]
    )


def _apart(places: Sequence[int], times: Sequence[float], is_code: IsCode) -> tuple[int, ...]:
    """A payment code with keys before and after it that stand clearly apart."""
    for start in range(len(places) - PAYMENT_CODE_LENGTH + 1):
        run = tuple(places[start : start + PAYMENT_CODE_LENGTH])
        if is_code(run) and _is_apart(run, times):
            return run
    return ()


def _is_apart(run: Sequence[int], times: Sequence[float]) -> bool:
    first, last = run[0], run[-1]
    before_s = times[first] - times[first - 1] if first else _LONG_LEAST_S
    after_s = times[last + 1] - times[last] if last + 1 < len(times) else _LONG_LEAST_S
    return min(before_s, after_s) >= _LONG_LEAST_S


def _without_one(places: Sequence[int], times: Sequence[float], is_code: IsCode) -> tuple[int, ...]:
    """A payment code with one key pressed in its midst."""
    if len(places) != PAYMENT_CODE_LENGTH + 1:
        return ()
    left_out = [tuple(place for place in places if place != other) for other in places]
    ranked = sorted((_unevenness(run, times), run) for run in left_out if is_code(run))
    if not ranked:
        return ()
    best, run = ranked[0]
    is_clear = len(ranked) == 1 or ranked[1][0] > _CLEARLY * best
    return run if is_clear else ()


def _unevenness(places: Sequence[int], times: Sequence[float]) -> float:
    gaps = [times[after] - times[before] for before, after in itertools.pairwise(places)]
    return statistics.pvariance(gaps)


def _begin(times: Sequence[float]) -> int:
    """Where a scan of another kind begins: after a person's key there is a gap many times as long as the others."""
    gaps = [after - before for before, after in itertools.pairwise(times)]
    if len(gaps) <= _MOST_BEFORE:
        return 0
    long_s = max(_LONG_LEAST_S, _LONG_TIMES * statistics.median(gaps))
    return max((place + 1 for place in range(_MOST_BEFORE) if gaps[place] >= long_s), default=0)
