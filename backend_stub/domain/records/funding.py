"""Money that comes in from outside, and goes back there: top-ups and what is taken back of them."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class TopUp(Record, frozen=True):
    """Money put into a prepayment account (P3), through a payment provider or as cash at a till.

    Cash is `captured` at once. What a provider is asked for begins as `pending`; `source` names the provider,
    `provider_reference` is the provider's own name of it. `balance_after_minor` is what there was once it came in.
    """

    id: str
    account_id: str
    customer_id: str
    merchant_id: str
    till_id: str | None
    source: str
    amount_minor: int
    currency: str
    balance_after_minor: int
    customer_name: str
    at: int
    request_hash: str
    bonus_minor: int = 0
    bonus_after_minor: int = 0
    state: str = "captured"  # TopUpState
    provider_reference: str | None = None
    failure: str | None = None
    captured_at: int | None = None
    refunded_minor: int = 0
    bonus_returned_minor: int = 0


class TopUpRefund(Record, frozen=True):
    """What is unspent of a top-up, going back the way it came. `spent_minor` names what can't.

    `kept_id` names the transaction by which it was put back when the provider would not take it.
    """

    id: str
    topup_id: str
    account_id: str
    customer_id: str
    merchant_id: str
    till_id: str | None
    approved_by: str | None
    source: str
    amount_minor: int
    bonus_minor: int
    spent_minor: int
    currency: str
    balance_after_minor: int
    bonus_after_minor: int
    state: str  # TopUpRefundState
    failure: str | None
    reason: str
    at: int
    request_hash: str
    kept_id: str | None = None
