"""Settlement as it is told: from rows to replies, and from every figure down to the transactions behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import BatchState, PayoutState, StatementLine
from backend_stub.domain import ledger, payouts, records, settlement
from backend_stub.domain.calendar import day_start, day_text
from backend_stub.domain.records import Batch, Redemption, Store, Transfer, aware
from backend_stub.services import replies
from backend_stub.services.closing import LOOK_BACK_US
from backend_stub.services.owed_days import days_back, ends_at
from backend_stub.storage import owed_reads, settlement_reads, settlements
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import HOUR_US, Evidence

FEW_ACCOUNTS = 2_000  # what they owed is reckoned back while somebody waits
KINDS_OF = {
    StatementLine.GROSS: (settlement.SALE, ledger.Kind.DISCOUNT, ledger.Kind.POINTS_VALUE),
    StatementLine.REFUNDS: (
        *settlement.GIVEN_BACK,
        ledger.Kind.DISCOUNT_RETURNED,
        ledger.Kind.POINTS_VALUE_RETURNED,
    ),
    StatementLine.TOP_UPS: ("top_up", "top_up_refund", "pay_back"),
    StatementLine.BONUS: ("bonus", "bonus_returned"),
}


def iso_day(day: int) -> str:
    """20261122 as 2026-11-22."""
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def day_number(text: str) -> int:
    """2026-11-22 as 20261122; raises ValueError for what is no date."""
    date = dt.date.fromisoformat(text)
    return date.year * 10000 + date.month * 100 + date.day


def payout(row: records.Payout) -> contract.Payout:
    """A payout as the merchant and the platform operator see it."""
    return contract.Payout(
        payout_id=row.id,
        run_id=row.run_id,
        batch_id=row.batch_id,
        merchant_id=row.merchant_id,
        attempt=row.attempt,
        amount_minor=row.amount_minor,
        currency=row.currency,
        holder=row.holder,
        account=row.account,
        bic=row.bic,
        state=PayoutState(row.state),
        reference=payouts.reference(row.id),
        at=aware(row.at),
        confirmed_at=aware(row.confirmed_at) if row.confirmed_at else None,
        failed_at=aware(row.failed_at) if row.failed_at else None,
        failure=row.failure,
    )


def payout_run(row: records.PayoutRun, rows: Sequence[records.Payout]) -> contract.PayoutRun:
    """Payouts released together."""
    return contract.PayoutRun(
        run_id=row.id,
        currency=row.currency,
        total_minor=row.total_minor,
        at=aware(row.at),
        payouts=[payout(one) for one in rows],
    )


def batches(connection: sa.Connection, rows: Sequence[Batch]) -> list[contract.SettlementBatch]:
    """Batches as they are told, with their stores, payouts and where their carry comes from."""
    stores = {row.id: row for row in settlement_reads.by_ids(connection, Store, {one.store_id for one in rows})}
    paid_by = [one.payout_id for one in rows if one.payout_id]
    paid = {row.id: row for row in settlement_reads.by_ids(connection, records.Payout, paid_by)}
    earlier = [one.before_id for one in rows if one.before_id]
    before = {row.id: row for row in settlement_reads.by_ids(connection, Batch, earlier)}
    return [_batch(row, stores[row.store_id], paid, before) for row in rows]


def _batch(
    row: Batch, store: Store, paid: dict[str, records.Payout], before: dict[str, Batch]
) -> contract.SettlementBatch:
    counts = {StatementLine.GROSS: row.sales_count, StatementLine.REFUNDS: row.refunds_count}
    lines = [
        contract.SettlementLine(line=line, amount_minor=amount, count=counts.get(line))
        for line, amount in settlement.statement(row).items()
    ]
    return contract.SettlementBatch(
        batch_id=row.id,
        merchant_id=row.merchant_id,
        store_id=row.store_id,
        store_name=store.name,
        time_zone=store.time_zone,
        business_day=iso_day(row.business_day),
        currency=row.currency,
        begins_at=aware(row.begins_at),
        ends_at=aware(row.ends_at),
        state=BatchState(row.state),
        sales_count=row.sales_count,
        lines=lines,
        net_minor=row.net_minor,
        fee_exact_e4=row.fee_exact_e4,
        fee_rest_before_e4=row.fee_rest_before_e4,
        fee_rest_e4=row.fee_rest_e4,
        before_batch_id=row.before_id,
        carried_from=iso_day(before[row.before_id].business_day) if row.before_id else None,
        closed_at=aware(row.closed_at) if row.closed_at else None,
        payout=payout(paid[row.payout_id]) if row.payout_id else None,
    )


def hours(connection: sa.Connection, batch: Batch, store: Store) -> contract.SettlementHours:
    """The hours of a batch's day by the store's clock."""
    zone = ZoneInfo(store.time_zone)
    into_hour = aware(batch.begins_at).astimezone(zone).minute * 60 * records.SECOND
    origin = batch.begins_at - into_hour
    found = settlement_reads.hours_of(connection, batch, origin)
    return contract.SettlementHours(
        items=[
            contract.SettlementHour(
                hour=aware(origin + number * HOUR_US).astimezone(zone).hour,
                begins_at=aware(origin + number * HOUR_US),
                sales_count=count,
                gross_minor=amount,
            )
            for number, count, amount in found
        ]
    )


# --- each cent --------------------------------------------------------------------------------------------------------


def entries(
    connection: sa.Connection,
    batch: Batch,
    *,
    after: Place | None = None,
    limit: int = 100,
    line: StatementLine | None = None,
    between: tuple[int, int] | None = None,
) -> tuple[list[contract.SettlementEntry], Place | None]:
    """A page of what the batch counts, and where the next one begins. An act that stands on two lines gives two entries."""
    kinds = KINDS_OF.get(line) if line else None
    places = settlement_reads.transactions_of(connection, batch, after, limit, between, kinds)
    behind = settlement_reads.evidence(connection, [place.id for place in places])
    found = [entry for place in places for entry in _entries(batch, place, behind) if line in (None, entry.line)]
    return found, places[-1] if len(places) == limit else None


def all_entries(connection: sa.Connection, batch: Batch) -> Iterator[contract.SettlementEntry]:
    """Everything the batch counts, page by page."""
    place: Place | None = None
    while True:
        found, place = entries(connection, batch, after=place, limit=500)
        yield from found
        if place is None:
            return


def _entries(batch: Batch, place: Place, behind: Evidence) -> list[contract.SettlementEntry]:
    payable = ledger.payable(batch.merchant_id)
    lines: dict[StatementLine, int] = {}
    discount_minor = 0
    kinds: dict[StatementLine, str] = {}
    for row in behind.transfers[place.id]:
        if payable not in (row.debit_account, row.credit_account):
            continue
        moved = _moved(row, payable)
        line = settlement.line_of(moved)
        lines[line] = lines.get(line, 0) + moved.amount_minor
        kinds.setdefault(line, row.kind)
        if moved.other_line == ledger.DISCOUNTS:
            discount_minor += moved.amount_minor
    sale, refund, top_up = behind.sales.get(place.id), behind.refunds.get(place.id), behind.top_ups.get(place.id)
    found = []
    for line, amount in lines.items():
        on_sale = line in (StatementLine.GROSS, StatementLine.REFUNDS)
        fee = _fee_e4(line, amount - discount_minor, sale, place.id) if on_sale else 0
        swept = discount_minor if on_sale else 0
        found.append(
            contract.SettlementEntry(
                transaction_id=place.id,
                line=line,
                kind=kinds[line],
                at=aware(place.at),
                amount_minor=amount,
                discount_minor=swept,
                fee_e4=fee,
                net_e4=(amount - swept) * settlement.PER_MINOR - fee,
                attempt_id=sale.id if sale else None,
                receipt_number=refund.receipt_number if refund else sale.receipt_number if sale else None,
                customer_name=sale.customer_name if sale else top_up.customer_name if top_up else None,
                till_id=sale.till_id if sale else top_up.till_id if top_up else None,
            )
        )
    return found


def _moved(row: Transfer, payable: str) -> settlement.Moved:
    came = row.credit_account == payable
    other = (row.debit_account if came else row.credit_account).partition(":")[0]
    return settlement.Moved(row.kind, other, row.amount_minor if came else -row.amount_minor)


def _fee_e4(line: StatementLine, customers_minor: int, sale: Redemption | None, transaction_id: str) -> int:
    """The exact fee of what the customer paid, or got back."""
    if sale is None:
        return 0
    back = "reversal" if sale.reversal_id == transaction_id else "refund"
    kind = settlement.SALE if line is StatementLine.GROSS else back
    return settlement.fee_e4(kind, abs(customers_minor), sale.fee_fixed_minor, sale.fee_bps)


def explanation(
    connection: sa.Connection, transaction_id: str, merchant_id: str
) -> contract.SettlementExplanation | None:
    """A transaction on the merchant's payable, down to its transfers and its receipt; None when it is not the merchant's."""
    behind = settlement_reads.evidence(connection, [transaction_id])
    transfers = behind.transfers.get(transaction_id, [])
    payable = ledger.payable(merchant_id)
    if not any(payable in (row.debit_account, row.credit_account) for row in transfers):
        return None
    batch_id = settlement_reads.batch_of_transaction(connection, transaction_id, merchant_id)
    batch = settlements.batch(connection, batch_id) if batch_id else None
    found = _entries(batch, Place(transfers[0].at, transaction_id), behind) if batch else []
    sale, refund = behind.sales.get(transaction_id), behind.refunds.get(transaction_id)
    top_up = behind.top_ups.get(transaction_id)
    return contract.SettlementExplanation(
        transaction_id=transaction_id,
        batch_id=batch_id,
        transfers=[transfer(row) for row in transfers],
        entry=found[0] if found else None,
        entries=found,
        redemption=replies.redemption(sale) if sale else None,
        refund=replies.refund(refund) if refund else None,
        top_up=replies.top_up(top_up, to_till=True) if top_up else None,
    )


def transfer(row: Transfer) -> contract.LedgerTransfer:
    """A transfer of the ledger."""
    return contract.LedgerTransfer(
        number=row.number,
        kind=row.kind,
        debit_account=row.debit_account,
        credit_account=row.credit_account,
        amount_minor=row.amount_minor,
        currency=row.currency,
        at=aware(row.at),
    )


# --- the whole --------------------------------------------------------------------------------------------------------


def overview(
    connection: sa.Connection, merchant: records.Merchant, store: Store, now: int, days: int
) -> contract.SettlementOverview:
    """What the merchant is owed and owes, and its last days. Days are those of its first store."""
    currency = merchant.currency
    last_end = settlement_reads.last_closed_end(connection, merchant.id)
    since = last_end - LOOK_BACK_US if last_end is not None else 0
    lapsed = owed_reads.lapsed(connection, merchant.id, currency)
    held_minor = owed_reads.owed_now(connection, merchant.id, currency)
    return contract.SettlementOverview(
        currency=currency,
        unsettled_minor=settlement_reads.unsettled(connection, merchant.id, currency, since),
        unpaid_minor=settlement_reads.unpaid(connection, merchant.id, currency),
        liability_minor=held_minor,
        breakage_minor=sum(amount for _, amount in lapsed),
        days=_days(connection, merchant, store, days_back(store, now, days), held_minor, lapsed),
    )


def _days(
    connection: sa.Connection,
    merchant: records.Merchant,
    store: Store,
    wanted: Sequence[int],
    held_minor: int,
    lapsed: owed_reads.Minutes,
) -> list[contract.SettlementDay]:
    """These days, oldest first; `wanted` begins with today."""
    sums = settlement_reads.sums_by_day(connection, merchant.id, merchant.currency, wanted[-1])
    owed = _owed(connection, merchant, store, wanted) | {wanted[0]: held_minor}
    ends = {day: ends_at(store, day) for day in wanted}
    found = []
    begins_at: int = day_start(wanted[-1], store.time_zone, store.day_cut_minutes)
    for day in reversed(wanted):
        sold, takings, given_back = sums.get(day, (0, 0, 0))
        found.append(
            contract.SettlementDay(
                day=iso_day(day),
                sales_count=sold,
                takings_minor=takings,
                refunds_minor=given_back,
                liability_minor=owed.get(day),
                breakage_minor=sum(amount for at, amount in lapsed if begins_at <= at < ends[day]),
            )
        )
        begins_at = ends[day]
    return found


def _owed(connection: sa.Connection, merchant: records.Merchant, store: Store, wanted: Sequence[int]) -> dict[int, int]:
    """What was owed as these days ended: as it was noted, else today's less what moved since, where that is soon done."""
    owed = owed_reads.noted(connection, merchant.id, merchant.currency, wanted[-1])
    missing = [day for day in wanted[1:] if day not in owed]
    if not missing or owed_reads.accounts(connection, merchant.id, merchant.currency) > FEW_ACCOUNTS:
        return owed
    since = ends_at(store, missing[-1])
    held_minor, moved = owed_reads.owed_since(connection, merchant.id, merchant.currency, since)
    for day in missing:
        ended_at = ends_at(store, day)
        owed[day] = held_minor - sum(amount for at, amount in moved if at >= ended_at)
    return owed


