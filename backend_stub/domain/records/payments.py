"""Redemptions, refunds, and the interaction records of both."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class Redemption(Record, frozen=True):
    """An attempt to take money and what became of it: the row *is* the stored answer."""

    id: str
    till_id: str
    merchant_id: str
    store_id: str
    operator_id: str | None
    code_id: str | None
    customer_id: str | None
    account_id: str | None
    requested_minor: int
    amount_minor: int
    refunded_minor: int
    refund_count: int
    currency: str
    outcome: str  # Outcome
    refusal: str | None  # Refusal
    available_minor: int | None
    limit_minor: int | None
    balance_after_minor: int | None
    customer_name: str | None
    programme_name: str | None
    receipt_number: str | None
    reference: str
    received_at: int
    decided_at: int
    confirm_until: int | None
    reversal_id: str | None
    reversal_reason: str | None
    request_hash: str
    bonus_minor: int = 0  # how much of the amount was bonus
    bonus_after_minor: int | None = None
    fee_fixed_minor: int = 0  # the fee in force when the money moved; settlement takes it
    fee_bps: int = 0
    discount_minor: int = 0  # the member's tier's, off the whole sale
    points_spent: int = 0
    points_value_minor: int = 0
    points_earned: int = 0
    points_after: int | None = None
    tier_name: str | None = None
    news: str | None = None  # MembershipNews as JSON


class Refund(Record, frozen=True):
    """Money given back of a paid redemption."""

    id: str
    redemption_id: str
    merchant_id: str
    till_id: str | None
    approved_by: str | None
    amount_minor: int
    refunded_total_minor: int
    currency: str
    balance_after_minor: int
    reason: str
    receipt_number: str
    at: int
    request_hash: str
    bonus_minor: int = 0  # how much of the amount went back as bonus
    bonus_after_minor: int = 0


class Interaction(Record, frozen=True):
    """An interaction record (A2) between a customer and a merchant; its id is that of the act.

    `day` is the business day, as days since 1970. A refund names in `of_id` the purchase that it takes back.
    """

    id: str
    customer_id: str
    merchant_id: str
    store_id: str | None
    type: str  # InteractionType
    amount_minor: int
    currency: str
    points: int
    at: int
    day: int = 0
    of_id: str | None = None
