"""What became of one request to the platform, as the till may rely on it.

Three ends and no fourth: an answer, evidence that this request did nothing, or no knowledge. A time-out is never a
refusal: the platform may have done what was asked.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from backend_stub.contract import Problem

T_co = TypeVar("T_co", covariant=True)


class Reason(enum.Enum):
    """Why there is no answer."""

    NO_CONNECTION = "no_connection"  # refused or unreachable: nothing left the till
    TIMED_OUT = "timed_out"
    TORN = "torn"  # the connection broke on the way
    UNREADABLE = "unreadable"  # something came back that is no answer of the platform's
    SERVER_TROUBLE = "server_trouble"  # 5xx: it does not know itself
    OUR_BUG = "our_bug"  # the request could not be made as it was meant


@dataclass(frozen=True, slots=True)
class Answered(Generic[T_co]):
    """The platform's own word."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Rejected:
    """Evidence that *this request* did nothing. An earlier one with the same id may still have been served."""

    problem: Problem
    retry_after_s: int | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing is known, except that nothing left the till where `was_sent` is false. `detail` holds no secret."""

    reason: Reason
    was_sent: bool
    detail: str = ""


Result: TypeAlias = Answered[T_co] | Rejected | NoAnswer
