"""States of the settlement page for pictures and for tests of the widgets; figures as on the target picture."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from backend_stub.contract import BatchState, LedgerTransfer, SettlementEntry, StatementLine
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.settlement_state import Bar, BatchRow, Explained, Plot, SettlementState, SumRow


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


def _batch(number: int, day: int, sales: int, net_minor: int, state: BatchState) -> BatchRow:
    return BatchRow(_id(number), dt.date(2026, 11, day), sales, net_minor, state)


def _entry(number: int, minute: int, name: str, amount_minor: int, kind: str = "redemption") -> SettlementEntry:
    return SettlementEntry(
        transaction_id=_id(100 + number),
        line=StatementLine.GROSS if amount_minor > 0 else StatementLine.REFUNDS,
        kind=kind,
        at=dt.datetime(2026, 11, 22, 14, minute, tzinfo=dt.UTC),
        amount_minor=amount_minor,
        discount_minor=0,
        fee_e4=amount_minor * 100,
        net_e4=amount_minor * 9_900,
        receipt_number=f"2026-1122-{number:03d}",
        customer_name=name,
    )


_BATCHES = (
    _batch(1, 22, 97, 125_800, BatchState.CLOSED),
    _batch(2, 21, 1, 446, BatchState.CARRIED),
    _batch(3, 20, 104, 130_612, BatchState.PAID),
    _batch(4, 19, 88, 104_177, BatchState.PAID),
    _batch(5, 18, 91, 112_030, BatchState.FAILED),
    _batch(6, 17, 83, 97_805, BatchState.REPAID),
    _batch(7, 16, 79, 90_261, BatchState.PAID),
)
_TAKEN = (4_800, 8_600, 12_100, 16_480, 14_800, 13_200, 11_840, 14_200, 15_600, 10_300, 6_100)
_CHOSEN = _TAKEN[6]
_OWED = (
    780_000,
    784_000,
    788_000,
    792_000,
    780_000,
    800_000,
    804_000,
    808_000,
    790_000,
    795_000,
    801_000,
    808_000,
    810_000,
    812_345,
)
_LAPSED = (0, 0, 0, 450, 0, 0, 350, 0, 0, 0, 450, 0, 0, 0)
_ENTRIES = (
    _entry(1, 4, "Sofia R••", 2_000),
    _entry(2, 11, "Jonas B••", 720),
    _entry(3, 19, "Mara T••", 450),
    _entry(4, 26, "Mara T••", -450, "refund"),
    _entry(5, 41, "L•• Wei", 1_290),
    _entry(6, 52, "马••", 880),
)
READY = SettlementState(
    currency="EUR",
    time_zone="Europe/Berlin",
    is_loading=False,
    batches=_BATCHES,
    has_more_batches=True,
    chosen=_BATCHES[0],
    sums=(
        SumRow(StatementLine.GROSS, 128_460, Say("settlement.sales", {"count": 97})),
        SumRow(StatementLine.REFUNDS, -1_840, Say("settlement.count", {"count": 4})),
        SumRow(StatementLine.FEES, -1_266, Say("settlement.exact", {"exact_e4": 12_662_000})),
        SumRow(StatementLine.CARRY, 446, Say("settlement.from_day", {"day": dt.date(2026, 11, 21)})),
    ),
    fee_rest_e4=2_000,
    hours=tuple(Bar(str(9 + n), taken, is_chosen=taken == _CHOSEN) for n, taken in enumerate(_TAKEN)),
    days=tuple(Bar(str(9 + n), 90_000 + taken * 3) for n, taken in enumerate((*_TAKEN, 0, 12_000, 9_000))),
    lapsed=tuple(Bar(str(9 + n), minor) for n, minor in enumerate(_LAPSED)),
    owed=tuple(Bar(str(9 + n), owed) for n, owed in enumerate(_OWED)),
    liability_minor=812_345,
    breakage_minor=1_250,
    entries=_ENTRIES,
    entries_about=Say("settlement.hour", {"count": 11, "gross_minor": 11_840, "hour": 15, "until": 16}),
    may_pay_out=True,
)
_EXPLAINED = Explained(
    _ENTRIES[0],
    (
        LedgerTransfer(
            number=1,
            kind="redemption",
            debit_account=f"prepayment:{_id(7)}",
            credit_account=f"payable:{_id(8)}",
            amount_minor=2_000,
            currency="EUR",
            at=_ENTRIES[0].at,
        ),
    ),
    "2026-1122-001",
)
_FULL = tuple(
    SumRow(line, amount)
    for line, amount in zip(StatementLine, (128_460, -1_840, -1_266, -310, -5_000, -500, -20, 446), strict=True)
)
STATES: dict[str, SettlementState] = {
    "ready": READY,
    "asking": replace(READY, is_asking=True),
    "paid": replace(READY, chosen=_BATCHES[2], may_pay_out=True, entries_about=None),
    "explained": replace(READY, explained=_EXPLAINED),
    "days": replace(READY, plot=Plot.DAYS),
    "owed": replace(READY, plot=Plot.OWED),
    "lapsed": replace(READY, plot=Plot.LAPSED),
    "line": replace(
        READY,
        line=StatementLine.REFUNDS,
        entries=_ENTRIES[3:4],
        entries_about=Say("settlement.of.refunds", {"amount_minor": -1_840}),
    ),
    "all-lines": replace(READY, sums=_FULL, has_more_entries=True, entries_about=None),
    "empty": SettlementState("EUR", "Europe/Berlin", is_loading=False),
    "trouble": SettlementState(
        "EUR", "Europe/Berlin", is_loading=False, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)
    ),
}
