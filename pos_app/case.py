"""One attempt on its way to an answer: submitted, asked about or reversed with the same id until the evidence is in.

    SUBMIT --answer--> over          SUBMIT --awaits the customer--> QUERY --answer--> over
    SUBMIT --nothing left the till, or a person stops it--> REVERSE --answer--> over
    SUBMIT --a repeat is rejected: says nothing of the first--> QUERY --never seen--> REVERSE

Runs on the gateway's loop. While somebody waits, a further asking begins every three seconds beside those still out: all
carry the same id, so whichever answers first speaks for all.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from backend_stub.contract import Outcome, Problem, ProblemCode, Redemption
from pos_app.pacing import Pace
from pos_app.presenters.ports import Attempt, AttemptState, OutboxError
from pos_app.results import Answered, NoAnswer, Rejected, Result
from pos_app.seal import SealBrokenError

MOST_AT_ONCE = 4
# The door is closed for now, whatever stands behind it: no evidence about the attempt.
_COME_BACK = frozenset((ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.TOO_MANY_TRIES))
_log = structlog.get_logger(__name__)


class Way(enum.Enum):
    """What is asked next."""

    SUBMIT = "submit"
    QUERY = "query"
    REVERSE = "reverse"


class Asking(Protocol):
    """What a case needs of the gateway."""

    async def submit(self, attempt_id: str, body: bytes) -> Result[Redemption]:
        """Submits."""

    async def query(self, attempt_id: str) -> Result[Redemption]:
        """Asks."""

    async def reverse(self, attempt_id: str, reversal_id: str) -> Result[Redemption]:
        """Ends."""


class CaseOutbox(Protocol):
    """What a case needs of the outbox."""

    def body(self, attempt_id: str) -> bytes | None:
        """The request body."""

    def note_try(self, attempt_id: str, now: dt.datetime) -> None:
        """One asking ended without an answer."""

    def stop(self, attempt_id: str, reversal_id: str) -> None:
        """It is to be reversed."""

    def finish(self, attempt_id: str, outcome: str, now: dt.datetime, *, after_stop: bool = False) -> bool:
        """It is answered."""


class CaseEvents(Protocol):
    """Who is told; see `presenters.ports.PlatformEvents`."""

    def redemption_answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        """Answered."""

    def redemption_rejected(self, attempt_id: str, problem: Problem) -> None:
        """Certainly not carried out."""

    def attempt_asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        """Being asked."""

    def attempt_unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        """No answer this time."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What all cases share."""

    asking: Asking
    outbox: CaseOutbox
    events: CaseEvents
    pace: Pace
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]


