"""Sample states of the Sales page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from msgspec.structs import replace as altered

from backend_stub.contract import (
    MembershipChange,
    MembershipNews,
    Outcome,
    Redemption,
    Refund,
    Refusal,
    RefusalDetail,
    Sale,
    SaleDetail,
    SaleRefund,
)
from pos_app.presenters.after_sale import AfterSaleNews
from pos_app.presenters.sales_state import SalesState, Show, Sold, sold
from pos_app.presenters.sell_state import RefundQuestion, RowMark, SaleRow, Say, Tone
from pos_app.views.samples import NOW

ZONE = "Europe/Berlin"
RECEIPT = (
    "         *** COPY ***",
    "",
    "           Mei's Tea",
    "             美茶",
    "--------------------------------",
    "Receipt            2026-1123-041",
    "2026-11-23 14:21          Till 1",
    "--------------------------------",
    "Discount               -1.32 EUR",
    "Total                  25.08 EUR",
    "By payment code        25.08 EUR",
    "Given back             -4.50 EUR",
    "--------------------------------",
    "Customer              Sofia R••",
    "Programme        Mei's Tea card",
    "",
    "           Thank you",
)


def _sale(number: int, name: str | None, amount_minor: int, minutes: int, till: str = "Till 1") -> Sale:
    return Sale(
        redemption=Redemption(
            attempt_id=f"a{number}",
            outcome=Outcome.PAID,
            requested_minor=amount_minor,
            amount_minor=amount_minor,
            refunded_minor=0,
            currency="EUR",
            at=NOW - dt.timedelta(minutes=minutes),
            store_id="s1",
            till_id=till,
            customer_name=name,
            receipt_number=f"2026-1123-{42 - number:03d}",
        ),
        till_name=till,
        store_name="Lindenstraße",
        time_zone=ZONE,
        operator_name="Anna" if till == "Till 1" else "Maximilian",
    )


def _with(sale: Sale, **changes: object) -> Sale:
    return altered(sale, redemption=altered(sale.redemption, **changes))


_NEWS = MembershipNews(
    change=MembershipChange.RAISED,
    member_name="Sofia Rossi",
    tier_key="silver",
    tier_name="Silver",
    tier_second_name="银卡",
    benefit=None,
    welcome_points=0,
    gift="",
)
_SOFIA = _with(
    _sale(1, "Sofia R••", 2508, 11),
    requested_minor=2640,
    discount_minor=132,
    tier_name="Silver",
    refunded_minor=450,
    bonus_minor=500,
    points_earned=25,
    points_after=337,
    news=_NEWS,
)
_BACK = SaleRefund(
    refund=Refund(
        refund_id="r1",
        attempt_id="a1",
        amount_minor=450,
        refunded_total_minor=450,
        currency="EUR",
        balance_after_minor=2000,
        at=NOW - dt.timedelta(minutes=3),
        receipt_number="2026-1123-041-R1",
    ),
    reason="",
    till_name="Till 1",
    approved_by="Mei",
)
_SHORT = _with(
    _sale(4, "Jonas B••", 1990, 36),
    outcome=Outcome.REFUSED,
    amount_minor=0,
    receipt_number=None,
    refusal=RefusalDetail(reason=Refusal.INSUFFICIENT_FUNDS, available_minor=720),
)
_FOUND: tuple[Sold, ...] = (
    sold(_sale(0, "Mara T••", 450, 6), 0),
    sold(_SOFIA, 0),
    sold(_sale(2, "Jonas B••", 720, 20, "Till 2"), 530),
    sold(_with(_sale(3, "Emre K••", 320, 27), outcome=Outcome.REVERSED), 0),
    sold(_sale(5, "Amélie von Weißenfels-O••", 123_456, 60 * 24), 0),
    sold(_sale(6, "马•云", 1640, 60 * 24 * 400, "Till 2"), 0),
    *(sold(_sale(number, "Chen L••", 100 * number, 60 * 24 * number), 0) for number in range(7, 12)),
)
_TILLS, _PEOPLE = (("t1", "Till 1"), ("t2", "Till 2")), (("o1", "Anna"), ("o2", "Maximilian"))
SALES = SalesState(
    "EUR",
    ZONE,
    is_all=True,
    tills=_TILLS,
    operators=_PEOPLE,
    found=_FOUND,
    is_loading=False,
    has_more=True,
    chosen_id="a1",
    detail=SaleDetail(sale=_SOFIA, received_at=_SOFIA.redemption.at, refunds=[_BACK]),
    receipt_lines=RECEIPT,
    has_printer=True,
)
_ASKING = SaleRow("u1", RowMark.ASKING, NOW - dt.timedelta(minutes=1), "", Say("note.asking"), 1250)
_QUESTION = RefundQuestion("a1", "Sofia R••", 2058, 2058, (("o3", "Mei"), ("o4", "Yan")), "o3")
_NONE = replace(SALES, found=(), chosen_id="", detail=None, receipt_lines=(), has_more=False)
_TODAY = replace(SALES, is_all=False, tills=(), operators=(), has_printer=False)
STATES = {
    "sales": SALES,
    "sales-asking": replace(
        SALES, after=AfterSaleNews(asking=(_ASKING,)), chosen_id="u1", detail=None, receipt_lines=()
    ),
    "sales-question": replace(SALES, after=AfterSaleNews(question=_QUESTION)),
    "sales-wrong-pin": replace(
        SALES, after=AfterSaleNews(question=replace(_QUESTION, wrong=Say("refund.wrong_pin", tone=Tone.WRONG)))
    ),
    "sales-not-paid": replace(
        SALES, show=Show.NOT_PAID, found=(sold(_SHORT, 0),), chosen_id="a4", detail=None, receipt_lines=()
    ),
    "sales-today": _TODAY,
    "sales-none": replace(_NONE, is_all=False, tills=(), operators=()),
    "sales-nothing": replace(_NONE, text="zzz"),
    "sales-looking": replace(_NONE, is_loading=True),
    "sales-line-down": replace(_NONE, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)),
}
