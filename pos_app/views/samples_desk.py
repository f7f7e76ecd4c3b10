"""Sample states of the platform's desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    BankDetails,
    BatchState,
    BonusTier,
    Merchant,
    MerchantStore,
    MerchantTill,
    Operator,
    PayableBatch,
    Payout,
    PayoutRun,
    PayoutState,
    ProgrammeDetail,
    ProgrammeSummary,
    ProgrammeTerms,
    ProgrammeVersion,
    Role,
    TermsCheck,
    TermsEffect,
)
from pos_app.presenters import merchants_state, programmes_state
from pos_app.presenters.forms import Form, FormField, Kind
from pos_app.presenters.merchants import bank_form
from pos_app.presenters.merchants_state import MerchantsState
from pos_app.presenters.payouts import PayoutsState
from pos_app.presenters.programmes_state import ProgrammesState, terms_fields
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.staff import Part, Subject, form_of
from pos_app.views.samples import NOW

ZONE = "Europe/Berlin"
_DOWN = Say("ask.no_connection", tone=Tone.CAREFUL)
_BANK = BankDetails(
    currency="EUR",
    holder="Mei’s Tea",
    account="DE89370400440532013000",
    bic="COBADEFFXXX",
    smallest_payout_minor=500,
)


def _merchant(number: int, name: str, handle: str, bank: BankDetails | None = _BANK, currency: str = "EUR") -> Merchant:
    return Merchant(
        merchant_id=f"m{number}",
        public_service_id=handle,
        name=name,
        second_name="",
        currency=currency,
        created_at=NOW,
        stores=[
            MerchantStore(
                store_id=f"s{number}",
                name="Lindenstraße",
                time_zone=ZONE,
                day_cut_minutes=240,
                has_fixed_clock=number == 3,  # noqa: PLR2004 - the third of the sample's merchants
                tills=[MerchantTill(till_id="t1", name="Till 1"), MerchantTill(till_id="t2", name="Till 2")],
            )
        ],
        operators=[
            Operator(operator_id="o1", name="Yan", role=Role.OWNER),
            Operator(operator_id="o2", name="Mei", role=Role.MANAGER),
            Operator(operator_id="o3", name="Anna-Katharina Schwarzenberger", role=Role.CASHIER, is_disabled=True),
        ],
        programmes=[f"{name} card", "Lindenstraße card"],
        bank_details=bank,
    )


_LOOKED = MerchantsState(
    "EUR",
    ZONE,
    rows=(
        _merchant(1, "Mei’s Tea", "meis-tea"),
        _merchant(2, "Anna’s Bakery and Coffee House at the Old Bridge", "annas-bakery", None),
        _merchant(3, "京都茶房", "kyoto-tea", currency="JPY"),
    ),
    chosen_id="m1",
    has_more=True,
    is_loading=False,
)
_NEW = Form(
    (
        FormField("name", Kind.TEXT, "Anna’s Bakery"),
        FormField("second_name", Kind.TEXT, may_be_empty=True),
        FormField("public_service_id", Kind.TEXT, "meis-tea", fault=Say("form.handle")),
        FormField("currency", Kind.TEXT, "EUR"),
        FormField("store", Kind.TEXT, "Corner"),
        FormField("till", Kind.TEXT, "Till 1"),
        FormField("zone", Kind.TEXT, ZONE),
        FormField("day_begins", Kind.CLOCK, "04:00"),
        FormField("operator", Kind.TEXT, "Anna"),
        FormField("pin", Kind.SECRET, "1470"),
        FormField("role", Kind.CHOICE, "owner", choices=(("owner", "role.owner"), ("manager", "role.manager"))),
        FormField("joins", Kind.CHOICE, "own", choices=(("own", "merchants.own_card"),)),
    )
)


def _editing(subject: Subject) -> MerchantsState:
    """A part of a merchant, as its form begins."""
    owner = next(one for one in _LOOKED.rows if one.merchant_id == ("m3" if subject.id == "s3" else "m1"))
    form = form_of(owner, subject, ZONE)
    return replace(_LOOKED, doing=merchants_state.Doing.PART, subject=subject, form=form)


MERCHANTS = {
    "merchants": _LOOKED,
    "merchants-key": replace(_LOOKED, key="p0t8Jq2bV9sXw3Zk5Lm7Nr1Tc4Yd6Fh8Ga0Be2Cu4Ix"),
    "merchants-without-account": replace(_LOOKED, chosen_id="m2"),
    "merchants-new": replace(_LOOKED, doing=merchants_state.Doing.TAKING_ON, form=_NEW),
    "merchants-bank": replace(
        _LOOKED,
        doing=merchants_state.Doing.BANK,
        form=bank_form(_BANK, "", "EUR").with_faults({"account": Say("form.missing")}),
    ),
    "merchants-person": _editing(Subject(Part.PERSON, "o2")),
    "merchants-person-new": _editing(Subject(Part.PERSON)),
    "merchants-store": _editing(Subject(Part.STORE, "s1")),
    "merchants-store-fixed": replace(_editing(Subject(Part.STORE, "s3")), chosen_id="m3"),
    "merchants-store-new": _editing(Subject(Part.STORE)),
    "merchants-till-new": _editing(Subject(Part.TILL)),
    "merchants-line-down": MerchantsState("EUR", ZONE, is_loading=False, trouble=_DOWN),
    "merchants-none": MerchantsState("EUR", ZONE, is_loading=False),
}

_TERMS = ProgrammeTerms(
    name="Lindenstraße card",
    confirm_above_minor=5_000,
    confirm_after_payments=20,
    payment_max_minor=50_000,
    topup_min_minor=500,
    topup_max_minor=50_000,
    balance_max_minor=100_000,
    low_balance_minor=500,
    expires_after_days=1_095,
    bonus_tiers=(BonusTier(from_minor=5_000, bonus_minor=250), BonusTier(from_minor=10_000, bonus_minor=1_000)),
    fee_fixed_minor=10,
    fee_bps=150,
)
_AFTER = msgspec.structs.replace(_TERMS, topup_min_minor=100, topup_max_minor=40_000, fee_bps=120)
_DETAIL = ProgrammeDetail(
    programme_id="p1",
    issuer_id="m1",
    currency="EUR",
    version=3,
    group_name="Lindenstraße",
    merchants=["Anna’s Bakery and Coffee House at the Old Bridge", "Mei’s Tea", "Other Books"],
    members=["annas-bakery", "meis-tea", "other-books"],
    versions=[ProgrammeVersion(version=3, published_at=NOW, published=_TERMS, holds=_TERMS)],
)


def _summary(number: int, name: str, owed_minor: int, group: str | None) -> ProgrammeSummary:
    return ProgrammeSummary(
        programme_id=f"p{number}",
        name=name,
        issuer_id="m1",
        issuer_name="Mei’s Tea",
        currency="EUR",
        version=3,
        group_name=group,
        merchants=["Mei’s Tea"],
        accounts_count=214,
        owed_minor=owed_minor,
    )


_OPEN = ProgrammesState(
    "EUR",
    ZONE,
    rows=(_summary(1, "Lindenstraße card", 812_345, "Lindenstraße"), _summary(2, "Mei’s Tea card", 64_000, None)),
    chosen_id="p1",
    detail=_DETAIL,
    is_loading=False,
    form=Form(terms_fields(_TERMS, "Lindenstraße", "EUR")),
    merchants=(("meis-tea", "Mei’s Tea"), ("kyoto-tea", "京都茶房")),
)
_CHANGED = replace(
    _OPEN,
    form=Form(terms_fields(_AFTER, "Lindenstraße", "EUR")),
    is_changed=True,
    check=TermsCheck(
        programme_id="p1",
        version=4,
        changed=["topup_min_minor", "topup_max_minor", "fee_bps"],
        faults=[],
        effects=[
            TermsEffect(
                version=2,
                accounts_count=180,
                better=["topup_min_minor"],
                kept=["topup_max_minor"],
                follows=["fee_bps"],
                before=_TERMS,
                holds=_TERMS,
            ),
            TermsEffect(
                version=3,
                accounts_count=34,
                better=[],
                kept=["topup_max_minor", "balance_max_minor"],
                follows=["fee_bps"],
                before=_TERMS,
                holds=_TERMS,
            ),
        ],
    ),
)
PROGRAMMES = {
    "programmes": _OPEN,
    "programmes-changed": _CHANGED,
    "programmes-asking": replace(_CHANGED, is_asking=True),
    "programmes-wrong": replace(
        _CHANGED,
        check=None,
        form=_CHANGED.form.with_faults({"topup_min_minor": Say("form.refused", {"text": "this is from 1 to 50000"})}),
    ),
    "programmes-members": replace(_OPEN, doing=programmes_state.Doing.MEMBERS),
    "programmes-new": replace(
        _OPEN,
        doing=programmes_state.Doing.ISSUING,
        form=Form((FormField("issuer", Kind.CHOICE, "meis-tea", choices=_OPEN.merchants), *_OPEN.form.fields)),
    ),
    "programmes-line-down": ProgrammesState("EUR", ZONE, is_loading=False, trouble=_DOWN),
    "programmes-none": ProgrammesState("EUR", ZONE, is_loading=False),
}


def _batch(number: int, name: str, net_minor: int, state: BatchState, *, has_account: bool = True) -> PayableBatch:
    return PayableBatch(
        batch_id=f"b{number}",
        merchant_id=f"m{number}",
        merchant_name=name,
        store_name="Lindenstraße",
        business_day=f"2026-11-{20 + number}",
        net_minor=net_minor,
        state=state,
        has_bank_details=has_account,
    )


def _payout(number: int, holder: str, minor: int, state: PayoutState, failure: str | None = None) -> Payout:
    return Payout(
        payout_id=f"o{number}",
        run_id="r1",
        batch_id=f"b{number}",
        merchant_id=f"m{number}",
        attempt=1,
        amount_minor=minor,
        currency="EUR",
        holder=holder,
        account="DE89370400440532013000",
        bic="",
        state=state,
        reference=f"o{number}",
        at=NOW,
        failure=failure,
    )


def _run(number: int, *payouts: Payout) -> PayoutRun:
    total = sum(one.amount_minor for one in payouts)
    at = NOW - dt.timedelta(days=number - 1)
    return PayoutRun(run_id=f"r{number}", currency="EUR", total_minor=total, at=at, payouts=list(payouts))


_PAYOUTS = PayoutsState(
    "EUR",
    ZONE,
    currencies=("EUR", "JPY", "KWD"),
    waiting=(
        _batch(1, "Mei’s Tea", 125_800, BatchState.CLOSED),
        _batch(2, "Anna’s Bakery and Coffee House at the Old Bridge", 88_050, BatchState.CLOSED, has_account=False),
        _batch(3, "Other Books", 4_210, BatchState.FAILED),
        _batch(4, "京都茶房", 9_900, BatchState.CLOSED),
    ),
    left_out=frozenset({"b4"}),
    payer=msgspec.structs.replace(_BANK, holder="Lindenstraße Platform"),
    runs=(
        _run(
            1,
            _payout(1, "Mei’s Tea", 101_000, PayoutState.INSTRUCTED),
            _payout(2, "Other Books", 4_210, PayoutState.FAILED, "account closed"),
            _payout(3, "Anna’s Bakery", 55_000, PayoutState.CONFIRMED),
        ),
        _run(2, _payout(4, "Mei’s Tea", 98_000, PayoutState.CONFIRMED)),
    ),
    open_run_id="r1",
    has_more=True,
    is_loading=False,
)
PAYOUTS = {
    "payouts": _PAYOUTS,
    "payouts-asking": replace(_PAYOUTS, is_asking=True),
    "payouts-failing": replace(_PAYOUTS, failing_id="o1", reason="account closed"),
    "payouts-payer": replace(_PAYOUTS, payer_form=bank_form(_PAYOUTS.payer, "", "EUR")),
    "payouts-nothing": replace(_PAYOUTS, waiting=(), currencies=("EUR",), payer=None, runs=(), open_run_id=None),
    "payouts-line-down": PayoutsState("EUR", ZONE, is_loading=False, trouble=_DOWN),
}
