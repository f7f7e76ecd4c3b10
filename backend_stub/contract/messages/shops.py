"""A merchant's side: operators, programmes, a till's context."""

from __future__ import annotations

from backend_stub.contract.messages.base import Currency, Id, Reply, SocialId
from backend_stub.contract.words import Role


class Operator(Reply, frozen=True, kw_only=True):
    """A person who works a till."""

    operator_id: Id
    name: str
    role: Role
    is_disabled: bool = False  # may neither sign in nor approve


class Programme(Reply, frozen=True, kw_only=True):
    """Where an account of it may be spent, and within which bounds."""

    programme_id: Id
    name: str
    currency: Currency
    code_lifetime_s: int
    confirm_above_minor: int | None
    confirm_after_payments: int | None
    payment_max_minor: int | None
    topup_min_minor: int
    topup_max_minor: int
    balance_max_minor: int
    merchants: list[str]


class ProgrammeList(Reply, frozen=True, kw_only=True):
    """Programmes open to this caller."""

    items: list[Programme]
    next_cursor: str | None = None


class TillContext(Reply, frozen=True, kw_only=True):
    """Everything a till needs to know of itself to begin a day."""

    till_id: Id
    till_name: str
    store_id: Id
    store_name: str
    merchant_id: Id
    merchant_name: str
    merchant_second_name: str
    public_service_id: SocialId
    currency: Currency
    time_zone: str  # IANA name
    day_cut_minutes: int  # minutes after midnight at which the business day turns
    today_count: int
    today_total_minor: int
    operators: list[Operator]
