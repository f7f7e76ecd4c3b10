"""Sample states of the Shift page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    DrawerKind,
    DrawerMove,
    DrawerSum,
    Pieces,
    ReportKind,
    Shift,
    ShiftReport,
    ShiftState,
)
from pos_app.presenters.forms import Form, FormField, Kind
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shift_state import ShiftPageState, Stage, count_form, counted
from pos_app.receipts.shift_lines import report_lines
from pos_app.receipts.shift_words import words
from pos_app.views.samples import NOW

ZONE = "Europe/Berlin"
_OUT = DrawerMove(move_id="v1", kind=DrawerKind.OUT, amount_minor=-5_000, reason="to the bank", by="Anna", at=NOW)
_IN = DrawerMove(move_id="v2", kind=DrawerKind.IN, amount_minor=2_000, reason="small change", by="Anna", at=NOW)
_SHIFT = Shift(
    shift_id="s17",
    till_id="t1",
    number=17,
    currency="EUR",
    state=ShiftState.OPEN,
    opened_by="Anna",
    opened_at=NOW - dt.timedelta(hours=7),
    float_minor=15_000,
    moves=[_OUT, _IN],
)


def _over(number: int, difference_minor: int) -> Shift:
    return msgspec.structs.replace(
        _SHIFT,
        shift_id=f"s{number}",
        number=number,
        state=ShiftState.CLOSED,
        closed_by="Anna-Katharina Schwarzenberger",
        closed_at=NOW,
        expected_minor=12_530,
        counted_minor=12_530 + difference_minor,
        difference_minor=difference_minor,
    )


def _report(shift: Shift, kind: ReportKind = ReportKind.Z) -> ShiftReport:
    return ShiftReport(
        report_id="r1",
        kind=kind,
        number=shift.number if kind is ReportKind.Z else 2,
        at=NOW,
        by="Mei",
        till_name="Till 1",
        store_name="Lindenstraße",
        shift=shift,
        sales_count=42,
        sales_minor=48_050,
        bonus_minor=1_200,
        refunds_count=1,
        refunds_minor=450,
        drawer=[
            DrawerSum(kind=DrawerKind.IN, count=1, amount_minor=2_000),
            DrawerSum(kind=DrawerKind.OUT, count=1, amount_minor=-5_000),
            DrawerSum(kind=DrawerKind.SALE, count=1, amount_minor=530),
        ],
        expected_minor=12_530,
        count=[Pieces(value_minor=5_000, pieces=2), Pieces(value_minor=500, pieces=5)] if kind is ReportKind.Z else [],
        loose_minor=0,
        ledger_minor=48_050,
        ledger_difference_minor=0,
        outside=[DrawerSum(kind=DrawerKind.TOP_UP, count=2, amount_minor=5_000)],
        outside_minor=5_000,
    )


def _shown(report: ShiftReport) -> dict[str, object]:
    return {"stage": Stage.REPORT, "report": report, "lines": report_lines(report, words("en"), ZONE)}


_OPEN = ShiftPageState(
    "EUR",
    ZONE,
    Stage.OPEN,
    shift=_SHIFT,
    past=(_SHIFT, _over(16, -30), _over(15, 0), _over(14, 250)),
    has_more=True,
    may_see_reports=True,
    can_print=True,
    may_open_drawer=True,
)
_COUNT = count_form("EUR").written("5000", "2").written("500", "5").written("10", "1x")
_TOTAL, _COUNTED = counted(_COUNT, "EUR")
_FLOAT = Form((FormField("float", Kind.MONEY, "150.00", may_be_empty=True),))
_MOVE = Form(
    (
        FormField("kind", Kind.CHOICE, "out", choices=(("in", "shift.in"), ("out", "shift.out"))),
        FormField("minor", Kind.MONEY, "5o", fault=Say("form.amount", {"example": "12.00"})),
        FormField("reason", Kind.TEXT, "to the bank"),
    )
)
_SHORT = _report(_over(16, -30))
STATES = {
    "shift": _OPEN,
    "shift-cashier": replace(_OPEN, past=(), may_see_reports=False, has_more=False),
    "shift-none": replace(_OPEN, stage=Stage.CLOSED, shift=None, form=_FLOAT),
    "shift-none-outside": replace(_OPEN, stage=Stage.CLOSED, shift=None, form=_FLOAT, outside_minor=5_000),
    "shift-moving": replace(_OPEN, stage=Stage.MOVING, form=_MOVE),
    "shift-counting": replace(_OPEN, stage=Stage.COUNTING, form=_COUNTED, counted_minor=_TOTAL),
    "shift-counting-kwd": replace(_OPEN, currency="KWD", stage=Stage.COUNTING, form=count_form("KWD")),
    "shift-asking": replace(_OPEN, stage=Stage.COUNTING, form=_COUNTED, counted_minor=_TOTAL, is_asking=True),
    "shift-short": replace(_OPEN, shift=None, form=Form((FormField("reason", Kind.TEXT),)), **_shown(_SHORT)),  # type: ignore[arg-type]
    "shift-agrees": replace(_OPEN, shift=None, **_shown(_report(_over(15, 0)))),  # type: ignore[arg-type]
    "shift-x": replace(_OPEN, **_shown(_report(_SHIFT, ReportKind.X))),  # type: ignore[arg-type]
    "shift-line-down": ShiftPageState("EUR", ZONE, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)),
}
