"""Fakes at the till's seams: plain Python, no mocks, good enough to run a whole sale on."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx
import keyring.backend
import keyring.errors
import msgspec

from backend_stub.contract import (
    Health,
    Operator,
    Outcome,
    Problem,
    ProblemCode,
    Redemption,
    RedemptionList,
    RedemptionRequest,
    Refund,
    RefundRequest,
    Refusal,
    RefusalDetail,
    Role,
    TillContext,
    payment_code,
)
from pos_app.presenters.ports import Attempt, AttemptState, OutboxError, ReceiptFacts, RefundAttempt
from pos_app.presenters.sell_state import SellState

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
STORE_ID = "00000000-0000-7000-8000-00000000000a"
TILL_ID = "00000000-0000-7000-8000-00000000000b"
CASHIER_ID = "00000000-0000-7000-8000-00000000000c"
MANAGER_ID = "00000000-0000-7000-8000-00000000000d"


def a_code(number: int = 1) -> str:
    """A payment code's text, a different one for each number."""
    return payment_code(f"{number:015d}")


def an_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


class Ids:
    """Ids in order, so that a test can name them."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self) -> str:
        self.given.append(an_id(len(self.given) + 1))
        return self.given[-1]


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def go(self, seconds: float) -> dt.datetime:
        self.now += dt.timedelta(seconds=seconds)
        return self.now


def a_context(currency: str = "EUR", **changes: object) -> TillContext:
    context = TillContext(
        till_id=TILL_ID,
        till_name="Till 1",
        store_id=STORE_ID,
        store_name="Mei's Tea",
        merchant_id=an_id(0xE),
        merchant_name="Mei's Tea",
        merchant_second_name="美茶",
        public_service_id="meis-tea",
        currency=currency,
        time_zone="Europe/Berlin",
        day_cut_minutes=240,
        today_count=41,
        today_total_minor=38620,
        operators=[
            Operator(operator_id=CASHIER_ID, name="Anna", role=Role.CASHIER),
            Operator(operator_id=MANAGER_ID, name="Mei", role=Role.MANAGER),
        ],
    )
    return msgspec.structs.replace(context, **changes)


def a_redemption(
    attempt_id: str, outcome: Outcome = Outcome.PAID, amount_minor: int = 1250, **changes: object
) -> Redemption:
    has_moved = outcome in {Outcome.PAID, Outcome.REVERSED}
    redemption = Redemption(
        attempt_id=attempt_id,
        outcome=outcome,
        requested_minor=amount_minor,
        amount_minor=amount_minor if has_moved else 0,
        refunded_minor=0,
        currency="EUR",
        at=NOON,
        store_id=STORE_ID,
        till_id=TILL_ID,
        customer_name="Mara T••" if has_moved else None,
        balance_after_minor=3470 if has_moved else None,
        receipt_number="2026-1123-042" if has_moved else None,
    )
    return msgspec.structs.replace(redemption, **changes)


def a_refusal(attempt_id: str, reason: Refusal, amount_minor: int = 1250, **detail: int) -> Redemption:
    return a_redemption(
        attempt_id,
        Outcome.REFUSED,
        amount_minor,
        refusal=RefusalDetail(reason=reason, **detail),
        customer_name="Jonas B••",
    )


def a_problem(code: ProblemCode, status: int = 400, detail: str = "No.") -> Problem:
    return Problem(type="about:blank", title="No", status=status, code=code, detail=detail, request_id="req-1")


class FakeView:
    """Keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[SellState] = []

    def render(self, state: SellState) -> None:
        self.shown.append(state)

    @property
    def state(self) -> SellState:
        return self.shown[-1]


