"""Settlement: bank details, batches and what they cover, payouts and their files, bank statements."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class BankDetails(Record, frozen=True):
    """Where money is paid to (a merchant) or from (`domain.settlement.PLATFORM`), in one currency.

    `account` is an IBAN, or the domestic number of a country without one; below `smallest_payout_minor` a batch is carried.
    """

    KEY: ClassVar[tuple[str, ...]] = ("owner", "currency")
    owner: str
    currency: str
    holder: str
    account: str
    bic: str
    smallest_payout_minor: int
    updated_at: int


class Batch(Record, frozen=True):
    """What a merchant's store took on a business day, and what is paid out for it (P10).

    The sums are written once, when it closes. `..._e4` are ten-thousandths of a minor unit: fees before rounding. What is
    less than a minor unit (`fee_rest_e4`) and what is too little to pay out (`carry_out_minor`, or negative) goes on to the
    next batch of the store, whose `before_id` names this one.
    """

    id: str
    merchant_id: str
    store_id: str
    business_day: int
    currency: str
    begins_at: int
    ends_at: int
    state: str  # BatchState
    opened_at: int
    closed_at: int | None
    before_id: str | None
    sales_count: int
    gross_minor: int
    refunds_count: int
    refunds_minor: int
    discounts_minor: int
    top_ups_minor: int
    bonus_minor: int
    other_minor: int
    fee_exact_e4: int
    fee_rest_before_e4: int
    fee_minor: int
    fee_rest_e4: int
    carry_in_minor: int
    net_minor: int
    carry_out_minor: int
    payout_id: str | None


class Covered(Record, frozen=True):
    """A transaction on a merchant's payable and the one batch that counts it. Append-only.

    The merchant comes first: what is covered together lies together, a few pages instead of one a row.
    """

    KEY: ClassVar[tuple[str, ...]] = ("merchant_id", "transaction_id")
    merchant_id: str
    transaction_id: str
    batch_id: str


class OwedDay(Record, frozen=True):
    """What a merchant's programmes owed their customers as a business day ended, noted when the day was settled. Append-only.

    Prepaid money and bonus. What is committed later, of that day or not, shows in the days after it.
    """

    KEY: ClassVar[tuple[str, ...]] = ("merchant_id", "currency", "business_day")
    merchant_id: str
    currency: str
    business_day: int
    owed_minor: int
    noted_at: int


class PayoutRun(Record, frozen=True):
    """Payouts that are instructed together: one file for the bank."""

    id: str
    currency: str
    payouts: int
    total_minor: int
    released_by: str
    at: int
    request_hash: str


class Payout(Record, frozen=True):
    """An instruction to pay a batch's net amount to its merchant's bank account, as the details stood then."""

    id: str
    run_id: str
    batch_id: str
    merchant_id: str
    attempt: int
    amount_minor: int
    currency: str
    holder: str
    account: str
    bic: str
    state: str  # PayoutState
    at: int
    confirmed_at: int | None
    failed_at: int | None
    failure: str | None


class BankStatement(Record, frozen=True):
    """A bank's statement as it was imported; the same file is imported once."""

    id: str
    file_hash: str
    name: str
    account: str
    currency: str
    opening_minor: int | None
    closing_minor: int | None
    at: int


class BankEntry(Record, frozen=True):
    """A line of a bank statement, plus came in, minus went out; what it was matched with, or the likely cause why not."""

    id: str
    statement_id: str
    number: int
    booked_on: int
    amount_minor: int
    currency: str
    reference: str
    bank_reference: str
    counterparty: str
    text: str
    finding: str  # Finding
    matched_id: str | None