class Case:
    """An attempt until it is over. `is_watched`: somebody waits for it; `is_resumed`: an earlier run may have sent it."""

    def __init__(self, attempt: Attempt, tools: Tools, *, is_watched: bool, is_resumed: bool) -> None:
        self.attempt_id = attempt.attempt_id
        self.is_watched = is_watched
        self._tools = tools
        self._reversal_id = attempt.reversal_id
        self._is_stopping = False
        self._is_awaiting = False
        self._may_have_arrived = is_resumed
        self._is_over = False
        self._way = Way.SUBMIT
        self._body = self._read_body() if attempt.state is not AttemptState.DONE else None
        self._times = 0
        self._next_at = 0.0
        self._asks: set[asyncio.Task[Result[Redemption]]] = set()
        self._woken = asyncio.Event()
        if attempt.state is AttemptState.STOPPING:
            self._turn_back()
        elif self._body is None:
            self._way = Way.QUERY

    async def run(self) -> None:
        """Asks until the evidence is in."""
        try:
            while not self._is_over:
                self._begin_ask()
                await self._until_next_ask()
        finally:
            self._drop_asks()

    def stop(self, reversal_id: str | None) -> None:
        """A person wants the money back, or the sale not to happen. What is out is let go: its answer decides nothing."""
        if not self._is_stopping:
            self._reversal_id = self._reversal_id or reversal_id
            self._turn_back()
            self._hurry()

    def set_aside(self) -> None:
        """Nobody waits any longer."""
        self.is_watched = False

    def _read_body(self) -> bytes | None:
        try:
            return self._tools.outbox.body(self.attempt_id)
        except (SealBrokenError, OutboxError) as error:
            _log.error("case.body_unreadable", attempt_id=self.attempt_id, error=type(error).__name__)
            return None

    def _turn_back(self) -> None:
        self._is_stopping = True
        self._is_awaiting = False
        self._way = Way.REVERSE
        self._reversal_id = self._reversal_id or self._tools.new_id()
        self._drop_asks()

    def _hurry(self) -> None:
        self._next_at = asyncio.get_running_loop().time()
        self._woken.set()

    def _begin_ask(self) -> None:
        if self._asks:
            self._may_have_arrived = True
        self._times += 1
        loop = asyncio.get_running_loop()
        pause_s = self._tools.pace.beside_s(self._times)
        goes_beside = self.is_watched and self._way is Way.SUBMIT
        self._next_at = loop.time() + pause_s if goes_beside else float("inf")
        self._asks.add(loop.create_task(self._ask()))
        next_at = self._tools.now() + dt.timedelta(seconds=pause_s)
        self._tools.events.attempt_asked(self.attempt_id, self._times, next_at)

    async def _ask(self) -> Result[Redemption]:
        if self._way is Way.SUBMIT and self._body is not None:
            return await self._tools.asking.submit(self.attempt_id, self._body)
        if self._way is Way.REVERSE and self._reversal_id is not None:
            return await self._tools.asking.reverse(self.attempt_id, self._reversal_id)
        return await self._tools.asking.query(self.attempt_id)

    async def _until_next_ask(self) -> None:
        """Takes answers in until the next asking is due."""
        loop = asyncio.get_running_loop()
        while not self._is_over:
            left_s = self._next_at - loop.time()
            if left_s <= 0 and len(self._asks) < MOST_AT_ONCE:
                return
            self._woken.clear()
            woken = loop.create_task(self._woken.wait())
            try:
                waits = {woken, *self._asks}
                timeout = None if left_s == float("inf") else max(left_s, 0.0)
                # At the most askings at once there is nothing to begin: wait for one of them instead.
                timeout = None if len(self._asks) >= MOST_AT_ONCE else timeout
                done, _ = await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            finally:
                woken.cancel()
            for ask in [task for task in self._asks if task in done]:
                if ask in self._asks and not self._is_over:
                    self._asks.discard(ask)
                    self._take_in(ask.result())

    def _take_in(self, result: Result[Redemption]) -> None:
        handlers = {Way.SUBMIT: self._submitted, Way.QUERY: self._queried, Way.REVERSE: self._reversed}
        if isinstance(result, Answered):
            self._answered(result.value)
        else:
            handlers[self._way](result)
        if not self._is_over:
            pause_s = self._tools.pace.after_s(self._times, is_watched=self.is_watched, is_awaiting=self._is_awaiting)
            self._next_at = min(self._next_at, asyncio.get_running_loop().time() + pause_s)
            next_at = self._tools.now() + dt.timedelta(seconds=pause_s)
            self._tools.events.attempt_asked(self.attempt_id, self._times, next_at)

    def _answered(self, redemption: Redemption) -> None:
        if redemption.outcome is not Outcome.AWAITING_CUSTOMER:
            self._finish(redemption)
        elif self._is_stopping:
            self._way = Way.REVERSE
        else:
            self._drop_asks()
            self._way = Way.QUERY
            self._is_awaiting = True
            self._may_have_arrived = True
            self._tools.events.redemption_answered(self.attempt_id, redemption, after_stop=False)

    def _submitted(self, result: Rejected | NoAnswer) -> None:
        if isinstance(result, Rejected):
            self._submission_rejected(result.problem)
        elif not result.was_sent and not self._may_have_arrived:
            self._never_sent()
        else:
            self._may_have_arrived = True
            self._unanswered()

    def _submission_rejected(self, problem: Problem) -> None:
        if not self._may_have_arrived:
            self._is_over = True
            self._note_finished("rejected")
            self._tools.events.redemption_rejected(self.attempt_id, problem)
            return
        if problem.code not in _COME_BACK:
            # This repeat did nothing, but the one before may have: ask what is known of it.
            self._drop_asks()
            self._way = Way.QUERY
        self._unanswered()

    def _never_sent(self) -> None:
        """Nothing left the till: said at once, and the attempt is closed at the platform when the line is back."""
        self._turn_back()
        self.is_watched = False
        self._note_stopping()
        self._tools.events.attempt_unanswered(self.attempt_id, never_sent=True)

    def _queried(self, result: Rejected | NoAnswer) -> None:
        if isinstance(result, Rejected) and result.problem.code is ProblemCode.NOT_FOUND:
            self._turn_back()
            self._note_stopping()
        self._unanswered()

    def _reversed(self, result: Rejected | NoAnswer) -> None:
        if isinstance(result, Rejected) and result.problem.code not in _COME_BACK:
            self._way = Way.QUERY
        self._unanswered()

    def _unanswered(self) -> None:
        try:
            self._tools.outbox.note_try(self.attempt_id, self._tools.now())
        except OutboxError as error:
            _log.warning("case.try_not_noted", attempt_id=self.attempt_id, error=str(error))
        self._tools.events.attempt_unanswered(self.attempt_id, never_sent=False)

    def _finish(self, redemption: Redemption) -> None:
        self._is_over = True
        is_news = self._note_finished(redemption.outcome)
        if is_news or self._is_stopping:
            self._tools.events.redemption_answered(self.attempt_id, redemption, after_stop=self._is_stopping)

    def _note_finished(self, outcome: str) -> bool:
        """False where a reversal was noted meanwhile. A disk that fails now costs one more asking after a restart."""
        now = self._tools.now()
        try:
            return self._tools.outbox.finish(self.attempt_id, outcome, now, after_stop=self._is_stopping)
        except OutboxError as error:
            _log.error("case.answer_not_noted", attempt_id=self.attempt_id, error=str(error))
            return True

    def _note_stopping(self) -> None:
        assert self._reversal_id is not None
        try:
            self._tools.outbox.stop(self.attempt_id, self._reversal_id)
        except OutboxError as error:
            _log.error("case.stop_not_noted", attempt_id=self.attempt_id, error=str(error))

    def _drop_asks(self) -> None:
        for ask in self._asks:
            ask.cancel()
        self._asks.clear()