class FakePlatform:
    """Notes what the presenter asked for."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.stopped: list[str] = []
        self.aside: list[str] = []
        self.refunded: list[str] = []
        self.loads = 0
        self.resumes = 0

    def take(self, attempt_id: str) -> None:
        self.taken.append(attempt_id)

    def stop(self, attempt_id: str) -> None:
        self.stopped.append(attempt_id)

    def set_aside(self, attempt_id: str) -> None:
        self.aside.append(attempt_id)

    def refund(self, refund_id: str) -> None:
        self.refunded.append(refund_id)

    def resume(self) -> None:
        self.resumes += 1

    def load(self) -> None:
        self.loads += 1


class MemoryOutbox:
    """An outbox without a disk; `breaks` makes every write fail as a full disk does."""

    def __init__(self) -> None:
        self.attempts: dict[str, Attempt] = {}
        self.refunds: dict[str, RefundAttempt] = {}
        self.bodies: dict[str, bytes] = {}
        self.stops: list[str] = []
        self.breaks = False

    def add(self, attempt: Attempt, body: bytes) -> None:
        self._write()
        assert attempt.attempt_id not in self.attempts
        self.attempts[attempt.attempt_id] = attempt
        self.bodies[attempt.attempt_id] = body

    def stop(self, attempt_id: str, reversal_id: str) -> None:
        self._write()
        self.stops.append(attempt_id)
        attempt = self.attempts[attempt_id]
        if attempt.state is not AttemptState.DONE or attempt.outcome == "paid":
            state = AttemptState.STOPPING
            self.attempts[attempt_id] = replace(attempt, state=state, reversal_id=attempt.reversal_id or reversal_id)

    def finish(self, attempt_id: str, outcome: str, now: dt.datetime, *, after_stop: bool = False) -> bool:
        self._write()
        attempt = self.attempts[attempt_id]
        if attempt.state is AttemptState.DONE or (attempt.state is AttemptState.STOPPING and not after_stop):
            return False
        self.attempts[attempt_id] = replace(attempt, state=AttemptState.DONE, outcome=outcome)
        self.bodies.pop(attempt_id, None)
        return True

    def note_try(self, attempt_id: str, now: dt.datetime) -> None:
        self._write()
        attempt = self.attempts[attempt_id]
        state = AttemptState.UNKNOWN if attempt.state is AttemptState.TO_SEND else attempt.state
        self.attempts[attempt_id] = replace(attempt, tries=attempt.tries + 1, state=state)

    def body(self, attempt_id: str) -> bytes | None:
        return self.bodies.get(attempt_id)

    def unresolved(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts.values() if attempt.state is not AttemptState.DONE]

    def add_refund(self, refund: RefundAttempt, body: bytes) -> None:
        self._write()
        self.refunds[refund.refund_id] = refund
        self.bodies[refund.refund_id] = body

    def refund_body(self, refund_id: str) -> bytes | None:
        return self.bodies.get(refund_id)

    def note_refund_try(self, refund_id: str, now: dt.datetime) -> None:
        self._write()

    def finish_refund(self, refund_id: str, outcome: str, now: dt.datetime) -> None:
        self._write()
        self.refunds[refund_id] = replace(self.refunds[refund_id], is_done=True, outcome=outcome)
        self.bodies.pop(refund_id, None)

    def unresolved_refunds(self) -> list[RefundAttempt]:
        return [refund for refund in self.refunds.values() if not refund.is_done]

    def cash_parts(self) -> Mapping[str, int]:
        return {attempt.attempt_id: attempt.cash_minor for attempt in self.attempts.values() if attempt.cash_minor}

    def _write(self) -> None:
        if self.breaks:
            raise OutboxError("the disk is full")


class FakeReceipts:
    """Keeps what it was given."""

    def __init__(self) -> None:
        self.kept: list[ReceiptFacts] = []

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        return (f"paid {facts.redemption.amount_minor}",)

    def keep(self, facts: ReceiptFacts) -> None:
        self.kept.append(facts)


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring for tests. `trouble` is raised by every call while it is set."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError

    def _check(self) -> None:
        if self.trouble:
            raise self.trouble


Fault = Callable[[httpx.Request], httpx.Response | None]


@dataclass
class FakeServer:
    """The platform over httpx.MockTransport: keeps one account and answers by the contract, a repeat like the first.

    `faults` are taken one by one by POSTs, before they are served; one that returns None lets it through. `loses` are
    taken after they were served: the request did its work and the answer is lost. `get_faults` are for GETs.
    """

    balance_minor: int = 100_000
    faults: list[Fault] = field(default_factory=list)
    loses: list[Fault] = field(default_factory=list)
    get_faults: list[Fault] = field(default_factory=list)
    redemptions: dict[str, Redemption] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)
    authorizations: set[str] = field(default_factory=set)
    gate: asyncio.Event | None = None
    pin: str = "2468"

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.handle)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append((request.method, request.url.path, request.headers.get("Idempotency-Key")))
        self.authorizations.add(request.headers.get("Authorization", ""))
        faults = self.get_faults if request.method == "GET" else self.faults
        if faults and (early := faults.pop(0)(request)):
            return early
        response = self._serve(request)
        if request.method == "GET":
            return response
        if self.gate is not None:
            await self.gate.wait()
        if self.loses and (late := self.loses.pop(0)(request)):
            return late
        return response

    @property
    def taken_minor(self) -> int:
        """What was taken in all and not given back."""
        moved = (one for one in self.redemptions.values() if one.outcome is Outcome.PAID)
        return sum(one.amount_minor - one.refunded_minor for one in moved)

    def sent(self, method: str, ending: str) -> list[str | None]:
        """The keys of the requests to a path that ends so."""
        return [key for how, path, key in self.requests if how == method and path.endswith(ending)]

    def _serve(self, request: httpx.Request) -> httpx.Response:
        path, key = request.url.path, request.headers.get("Idempotency-Key", "")
        parts = path.strip("/").split("/")
        if path == "/v1/till":
            return ok(a_context())
        if path == "/v1/health":
            return ok(Health(status="ok", version="1"))
        if path.startswith("/v1/refunds/"):
            done = self.refunds.get(parts[2])
            return ok(done) if done else problem(ProblemCode.NOT_FOUND, 404)
        if path == "/v1/refunds":
            return self._refund(key, msgspec.json.decode(request.content, type=RefundRequest))
        if path == "/v1/redemptions" and request.method == "GET":
            return ok(RedemptionList(items=[*reversed(self.redemptions.values())]))
        if path == "/v1/redemptions":
            return ok(self._redeem(key, msgspec.json.decode(request.content, type=RedemptionRequest)))
        if path.endswith("/reversal"):
            return ok(self._reverse(parts[2]))
        found = self.redemptions.get(parts[2])
        return ok(found) if found else problem(ProblemCode.NOT_FOUND, 404)

    def _redeem(self, key: str, asked: RedemptionRequest) -> Redemption:
        if key not in self.redemptions:
            if asked.amount_minor > self.balance_minor:
                reason = Refusal.INSUFFICIENT_FUNDS
                self.redemptions[key] = a_refusal(key, reason, asked.amount_minor, available_minor=self.balance_minor)
            else:
                self.balance_minor -= asked.amount_minor
                self.redemptions[key] = a_redemption(key, Outcome.PAID, asked.amount_minor)
        return self.redemptions[key]

    def _reverse(self, attempt_id: str) -> Redemption:
        found = self.redemptions.get(attempt_id)
        if found is None:
            found = a_redemption(attempt_id, Outcome.CLOSED, 0)
        elif found.outcome is Outcome.PAID:
            self.balance_minor += found.amount_minor
            found = msgspec.structs.replace(found, outcome=Outcome.REVERSED)
        self.redemptions[attempt_id] = found
        return found

    def _refund(self, key: str, asked: RefundRequest) -> httpx.Response:
        if key in self.refunds:
            return ok(self.refunds[key])
        if asked.approval is None or asked.approval.pin != self.pin:
            return problem(ProblemCode.FORBIDDEN, 403)
        sale = self.redemptions[asked.attempt_id]
        amount = asked.amount_minor or sale.amount_minor - sale.refunded_minor
        if amount > sale.amount_minor - sale.refunded_minor:
            return problem(ProblemCode.RULE_BROKEN, 422, "More than the rest.")
        sale = msgspec.structs.replace(sale, refunded_minor=sale.refunded_minor + amount)
        self.redemptions[asked.attempt_id] = sale
        self.refunds[key] = Refund(
            refund_id=key,
            attempt_id=asked.attempt_id,
            amount_minor=amount,
            refunded_total_minor=sale.refunded_minor,
            currency="EUR",
            balance_after_minor=0,
            at=NOON,
            receipt_number="R-1",
        )
        return ok(self.refunds[key])


def ok(message: msgspec.Struct) -> httpx.Response:
    return httpx.Response(200, content=msgspec.json.encode(message), headers={"Content-Type": "application/json"})


def problem(
    code: ProblemCode, status: int, detail: str = "No.", headers: Mapping[str, str] | None = None
) -> httpx.Response:
    content = msgspec.json.encode(a_problem(code, status, detail))
    return httpx.Response(
        status, content=content, headers={"Content-Type": "application/problem+json", **(headers or {})}
    )


def answers(response: httpx.Response) -> Fault:
    """Answers with this instead."""
    return lambda _: response


def raises(error: type[Exception]) -> Fault:
    """Ends with an error of the network's instead."""

    def fault(request: httpx.Request) -> httpx.Response:
        raise error("by the test")

    return fault


