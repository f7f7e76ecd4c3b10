"""Sample states of the Reconcile page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    BankEntry,
    DrawerKind,
    DrawerSum,
    Finding,
    MissingPayout,
    Reconciliation,
    ReconciliationSummary,
    Shift,
    ShiftDifference,
    ShiftFinding,
    ShiftState,
    ShiftTotal,
    TillOutside,
)
from pos_app.presenters.reconcile_state import Part, ReconcileState
from pos_app.presenters.sell_state import Say, Tone
from pos_app.views.samples import NOW

ZONE = "Europe/Berlin"
_LONG = "Anna’s Bakery and Coffee House at the Old Bridge"


def _entry(number: int, finding: Finding, minor: int, who: str, text: str = "", **more: object) -> BankEntry:
    entry = BankEntry(
        entry_id=f"e{number}",
        booked_on=f"2026-11-{20 + number % 5}",
        amount_minor=minor,
        currency="EUR",
        reference=f"019ab{number:027x}",
        counterparty=who,
        text=text,
        finding=finding,
        likely_cause="",
    )
    return msgspec.structs.replace(entry, **more)


_DIFFERENCES = [
    _entry(
        1,
        Finding.WRONG_AMOUNT,
        -125_750,
        "Mei’s Tea",
        matched_id="o1",
        matched_name="Mei’s Tea",
        expected_minor=-125_800,
    ),
    _entry(
        2, Finding.LIKELY_PAYOUT, -88_050, _LONG, "payment", matched_id="o2", matched_name=_LONG, expected_minor=-88_050
    ),
    _entry(
        3, Finding.RETURNED, 4_210, "Other Books", "AC04 closed account", matched_id="o3", matched_name="Other Books"
    ),
    _entry(4, Finding.UNKNOWN_RECEIPT, 100_000, "Payment Provider Europe", "settlement 48"),
    _entry(5, Finding.BANK_CHARGE, -250, "", "account fee"),
]
_MATCHED = [
    _entry(6, Finding.MATCHED, -101_000, "Mei’s Tea", matched_name="Mei’s Tea"),
    _entry(7, Finding.MATCHED, 5_000, "Mara Tanner", matched_name="demo", is_top_up=True),
]
_FOUND = Reconciliation(
    statement_id="b1",
    name="2026-11-24 statement.xml",
    account="DE02120300000000202051",
    currency="EUR",
    at=NOW,
    was_known=False,
    matched=2,
    in_minor=109_210,
    out_minor=-315_050,
    differences=_DIFFERENCES,
    entries=[*_MATCHED, *_DIFFERENCES],
    missing=[MissingPayout(payout_id="o9", amount_minor=9_900, currency="EUR", at=NOW, holder="京都茶房")],
)
_FITS = msgspec.structs.replace(_FOUND, differences=[], entries=_MATCHED, missing=[])


def _summary(number: int, name: str, matched: int) -> ReconciliationSummary:
    return ReconciliationSummary(
        statement_id=f"b{number}",
        name=name,
        account="DE02120300000000202051",
        currency="EUR",
        at=NOW,
        first_day=f"2026-11-{21 - number}",
        last_day=f"2026-11-{24 - number}",
        entries=7,
        matched=matched,
    )


def _shift(number: int, difference_minor: int = 0, *, is_open: bool = False) -> Shift:
    shift = Shift(
        shift_id=f"s{number}",
        till_id="t1",
        number=number,
        currency="EUR",
        state=ShiftState.OPEN,
        opened_by="Anna-Katharina Schwarzenberger",
        opened_at=NOW - dt.timedelta(days=17 - number, hours=7),
        float_minor=15_000,
        moves=[],
    )
    if is_open:
        return shift
    return msgspec.structs.replace(
        shift,
        state=ShiftState.CLOSED,
        closed_at=NOW - dt.timedelta(days=17 - number),
        expected_minor=18_000,
        counted_minor=18_000 + difference_minor,
        difference_minor=difference_minor,
        reason="change given wrong" if difference_minor else None,
    )


_TOP_UPS = [DrawerSum(kind=DrawerKind.TOP_UP, count=2, amount_minor=5_000)]


def _total(shift: Shift, *findings: tuple[ShiftFinding, int], merchant: str = "Mei’s Tea") -> ShiftTotal:
    differing = [ShiftDifference(finding=one, amount_minor=minor, likely_cause="") for one, minor in findings]
    outside = [minor for one, minor in findings if one is ShiftFinding.OUTSIDE]
    return ShiftTotal(
        shift=shift,
        merchant_name=merchant,
        store_name="Lindenstraße",
        till_name="Till 1",
        sales_count=42,
        sales_minor=48_050,
        ledger_sales_minor=48_050 - sum(minor for one, minor in findings if one is ShiftFinding.SALES_DIFFER),
        cash_minor=3_000,
        ledger_cash_minor=3_000,
        posted_minor=shift.difference_minor or 0,
        outside=_TOP_UPS if outside else [],
        outside_minor=sum(outside),
        differences=differing,
    )


_BANK = ReconcileState(
    "EUR",
    ZONE,
    rows=(_summary(1, "2026-11-24 statement.xml", 2), _summary(2, "Umsätze November, second half of the month.csv", 7)),
    has_more=True,
    open=_FOUND,
    is_loading=False,
    is_new=True,
)
_TILLS = replace(
    _BANK,
    part=Part.TILLS,
    shifts=(
        _total(_shift(17, is_open=True)),
        _total(_shift(16, -30), (ShiftFinding.SHORT, -30), (ShiftFinding.OUTSIDE, 5_000)),
        _total(_shift(15), merchant=_LONG),
        _total(_shift(14), (ShiftFinding.SALES_DIFFER, 10)),
    ),
    shift_id="s16",
)
STATES = {
    "reconcile": _BANK,
    "reconcile-fits": replace(_BANK, open=_FITS),
    "reconcile-known": replace(
        _BANK,
        open=msgspec.structs.replace(_FITS, was_known=True, gap_minor=1_250, payer_account="DE89370400440532013000"),
    ),
    "reconcile-noted": replace(_BANK, noted=frozenset({"o2"})),
    "reconcile-refused": replace(
        _BANK,
        fault=Say("reconcile.refused", {"text": "line 4: a row has 6 columns; this one is torn"}),
        fault_name="Umsätze.csv",
    ),
    "reconcile-sending": replace(_BANK, is_sending=True),
    "reconcile-empty": ReconcileState("EUR", ZONE, is_loading=False),
    "reconcile-tills": _TILLS,
    "reconcile-tills-agree": replace(_TILLS, shift_id="s15"),
    "reconcile-tills-outside": replace(
        _TILLS,
        outside=(
            TillOutside(
                till_id="t2",
                till_name="Till 2",
                merchant_name="Mei’s Tea",
                currency="EUR",
                since=NOW,
                outside=_TOP_UPS,
                outside_minor=5_000,
            ),
            TillOutside(
                till_id="t3",
                till_name="Till 1",
                merchant_name=_LONG,
                currency="EUR",
                since=None,
                outside=_TOP_UPS,
                outside_minor=700,
            ),
        ),
    ),
    "reconcile-tills-none": replace(_TILLS, shifts=(), shift_id=None),
    "reconcile-line-down": ReconcileState(
        "EUR", ZONE, is_loading=False, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)
    ),
}
