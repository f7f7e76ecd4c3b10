"""Settlement: batches, what explains them to the cent, payouts, bank details, reconciliation.

Amounts are minor units. Fields that end in `_e4` are ten-thousandths of a minor unit: a fee before it is rounded.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import END, Currency, Id, Name, Reply, Text, Wire
from backend_stub.contract.messages.funding import TopUp
from backend_stub.contract.messages.payments import Redemption, Refund
from backend_stub.contract.words import BatchState, Finding, PayoutState, StatementLine
from backend_stub.money import MAX_AMOUNT_MINOR

DAY_PATTERN = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}"
Day = Annotated[str, msgspec.Meta(pattern=DAY_PATTERN, description="A business day.", examples=["2026-11-22"])]
AccountNumber = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^[A-Za-z0-9][A-Za-z0-9 /.-]{{1,33}}{END}",
        description="An IBAN, or a domestic account number where a country has none.",
    ),
]
Bic = Annotated[
    str,
    msgspec.Meta(pattern=rf"^[A-Z]{{6}}[A-Z0-9]{{2}}([A-Z0-9]{{3}})?{END}", description="ISO 9362, 8 or 11 letters."),
]


class SettlementLine(Reply, frozen=True, kw_only=True):
    """A line of a batch's statement; signed, so that the lines add up to the net amount."""

    line: StatementLine
    amount_minor: int
    count: int | None = None  # sales, or what was given back


class Payout(Reply, frozen=True, kw_only=True):
    """An instruction to the bank. `reference` is what the bank repeats on its statement (EndToEndId)."""

    payout_id: Id
    run_id: Id
    batch_id: Id
    merchant_id: Id
    attempt: int
    amount_minor: int
    currency: Currency
    holder: str
    account: str
    bic: str
    state: PayoutState
    reference: str
    at: dt.datetime
    confirmed_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    failure: str | None = None


class PayoutList(Reply, frozen=True, kw_only=True):
    """Payouts, newest first."""

    items: list[Payout]
    next_cursor: str | None = None


class SettlementBatch(Reply, frozen=True, kw_only=True):
    """A settlement batch (P10): one store, one business day, one currency.

    The `lines` add up to `net_minor`. A carried batch gives `net_minor` on to the store's next one. `fee_rest_e4` is what of
    the exact fee was below one minor unit: the next batch charges it.
    """

    batch_id: Id
    merchant_id: Id
    store_id: Id
    store_name: str
    time_zone: str
    business_day: Day
    currency: Currency
    begins_at: dt.datetime
    ends_at: dt.datetime
    state: BatchState
    sales_count: int
    lines: list[SettlementLine]
    net_minor: int
    fee_exact_e4: int
    fee_rest_before_e4: int
    fee_rest_e4: int
    before_batch_id: Id | None = None  # whose carry and rest came in
    carried_from: Day | None = None
    closed_at: dt.datetime | None = None
    payout: Payout | None = None


class SettlementBatchList(Reply, frozen=True, kw_only=True):
    """Batches, newest day first."""

    items: list[SettlementBatch]
    next_cursor: str | None = None


class SettlementHour(Reply, frozen=True, kw_only=True):
    """What was taken in an hour of a batch's day, less nothing: gross. `hour` is the store's own clock, 0 to 23."""

    hour: int
    begins_at: dt.datetime
    sales_count: int
    gross_minor: int


class SettlementHours(Reply, frozen=True, kw_only=True):
    """The hours in which something was sold, in order; on a day of 25 hours one hour stands twice."""

    items: list[SettlementHour]


class SettlementEntry(Reply, frozen=True, kw_only=True):
    """One transaction that a batch counts, signed as the merchant reads it: plus came in, minus went out."""

    transaction_id: Id
    line: StatementLine
    kind: str
    at: dt.datetime
    amount_minor: int  # on its line
    discount_minor: int  # swept off again, on the line `discounts`
    fee_e4: int  # exact; minus: it was given back
    net_e4: int  # exact
    attempt_id: Id | None = None
    receipt_number: str | None = None
    customer_name: str | None = None
    till_id: Id | None = None


class SettlementEntryList(Reply, frozen=True, kw_only=True):
    """Entries in the order in which they happened."""

    items: list[SettlementEntry]
    next_cursor: str | None = None


class LedgerTransfer(Reply, frozen=True, kw_only=True):
    """A transfer of the ledger: one debit, one credit."""

    number: int
    kind: str
    debit_account: str
    credit_account: str
    amount_minor: int
    currency: Currency
    at: dt.datetime


class SettlementExplanation(Reply, frozen=True, kw_only=True):
    """A transaction to its last cent: the batch and line that count it, its transfers, and the sale and receipt it is of."""

    transaction_id: Id
    batch_id: Id | None
    transfers: list[LedgerTransfer]
    entry: SettlementEntry | None = None
    entries: list[SettlementEntry] = msgspec.field(default_factory=list)  # an act may stand on two lines: all of them
    redemption: Redemption | None = None
    refund: Refund | None = None
    top_up: TopUp | None = None


class SettlementStatement(Reply, frozen=True, kw_only=True):
    """A batch's statement as data: its lines, all that it counts, and the ledger's transfers of the batch and its payout."""

    batch: SettlementBatch
    entries: list[SettlementEntry]
    transfers: list[LedgerTransfer]


