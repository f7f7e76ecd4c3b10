"""How often something may be done: counted in rows, so that it holds whichever process is asked.

A window begins with the first try and ends `within_s` later, whatever comes meanwhile; then the count begins anew. So twice
`times` can fall together around the end of one window, and nobody waits longer than one: that is simple to say, and one row.
Whoever is limited is answered alike for what exists and what doesn't.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import SECOND, Instant, Tally, altered
from backend_stub.domain.state import Broken, Decision, Moment, State

HOUR_S, DAY_S = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds."""

    name: str
    times: int
    within_s: int


# A shop's guests share one address: what is counted for a network is wide for people and narrow for machines.
SIGN_UPS = Limit("sign_up", 30, HOUR_S)  # tried from a network, whether or not the handle was free
SIGN_INS = Limit("sign_in", 60, 600)  # tried from a network, for whomever; each handle has delays of its own
MISSES = Limit("miss", 10, DAY_S)  # handles nobody has, by a customer: who mistypes, not who looks for people
NETWORK_MISSES = Limit("network_miss", 60, DAY_S)  # the same by all customers of a network
MERCHANT_MISSES = Limit("merchant_miss", 30, DAY_S)  # the same by a merchant's staff


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody under a limit; `id` is a keyed hash of which limit and who."""

    id: str
    limit: Limit


def wait_s(tally: Tally | None, limit: Limit, now: int) -> int:
    """Seconds until there is room for one more. More than a whole window can't be left: then the clock was put back."""
    if tally is None or tally.times < limit.times:
        return 0
    left_s = -(-(tally.ends_at - now) // SECOND)
    return left_s if 0 < left_s <= limit.within_s else 0


def full(state: State, counted: Iterable[Counted], moment: Moment, field: str | None) -> Broken | None:
    """The answer while any of these has no room; nothing is counted."""
    waits = max((wait_s(state.get(Tally, one.id), one.limit, moment.now) for one in counted), default=0)
    return Broken(ProblemCode.TOO_MANY_TRIES, str(waits), field) if waits else None


def counting(decision: Decision, state: State, counted: Iterable[Counted], moment: Moment) -> Decision:
    """The same decision, and one more for each of these."""
    new, changed = [*decision.new], [*decision.changed]
    for one in counted:
        tally = state.get(Tally, one.id)
        (changed if tally else new).append(_one_more(tally, one, moment.now))
    return Decision(decision.reply, tuple(new), tuple(changed))


def _one_more(tally: Tally | None, one: Counted, now: Instant) -> Tally:
    is_running = tally is not None and 0 < tally.ends_at - now <= one.limit.within_s * SECOND
    if tally is not None and is_running:
        return altered(tally, times=tally.times + 1)
    return Tally(one.id, 1, now + one.limit.within_s * SECOND)


@dataclass(frozen=True, slots=True)
class Count:
    """One more try of something that is decided elsewhere."""

    counted: Counted
    field: str | None


def count(state: State, command: Count, moment: Moment) -> Decision:
    """Counted, if there is room; else how long to wait."""
    no = full(state, (command.counted,), moment, command.field)
    if no is not None:
        return Decision(no)
    row = _one_more(state.get(Tally, command.counted.id), command.counted, moment.now)
    return Decision(row, changed=(row,)) if state.get(Tally, row.id) else Decision(row, new=(row,))
