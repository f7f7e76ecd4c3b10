"""Sample states for looking at the pages: the figures of the pictures they are built after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from pos_app.presenters import coached
from pos_app.presenters.phone_state import PhoneMessage, PhoneOwner, PhoneQuestion, PhoneState
from pos_app.presenters.printer_news import PrinterNews, PrinterState
from pos_app.presenters.sell_state import (
    AskingFacts,
    AwaitingFacts,
    Camera,
    Line,
    PaidFacts,
    Phase,
    PricingFacts,
    RefundQuestion,
    RefusedFacts,
    RowMark,
    SaleRow,
    Say,
    SellState,
    Toast,
    Today,
    Tone,
    UnknownFacts,
    VisitFacts,
)
from pos_app.scanner.coach import Advice, Cause, Side

NOW = dt.datetime(2026, 11, 23, 13, 32, 7, tzinfo=dt.UTC)
ZONE = "Europe/Berlin"
CODE = "730000000012345678"
_RECEIPT = (
    "           Mei's Tea            ",
    "              美茶              ",
    "--------------------------------",
    "Receipt            2026-1123-042",
    "2026-11-23 14:32          Till 1",
    "--------------------------------",
    "Total                  12.50 EUR",
    "Payment code           12.50 EUR",
    "--------------------------------",
    "Customer                 L•• Wei",
    "Balance after          34.70 EUR",
    "",
    "           Thank you!           ",
)


def _at(minute: int, hour: int = 13) -> dt.datetime:
    return NOW.replace(hour=hour, minute=minute, second=0)


def _row(
    number: int, at: dt.datetime, name: str, minor: int, mark: RowMark = RowMark.PAID, note: Say | None = None
) -> SaleRow:
    return SaleRow(f"attempt-{number}", mark, at, name, note, minor, refundable_minor=max(0, minor))


_ROWS = (
    _row(1, _at(26), "Mara T••", 450),
    _row(2, _at(21), "Sofia R••", 2508),
    _row(3, _at(12), "Jonas B••", 720, RowMark.SPLIT, Say("note.cash", {"cash_minor": 530})),
    _row(4, _at(5), "Emre K••", -320, RowMark.GIVEN_BACK, Say("note.given_back")),
    _row(5, _at(58, 12), "Chen L••", 1640),
    _row(6, _at(51, 12), "Ida N••", 960, note=Say("note.part_given_back", {"amount_minor": 100})),
    _row(7, _at(44, 12), "Omar S••", 320, RowMark.NOT_PAID, Say("note.not_paid")),
    _row(8, _at(37, 12), "Lena F••", 2280),
)
_WEI = _row(9, _at(32), "L•• Wei", 1250)

READY = SellState(
    phase=Phase.READY,
    currency="EUR",
    amount_minor=1250,
    merchant_name="Mei’s Tea",
    merchant_second_name="美茶",
    till_name="Till 1",
    operator_name="Anna",
    time_zone=ZONE,
    line=Line.ONLINE,
    camera=Camera.LIVE,
    hint=Say("hint.hold_code"),
    outline=None,
    amount_note=Say("amount.key_then_take"),
    can_take=True,
    quick_amounts=(320, 450, 500, 1000, 2000),
    today=Today(41, 38620, _ROWS),
)
_FIXED = replace(READY, amount_note=Say("amount.fixed"))
_SCANNING = replace(_FIXED, phase=Phase.SCANNING)
_ASKING = replace(
    _FIXED,
    phase=Phase.ASKING,
    hint=Say("hint.code_read", tone=Tone.GOOD),
    outline=Tone.GOOD,
    asking=AskingFacts(NOW, 1.2, "Mei’s platform"),
)
_PAID = replace(
    READY,
    phase=Phase.PAID,
    hint=Say("hint.ready_next"),
    today=Today(42, 39870, (replace(_WEI, is_new=True), *_ROWS)),
    paid=PaidFacts(
        1250,
        NOW,
        "2026-1123-042",
        "L•• Wei",
        3470,
        return_in_s=6,
        points=Say("paid.points_line", {"earned": 12, "after": 50}),
        news=(Say("news.raised", {"name": "Li Wei", "tier": "Silver"}), Say("news.percent", {"percent": "5"})),
    ),
)
_PAID_FACTS = PaidFacts(1250, NOW, "2026-1123-042", "L•• Wei", 3470, return_in_s=6)
_PRINTED = replace(_PAID_FACTS, prints=True, printed=Say("paid.printed", tone=Tone.GOOD))
_STUCK = replace(_PAID_FACTS, prints=True, printed=Say("paid.print_waits_paper", tone=Tone.CAREFUL))
_ONE = PrinterNews(PrinterState.READY, 1)
_BONUS = PaidFacts(
    1250,
    NOW,
    "2026-1123-044",
    "Mara T••",
    3470,
    less=Say("paid.less", {"whole_minor": 1350, "off_minor": 100, "tier": "Silver"}),
    bonus=Say("paid.bonus", {"bonus_minor": 250, "left_minor": 750}),
)
_PRICE = PricingFacts(
    1250,
    "L•• Wei",
    "Silver",
    discount_minor=62,
    points=312,
    points_there=312,
    points_usable=312,
    points_step=100,
    points_minor=312,
    to_pay_minor=876,
)
_VISIT = replace(READY, phase=Phase.VISITING, amount_minor=0, can_take=False)
_NOTED = VisitFacts(
    is_recorded=True,
    at=NOW,
    customer_name="L•• Wei",
    tier_name="Silver",
    points=Say("paid.points_line", {"earned": 5, "after": 55}),
    news=(Say("news.raised", {"name": "Li Wei", "tier": "Silver"}), Say("news.percent", {"percent": "5"})),
)
_CASH = PaidFacts(720, NOW, "2026-1123-043", "Jonas B••", 0, cash_minor=530, return_in_s=None)
_SHOWN = PaidFacts(
    1250, NOW, "2026-1123-042", "L•• Wei", 3470, return_in_s=None, receipt_lines=_RECEIPT, is_receipt_shown=True
)
_UNKNOWN = replace(
    READY,
    phase=Phase.UNKNOWN,
    line=Line.SLOW,
    camera=Camera.PAUSED,
    hint=Say("hint.camera_waits"),
    amount_note=Say("amount.not_twice"),
    today=Today(41, 38620, (replace(_WEI, mark=RowMark.ASKING, note=Say("note.asking"), refundable_minor=0), *_ROWS)),
    unknown=UnknownFacts(23, 7, 2),
    unresolved=1,
)
_QUESTION = RefundQuestion("attempt-1", "Mara T••", 450, 450, (("m1", "Anna Berger"), ("m2", "Tom Weiss")), "m1")


def _refused(name: str, arguments: Mapping[str, object] | None = None, available: int | None = None) -> SellState:
    given = arguments or {}
    facts = RefusedFacts(
        Say(f"refused.{name}.headline", given),
        Say(f"refused.{name}.why", given),
        Say(f"refused.{name}.advice", given),
        available,
        offers_part=bool(available),
    )
    return replace(READY, phase=Phase.REFUSED, amount_note=Say("amount.for_this_sale"), refused=facts)


_SHORT = replace(
    _refused("insufficient_funds", {"name": "Jonas B••", "available_minor": 720, "amount_minor": 1250}, 720),
    hint=Say("hint.code_fine_short", tone=Tone.CAREFUL),
    outline=Tone.CAREFUL,
)
ADVICE: Mapping[str, Advice] = {
    "too-dark": Advice(Cause.TOO_DARK),
    "glare": Advice(Cause.GLARE, where=(0.5, 0.5)),
    "out-of-focus": Advice(Cause.OUT_OF_FOCUS),
    "too-small": Advice(Cause.TOO_SMALL, nearer=3.0),
    "moving": Advice(Cause.MOVING),
    "dimmed": Advice(Cause.DIMMED),
    "cut-off": Advice(Cause.CUT_OFF, side=Side.LEFT),
}


def _coached(advice: Advice) -> SellState:
    return replace(_SCANNING, advice=advice, hint=coached.what_to_do(advice), hint_more=coached.how(advice))


_OFFLINE = replace(_refused("line_down"), line=Line.OFFLINE)
_SUSPENDED = _refused("till_suspended")

STATES: Mapping[str, SellState] = {
    "ready": READY,
    "code-seen": replace(READY, outline=Tone.PLAIN, hint=Say("hint.code_seen")),
    "nothing-keyed": replace(READY, amount_minor=0, can_take=False, may_check_in=True),
    "too-large": replace(READY, amount_wrong=Say("wrong.too_large", {"limit_minor": 500000})),
    "adding": replace(READY, amount_note=Say("amount.adding", {"sum_minor": 800}), is_demo=True),
    "scanning": _SCANNING,
    "typing": replace(_SCANNING, typed_code=CODE, camera=Camera.NONE, hint=Say("hint.no_camera")),
    "foreign": replace(
        _SCANNING, hint=Say("hint.foreign.alipay", tone=Tone.CAREFUL), outline=Tone.CAREFUL, typed_code="280"
    ),
    "points-wanted": replace(_SCANNING, wants_points=True),
    "pricing": replace(_FIXED, phase=Phase.PRICING, pricing=_PRICE),
    "pricing-part": replace(
        _FIXED, phase=Phase.PRICING, pricing=replace(_PRICE, points=120, points_minor=120, to_pay_minor=1068)
    ),
    "pricing-none": replace(
        _FIXED,
        phase=Phase.PRICING,
        pricing=PricingFacts(1250, "Jonas B••", to_pay_minor=1250, points_there=4),
    ),
    "pricing-asking": replace(_FIXED, phase=Phase.PRICING, pricing=PricingFacts(1250, is_asking=True)),
    "pricing-wrong": replace(
        _FIXED, phase=Phase.PRICING, pricing=PricingFacts(1250, wrong=Say("ask.no_connection", tone=Tone.CAREFUL))
    ),
    "visiting": replace(_VISIT, visit=VisitFacts()),
    "visit-asking": replace(_VISIT, visit=VisitFacts(is_asking=True)),
    "visit-noted": replace(_VISIT, visit=_NOTED),
    "visit-refused": replace(
        _VISIT, visit=VisitFacts(wrong=Say("ask.refused", {"text": "The code is not usable."}, Tone.WRONG))
    ),
    "visit-not-known": replace(
        _VISIT, visit=VisitFacts(wrong=Say("ask.no_answer", tone=Tone.CAREFUL), may_repeat=True)
    ),
    "asking": _ASKING,
    "stopping": replace(_ASKING, asking=AskingFacts(NOW, 3.4, "Mei’s platform", is_stopping=True)),
    "awaiting": replace(
        _FIXED,
        phase=Phase.AWAITING_CUSTOMER,
        camera=Camera.PAUSED,
        hint=Say("hint.camera_waits"),
        awaiting=AwaitingFacts(31),
    ),
    "paid": _PAID,
    "paid-cash": replace(_PAID, paid=_CASH),
    "paid-printing": replace(_PAID, paid=replace(_PAID_FACTS, prints=True, printed=Say("paid.printing")), printer=_ONE),
    "paid-printed": replace(_PAID, paid=_PRINTED, printer=PrinterNews(PrinterState.READY, 0, "2026-1123-042")),
    "paid-no-paper": replace(_PAID, paid=_STUCK, printer=PrinterNews(PrinterState.OUT, 12), is_demo=True),
    "paid-bonus": replace(_PAID, paid=_BONUS),
    "paid-receipt": replace(_PAID, paid=_SHOWN),
    "short": _SHORT,
    "not-usable": _refused("code_not_usable"),
    "above-limit": _refused("above_code_limit", {"limit_minor": 5000}),
    "offline": _OFFLINE,
    "suspended": replace(
        _SUSPENDED, refused=replace(_SUSPENDED.refused, offers_another=False) if _SUSPENDED.refused else None
    ),
    "unknown": _UNKNOWN,
    "unknown-stopping": replace(_UNKNOWN, unknown=UnknownFacts(31, 9, 1, is_stopping=True)),
    "question": replace(READY, question=_QUESTION),
    "question-wrong": replace(READY, question=replace(_QUESTION, wrong=Say("refund.wrong_pin"))),
    "no-camera": replace(READY, camera=Camera.NONE, hint=Say("hint.no_camera")),
    "camera-lost": replace(READY, camera=Camera.LOST, hint=Say("hint.camera_lost", tone=Tone.CAREFUL)),
    "empty": replace(READY, today=Today()),
    "toast": replace(
        READY,
        toast=Toast(Say("toast.paid_late", {"amount_minor": 1250, "name": "L•• Wei"}, Tone.GOOD), 1),
    ),
    **{f"coach-{name}": _coached(advice) for name, advice in ADVICE.items()},
    "long": replace(
        READY,
        amount_minor=1_234_567_89,
        merchant_name="Konditorei und Teehaus am Marktplatz",
        operator_name="Anna-Katharina",
        quick_amounts=(123_450, 999_999, 500_000, 1_000_000, 2_000_000),
        today=Today(1041, 1_238_620_00, tuple(replace(row, amount_minor=row.amount_minor * 4321) for row in _ROWS)),
    ),
    "jpy": replace(READY, currency="JPY", amount_minor=1250, quick_amounts=(100, 200, 500, 1000, 2000)),
    "kwd": replace(READY, currency="KWD", amount_minor=12_500, quick_amounts=(250, 500, 1000, 5000, 10_000)),
    "kwd-short": replace(
        _refused(
            "insufficient_funds", {"name": "Jonas B••", "available_minor": 107_200, "amount_minor": 212_500}, 107_200
        ),
        currency="KWD",
        amount_minor=212_500,
    ),
}

PHONE = PhoneState(
    owners=(PhoneOwner("c1", "Li Wei"), PhoneOwner("c2", "Mara Thiel"), PhoneOwner("c3", "Jonas Brandt")),
    owner_id="c1",
    programme_name="Mei’s Tea",
    currency="EUR",
    time_zone=ZONE,
    balance_minor=4720,
    code=CODE,
    left_s=42,
    lifetime_s=60,
    messages=(
        PhoneMessage("m2", _at(21), Say("message.paid", {"amount_minor": 1250, "merchant": "Mei’s Tea"})),
        PhoneMessage("m1", _at(5), Say("message.topped_up", {"amount_minor": 2000})),
    ),
)
PHONES: Mapping[str, PhoneState] = {
    "phone": PHONE,
    "phone-asked": replace(PHONE, question=PhoneQuestion("a1", 8800, "Mei’s Tea", 31)),
    "phone-no-code": replace(PHONE, code=None, left_s=0, messages=()),
}


def in_chinese(state: SellState) -> SellState:
    """The same state at a Chinese-speaking shop's till."""
    return replace(state, till_name="1号收银台", operator_name="小安")
