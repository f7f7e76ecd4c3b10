"""The demo's payment provider: no bank behind it, and it does as it is told.

Its notices are signed as Standard Webhooks are, and go through the same door as those of a real provider.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import msgspec
import structlog

from backend_stub.contract import NoticeKind, ProviderNotice, TopUpRefundState, TopUpState
from backend_stub.domain.records import SECOND
from backend_stub.money import Money
from backend_stub.services.providers import NotUnderstoodError, Order, RefundWord, Unreachable, Word
from backend_stub.services.signing import headers, new_secret, signature

DECLINE, LATER, TWICE, LOST, NO_REFUND = "decline", "later", "twice", "lost", "no-refund"
OLDEST_S = 300  # how far a notice's time may be from ours, after the Standard Webhooks specification
TIME_LENGTH_MAX = 15
Notify = Callable[[bytes, Mapping[str, str]], Awaitable[object]]
_DECODER = msgspec.json.Decoder(ProviderNotice)
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Payment:
    order: Order
    state: TopUpState
    failure: str | None = None
    refunded_minor: int = 0


class DemoSource:
    """A provider without a bank, told by the payment method what to do; anything else is paid at once.

    `decline` is declined. `later` is captured only by a notice, some seconds later, and given back likewise. `twice` is
    captured, and said again by two notices. `lost`: the money is taken, and the answer never comes. `no-refund` will not be
    given back.
    """

    name = "demo"

    def __init__(self, delay_s: float | None = 3.0, clock: Callable[[], int] = lambda: time.time_ns() // 1_000) -> None:
        """`delay_s` None: notices wait until `send_notices`. `clock` tells microseconds."""
        self._delay_s = delay_s
        self._clock = clock
        self._payments: dict[str, _Payment] = {}
        self._refunds: dict[str, RefundWord] = {}
        self._waiting: list[ProviderNotice] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._secret = new_secret()
        self.notify: Notify | None = None

    async def authorise(self, order: Order) -> Word:
        """As told by the method."""
        if order.reference not in self._payments:
            is_declined = order.method == DECLINE
            state = TopUpState.FAILED if is_declined else TopUpState.AUTHORISED
            self._payments[order.reference] = _Payment(order, state, "the card was declined" if is_declined else None)
            if order.method == LOST:
                self._payments[order.reference].state = TopUpState.CAPTURED
                raise Unreachable("the answer was lost")
            if order.method == LATER:
                self._payments[order.reference].state = TopUpState.CAPTURED
                self._tell(self._notice(order.reference))
                return Word(order.reference, TopUpState.PENDING, _name_of(order.reference))
        return self._word(order.reference)

    async def capture(self, reference: str) -> Word:
        """What was authorised is taken."""
        payment = self._payments[reference]
        if payment.state is TopUpState.AUTHORISED:
            payment.state = TopUpState.CAPTURED
            if payment.order.method == TWICE:
                self._tell(self._notice(reference))
                self._tell(self._notice(reference))
        return self._word(reference)

    async def status(self, reference: str) -> Word:
        """What is known here; nothing is known of a payment that a restart forgot."""
        if reference not in self._payments:
            return Word(reference, TopUpState.FAILED, None, "the provider knows nothing of it")
        return self._word(reference)

    async def refund(self, refund_reference: str, reference: str, amount: Money) -> RefundWord:
        """Given back, unless it was told not to, or more is asked than was taken."""
        if refund_reference not in self._refunds:
            self._refunds[refund_reference] = word = self._refund(refund_reference, reference, amount)
            payment = self._payments.get(reference)
            if payment is not None and payment.order.method == LATER:
                self._tell(ProviderNotice(kind=NoticeKind.REFUND, reference=refund_reference, state=word.state.value))
                return RefundWord(refund_reference, TopUpRefundState.PENDING)
        return self._refunds[refund_reference]

    def _refund(self, refund_reference: str, reference: str, amount: Money) -> RefundWord:
        payment = self._payments.get(reference)
        if payment is not None and payment.order.method == NO_REFUND:
            return RefundWord(refund_reference, TopUpRefundState.FAILED, "the card is closed")
        if payment is not None:
            if payment.refunded_minor + amount.minor > payment.order.amount.minor:
                return RefundWord(refund_reference, TopUpRefundState.FAILED, "more than was taken")
            payment.refunded_minor += amount.minor
        return RefundWord(refund_reference, TopUpRefundState.DONE)

    # --- notices ------------------------------------------------------------------------------------------------------

    def sign(self, notice_id: str, body: bytes) -> dict[str, str]:
        """The headers of a notice that is sent now."""
        return headers([self._secret], notice_id, self._clock() // SECOND, body)

    def is_its_own(self, body: bytes, headers: Mapping[str, str], now_s: int) -> bool:
        """Whether it was signed here, not long ago."""
        at = headers.get("webhook-timestamp", "")
        if len(at) > TIME_LENGTH_MAX or not (at.isascii() and at.isdecimal()) or abs(now_s - int(at)) > OLDEST_S:
            return False
        wanted = signature(self._secret, headers.get("webhook-id", ""), int(at), body).encode()
        said = headers.get("webhook-signature", "").split()
        return any(hmac.compare_digest(wanted, one.encode("utf-8", "replace")) for one in said)

    def understood(self, body: bytes) -> Word | RefundWord:
        """What its notice says."""
        try:
            notice = _DECODER.decode(body)
            if notice.kind is NoticeKind.REFUND:
                return RefundWord(notice.reference, TopUpRefundState(notice.state), notice.failure)
            amount = Money(notice.amount_minor, notice.currency) if notice.amount_minor and notice.currency else None
            return Word(notice.reference, TopUpState(notice.state), notice.provider_reference, notice.failure, amount)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:  # a MoneyError is a ValueError
            raise NotUnderstoodError(str(error)) from None

    async def send_notices(self) -> None:
        """Tell what waits to be told, in order; what could not be told waits on."""
        waiting, self._waiting = self._waiting, []
        for number, notice in enumerate(waiting):
            body = msgspec.json.encode(notice)
            try:
                if self.notify is not None:
                    await self.notify(body, self.sign(f"notice-{notice.reference}", body))
            except Exception as error:  # noqa: BLE001 - whatever keeps it from being heard, it is told again later
                log.warning("notice_put_off", error=type(error).__name__)
                self._waiting = waiting[number:] + self._waiting
                return

    def _tell(self, notice: ProviderNotice) -> None:
        self._waiting.append(notice)
        if self._delay_s is not None:
            task = asyncio.get_running_loop().create_task(self._send_later(self._delay_s))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send_later(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        await self.send_notices()

    def _notice(self, reference: str) -> ProviderNotice:
        payment = self._payments[reference]
        return ProviderNotice(
            kind=NoticeKind.TOP_UP,
            reference=reference,
            state=payment.state.value,
            amount_minor=payment.order.amount.minor,
            currency=payment.order.amount.currency,
            provider_reference=_name_of(reference),
            failure=payment.failure,
        )

    def _word(self, reference: str) -> Word:
        payment = self._payments[reference]
        return Word(reference, payment.state, _name_of(reference), payment.failure, payment.order.amount)


def _name_of(reference: str) -> str:
    return f"demo-{reference[-12:]}"
