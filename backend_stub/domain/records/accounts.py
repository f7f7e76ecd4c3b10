"""Programmes, prepayment accounts, payment codes and top-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend_stub.domain.records.base import Record


@dataclass(frozen=True, slots=True)
class Programme(Record):
    """Where prepaid money may be spent, and within which bounds (P2). None means no such limit."""

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


@dataclass(frozen=True, slots=True)
class Acceptance(Record):
    """A merchant that takes the money of a programme."""

    KEY: ClassVar[tuple[str, ...]] = ("programme_id", "merchant_id")
    programme_id: str
    merchant_id: str


@dataclass(frozen=True, slots=True)
class Account(Record):
    """A prepayment account (P1). `balance_minor` is a cache of its transfers, never below zero.

    `payments_day` (YYYYMMDD) and `payments_count` count the payments of a business day, for the confirmation limit.
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


@dataclass(frozen=True, slots=True)
class Code(Record):
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


@dataclass(frozen=True, slots=True)
class TopUp(Record):
    """Money put into a prepayment account (P3), from the customer's device or as cash at a till."""

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
