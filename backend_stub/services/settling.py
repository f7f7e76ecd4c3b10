"""Settlement as callers ask for it: whose it is, which rows, in which thread."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import ProblemCode, StatementLine
from backend_stub.domain import payouts as rules
from backend_stub.domain.records import BankDetails, Batch, Merchant, Payout, PayoutRun, Store
from backend_stub.domain.state import Broken
from backend_stub.services import payouts, settlement, settlement_views
from backend_stub.services.closing import Wanted
from backend_stub.services.platform import Platform
from backend_stub.services.settlement import NotOverError
from backend_stub.storage import reads, settlement_reads, settlements
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import HOUR_US

NO_BATCH = Broken(ProblemCode.NOT_FOUND, "no such batch of yours")


async def close_days(
    platform: Platform, merchant_id: str, request: contract.SettlementRequest
) -> contract.SettlementRun | Broken:
    """Close the merchant's batches of all days that are over."""
    try:
        through = settlement_views.day_number(request.through) if request.through else None
    except ValueError:
        return Broken(ProblemCode.MALFORMED, f"{request.through} is no date", "through")
    try:
        done = await asyncio.to_thread(settlement.settle, platform, Wanted(through), [merchant_id])
    except NotOverError as error:
        return Broken(ProblemCode.RULE_BROKEN, str(error), "through")
    told = await platform.read(settlement_views.batches, done.closed)
    return contract.SettlementRun(closed=told, transactions=done.transactions)


async def batch_of(platform: Platform, merchant_id: str, batch_id: str) -> Batch | Broken:
    """The merchant's batch; another's looks like none."""
    found = await platform.read(reads.one, Batch, batch_id)
    return found if found is not None and found.merchant_id == merchant_id else NO_BATCH


async def batches(
    platform: Platform, merchant_id: str, store_id: str | None, before: Place | None, limit: int
) -> tuple[list[contract.SettlementBatch], Batch | None]:
    """A page of the merchant's batches; and the row at its end."""
    rows = await platform.read(settlement_reads.batches_of, merchant_id, store_id, before, limit)
    return await platform.read(settlement_views.batches, rows), rows[-1] if len(rows) == limit else None


async def hours(platform: Platform, batch: Batch) -> contract.SettlementHours:
    """What was taken when."""
    store = await platform.read(reads.one, Store, batch.store_id)
    if store is None:
        raise LookupError(f"batch {batch.id} without store")
    return await platform.read(settlement_views.hours, batch, store)


async def entries(
    platform: Platform,
    batch: Batch,
    after: Place | None,
    limit: int,
    line: StatementLine | None,
    hour_begins: int | None,
) -> contract.SettlementEntryList:
    """A page of what the batch counts, of all or of one line, of all or of one hour."""
    between = (hour_begins, hour_begins + HOUR_US) if hour_begins is not None else None
    found, place = await platform.read(
        settlement_views.entries, batch, after=after, limit=limit, line=line, between=between
    )
    return contract.SettlementEntryList(items=found, next_cursor=f"{place.at}.{place.id}" if place else None)


async def overview(platform: Platform, merchant_id: str, days: int) -> contract.SettlementOverview:
    """For the plots of the settlement page."""
    merchant = await platform.read(reads.one, Merchant, merchant_id)
    stores = await platform.read(settlements.stores_of, merchant_id)
    if merchant is None or not stores:
        raise LookupError(f"merchant {merchant_id} without a store")
    return await platform.read(settlement_views.overview, merchant, stores[0], platform.clock(), days)


# --- payouts ----------------------------------------------------------------------------------------------------------


async def release(
    platform: Platform, run_id: str, request: contract.PayoutRequest, by: str, merchant_id: str | None
) -> contract.PayoutRun | Broken:
    """Instruct payouts; said again with the same key, the same answer."""
    command = payouts.release_command(platform, run_id, request, by, merchant_id)
    run = await platform.writer.submit(payouts.RELEASE, command)
    if isinstance(run, Broken):
        return run
    found = await payout_run(platform, run_id, merchant_id)
    if found is None:
        raise LookupError(f"payout run {run_id} is not there")
    return found


async def payout_run(platform: Platform, run_id: str, merchant_id: str | None) -> contract.PayoutRun | None:
    """Payouts released together; None when there is no such run, or it pays somebody else."""
    run = await platform.read(reads.one, PayoutRun, run_id)
    rows = await platform.read(settlement_reads.payouts_of_run, run_id)
    if run is None or (merchant_id is not None and any(row.merchant_id != merchant_id for row in rows)):
        return None
    return settlement_views.payout_run(run, rows)


async def give_up(
    platform: Platform, payout_id: str, key: str, reason: str, merchant_id: str | None
) -> contract.Payout | Broken:
    """The bank sent a payout back."""
    row = await platform.read(reads.one, Payout, payout_id)
    if row is None or merchant_id not in (None, row.merchant_id):
        return Broken(ProblemCode.NOT_FOUND, "no such payout of yours")
    reply = await platform.writer.submit(payouts.GIVE_UP, rules.GiveUp(payout_id, row.batch_id, key, reason))
    return settlement_views.payout(reply) if isinstance(reply, Payout) else _broken(reply)


async def payout_list(
    platform: Platform, merchant_id: str, before: Place | None, limit: int
) -> tuple[list[contract.Payout], Payout | None]:
    """A page of the merchant's payouts; and the row at its end."""
    rows = await platform.read(settlement_reads.payouts_of, merchant_id, before, limit)
    return [settlement_views.payout(row) for row in rows], rows[-1] if len(rows) == limit else None


async def set_details(
    platform: Platform, merchant_id: str, request: contract.BankDetailsChange
) -> contract.BankDetails | Broken:
    """Where the merchant's payouts go from now on."""
    merchant = await platform.read(reads.one, Merchant, merchant_id)
    if merchant is None:
        raise LookupError(f"merchant {merchant_id} is not there")
    wanted = payouts.details(
        merchant_id,
        merchant.currency,
        request.holder,
        request.account,
        request.bic,
        request.smallest_payout_minor,
        platform.clock(),
    )
    if isinstance(wanted, Broken):
        return wanted
    reply = await platform.writer.submit(payouts.SET_DETAILS, wanted)
    return bank_details(reply) if isinstance(reply, BankDetails) else _broken(reply)


async def details_of(platform: Platform, merchant_id: str) -> contract.BankDetails | None:
    """Where they go now."""

    def query(connection: sa.Connection) -> BankDetails | None:
        merchant = reads.one(connection, Merchant, merchant_id)
        return settlements.bank_details(connection, merchant_id, merchant.currency) if merchant else None

    found = await platform.read(query)
    return bank_details(found) if found else None


def bank_details(row: BankDetails) -> contract.BankDetails:
    """Bank details as they are told."""
    return contract.BankDetails(
        currency=row.currency,
        holder=row.holder,
        account=row.account,
        bic=row.bic,
        smallest_payout_minor=row.smallest_payout_minor,
    )


def _broken(reply: object) -> Broken:
    if not isinstance(reply, Broken):
        raise TypeError(f"an answer of another kind: {type(reply).__name__}")
    return reply
