"""One refund on its way to an answer: sent with the same id until it is known whether the money went back.

A refund has no reversal. Where a repeat is rejected although the first may have been served, the platform is asked
whether it knows this refund: that is the evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

import structlog

from backend_stub.contract import Problem, ProblemCode, Refund
from pos_app.presenters.ports import OutboxError, RefundAttempt
from pos_app.results import Answered, NoAnswer, Rejected, Result
from pos_app.seal import SealBrokenError

_COME_BACK = frozenset((ProblemCode.UNAUTHENTICATED, ProblemCode.TOO_MANY_TRIES))
_NOT_DONE = Problem(
    type="about:blank",
    title="Not given back",
    status=409,
    code=ProblemCode.CONFLICT,
    detail="This refund was not carried out. Ask for it again.",
)
_log = structlog.get_logger(__name__)


class RefundAsking(Protocol):
    """What a refund needs of the gateway."""

    async def refund(self, refund_id: str, body: bytes) -> Result[Refund]:
        """Sends it."""

    async def query_refund(self, refund_id: str) -> Result[Refund]:
        """Asks about it."""


class RefundOutbox(Protocol):
    """What a refund needs of the outbox."""

    def refund_body(self, refund_id: str) -> bytes | None:
        """The request body."""

    def note_refund_try(self, refund_id: str, now: dt.datetime) -> None:
        """One asking ended without an answer."""

    def finish_refund(self, refund_id: str, outcome: str, now: dt.datetime) -> None:
        """It is answered."""


class RefundEvents(Protocol):
    """Who is told; see `presenters.ports.PlatformEvents`."""

    def refund_answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        """Given back."""

    def refund_rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        """Certainly not given back."""

    def refund_unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        """No answer this time."""


class RefundCase:
    """A refund until it is over; `ask` is one asking."""

    def __init__(
        self,
        refund: RefundAttempt,
        asking: RefundAsking,
        outbox: RefundOutbox,
        events: RefundEvents,
        now: Callable[[], dt.datetime],
        *,
        may_have_arrived: bool,
    ) -> None:
        self._refund = refund
        self._asking = asking
        self._outbox = outbox
        self._events = events
        self._now = now
        self._may_have_arrived = may_have_arrived

    async def ask(self) -> bool:
        """Asks once; True when it is over."""
        try:
            body = self._outbox.refund_body(self._refund.refund_id)
        except (SealBrokenError, OutboxError) as error:
            _log.error("refund.body_unreadable", error=type(error).__name__)
            body = None
        if body is None:
            return await self._looked_up(Rejected(_NOT_DONE))
        result = await self._asking.refund(self._refund.refund_id, body)
        if isinstance(result, Answered):
            return self._given_back(result.value)
        if isinstance(result, NoAnswer):
            return self._unanswered(was_sent=result.was_sent)
        if not self._may_have_arrived:
            return self._rejected(result)
        if result.problem.code in _COME_BACK:
            return self._unanswered(was_sent=True)
        return await self._looked_up(result)

    async def _looked_up(self, rejected: Rejected) -> bool:
        result = await self._asking.query_refund(self._refund.refund_id)
        if isinstance(result, Answered):
            return self._given_back(result.value)
        if isinstance(result, Rejected) and result.problem.code is ProblemCode.NOT_FOUND:
            return self._rejected(rejected)
        return self._unanswered(was_sent=True)

    def _given_back(self, done: Refund) -> bool:
        self._note_finished("refunded")
        self._events.refund_answered(done.refund_id, done.amount_minor, done.refunded_total_minor)
        return True

    def _rejected(self, rejected: Rejected) -> bool:
        self._note_finished("rejected")
        self._events.refund_rejected(self._refund.refund_id, rejected.problem, rejected.retry_after_s)
        return True

    def _unanswered(self, *, was_sent: bool) -> bool:
        if not was_sent and not self._may_have_arrived:
            self._note_finished("not_sent")
            self._events.refund_unanswered(self._refund.refund_id, never_sent=True)
            return True
        self._may_have_arrived = True
        try:
            self._outbox.note_refund_try(self._refund.refund_id, self._now())
        except OutboxError as error:
            _log.warning("refund.try_not_noted", error=str(error))
        self._events.refund_unanswered(self._refund.refund_id, never_sent=False)
        return False

    def _note_finished(self, outcome: str) -> None:
        try:
            self._outbox.finish_refund(self._refund.refund_id, outcome, self._now())
        except OutboxError as error:
            _log.error("refund.answer_not_noted", error=str(error))
