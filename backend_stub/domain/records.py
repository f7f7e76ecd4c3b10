"""The rows of the books, as frozen values: each class is a table, its fields are the table's columns in order.

Times are `Instant`: whole microseconds since 1970 in UTC, so there is no naive time to confuse them with. Amounts are
minor units of the `currency` beside them. Words of an enum are kept as their plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import ClassVar, NewType, TypeVar

Instant = NewType("Instant", int)
SECOND = 1_000_000
R = TypeVar("R", bound="Record")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def instant(moment: dt.datetime) -> Instant:
    """Microseconds since 1970 of an aware time; a naive one raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is not a time")
    return Instant((moment - EPOCH) // dt.timedelta(microseconds=1))


def aware(at: int) -> dt.datetime:
    """The same time as an aware UTC datetime, for people and for the wire."""
    return EPOCH + dt.timedelta(microseconds=at)


@dataclass(frozen=True, slots=True)
class Record:
    """A row. `KEY` names the fields that identify it."""

    KEY: ClassVar[tuple[str, ...]] = ("id",)


def field_names(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record, which are the columns of its table, in order."""
    return tuple(field.name for field in fields(kind))


def altered(record: R, **changes: object) -> R:
    """A copy with other values in some fields: `dataclasses.replace` at a third of its cost, which a payment pays seven times.

    A field that is not there raises KeyError.
    """
    kind = type(record)
    values_of, places = _layout(kind)
    values = list(values_of(record))
    for name, value in changes.items():
        values[places[name]] = value
    make: Callable[..., R] = kind
    return make(*values)


_LAYOUTS: dict[type[Record], tuple[Callable[[Record], tuple[object, ...]], dict[str, int]]] = {}


def _layout(kind: type[Record]) -> tuple[Callable[[Record], tuple[object, ...]], dict[str, int]]:
    found = _LAYOUTS.get(kind)
    if found is None:
        names = field_names(kind)
        found = _LAYOUTS[kind] = (attrgetter(*names), {name: place for place, name in enumerate(names)})
    return found


@dataclass(frozen=True, slots=True)
class Merchant(Record):
    """A shop or chain with a public service account (A1); `second_name` is its name in the other script, or empty."""

    id: str
    public_service_id: str
    name: str
    second_name: str
    currency: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Store(Record):
    """A place of a merchant; its zone and `day_cut_minutes` after midnight cut the business day."""

    id: str
    merchant_id: str
    name: str
    time_zone: str
    day_cut_minutes: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Till(Record):
    """A till. `receipt_day` (YYYYMMDD) and `receipt_count` number its receipts without a gap."""

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


@dataclass(frozen=True, slots=True)
class Operator(Record):
    """A person at a till. `pin_hash` is argon2; failures in a row delay the next try."""

    id: str
    merchant_id: str
    name: str
    role: str  # Role
    pin_hash: str
    pin_failures: int
    pin_locked_until: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Customer(Record):
    """A person with a social id (A1). `family_name` is the part of the display name that tills see masked."""

    id: str
    social_id: str
    display_name: str
    family_name: str
    created_at: int
    request_hash: str


@dataclass(frozen=True, slots=True)
class Device(Record):
    """A customer's device. It numbers its codes; those up to `codes_ended` are over (immune to clocks that jump)."""

    id: str
    customer_id: str
    name: str
    codes_issued: int
    codes_ended: int
    created_at: int


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
class Redemption(Record):
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


@dataclass(frozen=True, slots=True)
class Refund(Record):
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


@dataclass(frozen=True, slots=True)
class Transfer(Record):
    """One debit, one credit, an amount above zero. `transaction_id` is the id of the act that caused it. Never changed."""

    KEY: ClassVar[tuple[str, ...]] = ("transaction_id", "number")
    transaction_id: str
    number: int
    kind: str
    debit_account: str
    credit_account: str
    amount_minor: int
    currency: str
    at: int


@dataclass(frozen=True, slots=True)
class Interaction(Record):
    """An interaction record (A2) between a customer and a merchant; its id is that of the act."""

    id: str
    customer_id: str
    merchant_id: str
    store_id: str | None
    type: str  # InteractionType
    amount_minor: int
    currency: str
    points: int
    at: int


@dataclass(frozen=True, slots=True)
class Message(Record):
    """A prepayment message (P8): a kind and its arguments as JSON; words are put to it where it is read."""

    id: str
    customer_id: str
    account_id: str | None
    kind: str  # MessageKind
    arguments: str
    at: int


@dataclass(frozen=True, slots=True)
class Token(Record):
    """A bearer token: only a keyed hash of it. `subject_id` is the customer, the till or the merchant it speaks for."""

    id: str
    token_hash: str
    kind: str  # TokenKind
    subject_id: str
    device_id: str | None
    created_at: int
    revoked_at: int | None
