"""Examples of shifts, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import DrawerKind, ReportKind, ShiftFinding, ShiftState

_AT = dt.datetime(2026, 11, 23, 7, 0, 0, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


SHIFT, TILL, MOVE, ATTEMPT, REPORT = (_id(number) for number in (41, 5, 42, 1, 43))
_MOVE = contract.DrawerMove(
    move_id=MOVE, kind=DrawerKind.OUT, amount_minor=-5_000, reason="to the bank", by="Anna", at=_AT
)
_OPEN = contract.Shift(
    shift_id=SHIFT,
    till_id=TILL,
    number=17,
    currency="EUR",
    state=ShiftState.OPEN,
    opened_by="Anna",
    opened_at=_AT,
    float_minor=15_000,
    moves=[_MOVE],
)
_CLOSED = msgspec.structs.replace(
    _OPEN,
    state=ShiftState.CLOSED,
    closed_by="Anna",
    closed_at=_AT + dt.timedelta(hours=9),
    expected_minor=12_530,
    counted_minor=12_500,
    difference_minor=-30,
    reason="change given wrong",
)
_COUNT = [contract.Pieces(value_minor=5_000, pieces=2), contract.Pieces(value_minor=500, pieces=5)]
_OUTSIDE = [contract.DrawerSum(kind=DrawerKind.TOP_UP, count=1, amount_minor=5_000)]
_REPORT = contract.ShiftReport(
    report_id=SHIFT,
    kind=ReportKind.Z,
    number=17,
    at=_AT + dt.timedelta(hours=9),
    by="Anna",
    till_name="Till 1",
    store_name="Lindenstraße",
    shift=_CLOSED,
    sales_count=42,
    sales_minor=48_050,
    bonus_minor=1_200,
    refunds_count=1,
    refunds_minor=450,
    drawer=[
        contract.DrawerSum(kind=DrawerKind.OUT, count=1, amount_minor=-5_000),
        contract.DrawerSum(kind=DrawerKind.SALE, count=1, amount_minor=530),
        contract.DrawerSum(kind=DrawerKind.TOP_UP, count=1, amount_minor=2_000),
    ],
    expected_minor=12_530,
    count=_COUNT,
    loose_minor=0,
    ledger_minor=48_050,
    ledger_difference_minor=0,
)
SHIFT_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.ShiftOpening(float_minor=15_000),
    contract.CashMove(kind=DrawerKind.OUT, amount_minor=5_000, reason="to the bank"),
    contract.CashParts(parts=[contract.CashPart(attempt_id=ATTEMPT, cash_minor=530)]),
    contract.ShiftClosing(count=tuple(_COUNT)),
    contract.ShiftReason(reason="change given wrong"),
    contract.XReportRequest(),
    _MOVE,
    contract.ShiftNow(shift=_OPEN),
    _CLOSED,
    contract.ShiftList(items=[_CLOSED]),
    _REPORT,
    contract.ShiftTotalList(
        items=[
            contract.ShiftTotal(
                shift=_CLOSED,
                merchant_name="Mei’s Tea",
                store_name="Lindenstraße",
                till_name="Till 1",
                sales_count=42,
                sales_minor=48_050,
                ledger_sales_minor=48_050,
                cash_minor=2_000,
                ledger_cash_minor=2_000,
                posted_minor=-30,
                outside=_OUTSIDE,
                outside_minor=5_000,
                differences=[
                    contract.ShiftDifference(
                        finding=ShiftFinding.SHORT,
                        amount_minor=-30,
                        likely_cause="less was counted than is expected: change given wrong, or cash taken out without a note",
                    )
                ],
            )
        ],
        outside=[
            contract.TillOutside(
                till_id=TILL,
                till_name="Till 1",
                merchant_name="Mei’s Tea",
                currency="EUR",
                since=_AT,
                outside=_OUTSIDE,
                outside_minor=5_000,
            )
        ],
    ),
)