class SettlementDay(Reply, frozen=True, kw_only=True):
    """A business day in the overview.

    `liability_minor` is what the merchant's programmes owed their customers at its end, `breakage_minor` what of it lapsed
    on that day.
    """

    day: Day
    sales_count: int
    takings_minor: int
    refunds_minor: int
    liability_minor: int | None  # None: the day is not settled, and there are too many accounts to reckon it back
    breakage_minor: int = 0


class SettlementOverview(Reply, frozen=True, kw_only=True):
    """What a merchant is owed and owes: for the plots of the settlement page."""

    currency: Currency
    unsettled_minor: int  # taken and not in a batch yet
    unpaid_minor: int  # in batches that are closed, failed or carried
    liability_minor: int  # prepaid money and bonus of the merchant's own programmes, now
    breakage_minor: int  # expired so far, of the merchant's own programmes
    days: list[SettlementDay]


class SettlementRequest(Wire, frozen=True, kw_only=True):
    """Close all batches whose business day is over; `through` names the last day wanted."""

    through: Day | None = None


class SettlementRun(Reply, frozen=True, kw_only=True):
    """What a run closed. Running it again closes nothing twice."""

    closed: list[SettlementBatch]
    transactions: int


class PayoutRequest(Wire, frozen=True, kw_only=True):
    """Release closed batches for payout: one instruction each, one file for the bank. All of one currency; all or none."""

    batch_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=1000)]
    currency: Currency


class PayoutRun(Reply, frozen=True, kw_only=True):
    """Payouts released together. The bank's file: `GET /v1/payout-runs/{run_id}/pain.001`."""

    run_id: Id
    currency: Currency
    total_minor: int
    at: dt.datetime
    payouts: list[Payout]


class PayoutFailure(Wire, frozen=True, kw_only=True):
    """The bank sent a payout back: why."""

    reason: Text


class BankDetailsChange(Wire, frozen=True, kw_only=True):
    """Where a merchant's payouts go, and below which amount they wait."""

    holder: Name
    account: AccountNumber
    bic: Bic | None = None
    smallest_payout_minor: Annotated[int, msgspec.Meta(ge=0, le=MAX_AMOUNT_MINOR)] | None = None


class BankDetails(Reply, frozen=True, kw_only=True):
    """Where payouts go."""

    currency: Currency
    holder: str
    account: str
    bic: str
    smallest_payout_minor: int


class BankFile(Wire, frozen=True, kw_only=True):
    """A bank's statement: camt.053 (XML) or CSV. `name` is only remembered."""

    name: Name
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=8_000_000)]


class BankEntry(Reply, frozen=True, kw_only=True):
    """A line of a bank's statement, plus came in; what it was matched with, or the likely cause why it was not."""

    entry_id: Id
    booked_on: Day
    amount_minor: int
    currency: Currency
    reference: str
    counterparty: str
    text: str
    finding: Finding
    likely_cause: str
    what_to_do: str = ""
    matched_id: str | None = None  # a payout's or a top-up's; of a likely payout: the one that it may be
    matched_name: str | None = None  # whose payout, or the top-up's provider
    is_top_up: bool = False
    expected_minor: int | None = None


class MissingPayout(Reply, frozen=True, kw_only=True):
    """A payout that was instructed and that no statement shows so far."""

    payout_id: Id
    amount_minor: int
    currency: Currency
    at: dt.datetime
    holder: str


class Reconciliation(Reply, frozen=True, kw_only=True):
    """What a bank's statement says of payouts and top-ups."""

    statement_id: Id
    name: str
    account: str
    currency: Currency
    at: dt.datetime  # when it was imported
    was_known: bool  # this file had been imported: nothing was done again
    matched: int
    in_minor: int  # all that came in
    out_minor: int  # all that went out, below zero
    differences: list[BankEntry]
    entries: list[BankEntry]
    missing: list[MissingPayout]
    gap_minor: int | None = None  # closing less opening balance less all entries; not 0: the file is incomplete
    payer_account: str | None = None  # the account that payouts are paid from, where the statement is of another one


class ReconciliationSummary(Reply, frozen=True, kw_only=True):
    """A statement that was imported: from which to which day, and how much of it matched."""

    statement_id: Id
    name: str
    account: str
    currency: Currency
    at: dt.datetime
    first_day: Day
    last_day: Day
    entries: int
    matched: int


class ReconciliationList(Reply, frozen=True, kw_only=True):
    """Statements that were imported, newest first."""

    items: list[ReconciliationSummary]
    next_cursor: str | None = None


class TillTotal(Reply, frozen=True, kw_only=True):
    """A till's day: what its receipts say, and what the ledger says; they differ by what was settled on another day only."""

    till_id: Id
    till_name: str
    receipts_count: int
    receipts_minor: int
    sales_minor: int  # the ledger's, from here on
    refunds_minor: int
    cash_top_ups_minor: int
    difference_minor: int  # receipts less the ledger's sales
    likely_cause: str  # empty when there is no difference


class TillTotals(Reply, frozen=True, kw_only=True):
    """A settlement batch till by till, held against the receipts of its day."""

    batch_id: Id
    day: Day
    currency: Currency
    tills: list[TillTotal]
