"""Examples of the platform's desk, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import BatchState, PayoutState, Role

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


MERCHANT, STORE, OPERATOR, PROGRAMME, BATCH, RUN, PAYOUT, TILL = (_id(number) for number in (7, 6, 8, 4, 31, 32, 33, 5))
_TOKEN = "drawn-by-whoever-adds-the-till-and-told-this-once"  # noqa: S105 - nobody's
_BEFORE = contract.ProgrammeTerms(
    name="Lindenstraße card", topup_min_minor=500, topup_max_minor=20_000, balance_max_minor=50_000, fee_bps=150
)
_HOLDS = msgspec.structs.replace(_BEFORE, topup_min_minor=100, fee_bps=120)
_DETAILS = contract.BankDetails(
    currency="EUR",
    holder="Anna’s Bakery",
    account="DE89370400440532013000",
    bic="COBADEFFXXX",
    smallest_payout_minor=500,
)
_MERCHANT = contract.Merchant(
    merchant_id=MERCHANT,
    public_service_id="annas-bakery",
    name="Anna’s Bakery",
    second_name="",
    currency="EUR",
    created_at=_AT,
    stores=[
        contract.MerchantStore(
            store_id=STORE,
            name="Lindenstraße",
            time_zone="Europe/Berlin",
            day_cut_minutes=240,
            tills=[contract.MerchantTill(till_id=TILL, name="Till 1")],
        )
    ],
    operators=[contract.Operator(operator_id=OPERATOR, name="Anna", role=Role.OWNER)],
    programmes=["Anna’s Bakery card"],
    bank_details=_DETAILS,
)
_PAYOUT = contract.Payout(
    payout_id=PAYOUT,
    run_id=RUN,
    batch_id=BATCH,
    merchant_id=MERCHANT,
    attempt=1,
    amount_minor=125_800,
    currency="EUR",
    holder="Anna’s Bakery",
    account="DE89370400440532013000",
    bic="COBADEFFXXX",
    state=PayoutState.INSTRUCTED,
    reference=PAYOUT.replace("-", ""),
    at=_AT,
)

PLATFORM_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.MerchantRequest(
        public_service_id="annas-bakery",
        name="Anna’s Bakery",
        currency="EUR",
        store=contract.StoreRequest(name="Lindenstraße", time_zone="Europe/Berlin"),
        till_token="drawn-by-whoever-takes-the-merchant-on-told-once",  # noqa: S106 - nobody's
        operator=contract.FirstOperator(name="Anna", role=Role.OWNER, pin="1470"),
    ),
    _MERCHANT,
    contract.MerchantList(items=[_MERCHANT]),
    contract.NewOperator(name="Bela", role=Role.CASHIER, pin="2580"),
    contract.OperatorChange(name="Bela", role=Role.MANAGER),
    contract.StoreRequest(name="Corner", time_zone="Europe/Berlin"),
    contract.NewStore(name="Corner", time_zone="Europe/Berlin", till_token=_TOKEN),
    contract.NewTill(name="Till 2", till_token=_TOKEN),
    contract.TillChange(name="At the door"),
    *_MERCHANT.stores,
    *_MERCHANT.operators,
    contract.MerchantTill(till_id=TILL, name="Till 1"),
    contract.ProgrammeSummaryList(
        items=[
            contract.ProgrammeSummary(
                programme_id=PROGRAMME,
                name="Lindenstraße card",
                issuer_id=MERCHANT,
                issuer_name="Anna’s Bakery",
                currency="EUR",
                version=2,
                group_name="Lindenstraße",
                merchants=["Anna’s Bakery", "Mei’s Tea"],
                accounts_count=214,
                owed_minor=812_345,
            )
        ]
    ),
    contract.TermsCheck(
        programme_id=PROGRAMME,
        version=3,
        changed=["topup_min_minor", "topup_max_minor", "fee_bps"],
        faults=[],
        effects=[
            contract.TermsEffect(
                version=2,
                accounts_count=214,
                better=["topup_min_minor"],
                kept=["topup_max_minor"],
                follows=["fee_bps"],
                before=_BEFORE,
                holds=_HOLDS,
            )
        ],
    ),
    contract.PayableList(
        currency="EUR",
        currencies=["EUR"],
        items=[
            contract.PayableBatch(
                batch_id=BATCH,
                merchant_id=MERCHANT,
                merchant_name="Anna’s Bakery",
                store_name="Lindenstraße",
                business_day="2026-11-22",
                net_minor=125_800,
                state=BatchState.CLOSED,
                has_bank_details=True,
            )
        ],
        total_minor=125_800,
        payer=_DETAILS,
        is_cut=False,
    ),
    contract.PayoutRunList(
        items=[contract.PayoutRun(run_id=RUN, currency="EUR", total_minor=125_800, at=_AT, payouts=[_PAYOUT])]
    ),
    contract.PayoutConfirmation(),
)
