"""The door to the platform: an asyncio thread with one line (`line.py`), in process or over https.

Whether the platform is an ASGI application in this process or a server far away is one constructor argument. Lower errors
end here; what comes out is `Answered`, `Rejected` or `NoAnswer` (`results.py`):

    what went wrong                                          comes out as
    httpx.ConnectError, ConnectTimeout, PoolTimeout,
      ProxyError, UnsupportedProtocol, InvalidURL            NoAnswer, nothing was sent
    any other httpx error, time-out, broken connection       NoAnswer, may have been sent
    5xx, 3xx, a reply that is not the platform's             NoAnswer, may have been sent
    4xx with a problem detail of the platform's              Rejected: this request did nothing
    anything else that is raised                             NoAnswer, may have been sent, and our bug in the log

    GatewayError               an address that can't be one
    └── GatewayStoppedError   asked after `stop`
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar, cast
from urllib.parse import urlencode

import httpx
import msgspec
import structlog

from backend_stub.contract import (
    Health,
    Problem,
    ProblemCode,
    Redemption,
    RedemptionList,
    Refund,
    ReversalRequest,
    TillContext,
)
from pos_app.line import AsgiApp, Line
from pos_app.presenters.asking import Request
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result

T = TypeVar("T")

ASK_TIMEOUT_S = 8.0
OPENING_TIMEOUT_S = 60.0  # for a platform of this process that is only to come
_STOP_WAIT_S = 5.0
_REJECTING = frozenset((400, 401, 403, 404, 405, 409, 413, 415, 422, 429))
_LONGEST_RETRY_AFTER_S = 86_400
_log = structlog.get_logger(__name__)

# First match wins: the more special class stands before the general one.
_LOWER_ERRORS: tuple[tuple[type[BaseException], Reason, bool], ...] = (
    (httpx.ConnectError, Reason.NO_CONNECTION, False),
    (httpx.ConnectTimeout, Reason.NO_CONNECTION, False),
    (httpx.PoolTimeout, Reason.NO_CONNECTION, False),
    (httpx.ProxyError, Reason.NO_CONNECTION, False),
    (httpx.UnsupportedProtocol, Reason.OUR_BUG, False),
    (httpx.InvalidURL, Reason.OUR_BUG, False),
    (httpx.LocalProtocolError, Reason.OUR_BUG, True),
    (httpx.StreamError, Reason.OUR_BUG, True),
    (httpx.CookieConflict, Reason.OUR_BUG, True),
    (httpx.DecodingError, Reason.UNREADABLE, True),
    (httpx.TooManyRedirects, Reason.UNREADABLE, True),
    (httpx.HTTPStatusError, Reason.UNREADABLE, True),
    (httpx.TimeoutException, Reason.TIMED_OUT, True),
    (TimeoutError, Reason.TIMED_OUT, True),
    (httpx.TransportError, Reason.TORN, True),
    (httpx.HTTPError, Reason.TORN, True),
    (OSError, Reason.TORN, True),
)


class GatewayError(Exception):
    """The gateway itself can't be used."""


class GatewayStoppedError(GatewayError):
    """The gateway was stopped, or not started yet."""


def no_answer(error: Exception) -> NoAnswer:
    """What a lower error says about the request it ended. Its text is not carried: it could hold a URL or a header."""
    for kind, reason, was_sent in _LOWER_ERRORS:
        if isinstance(error, kind):
            return NoAnswer(reason, was_sent, type(error).__name__)
    return NoAnswer(Reason.OUR_BUG, was_sent=True, detail=type(error).__name__)


