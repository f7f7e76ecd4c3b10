"""Past sales as a shop looks them up: found by day, time, amount, receipt number, customer, till, operator and state."""

from __future__ import annotations

import datetime as dt
import enum

import msgspec

from backend_stub.contract.messages.base import Id, Reply
from backend_stub.contract.messages.payments import Redemption, Refund


class SaleState(enum.StrEnum):
    """Which sales are wanted. Without one: all in which money moved."""

    PAID = "paid"  # and nothing given back
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"  # all of it, or taken back before the till knew that it was paid
    NOT_PAID = "not_paid"  # refused, or ended before anything moved


class SaleChoice(Reply, frozen=True, kw_only=True):
    """A till or an operator that a list can be narrowed to."""

    id: Id
    name: str


class Sale(Reply, frozen=True, kw_only=True):
    """A sale, with who took it where. `cash_minor` is its part in cash as the drawer's shift has it."""

    redemption: Redemption
    till_name: str
    store_name: str
    time_zone: str  # the store's: its times are shown in it
    operator_name: str | None = None
    cash_minor: int = 0


class SaleList(Reply, frozen=True, kw_only=True):
    """Sales, newest first. The first page says what the list can be narrowed to; empty for who sees one till alone."""

    items: list[Sale]
    next_cursor: str | None = None
    tills: list[SaleChoice] = msgspec.field(default_factory=list)
    operators: list[SaleChoice] = msgspec.field(default_factory=list)


class SaleRefund(Reply, frozen=True, kw_only=True):
    """Money given back of a sale: where, and who allowed it (None: a manager's tool)."""

    refund: Refund
    reason: str
    till_name: str | None = None
    approved_by: str | None = None


class SaleDetail(Reply, frozen=True, kw_only=True):
    """A sale with all that was given back of it, oldest first. `received_at` is when the till asked for it."""

    sale: Sale
    received_at: dt.datetime
    refunds: list[SaleRefund]
