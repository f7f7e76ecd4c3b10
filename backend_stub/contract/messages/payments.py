"""Taking money and giving it back."""

from __future__ import annotations

import datetime as dt

from backend_stub.contract.messages.base import (
    CodeString,
    Currency,
    Id,
    Pin,
    PositiveMinor,
    PositivePoints,
    Reply,
    SocialId,
    Text,
    Wire,
)
from backend_stub.contract.messages.members import MembershipNews
from backend_stub.contract.words import Outcome, Refusal


class RedemptionRequest(Wire, frozen=True, kw_only=True):
    """P6: the identifier read, the amount, the merchant's own account (named by its public service id)."""

    code: CodeString
    amount_minor: PositiveMinor
    currency: Currency
    public_service_id: SocialId
    part_payment: bool = False  # take what is there when it is less than the amount
    operator_id: Id | None = None
    reference: Text = ""  # the merchant's own order number
    accept_benefits: bool = False  # this till shows a member's discount: without it the full amount is asked for
    points: PositivePoints | None = None  # the customer pays so many points with it, as quoted


class RefusalDetail(Reply, frozen=True, kw_only=True):
    """Why not, and what the till may offer instead. `available_minor` only to a till that presented a live code."""

    reason: Refusal
    available_minor: int | None = None
    limit_minor: int | None = None


class Redemption(Reply, frozen=True, kw_only=True):
    """The state of an attempt: the same answer to POST, to a repeat of it, and to GET by its id."""

    attempt_id: Id
    outcome: Outcome
    requested_minor: int
    amount_minor: int  # taken; 0 unless paid or reversed
    refunded_minor: int
    currency: Currency
    at: dt.datetime  # when it was decided
    store_id: Id
    till_id: Id
    refusal: RefusalDetail | None = None
    account_id: Id | None = None
    programme_name: str | None = None
    customer_name: str | None = None  # masked: Mara T••
    balance_after_minor: int | None = None
    receipt_number: str | None = None  # 2026-1123-042: the store's business day, and a count per till and day
    confirm_until: dt.datetime | None = None  # awaiting the customer: it ends by itself then
    reference: str = ""
    # What a member gets (A6): requested = discount + what points paid + taken here + what is left to be paid otherwise.
    discount_minor: int = 0
    points_spent: int = 0
    points_value_minor: int = 0
    points_earned: int = 0
    points_after: int | None = None
    tier_name: str | None = None  # the tier whose benefits these are
    news: MembershipNews | None = None
    bonus_minor: int = 0  # how much of the amount was bonus
    bonus_after_minor: int | None = None


class RedemptionList(Reply, frozen=True, kw_only=True):
    """A till's or a merchant's attempts, newest first."""

    items: list[Redemption]
    next_cursor: str | None = None


class ReversalRequest(Wire, frozen=True, kw_only=True):
    """Ends an attempt whose outcome the till does not know: closes it if unpaid, returns it if paid. Safe to repeat."""

    reason: Text = ""


class Confirmation(Wire, frozen=True, kw_only=True):
    """The customer's word on an amount above the limit, from their own device."""

    accept: bool


class Approval(Wire, frozen=True, kw_only=True):
    """A manager's PIN, keyed at the till for one act."""

    operator_id: Id
    pin: Pin


class RefundRequest(Wire, frozen=True, kw_only=True):
    """Give back all or a part of a paid redemption. At a till a manager approves; `amount_minor` None means all the rest."""

    attempt_id: Id
    amount_minor: PositiveMinor | None = None
    reason: Text = ""
    approval: Approval | None = None


class Refund(Reply, frozen=True, kw_only=True):
    """A refund as done."""

    refund_id: Id
    attempt_id: Id
    amount_minor: int
    refunded_total_minor: int
    currency: Currency
    balance_after_minor: int
    at: dt.datetime
    receipt_number: str
    bonus_minor: int = 0  # how much of the amount went back as bonus
    bonus_after_minor: int = 0


class RefundList(Reply, frozen=True, kw_only=True):
    """Refunds, newest first."""

    items: list[Refund]
    next_cursor: str | None = None
