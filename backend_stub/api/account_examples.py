"""Examples of top-ups, gifts, the lives of accounts and programmes, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import AccountActKind, GiftPicture, GiftState, TopUpRefundState

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


ACCOUNT, PROGRAMME, TOP_UP, GIFT, ACT, REFUND, MERCHANT = (_id(number) for number in (3, 4, 12, 21, 22, 23, 7))
_TOP_UP = contract.TopUp(
    topup_id=TOP_UP,
    account_id=ACCOUNT,
    amount_minor=10_000,
    currency="EUR",
    balance_after_minor=16_350,
    source="cash",
    at=_AT,
    customer_name="Mara T••",
    bonus_minor=1_000,
    bonus_after_minor=1_000,
)
_GIFT = contract.Gift(
    gift_id=GIFT,
    state=GiftState.OFFERED,
    is_mine=True,
    from_name="Mara Tanner",
    to_name="Li Wei",
    programme_id=PROGRAMME,
    programme_name="Mei’s Tea card",
    amount_minor=500,
    currency="EUR",
    words="Have a tea on me",
    picture=GiftPicture.TEA,
    offered_at=_AT,
    ends_at=_AT + dt.timedelta(days=14),
    account_id=ACCOUNT,
)
_ACT = contract.AccountAct(
    act_id=ACT, account_id=ACCOUNT, kind=AccountActKind.FROZEN, at=_AT, currency="EUR", reason="phone lost"
)
_TERMS = contract.ProgrammeTerms(
    name="Mei’s Tea card",
    confirm_above_minor=5_000,
    confirm_after_payments=20,
    payment_max_minor=50_000,
    topup_min_minor=100,
    topup_max_minor=50_000,
    balance_max_minor=100_000,
    low_balance_minor=500,
    expires_after_days=1_095,
    gift_max_minor=10_000,
    bonus_tiers=(contract.BonusTier(from_minor=10_000, bonus_minor=1_000),),
    fee_fixed_minor=10,
    fee_bps=150,
)

ACCOUNT_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.TopUpRequest(amount_minor=10_000, currency="EUR", account_id=ACCOUNT),
    _TOP_UP,
    contract.TopUpList(items=[_TOP_UP]),
    contract.ProviderNotice(
        kind=contract.NoticeKind.TOP_UP,
        reference=TOP_UP,
        state="captured",
        amount_minor=10_000,
        currency="EUR",
        provider_reference="demo-00000000000c",
    ),
    contract.NoticeHeard(reference=TOP_UP, state="captured"),
    contract.TopUpRefundRequest(reason="topped up by mistake"),
    contract.TopUpRefund(
        refund_id=REFUND,
        topup_id=TOP_UP,
        account_id=ACCOUNT,
        amount_minor=8_750,
        bonus_minor=1_000,
        spent_minor=1_250,
        currency="EUR",
        balance_after_minor=0,
        bonus_after_minor=0,
        state=TopUpRefundState.DONE,
        source="cash",
        at=_AT,
    ),
    contract.GiftRequest(to="li.wei", amount_minor=500, currency="EUR", words="Have a tea on me"),
    contract.GiftAnswer(),
    _GIFT,
    contract.GiftList(items=[_GIFT]),
    contract.FreezeRequest(reason="phone lost"),
    contract.UnfreezeRequest(),
    contract.MoveRequest(to="mara.new", reason="phone lost"),
    contract.CloseRequest(pay_back=True),
    _ACT,
    contract.AccountActList(items=[_ACT]),
    contract.ProgrammeRequest(terms=_TERMS, group_name="Lindenstraße"),
    contract.TermsRequest(version=1, terms=_TERMS),
    contract.AcceptanceRequest(public_service_id="other-books"),
    contract.ProgrammeDetail(
        programme_id=PROGRAMME,
        issuer_id=MERCHANT,
        currency="EUR",
        version=1,
        group_name="Lindenstraße",
        merchants=["Mei’s Tea"],
        members=["meis-tea"],
        versions=[contract.ProgrammeVersion(version=1, published_at=_AT, published=_TERMS, holds=_TERMS)],
    ),
)
