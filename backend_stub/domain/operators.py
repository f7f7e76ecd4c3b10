"""Operators, their PINs and their sessions at a till.

A wrong PIN is counted, and delays the next try a little longer each time, whatever the PIN was keyed for. A session ends by
signing out, by its age, by not being used, and when somebody else signs in at the same till.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend_stub.contract import ProblemCode, Role
from backend_stub.domain.records import SECOND, Operator, OperatorSession, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken

FREE_TRIES = 3
LONGEST_DELAY_S = 900
MAY_APPROVE = (Role.MANAGER, Role.OWNER)
SESSION_AGE_S = 14 * 3600  # a long working day
SESSION_IDLE_S = 1800  # a till locks much sooner, by its own setting
USE_NOTED_AFTER_S = 60  # one write a minute tells that a session is in use

_FOR = {"approval": "approve", "pin": "sign in here"}


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
    tried = _tried(operator, command, moment, "approval")
    if tried is not None:
        return tried
    assert operator is not None
    if operator.role not in MAY_APPROVE:
        return broken(ProblemCode.FORBIDDEN, "this needs a manager", "approval")
    cleared = altered(operator, pin_failures=0, pin_locked_until=0)
    return Decision(cleared, changed=(cleared,) if cleared != operator else ())


def _tried(operator: Operator | None, command: PinTried, moment: Moment, field: str) -> Decision | None:
    """What a PIN that does not open anything leads to; None for the right one."""
    if operator is None or operator.merchant_id != command.merchant_id or operator.pin_hash != command.pin_hash:
        return broken(ProblemCode.FORBIDDEN, f"this operator can't {_FOR[field]}", field)
    if operator.disabled_at is not None:
        return broken(ProblemCode.FORBIDDEN, f"this operator can't {_FOR[field]}", field)
    if waiting := must_wait(operator, moment.now):
        return Decision(replace(waiting, field=field))
    if command.is_right:
        return None
    failures = operator.pin_failures + 1
    until = moment.now + delay_s(failures) * SECOND
    counted = altered(operator, pin_failures=failures, pin_locked_until=until)
    no = broken(ProblemCode.FORBIDDEN, "the PIN is not right", field)
    return Decision(no.reply, changed=(counted,))


# --- sessions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignIn:
    """A PIN was compared for a session at a till; the till drew the token, which was hashed before."""

    tried: PinTried
    session_id: str
    till_id: str
    token_hash: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """The end of a session. Ending one that is over changes nothing."""

    session_id: str


@dataclass(frozen=True, slots=True)
class NoteUse:
    """A session was used."""

    session_id: str


def is_open(session: OperatorSession, now: int) -> bool:
    """Whether a session still speaks for its operator."""
    is_fresh = now - session.used_at < SESSION_IDLE_S * SECOND
    return session.ended_at is None and now < session.expires_at and is_fresh


def sign_in(state: State, command: SignIn, moment: Moment) -> Decision:
    """The session; whoever was signed in at this till before is signed out."""
    before = state.get(OperatorSession, command.session_id)
    if before is not None:
        if before.request_hash == command.request_hash:
            return Decision(before)
        return broken(ProblemCode.KEY_REUSED, "this key was used for another sign-in")
    operator = state.get(Operator, command.tried.operator_id)
    tried = _tried(operator, command.tried, moment, "pin")
    if tried is not None:
        return tried
    assert operator is not None
    cleared = altered(operator, pin_failures=0, pin_locked_until=0)
    session = OperatorSession(
        id=command.session_id,
        token_hash=command.token_hash,
        operator_id=operator.id,
        merchant_id=operator.merchant_id,
        till_id=command.till_id,
        opened_at=moment.now,
        used_at=moment.now,
        expires_at=moment.now + SESSION_AGE_S * SECOND,
        ended_at=None,
        request_hash=command.request_hash,
    )
    others = [each for each in state.where(OperatorSession, "till_id", command.till_id) if each.ended_at is None]
    ended = tuple(altered(each, ended_at=moment.now) for each in others)
    return Decision(session, new=(session,), changed=(*ended, *((cleared,) if cleared != operator else ())))


def sign_out(state: State, command: SignOut, moment: Moment) -> Decision:
    """The session, over."""
    session = state.get(OperatorSession, command.session_id)
    if session is None:
        return broken(ProblemCode.NOT_FOUND, "no such session")
    if session.ended_at is not None:
        return Decision(session)
    ended = altered(session, ended_at=moment.now)
    return Decision(ended, changed=(ended,))


def note_use(state: State, command: NoteUse, moment: Moment) -> Decision:
    """The session, used now; one that is over stays over."""
    session = state.get(OperatorSession, command.session_id)
    if session is None or not is_open(session, moment.now):
        return broken(ProblemCode.UNAUTHENTICATED, "this session is over: sign in again")
    used = altered(session, used_at=max(moment.now, session.used_at))
    return Decision(used, changed=(used,))