def till_totals(connection: sa.Connection, batch: Batch) -> contract.TillTotals:
    """A batch till by till, held against the receipts of its day."""
    day = day_text(batch.business_day)
    receipts = settlement_reads.receipts_by_till(connection, batch.store_id, day, batch.begins_at, batch.ends_at)
    ledgers = settlement_reads.ledger_by_till(connection, batch)
    names = {row.id: row.name for row in settlement_reads.by_ids(connection, records.Till, {*receipts, *ledgers})}
    return contract.TillTotals(
        batch_id=batch.id,
        day=iso_day(batch.business_day),
        currency=batch.currency,
        tills=[
            _till(till_id, names[till_id], receipts.get(till_id, (0, 0)), ledgers.get(till_id, {}))
            for till_id in sorted(names, key=lambda one: (names[one], one))
        ],
    )


def _till(till_id: str, name: str, receipts: tuple[int, int], moved: dict[str, int]) -> contract.TillTotal:
    sold = moved.get(settlement.SALE, 0)
    difference = receipts[1] - sold
    cause = ""
    if difference > 0:
        cause = "sales of this day were committed late: the next batch counts them"
    elif difference < 0:
        cause = "this batch counts sales of an earlier day that were committed late"
    return contract.TillTotal(
        till_id=till_id,
        till_name=name,
        receipts_count=receipts[0],
        receipts_minor=receipts[1],
        sales_minor=sold,
        refunds_minor=moved.get("refund", 0) + moved.get("reversal", 0),
        cash_top_ups_minor=moved.get("top_up", 0),
        difference_minor=difference,
        likely_cause=cause,
    )
