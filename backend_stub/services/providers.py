"""The seam to payment providers: `FundingSource`, and the demo provider, which does as it is told.

A top-up is named to the provider by its own id, so that asking twice can't charge twice. What a provider answers is a `Word`;
it may come as the answer, later as a notice, twice, or never: then it is asked what became of it (`status`).
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import TopUpRefundState, TopUpState
from backend_stub.money import Money


class Unreachable(Exception):
    """The provider did not answer: nobody knows what it did. It is asked again later."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider is asked for. `method` is what the customer pays with, in the provider's own words."""

    reference: str
    amount: Money
    method: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a provider says of a top-up. `provider_reference` is its own name of it."""

    reference: str
    state: TopUpState
    provider_reference: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class RefundWord:
    """What a provider says of money on its way back."""

    reference: str
    state: TopUpRefundState
    failure: str | None = None


Notify = Callable[[Word], Awaitable[object]]


class FundingSource(Protocol):
    """A payment provider. Each call is idempotent by its reference, and raises Unreachable when no answer came."""

    @property
    def name(self) -> str:
        """How its top-ups are marked in the books."""

    async def authorise(self, order: Order) -> Word:
        """Hold the money. AUTHORISED, FAILED, or PENDING: then a notice follows."""

    async def capture(self, reference: str) -> Word:
        """Take what was held. CAPTURED, FAILED, or AUTHORISED: then a notice follows."""

    async def status(self, reference: str) -> Word:
        """What became of it; FAILED for one that never arrived there."""

    async def refund(self, refund_reference: str, reference: str, amount: Money) -> RefundWord:
        """Give captured money back. DONE, FAILED, or PENDING."""

    def is_its_own(self, body: bytes, signature: str) -> bool:
        """Whether a notice that came over the network is really this provider's."""


@dataclass(slots=True)
class _Payment:
    order: Order
    state: TopUpState
    failure: str | None = None
    refunded_minor: int = 0


DECLINE, LATER, TWICE, LOST, NO_REFUND = "decline", "later", "twice", "lost", "no-refund"


class DemoSource:
    """A provider without a bank, told by the payment method what to do; anything else is paid at once.

    `decline` is declined. `later` is captured only by a notice, some seconds later. `twice` is captured, and said again by
    two notices. `lost`: the money is taken, and the answer never comes. `no-refund` will not be given back.
    """

    name = "demo"

    def __init__(self, delay_s: float | None = 3.0) -> None:
        """`delay_s` None: notices wait until `send_notices`."""
        self._delay_s = delay_s
        self._payments: dict[str, _Payment] = {}
        self._refunds: dict[str, RefundWord] = {}
        self._waiting: list[Word] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._secret = secrets.token_bytes(32)
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
                self._tell(order.reference)
                return Word(order.reference, TopUpState.PENDING, self._name_of(order.reference))
        return self._word(order.reference)

    async def capture(self, reference: str) -> Word:
        """What was authorised is taken."""
        payment = self._payments[reference]
        if payment.state is TopUpState.AUTHORISED:
            payment.state = TopUpState.CAPTURED
            if payment.order.method == TWICE:
                self._tell(reference)
                self._tell(reference)
        return self._word(reference)

    async def status(self, reference: str) -> Word:
        """What is known here; nothing is known of a payment that a restart forgot."""
        if reference not in self._payments:
            return Word(reference, TopUpState.FAILED, None, "the provider knows nothing of it")
        return self._word(reference)

    async def refund(self, refund_reference: str, reference: str, amount: Money) -> RefundWord:
        """Given back, unless it was told not to, or more is asked than was taken."""
        if refund_reference not in self._refunds:
            self._refunds[refund_reference] = self._refund(refund_reference, reference, amount)
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

    def sign(self, body: bytes) -> str:
        """The signature of a notice."""
        return hmac.digest(self._secret, body, "sha256").hex()

    def is_its_own(self, body: bytes, signature: str) -> bool:
        """Whether it was signed here."""
        return hmac.compare_digest(self.sign(body), signature)

    async def send_notices(self) -> None:
        """Tell what waits to be told, in order."""
        waiting, self._waiting = self._waiting, []
        for word in waiting:
            if self.notify is not None:
                await self.notify(word)

    def _tell(self, reference: str) -> None:
        self._waiting.append(self._word(reference))
        if self._delay_s is not None:
            task = asyncio.get_running_loop().create_task(self._send_later(self._delay_s))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send_later(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        await self.send_notices()

    def _word(self, reference: str) -> Word:
        payment = self._payments[reference]
        return Word(reference, payment.state, self._name_of(reference), payment.failure)

    @staticmethod
    def _name_of(reference: str) -> str:
        return f"demo-{reference[-12:]}"
