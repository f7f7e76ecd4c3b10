"""Settlement (P10): what a store took on a business day, less what goes off, and what is paid out for it.

The database adds up what the covered transactions moved on the merchant's payable; everything that is a rule is here: which
movement belongs to which line of the statement, the fee and its rounding, what is carried, and the transfers that make it
true in the ledger. All of a store's batches in a currency are one chain: carry and the fee's rest go from one to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend_stub.contract import BatchState, StatementLine
from backend_stub.domain import ledger
from backend_stub.domain.records import Batch, Transfer, altered
from backend_stub.money import exponent

PLATFORM = "platform"  # owner of the account that payouts are paid from
PER_MINOR = 10_000  # fees are reckoned in ten-thousandths of a minor unit: basis points come out exact
SMALLEST_PAYOUT = 500  # of cents; as many whole units of a currency without decimals
FEE, DISCOUNTS, PAYOUT, PAYOUT_FAILED = "settlement_fee", "settlement_discounts", "payout", "payout_failed"
OWN_KINDS = (FEE, DISCOUNTS, PAYOUT, PAYOUT_FAILED)  # what settlement itself moves is never settled again
SALE, GIVEN_BACK = "redemption", ("refund", "reversal")


@dataclass(frozen=True, slots=True)
class Moved:
    """What all transfers of a kind moved between the payable and another line of the ledger; plus came to the merchant."""

    kind: str
    other_line: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Charged:
    """Sales, refunds or reversals under the same fee terms."""

    kind: str
    fee_fixed_minor: int
    fee_bps: int
    count: int
    amount_minor: int


def smallest_payout(currency: str) -> int:
    """Below this a batch is carried, when a merchant has not agreed on something else; minor units."""
    scale: int = 10 ** max(0, exponent(currency) - 2)
    return SMALLEST_PAYOUT * scale


def fee_e4(kind: str, amount_minor: int, fixed_minor: int, bps: int, count: int = 1) -> int:
    """The exact fee of so many acts, in ten-thousandths of a minor unit; below zero for what goes back.

    A refund takes its part of the basis points back, the fixed fee stays: the sale took place. A reversal takes both.
    """
    share = amount_minor * bps
    if kind == SALE:
        return share + count * fixed_minor * PER_MINOR
    return -share - (count * fixed_minor * PER_MINOR if kind == "reversal" else 0)


def rounded_fee(exact_e4: int) -> tuple[int, int]:
    """The one place where money is rounded: the fee in whole minor units, down, and the rest, which the next batch charges.

    So over all batches a merchant has paid the exact sum, less a rest of below one minor unit that its last batch names.
    """
    return divmod(exact_e4, PER_MINOR)


def opened(
    batch_id: str, merchant_id: str, store_id: str, day: int, currency: str, begins_at: int, ends_at: int, now: int
) -> Batch:
    """A batch that is being put together: nothing is added up yet."""
    return Batch(
        id=batch_id,
        merchant_id=merchant_id,
        store_id=store_id,
        business_day=day,
        currency=currency,
        begins_at=begins_at,
        ends_at=ends_at,
        state=BatchState.OPEN.value,
        opened_at=now,
        closed_at=None,
        before_id=None,
        sales_count=0,
        gross_minor=0,
        refunds_count=0,
        refunds_minor=0,
        discounts_minor=0,
        top_ups_minor=0,
        bonus_minor=0,
        other_minor=0,
        fee_exact_e4=0,
        fee_rest_before_e4=0,
        fee_minor=0,
        fee_rest_e4=0,
        carry_in_minor=0,
        net_minor=0,
        carry_out_minor=0,
        payout_id=None,
    )


def line_of(moved: Moved) -> StatementLine:
    """The line of the statement on which a movement stands."""
    if moved.kind == SALE:
        return StatementLine.GROSS
    if moved.kind in GIVEN_BACK:
        return StatementLine.REFUNDS
    if moved.other_line == ledger.DISCOUNTS:  # a discount lets the merchant have the full price: gross
        return StatementLine.GROSS if moved.amount_minor > 0 else StatementLine.REFUNDS
    if moved.other_line == ledger.BONUS:
        return StatementLine.BONUS
    if moved.kind.startswith("top_up") or moved.kind == "pay_back":  # both are cash of the merchant's own drawer
        return StatementLine.TOP_UPS
    return StatementLine.OTHER


def added_up(batch: Batch, moved: Iterable[Moved], charged: Sequence[Charged], before: Batch | None) -> Batch:
    """The batch with its sums; not yet decided what becomes of it."""
    lines = dict.fromkeys(StatementLine, 0)
    given_away = 0
    for one in moved:
        lines[line_of(one)] += one.amount_minor
        if one.other_line == ledger.DISCOUNTS:
            given_away += one.amount_minor
    exact_e4 = sum(fee_e4(one.kind, one.amount_minor, one.fee_fixed_minor, one.fee_bps, one.count) for one in charged)
    rest_before_e4 = before.fee_rest_e4 if before else 0
    fee_minor, rest_e4 = rounded_fee(exact_e4 + rest_before_e4)
    carry_in_minor = before.carry_out_minor if before else 0
    return altered(
        batch,
        before_id=before.id if before else None,
        sales_count=sum(one.count for one in charged if one.kind == SALE),
        gross_minor=lines[StatementLine.GROSS],
        refunds_count=sum(one.count for one in charged if one.kind in GIVEN_BACK),
        refunds_minor=-lines[StatementLine.REFUNDS],
        discounts_minor=given_away,
        top_ups_minor=-lines[StatementLine.TOP_UPS],
        bonus_minor=-lines[StatementLine.BONUS],
        other_minor=lines[StatementLine.OTHER],
        fee_exact_e4=exact_e4,
        fee_rest_before_e4=rest_before_e4,
        fee_minor=fee_minor,
        fee_rest_e4=rest_e4,
        carry_in_minor=carry_in_minor,
        net_minor=sum(lines.values()) - fee_minor - given_away + carry_in_minor,
    )


def closed(batch: Batch, smallest_minor: int, now: int) -> tuple[Batch, tuple[Transfer, ...]]:
    """The batch closed, and what moves by it: the platform's fee, and the discounts, which were the merchant's own expense."""
    is_paid_out = batch.net_minor >= max(1, smallest_minor)
    done = altered(
        batch,
        state=(BatchState.CLOSED if is_paid_out else BatchState.CARRIED).value,
        closed_at=now,
        carry_out_minor=0 if is_paid_out else batch.net_minor,
    )
    goes_off = (
        (FEE, ledger.fees(batch.currency), batch.fee_minor),
        (DISCOUNTS, ledger.discounts(batch.merchant_id), batch.discounts_minor),
    )
    payable = ledger.payable(batch.merchant_id)
    transfers = []
    for number, (kind, line, amount_minor) in enumerate(goes_off, 1):
        if amount_minor == 0:
            continue
        debit, credit = (payable, line) if amount_minor > 0 else (line, payable)
        transfers.append(
            ledger.transfer(
                batch.id,
                kind,
                debit=debit,
                credit=credit,
                amount_minor=abs(amount_minor),
                currency=batch.currency,
                at=now,
                number=number,
            )
        )
    return done, tuple(transfers)


def statement(batch: Batch) -> dict[StatementLine, int]:
    """The lines of a batch, signed: they add up to its net amount."""
    return {
        StatementLine.GROSS: batch.gross_minor,
        StatementLine.REFUNDS: -batch.refunds_minor,
        StatementLine.FEES: -batch.fee_minor,
        StatementLine.DISCOUNTS: -batch.discounts_minor,
        StatementLine.TOP_UPS: -batch.top_ups_minor,
        StatementLine.BONUS: -batch.bonus_minor,
        StatementLine.OTHER: batch.other_minor,
        StatementLine.CARRY: batch.carry_in_minor,
    }