class Gateway:
    """The platform's HTTP API as typed coroutines, which run on the gateway's own loop and thread.

    `platform` is an ASGI application, an `https://` address, or a transport of httpx's; `token` the till's own, sent with
    every request and nowhere written. `opened` returns when a platform that is to come is there: each request's time-out, in
    seconds, begins then. Coroutines below never raise for what a network or a server may do.
    """

    def __init__(
        self,
        platform: AsgiApp | httpx.AsyncBaseTransport | str,
        token: str,
        *,
        ask_timeout_s: float = ASK_TIMEOUT_S,
        opened: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        try:
            self._line = Line(platform, token)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise GatewayError("the platform's address can't be used; write it like https://pay.example.com") from None
        self._ask_timeout_s = ask_timeout_s
        self._opened = opened
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="gateway", daemon=True)

    def start(self) -> None:
        """Starts the thread and returns when its loop runs."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Ends what runs, closes the client and joins the thread. What was under way ends without an answer."""
        loop, stopping = self._loop, self._stopping
        if loop is not None and stopping is not None and not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)
        if self._thread.is_alive():
            self._thread.join(_STOP_WAIT_S)

    def post(self, work: Callable[[], Coroutine[None, None, T]], then: Callable[[T], None] | None = None) -> None:
        """Runs `work()` on the gateway's loop; `then` gets what it returns, on the gateway's thread. From any thread."""

        async def run() -> None:
            value = await work()
            if then is not None:
                then(value)

        self.call_soon(lambda: self.spawn(run()))

    def call_soon(self, call: Callable[[], object]) -> None:
        """Calls `call` on the gateway's loop, soon and in order. GatewayStoppedError when it does not run."""
        if self._loop is None or self._loop.is_closed():
            raise GatewayStoppedError("the gateway does not run")
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError as error:
            raise GatewayStoppedError("the gateway was stopped") from error

    async def submit(self, attempt_id: str, body: bytes) -> Result[Redemption]:
        """P6: submits an attempt; `body` is its RedemptionRequest as JSON, the same bytes every time."""
        sent = await self._ask("POST", "/v1/redemptions", Redemption, key=attempt_id, body=body)
        return _about(attempt_id, sent)

    async def query(self, attempt_id: str) -> Result[Redemption]:
        """What the platform knows of an attempt; Rejected with `not_found` for one it has never seen."""
        return _about(attempt_id, await self._ask("GET", f"/v1/redemptions/{attempt_id}", Redemption))

    async def reverse(self, attempt_id: str, reversal_id: str) -> Result[Redemption]:
        """Ends an attempt: closed if unpaid, given back if paid. Safe to repeat with the same `reversal_id`."""
        body = msgspec.json.encode(ReversalRequest(reason="stopped at the till"))
        path = f"/v1/redemptions/{attempt_id}/reversal"
        return _about(attempt_id, await self._ask("POST", path, Redemption, key=reversal_id, body=body))

    async def refund(self, refund_id: str, body: bytes) -> Result[Refund]:
        """Gives back all or a part of a paid sale; `body` is a RefundRequest as JSON, the same bytes every time."""
        return _about_refund(refund_id, await self._ask("POST", "/v1/refunds", Refund, key=refund_id, body=body))

    async def query_refund(self, refund_id: str) -> Result[Refund]:
        """What the platform knows of a refund; Rejected with `not_found` for one that was never done."""
        return _about_refund(refund_id, await self._ask("GET", f"/v1/refunds/{refund_id}", Refund))

    async def today(self, limit: int = 50) -> Result[RedemptionList]:
        """The till's latest attempts, newest first."""
        return await self._ask("GET", f"/v1/redemptions?limit={limit}", RedemptionList)

    async def context(self) -> Result[TillContext]:
        """Who this till is, and the day's figures."""
        return await self._ask("GET", "/v1/till", TillContext)

    async def health(self) -> Result[Health]:
        """Whether the platform can take payments."""
        return await self._ask("GET", "/v1/health", Health)

    async def ask(self, request: Request[T], token: str | None = None) -> Result[T]:
        """Whatever a page asks; with an operator's `token` instead of the till's."""
        given = {name: _query(value) for name, value in request.query.items() if value is not None}
        path = f"{request.path}?{urlencode(given)}" if given else request.path
        body = None if request.body is None else msgspec.json.encode(request.body)
        return await self._ask(
            request.method, path, request.reply, key=request.key, body=body, timeout_s=request.timeout_s, token=token
        )

    async def _ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        key: str | None = None,
        body: bytes | None = None,
        timeout_s: float | None = None,
        token: str | None = None,
    ) -> Result[T]:
        headers = {} if key is None else {"idempotency-key": key, "content-type": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        try:
            if self._opened is not None:
                async with asyncio.timeout(OPENING_TIMEOUT_S):
                    await self._opened()
            # ASGITransport knows no time-outs of its own.
            async with asyncio.timeout(timeout_s or self._ask_timeout_s):
                response = await self._line.ask(method, path, headers, body)
        except Exception as error:  # noqa: BLE001 -- the seam: whatever it is, the outcome is not known
            outcome = no_answer(error)
            if outcome.reason is Reason.OUR_BUG:
                _log.error("gateway.our_bug", method=method, error=type(error).__name__)
            return outcome
        return _read(response, kind)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """A task on the gateway's loop, kept until done; only from the gateway's own thread.

        What it raises is our bug: logged, never lost.
        """
        assert self._loop is not None
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("gateway.task_failed", error=type(error).__name__, exc_info=error)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._ready.set()
        async with contextlib.aclosing(self._line):
            await self._stopping.wait()
            while self._tasks:
                tasks = tuple(self._tasks)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Runs on uvloop where there is one (not on Windows): a payment crosses this loop a dozen times."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _query(value: str | int | bool) -> str:  # noqa: FBT001  # a value of a query
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(response: httpx.Response, kind: type[T]) -> Result[T]:
    """The reply as a contract message, or a file as it came, or why it is neither."""
    status = response.status_code
    try:
        if status == httpx.codes.OK:
            if kind is bytes:
                return Answered(cast("T", response.content))
            return Answered(msgspec.json.decode(response.content, type=kind))
        if status in _REJECTING:
            problem = msgspec.json.decode(response.content, type=Problem)
            if problem.code not in {ProblemCode.UNKNOWN_OUTCOME, ProblemCode.OUR_BUG, ProblemCode.UNAVAILABLE}:
                return Rejected(problem, _retry_after_s(response))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return NoAnswer(Reason.UNREADABLE, was_sent=True, detail=f"status {status}")
    trouble = Reason.SERVER_TROUBLE if status >= httpx.codes.INTERNAL_SERVER_ERROR else Reason.UNREADABLE
    return NoAnswer(trouble, was_sent=True, detail=f"status {status}")


def _retry_after_s(response: httpx.Response) -> int | None:
    """Whole seconds of `Retry-After`; None for none, and for its form with a date, which our platform does not send."""
    text = response.headers.get("Retry-After", "")
    return min(int(text), _LONGEST_RETRY_AFTER_S) if text.isascii() and text.isdigit() else None


def _about(attempt_id: str, sent: Result[Redemption]) -> Result[Redemption]:
    """An answer about another attempt is no answer."""
    if isinstance(sent, Answered) and sent.value.attempt_id != attempt_id:
        return NoAnswer(Reason.UNREADABLE, was_sent=True, detail="another attempt's answer")
    return sent


def _about_refund(refund_id: str, sent: Result[Refund]) -> Result[Refund]:
    """As `_about`, for a refund."""
    if isinstance(sent, Answered) and sent.value.refund_id != refund_id:
        return NoAnswer(Reason.UNREADABLE, was_sent=True, detail="another refund's answer")
    return sent
