"""Who takes part: merchants, stores, tills, operators, customers and their devices, tokens."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class Merchant(Record, frozen=True):
    """A shop or chain with a public service account (A1); `second_name` is its name in the other script, or empty."""

    id: str
    public_service_id: str
    name: str
    second_name: str
    currency: str
    created_at: int
    request_hash: str = "init"  # of the request that took it on; those of `pos-backend init` had none


class Store(Record, frozen=True):
    """A place of a merchant; its zone and `day_cut_minutes` after midnight cut the business day."""

    id: str
    merchant_id: str
    name: str
    time_zone: str
    day_cut_minutes: int
    created_at: int


class Till(Record, frozen=True):
    """A till. `receipt_day` (YYYYMMDD) and `receipt_count` number its receipts without a gap, `shift_count` its shifts."""

    id: str
    merchant_id: str
    store_id: str
    name: str
    time_zone: str
    day_cut_minutes: int
    created_at: int
    suspended_at: int | None
    receipt_day: int
    receipt_count: int
    shift_count: int = 0


class Operator(Record, frozen=True):
    """A person at a till. `pin_hash` is argon2; failures in a row delay the next try."""

    id: str
    merchant_id: str
    name: str
    role: str  # Role
    pin_hash: str
    pin_failures: int
    pin_locked_until: int
    created_at: int
    disabled_at: int | None = None  # from then on they may not sign in, nor approve


class Customer(Record, frozen=True):
    """A person with a social id (A1). `family_name` is the part of the display name that tills see masked."""

    id: str
    social_id: str
    display_name: str
    family_name: str
    created_at: int
    request_hash: str


class Device(Record, frozen=True):
    """A customer's device. It numbers its codes; those up to `codes_ended` are over (immune to clocks that jump)."""

    id: str
    customer_id: str
    name: str
    codes_issued: int
    codes_ended: int
    created_at: int


class Token(Record, frozen=True):
    """A bearer token: only a keyed hash of it. `subject_id` is the customer, the till or the merchant it speaks for."""

    id: str
    token_hash: str
    kind: str  # TokenKind
    subject_id: str
    device_id: str | None
    created_at: int
    revoked_at: int | None
