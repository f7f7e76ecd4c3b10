"""Keeps asking the platform until every attempt and every refund has its answer; also what an earlier run left open.

Called from the main thread, works on the gateway's loop, tells `events` through `deliver` (the bridge), which brings each
call to the main thread. Nothing here forces an end: a case is over when the evidence is in.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import itertools
from collections.abc import Callable, Coroutine
from typing import TypeVar

import structlog

from backend_stub.contract import Problem, Redemption
from pos_app.case import Case, Tools
from pos_app.gateway import Gateway, GatewayStoppedError
from pos_app.outbox import SqliteOutbox
from pos_app.pacing import Pace
from pos_app.presenters.ports import OutboxError, PlatformEvents, RefundAttempt
from pos_app.presenters.sell_state import Line
from pos_app.refund_case import RefundCase
from pos_app.results import Answered, NoAnswer, Reason, Result

SLOW_S = 2.0
_log = structlog.get_logger(__name__)
T = TypeVar("T")


class Resolver:
    """The presenter's `Platform`.

    `deliver` takes a call and makes it on the main thread; `now` is aware UTC; `new_id` makes ids (UUIDv7).
    """

    def __init__(
        self,
        gateway: Gateway,
        outbox: SqliteOutbox,
        deliver: Callable[[Callable[[], None]], None],
        *,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        pace: Pace | None = None,
    ) -> None:
        self._gateway = gateway
        self._outbox = outbox
        self._deliver = deliver
        self._now = now
        self._new_id = new_id
        self._pace = pace or Pace()
        self._cases: dict[str, Case] = {}
        self._refunds: set[str] = set()
        self._line: Line | None = None
        self._events: PlatformEvents | None = None
        self._is_loading = False
        self._load_again = False

    def start(self, events: PlatformEvents) -> None:
        """Names who is told, and begins to watch the line. The gateway must run."""
        self._events = events
        self._tools = Tools(
            asking=_Watched(self._gateway, self._note_line),
            outbox=self._outbox,
            events=_Delivered(events, self._deliver),
            pace=self._pace,
            now=self._now,
            new_id=self._new_id,
        )
        self._on_loop(lambda: self._gateway.spawn(self._heartbeat()))

    def take(self, attempt_id: str) -> None:
        """Submits an attempt that is in the outbox, until it is answered."""
        self._on_loop(lambda: self._open(attempt_id, is_watched=True, is_resumed=False))

    def stop(self, attempt_id: str) -> None:
        """Reverses an attempt until that is answered; also one whose answer is already on its way to the screen."""
        self._on_loop(lambda: self._stop(attempt_id))

    def set_aside(self, attempt_id: str) -> None:
        """Asks for this attempt at the slower pace."""

        def aside() -> None:
            if case := self._cases.get(attempt_id):
                case.set_aside()

        self._on_loop(aside)

    def refund(self, refund_id: str) -> None:
        """Sends a refund that is in the outbox until it is answered."""
        self._on_loop(lambda: self._open_refund(refund_id, is_resumed=False))

    def resume(self) -> None:
        """Takes up everything that the outbox holds unanswered, at the slower pace."""
        attempts, refunds = self._outbox.unresolved(), self._outbox.unresolved_refunds()

        def begin() -> None:
            for attempt in attempts:
                self._open(attempt.attempt_id, is_watched=False, is_resumed=True)
            for refund in refunds:
                self._open_refund(refund.refund_id, is_resumed=True)

        self._on_loop(begin)

    def load(self) -> None:
        """Asks for context and today's sales until both came; a call meanwhile makes it ask once more."""

        def begin() -> None:
            if self._is_loading:
                self._load_again = True
            else:
                self._is_loading = True
                self._gateway.spawn(self._load())

        self._on_loop(begin)

    def _on_loop(self, call: Callable[[], object]) -> None:
        try:
            self._gateway.call_soon(call)
        except GatewayStoppedError:
            _log.info("resolver.after_stop")  # the outbox keeps it for the next start

    def _open(self, attempt_id: str, *, is_watched: bool, is_resumed: bool) -> Case | None:
        try:
            attempt = None if attempt_id in self._cases else self._outbox.find(attempt_id)
        except OutboxError as error:
            _log.error("resolver.outbox", error=str(error))
            return None
        if attempt is None:
            return None
        case = Case(attempt, self._tools, is_watched=is_watched, is_resumed=is_resumed)
        self._cases[attempt_id] = case
        self._gateway.spawn(self._work(case))
        return case

    async def _work(self, case: Case) -> None:
        """Runs a case to its end; should it break on a bug of ours, it is taken up again, with the same id."""
        try:
            await case.run()
        except Exception:  # noqa: BLE001 -- whatever it is, the attempt must not be lost
            _log.exception("resolver.case_broke", attempt_id=case.attempt_id)
            await asyncio.sleep(self._pace.slowest_s)
            del self._cases[case.attempt_id]
            self._open(case.attempt_id, is_watched=case.is_watched, is_resumed=True)
        else:
            del self._cases[case.attempt_id]

    def _stop(self, attempt_id: str) -> None:
        case = self._cases.get(attempt_id) or self._open(attempt_id, is_watched=True, is_resumed=True)
        if case is None:
            return
        try:
            noted = self._outbox.find(attempt_id)
        except OutboxError:
            noted = None  # the disk fails: the reversal goes out all the same
        case.stop(noted.reversal_id if noted else None)

    def _open_refund(self, refund_id: str, *, is_resumed: bool) -> None:
        try:
            refund = None if refund_id in self._refunds else self._outbox.find_refund(refund_id)
        except OutboxError as error:
            _log.error("resolver.outbox", error=str(error))
            return
        if refund is None or refund.is_done:
            return
        self._refunds.add(refund_id)
        self._gateway.spawn(self._work_refund(refund, is_resumed=is_resumed))

    async def _work_refund(self, refund: RefundAttempt, *, is_resumed: bool) -> None:
        events = _Delivered(self._told, self._deliver)
        case = RefundCase(refund, self._gateway, self._outbox, events, self._now, may_have_arrived=is_resumed)
        try:
            for times in itertools.count(1):
                if await case.ask():
                    return
                await asyncio.sleep(self._pace.after_s(times, is_watched=False))
        finally:
            self._refunds.discard(refund.refund_id)

    @property
    def _told(self) -> PlatformEvents:
        assert self._events is not None, "start() names who is told"
        return self._events

    async def _load(self) -> None:
        for times in itertools.count(1):
            self._load_again = False
            if await self._load_once() and not self._load_again:
                break
            if not self._load_again:
                await asyncio.sleep(self._pace.after_s(times, is_watched=False))
        self._is_loading = False

    async def _load_once(self) -> bool:
        context = await _timed(self._gateway.context, self._note_line)
        if not isinstance(context, Answered):
            return False
        self._deliver(functools.partial(self._told.context_loaded, context.value))
        today = await _timed(self._gateway.today, self._note_line)
        if not isinstance(today, Answered):
            return False
        self._deliver(functools.partial(self._told.today_loaded, today.value.items))
        return True

    async def _heartbeat(self) -> None:
        while True:
            await asyncio.sleep(self._pace.heartbeat_s)
            await _timed(self._gateway.health, self._note_line)

    def _note_line(self, line: Line) -> None:
        if line is not self._line:
            self._line = line
            self._deliver(functools.partial(self._told.line_changed, line))


