"""What befell a prepayment account besides payments: frozen, opened again, expired, moved, closed."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class AccountAct(Record, frozen=True):
    """One such act and the money it moved; `by` is the device, the till or the merchant that asked, or the job."""

    id: str
    account_id: str
    customer_id: str
    kind: str  # AccountActKind
    by: str
    merchant_id: str | None
    till_id: str | None
    approved_by: str | None
    to_customer_id: str | None
    paid_minor: int
    bonus_minor: int
    currency: str
    reason: str
    at: int
    request_hash: str


class ExpiryWarning(Record, frozen=True):
    """A customer was told that an account's money lapses at a time: told once, and again when the time is another."""

    KEY: ClassVar[tuple[str, ...]] = ("account_id", "expires_at")
    account_id: str
    expires_at: int
    at: int
