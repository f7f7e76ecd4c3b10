"""One example of each message of settlement, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import BatchState, Finding, PayoutState, StatementLine

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)
_BEGINS = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


BATCH, BEFORE, RUN, PAYOUT, MERCHANT, STORE, TILL, SALE = (_id(number) for number in range(101, 109))
_PAYOUT = contract.Payout(
    payout_id=PAYOUT,
    run_id=RUN,
    batch_id=BATCH,
    merchant_id=MERCHANT,
    attempt=1,
    amount_minor=125_800,
    currency="EUR",
    holder="Mei’s Tea",
    account="DE89370400440532013000",
    bic="COBADEFFXXX",
    state=PayoutState.INSTRUCTED,
    reference=PAYOUT.replace("-", ""),
    at=_AT,
)
_BATCH = contract.SettlementBatch(
    batch_id=BATCH,
    merchant_id=MERCHANT,
    store_id=STORE,
    store_name="Lindenstraße",
    time_zone="Europe/Berlin",
    business_day="2026-11-22",
    currency="EUR",
    begins_at=_BEGINS,
    ends_at=_BEGINS + dt.timedelta(days=1),
    state=BatchState.PAID,
    sales_count=97,
    lines=[
        contract.SettlementLine(line=StatementLine.GROSS, amount_minor=128_460, count=97),
        contract.SettlementLine(line=StatementLine.REFUNDS, amount_minor=-1_840, count=4),
        contract.SettlementLine(line=StatementLine.FEES, amount_minor=-1_266),
        contract.SettlementLine(line=StatementLine.CARRY, amount_minor=446),
    ],
    net_minor=125_800,
    fee_exact_e4=12_662_000,
    fee_rest_before_e4=0,
    fee_rest_e4=2_000,
    before_batch_id=BEFORE,
    carried_from="2026-11-21",
    closed_at=_AT,
    payout=_PAYOUT,
)
_ENTRY = contract.SettlementEntry(
    transaction_id=SALE,
    line=StatementLine.GROSS,
    kind="redemption",
    at=_AT,
    amount_minor=2_000,
    discount_minor=0,
    fee_e4=200_000,
    net_e4=19_800_000,
    attempt_id=SALE,
    receipt_number="2026-1122-042",
    customer_name="Sofia R••",
    till_id=TILL,
)

SETTLEMENT_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.SettlementRequest(through="2026-11-22"),
    contract.SettlementRun(closed=[_BATCH], transactions=101),
    contract.SettlementOverview(
        currency="EUR",
        unsettled_minor=48_050,
        unpaid_minor=0,
        liability_minor=812_345,
        breakage_minor=0,
        days=[
            contract.SettlementDay(
                day="2026-11-22", sales_count=97, takings_minor=128_460, refunds_minor=1_840, liability_minor=812_345
            )
        ],
    ),
    contract.SettlementBatchList(items=[_BATCH]),
    _BATCH,
    contract.SettlementHours(
        items=[
            contract.SettlementHour(
                hour=15, begins_at=_AT.replace(minute=0, second=0), sales_count=11, gross_minor=11_840
            )
        ]
    ),
    contract.SettlementEntryList(items=[_ENTRY]),
    contract.SettlementStatement(batch=_BATCH, entries=[_ENTRY], transfers=[]),
    contract.TillTotals(
        batch_id=BATCH,
        day="2026-11-22",
        currency="EUR",
        tills=[
            contract.TillTotal(
                till_id=TILL,
                till_name="Till 1",
                receipts_count=97,
                receipts_minor=128_460,
                sales_minor=128_460,
                refunds_minor=1_840,
                cash_top_ups_minor=0,
                difference_minor=0,
                likely_cause="",
            )
        ],
    ),
    contract.SettlementExplanation(
        transaction_id=SALE,
        batch_id=BATCH,
        transfers=[
            contract.LedgerTransfer(
                number=1,
                kind="redemption",
                debit_account=f"prepayment:{_id(3)}",
                credit_account=f"payable:{MERCHANT}",
                amount_minor=2_000,
                currency="EUR",
                at=_AT,
            )
        ],
        entry=_ENTRY,
    ),
    contract.PayoutRequest(batch_ids=[BATCH], currency="EUR"),
    contract.PayoutRun(run_id=RUN, currency="EUR", total_minor=125_800, at=_AT, payouts=[_PAYOUT]),
    contract.PayoutList(items=[_PAYOUT]),
    _PAYOUT,
    contract.PayoutFailure(reason="account closed"),
    contract.BankDetailsChange(holder="Mei’s Tea", account="DE89370400440532013000", bic="COBADEFFXXX"),
    contract.BankDetails(
        currency="EUR",
        holder="Mei’s Tea",
        account="DE89370400440532013000",
        bic="COBADEFFXXX",
        smallest_payout_minor=500,
    ),
    contract.BankFile(name="2026-11-24.xml", text="<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'/>"),
    contract.ReconciliationList(
        items=[
            contract.ReconciliationSummary(
                statement_id=_id(110),
                name="2026-11-24.xml",
                account="DE02120300000000202051",
                currency="EUR",
                at=_AT,
                first_day="2026-11-24",
                last_day="2026-11-24",
                entries=1,
                matched=1,
            )
        ]
    ),
    contract.Reconciliation(
        statement_id=_id(110),
        name="2026-11-24.xml",
        account="DE02120300000000202051",
        currency="EUR",
        at=_AT,
        was_known=False,
        matched=1,
        in_minor=0,
        out_minor=-125_800,
        differences=[],
        entries=[
            contract.BankEntry(
                entry_id=_id(111),
                booked_on="2026-11-24",
                amount_minor=-125_800,
                currency="EUR",
                reference=PAYOUT.replace("-", ""),
                counterparty="Mei’s Tea",
                text="",
                finding=Finding.MATCHED,
                likely_cause="",
                matched_id=PAYOUT,
                matched_name="Mei’s Tea",
                expected_minor=-125_800,
            )
        ],
        missing=[],
        gap_minor=0,
    ),
)