def line_after(result: Result[object], took_s: float) -> Line:
    """What one request says of the connection."""
    if isinstance(result, NoAnswer):
        return Line.OFFLINE if result.reason is Reason.NO_CONNECTION else Line.SLOW
    return Line.SLOW if took_s > SLOW_S else Line.ONLINE


async def _timed(ask: Callable[[], Coroutine[None, None, Result[T]]], note: Callable[[Line], None]) -> Result[T]:
    clock = asyncio.get_running_loop().time
    began = clock()
    result = await ask()
    note(line_after(result, clock() - began))
    return result


class _Watched:
    """The gateway, with an eye on how the line is."""

    def __init__(self, gateway: Gateway, note: Callable[[Line], None]) -> None:
        self._gateway = gateway
        self._note = note

    async def submit(self, attempt_id: str, body: bytes) -> Result[Redemption]:
        return await _timed(functools.partial(self._gateway.submit, attempt_id, body), self._note)

    async def query(self, attempt_id: str) -> Result[Redemption]:
        return await _timed(functools.partial(self._gateway.query, attempt_id), self._note)

    async def reverse(self, attempt_id: str, reversal_id: str) -> Result[Redemption]:
        return await _timed(functools.partial(self._gateway.reverse, attempt_id, reversal_id), self._note)


class _Delivered:
    """The presenter's events, each call brought to the main thread."""

    def __init__(self, events: PlatformEvents, deliver: Callable[[Callable[[], None]], None]) -> None:
        self._events = events
        self._deliver = deliver

    def redemption_answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        self._deliver(lambda: self._events.redemption_answered(attempt_id, redemption, after_stop=after_stop))

    def redemption_rejected(self, attempt_id: str, problem: Problem) -> None:
        self._deliver(lambda: self._events.redemption_rejected(attempt_id, problem))

    def attempt_asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        self._deliver(lambda: self._events.attempt_asked(attempt_id, times, next_at))

    def attempt_unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        self._deliver(lambda: self._events.attempt_unanswered(attempt_id, never_sent=never_sent))

    def refund_answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        self._deliver(lambda: self._events.refund_answered(refund_id, amount_minor, refunded_total_minor))

    def refund_rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        self._deliver(lambda: self._events.refund_rejected(refund_id, problem, retry_after_s))

    def refund_unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        self._deliver(lambda: self._events.refund_unanswered(refund_id, never_sent=never_sent))
