"""Operators and their PINs: a wrong PIN is counted, and delays the next try a little longer each time."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import ProblemCode, Role
from backend_stub.domain.records import SECOND, Operator, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken

FREE_TRIES = 3
LONGEST_DELAY_S = 900
MAY_APPROVE = (Role.MANAGER, Role.OWNER)


@dataclass(frozen=True, slots=True)
class PinTried:
    """A PIN was compared with its hash (that takes a while, and is done before); this counts the result."""

    operator_id: str
    merchant_id: str
    pin_hash: str  # the hash it was compared with: a PIN changed meanwhile does not count
    is_right: bool


def delay_s(failures: int) -> int:
    """Seconds until the next try after so many wrong ones in a row: none for three, then 30, 60, 120 ... 900."""
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, 10)
    return min(LONGEST_DELAY_S, 30 << doublings)


def must_wait(operator: Operator, now: int) -> Broken | None:
    """While a delay runs no PIN is looked at: the answer is the seconds that are left of it.

    More than the longest delay can't be left: then the clock was put back, and the manager need not wait it out.
    """
    left_s = -(-(operator.pin_locked_until - now) // SECOND)
    if not 0 < left_s <= LONGEST_DELAY_S:
        return None
    return Broken(ProblemCode.TOO_MANY_TRIES, str(left_s), "approval")


def pin_tried(state: State, command: PinTried, moment: Moment) -> Decision:
    """The operator, if the PIN was right, they may approve and no delay is running."""
    operator = state.get(Operator, command.operator_id)
    if operator is None or operator.merchant_id != command.merchant_id or operator.pin_hash != command.pin_hash:
        return broken(ProblemCode.FORBIDDEN, "this operator can't approve", "approval")
    if waiting := must_wait(operator, moment.now):
        return Decision(waiting)
    if not command.is_right:
        failures = operator.pin_failures + 1
        until = moment.now + delay_s(failures) * SECOND
        counted = altered(operator, pin_failures=failures, pin_locked_until=until)
        no = broken(ProblemCode.FORBIDDEN, "the PIN is not right", "approval")
        return Decision(no.reply, changed=(counted,))
    if operator.role not in MAY_APPROVE:
        return broken(ProblemCode.FORBIDDEN, "this needs a manager", "approval")
    cleared = altered(operator, pin_failures=0, pin_locked_until=0)
    return Decision(cleared, changed=(cleared,) if cleared != operator else ())
