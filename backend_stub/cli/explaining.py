"""Explaining a batch on the command line: from any figure to its transactions, their transfers, and the sale and receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec
import sqlalchemy as sa

from backend_stub.cli.accounting import the_batch
from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.contract import (
    LedgerTransfer,
    SettlementBatch,
    SettlementEntry,
    SettlementExplanation,
    StatementLine,
)
from backend_stub.domain.ledger import POINTS_UNIT
from backend_stub.domain.records import Till
from backend_stub.money import Money
from backend_stub.services import settlement_views
from backend_stub.services.statements import exact
from backend_stub.storage import reads, settlement_reads

NEWEST = 30


@click.command()
@database_option
@key_option
@click.argument("batch_id", metavar="[BATCH]", required=False)
@click.option(
    "--line", type=click.Choice([line.value for line in StatementLine]), help="Only what stands behind this line."
)
@click.option("--transaction", metavar="ID", help="Down to the transfers, the sale and the receipt of one transaction.")
@json_option
@plainly
def explain(
    url: str | None,
    key_path: Path | None,
    batch_id: str | None,
    line: str | None,
    transaction: str | None,
    *,
    as_json: bool,
) -> None:
    """Explain a batch to the cent: its lines, the transactions behind each, the transfers behind those.

    Times are the store's own.

    \b
    pos-backend explain                             the newest batches, with their ids
    pos-backend explain BATCH                       the lines, and all that they count
    pos-backend explain BATCH --line refunds        what stands behind one line
    pos-backend explain BATCH --transaction ID      one transaction, to its receipt
    """  # noqa: D301 - click's own mark for lines that stay as they are
    with opened(url, key_path) as platform, platform.database.read.connect() as connection:
        if batch_id is None:
            _say_newest(connection, as_json=as_json)
            return
        row = the_batch(connection, batch_id)
        batch = settlement_views.batches(connection, [row])[0]
        if transaction is not None:
            found = settlement_views.explanation(connection, transaction, row.merchant_id)
            if found is None:
                raise click.ClickException(f"transaction {transaction} moved nothing for this batch's merchant")
            say(as_json, msgspec.to_builtins(found), *_receipt_lines(connection, found, batch))
            return
        wanted = StatementLine(line) if line else None
        entries = [one for one in settlement_views.all_entries(connection, row) if _is_behind(one, wanted)]
    lines = [*_sums(batch), *_behind(batch, entries, wanted)]
    say(as_json, msgspec.to_builtins({"batch": batch, "entries": entries}), *lines)


def _say_newest(connection: sa.Connection, *, as_json: bool) -> None:
    rows = settlement_reads.newest_batches(connection, NEWEST)
    told = settlement_views.batches(connection, rows)
    lines = [
        f"{one.business_day}  {Money(one.net_minor, one.currency)!s:>18}  {one.state:8} {one.batch_id}  {one.store_name}"
        for one in told
    ]
    say(as_json, {"batches": msgspec.to_builtins(told)}, *lines, "One of them: pos-backend explain BATCH")


def _is_behind(entry: SettlementEntry, line: StatementLine | None) -> bool:
    """Fees and discounts are of sales and of what was given back: they stand on those entries."""
    if line is StatementLine.FEES:
        return entry.fee_e4 != 0
    if line is StatementLine.DISCOUNTS:
        return entry.discount_minor != 0
    return line in (None, entry.line)


def _sums(batch: SettlementBatch) -> Iterator[str]:
    currency = batch.currency
    begins, ends = (_time(at, batch) for at in (batch.begins_at, batch.ends_at))
    yield f"Batch {batch.batch_id} of {batch.store_name}, {batch.business_day}: {batch.state}"
    yield f"The day went from {begins} to {ends} ({batch.time_zone})."
    for one in batch.lines:
        count = f"  ({one.count})" if one.count else ""
        yield f"  {one.line:10} {Money(one.amount_minor, currency)!s:>18}{count}"
    yield f"  {'net':10} {Money(batch.net_minor, currency)!s:>18}"
    charged = batch.fee_exact_e4 + batch.fee_rest_before_e4
    if charged or batch.fee_rest_e4:
        rest = exact(batch.fee_rest_e4, currency)
        yield f"The exact fee is {exact(charged, currency)}; {rest} of it waits for the next batch."


def _behind(batch: SettlementBatch, entries: Sequence[SettlementEntry], line: StatementLine | None) -> Iterator[str]:
    """The entries, and that they add up; for the carry the batch that it came from."""
    if line in (None, StatementLine.CARRY) and batch.before_batch_id is not None:
        yield f"The carry and the fee's rest came from {batch.carried_from}: pos-backend explain {batch.before_batch_id}"
    if line is StatementLine.CARRY:
        if batch.before_batch_id is None:
            yield "This is the store's first batch: nothing was carried to it."
        return
    yield ""
    for entry in entries:
        yield _entry_line(entry, batch, line)
    if line is not None:
        yield _adds_up(batch, entries, line)
    if entries:
        yield f"One of them to its receipt: pos-backend explain {batch.batch_id} --transaction {entries[0].transaction_id}"


def _entry_line(entry: SettlementEntry, batch: SettlementBatch, line: StatementLine | None) -> str:
    amount = str(Money(_part_minor(entry, line), batch.currency))
    if line is StatementLine.FEES:
        amount = f"{exact(-entry.fee_e4, batch.currency)} {batch.currency}"
    fee = f"  fee {exact(entry.fee_e4, batch.currency)}" if entry.fee_e4 and line is not StatementLine.FEES else ""
    who, receipt = entry.customer_name or "", entry.receipt_number or ""
    at = _time(entry.at, batch)
    return f"  {at}  {entry.line:9} {entry.kind:14} {amount:>16}  {receipt:17} {who:16} {entry.transaction_id}{fee}"


def _part_minor(entry: SettlementEntry, line: StatementLine | None) -> int:
    return -entry.discount_minor if line is StatementLine.DISCOUNTS else entry.amount_minor


def _adds_up(batch: SettlementBatch, entries: Sequence[SettlementEntry], line: StatementLine) -> str:
    stands = next((one.amount_minor for one in batch.lines if one.line is line), 0)
    figure = Money(stands, batch.currency)
    if line is StatementLine.FEES:
        whole = exact(sum(entry.fee_e4 for entry in entries), batch.currency)
        before, rest = exact(batch.fee_rest_before_e4, batch.currency), exact(batch.fee_rest_e4, batch.currency)
        return f"They come to {whole}; with {before} from before and {rest} left for later that is the line: {figure}."
    total = Money(sum(_part_minor(entry, line) for entry in entries), batch.currency)
    return f"{len(entries)} of them come to {total}; the line says {figure}."


def _receipt_lines(connection: sa.Connection, found: SettlementExplanation, batch: SettlementBatch) -> Iterator[str]:
    """Where a transaction is counted, what it moved in the ledger, and the sale and receipt that it is of."""
    at = _time(found.transfers[0].at, batch)
    yield f"Transaction {found.transaction_id}, {at} ({batch.time_zone})"
    if found.batch_id != batch.batch_id:
        yield f"Not counted by this batch, but by {found.batch_id or 'none so far: it waits for the next'}."
    else:
        for entry in found.entries:
            amount = Money(entry.amount_minor, batch.currency)
            fee = f"; its exact fee is {exact(entry.fee_e4, batch.currency)}" if entry.fee_e4 else ""
            yield f"Counted on the line {entry.line} of batch {batch.batch_id} ({batch.business_day}) with {amount}{fee}."
    yield "What it moved in the ledger, from (debit) and to (credit):"
    for moved in found.transfers:
        yield f"  {moved.number:2}  {moved.kind:16} {_amount(moved):>16}  {moved.debit_account} -> {moved.credit_account}"
    sale = found.redemption
    if sale is not None:
        till = reads.one(connection, Till, sale.till_id)
        paid = Money(sale.amount_minor, sale.currency)
        by = f"{sale.customer_name or 'a customer'} with {sale.programme_name or 'an account'}"
        yield f"The sale: {sale.outcome}, {paid} by {by}, {_time(sale.at, batch)}, at {till.name if till else sale.till_id}."
        yield f"Its receipt: {sale.receipt_number or 'none'}, attempt {sale.attempt_id}"
    top_up = found.top_up
    if top_up is not None:
        put_in = Money(top_up.amount_minor, top_up.currency)
        yield f"The top-up: {put_in} by {top_up.source}, into {top_up.customer_name or 'an account'}'s account, {top_up.topup_id}"
    if found.refund is not None:
        back = Money(found.refund.amount_minor, found.refund.currency)
        yield f"Given back: {back}, receipt {found.refund.receipt_number}, refund {found.refund.refund_id}"


def _amount(moved: LedgerTransfer) -> str:
    if moved.currency == POINTS_UNIT:
        return f"{moved.amount_minor} {POINTS_UNIT}"
    return str(Money(moved.amount_minor, moved.currency))


def _time(at: dt.datetime, batch: SettlementBatch) -> str:
    """By the store's own clock."""
    return f"{at.astimezone(ZoneInfo(batch.time_zone)):%Y-%m-%d %H:%M:%S}"
