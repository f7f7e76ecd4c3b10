"""Shifts: a till's drawer from its float to its count, with what went in and out, and the reports kept of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.cash import PIECES_MAX
from backend_stub.contract.messages.base import Currency, Id, Name, PositiveMinor, Reply, Wire
from backend_stub.contract.words import DrawerKind, ReportKind, ShiftState
from backend_stub.money import MAX_AMOUNT_MINOR

CashMinor = Annotated[int, msgspec.Meta(ge=0, le=MAX_AMOUNT_MINOR, description="Minor units of the till's currency.")]
PARTS_MAX = 1_000


class ShiftOpening(Wire, frozen=True, kw_only=True):
    """Open a shift: what lies in the drawer to give change from."""

    float_minor: CashMinor = 0


class CashMove(Wire, frozen=True, kw_only=True):
    """Cash put into the drawer or taken out of it, apart from sales: `kind` is in or out."""

    kind: DrawerKind
    amount_minor: PositiveMinor
    reason: Name


class CashPart(Wire, frozen=True, kw_only=True):
    """The part of a sale that was planned to be taken in cash; what was due in the end, the platform reckons."""

    attempt_id: Id
    cash_minor: PositiveMinor


class CashParts(Wire, frozen=True, kw_only=True):
    """Cash parts of sales; those that are known, not paid, or of another shift are passed over."""

    parts: Annotated[list[CashPart], msgspec.Meta(max_length=PARTS_MAX)]


class Pieces(Wire, frozen=True, kw_only=True):
    """So many notes or coins of a value."""

    value_minor: PositiveMinor
    pieces: Annotated[int, msgspec.Meta(ge=0, le=PIECES_MAX)]


class ShiftClosing(Wire, frozen=True, kw_only=True):
    """The count, made without knowing what is expected. `loose_minor` is what was not counted by piece."""

    count: Annotated[tuple[Pieces, ...], msgspec.Meta(max_length=40)] = ()
    loose_minor: CashMinor = 0


class XReportRequest(Wire, frozen=True, kw_only=True):
    """A reading in the middle of a shift."""


class ShiftReason(Wire, frozen=True, kw_only=True):
    """Why the count differed."""

    reason: Name


class DrawerMove(Reply, frozen=True, kw_only=True):
    """Cash that went into the drawer or, below zero, out of it."""

    move_id: Id
    kind: DrawerKind
    amount_minor: int
    reason: str
    by: str
    at: dt.datetime


class Shift(Reply, frozen=True, kw_only=True):
    """A shift. What is expected in the drawer is told only once it was counted."""

    shift_id: Id
    till_id: Id
    number: int
    currency: Currency
    state: ShiftState
    opened_by: str
    opened_at: dt.datetime
    float_minor: int
    moves: list[DrawerMove]  # what people put in and took out; sales and top-ups are not told before the count
    closed_by: str | None = None
    closed_at: dt.datetime | None = None
    expected_minor: int | None = None
    counted_minor: int | None = None
    difference_minor: int | None = None  # counted less expected: above zero is over, below zero short
    reason: str | None = None


class ShiftNow(Reply, frozen=True, kw_only=True):
    """The till's open shift, or none."""

    shift: Shift | None


class ShiftList(Reply, frozen=True, kw_only=True):
    """Shifts of a merchant, newest first."""

    items: list[Shift]
    next_cursor: str | None = None


class DrawerSum(Reply, frozen=True, kw_only=True):
    """All of one kind: how often, and what it came to."""

    kind: DrawerKind
    count: int
    amount_minor: int


class ShiftReport(Reply, frozen=True, kw_only=True):
    """A report as it was kept: X in the middle, numbered within the shift; Z at its end, numbered as the shift is.

    `ledger_minor` is what the ledger says of the same sales; `ledger_difference_minor` is not 0 only where books are wrong.
    """

    report_id: Id
    kind: ReportKind
    number: int
    at: dt.datetime
    by: str
    till_name: str
    store_name: str
    shift: Shift
    sales_count: int
    sales_minor: int  # paid by code
    bonus_minor: int  # of it
    refunds_count: int
    refunds_minor: int
    drawer: list[DrawerSum]
    expected_minor: int
    count: list[Pieces]
    loose_minor: int
    ledger_minor: int
    ledger_difference_minor: int
