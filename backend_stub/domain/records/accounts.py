"""Programmes, prepayment accounts and payment codes.

Fields with a default came later than the table: they stand last, in the order in which they came.
"""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class Programme(Record, frozen=True):
    """Where prepaid money may be spent, and within which bounds (P2), as last published. None means no such limit.

    `version` counts what was published. What holds for an account is the `Terms` of the version it was opened under.
    """

    id: str
    issuer_id: str
    name: str
    currency: str
    code_lifetime_s: int
    confirm_above_minor: int | None
    confirm_after_payments: int | None
    payment_max_minor: int | None
    topup_min_minor: int
    topup_max_minor: int
    balance_max_minor: int
    low_balance_minor: int
    created_at: int
    version: int = 1
    group_name: str | None = None  # none: one merchant alone takes it
    expires_after_days: int | None = None  # unspent money lapses so long after the last came in
    refund_within_days: int | None = None  # how long after a sale it may be refunded
    take_back_within_days: int | None = None  # how long after a top-up its unspent part may be taken back
    gift_max_minor: int | None = None
    bonus_tiers: str = "[]"  # JSON: [[from_minor, bonus_minor], ...], rising
    fee_fixed_minor: int = 0  # what the platform takes of each redemption ...
    fee_bps: int = 0  # ... and of its amount, in hundredths of a percent
    warn_before_days: int = 14  # before unspent money lapses its customer is told; 0: never


class Acceptance(Record, frozen=True):
    """A merchant that takes the money of a programme; once ended, only from accounts opened under an earlier version."""

    KEY: ClassVar[tuple[str, ...]] = ("programme_id", "merchant_id")
    programme_id: str
    merchant_id: str
    ended_version: int | None = None


class Account(Record, frozen=True):
    """A prepayment account (P1). `balance_minor` (paid money) and `bonus_minor` cache its transfers, never below zero.

    `payments_day` (YYYYMMDD) and `payments_count` count the payments of a business day, for the confirmation limit.
    `reserved_minor` is room kept for top-ups that a provider has not answered yet: it is nobody's money.
    """

    id: str
    customer_id: str
    programme_id: str
    currency: str
    balance_minor: int
    opened_at: int
    expires_at: int | None
    payments_day: int
    payments_count: int
    request_hash: str
    bonus_minor: int = 0
    reserved_minor: int = 0
    status: str = "open"  # AccountStatus
    frozen_by: str | None = None  # the device, or the merchant, that may open it again
    terms_version: int = 1


class Code(Record, frozen=True):
    """A payment code (P4): only a keyed hash of its text; `sealed_text` lives as long as the code does."""

    id: str
    code_hash: str
    device_id: str
    customer_id: str
    number: int
    account_id: str | None
    limit_minor: int | None
    issued_at: int
    expires_at: int
    held_by_till: str | None
    sealed_text: str | None
    request_hash: str