def passes(request: httpx.Request) -> None:
    """Lets the request through."""


class EventLog:
    """A `PlatformEvents` that keeps what it is told, and wakes whoever waits for a kind of it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[object, ...]]] = []

    def of(self, kind: str) -> list[tuple[object, ...]]:
        return [what for name, what in self.told if name == kind]

    def context_loaded(self, context: TillContext) -> None:
        self.told.append(("context", (context,)))

    def today_loaded(self, redemptions: Sequence[Redemption]) -> None:
        self.told.append(("today", (redemptions,)))

    def redemption_answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        self.told.append(("answered", (attempt_id, redemption.outcome, after_stop)))

    def redemption_rejected(self, attempt_id: str, problem: Problem) -> None:
        self.told.append(("rejected", (attempt_id, problem.code)))

    def attempt_asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        self.told.append(("asked", (attempt_id, times)))

    def attempt_unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        self.told.append(("unanswered", (attempt_id, never_sent)))

    def refund_answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        self.told.append(("refund answered", (refund_id, amount_minor, refunded_total_minor)))

    def refund_rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        self.told.append(("refund rejected", (refund_id, problem.code, retry_after_s)))

    def refund_unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        self.told.append(("refund unanswered", (refund_id, never_sent)))

    def line_changed(self, line: object) -> None:
        self.told.append(("line", (line,)))


_serial = itertools.count(1)


def an_attempt(attempt_id: str | None = None, amount_minor: int = 1250, **changes: object) -> Attempt:
    return replace(Attempt(attempt_id or an_id(next(_serial) + 1000), amount_minor, "EUR", NOON), **changes)  # type: ignore[arg-type]


def a_body(amount_minor: int = 1250, code: str | None = None) -> bytes:
    request = RedemptionRequest(
        code=code or a_code(), amount_minor=amount_minor, currency="EUR", public_service_id="meis-tea"
    )
    return msgspec.json.encode(request)


class RecordingIntents:
    """Remembers what a page asked for: (intent, arguments), in order. Satisfies `SellIntents` and `PhoneIntents`."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def __getattr__(self, intent: str) -> Callable[..., None]:
        if intent.startswith("_"):
            raise AttributeError(intent)
        return lambda *arguments, **named: self.asked.append((intent, *arguments, *named.values()))
