"""Shifts: a till's drawer from its float to its count, with what went in and out, and the reports kept of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.cash import PIECES_MAX
from backend_stub.contract.messages.base import Currency, Id, Name, PositiveMinor, Reply, Wire
from backend_stub.contract.words import DrawerKind, ReportKind, ShiftFinding, ShiftState
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
    """Cash parts of sales; those that are known or not paid are passed over.

    One of a sale that was made before the shift is noted apart, and not expected in its drawer.
    """

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


class DrawerSum(Reply, frozen=True, kw_only=True):
    """All of one kind: how often, and what it came to."""

    kind: DrawerKind
    count: int
    amount_minor: int


class ShiftNow(Reply, frozen=True, kw_only=True):
    """The till's open shift, or none; then also the cash that moved at the till since its last shift was closed."""

    shift: Shift | None
    outside: list[DrawerSum] = msgspec.field(default_factory=list)
    outside_minor: int = 0


class ShiftList(Reply, frozen=True, kw_only=True):
    """Shifts of a merchant, newest first."""

    items: list[Shift]
    next_cursor: str | None = None


class ShiftReport(Reply, frozen=True, kw_only=True):
    """A report as it was kept: X in the middle, numbered within the shift; Z at its end, numbered as the shift is.

    `ledger_minor` is what the ledger says of the same sales; `ledger_difference_minor` is not 0 only where books are wrong.
    `outside` is the cash that moved at the till between the shift before and this one: it is not in `expected_minor`.
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
    outside: list[DrawerSum] = msgspec.field(default_factory=list)
    outside_minor: int = 0


class ShiftDifference(Reply, frozen=True, kw_only=True):
    """What does not agree, by how much, and its likely cause."""

    finding: ShiftFinding
    amount_minor: int
    likely_cause: str


class ShiftTotal(Reply, frozen=True, kw_only=True):
    """A shift's totals as the till has them, held against the ledger's."""

    shift: Shift
    merchant_name: str
    store_name: str
    till_name: str
    sales_count: int
    sales_minor: int  # paid by code, by the receipts
    ledger_sales_minor: int
    cash_minor: int  # top-ups, taken back and paid back, as they moved in the drawer
    ledger_cash_minor: int
    posted_minor: int  # over or short, as the ledger has it
    outside: list[DrawerSum]
    outside_minor: int
    differences: list[ShiftDifference]


class TillOutside(Reply, frozen=True, kw_only=True):
    """Cash that moved at a till since its last shift was closed, or ever: no shift counts it so far."""

    till_id: Id
    till_name: str
    merchant_name: str
    currency: Currency
    since: dt.datetime | None
    outside: list[DrawerSum]
    outside_minor: int


class ShiftTotalList(Reply, frozen=True, kw_only=True):
    """Shifts with their totals, newest first; with the first page the tills whose cash no shift counts so far."""

    items: list[ShiftTotal]
    outside: list[TillOutside]
    next_cursor: str | None = None
