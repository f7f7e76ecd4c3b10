"""The seam to payment providers: `FundingSource`, and what one says.

A top-up is named to the provider by its own id, so that asking twice can't charge twice. What a provider answers is a `Word`;
it may come as the answer, later as a notice over the network, twice, or never: then it is asked what became of it (`status`).
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """What a provider says of a top-up. `provider_reference` is its own name of it, `amount` what it holds or took."""

    reference: str
    state: TopUpState
    provider_reference: str | None = None
    failure: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class RefundWord:
    """What a provider says of money on its way back."""

    reference: str
    state: TopUpRefundState
    failure: str | None = None


class NotUnderstoodError(Exception):
    """A notice that is the provider's own, and still says nothing that can be read; the text says what is wrong with it."""


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

    def is_its_own(self, body: bytes, headers: Mapping[str, str], now_s: int) -> bool:
        """Whether a notice that came over the network is really this provider's; names of headers are small letters."""

    def understood(self, body: bytes) -> Word | RefundWord:
        """What a notice of its own says; NotUnderstoodError when that can't be read."""
