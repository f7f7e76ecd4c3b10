"""The platform's desk as callers ask for it: all merchants, what waits to be paid out, payout runs, whose account pays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import BatchState, ProblemCode
from backend_stub.domain import payouts as rules
from backend_stub.domain.records import (
    BankDetails,
    Batch,
    Merchant,
    Operator,
    Payout,
    PayoutRun,
    Record,
    Store,
    Till,
    aware,
)
from backend_stub.domain.settlement import PLATFORM
from backend_stub.domain.state import Broken
from backend_stub.money import MoneyError, exponent
from backend_stub.services import payouts, replies, settlement_views, settling
from backend_stub.services.platform import Platform
from backend_stub.storage import desk_reads, reads, settlement_reads, settlements
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import by_ids

R = TypeVar("R", bound=Record)
ONE_FILE = 1_000  # batches


# --- merchants --------------------------------------------------------------------------------------------------------


def merchants(connection: sa.Connection, rows: Sequence[Merchant]) -> list[contract.Merchant]:
    """Merchants as they are told, with their stores, tills, people and programmes."""
    ids = [row.id for row in rows]
    stores, tills = _by_merchant(connection, Store, ids), _by_merchant(connection, Till, ids)
    people = _by_merchant(connection, Operator, ids)
    settled = desk_reads.settled_stores(connection, [one.id for own in stores.values() for one in own])
    named = {one.id: one.name for one in reads.programmes(connection, None)}
    taken: dict[str, list[str]] = {}
    for programme_id, merchant in desk_reads.members(connection):
        taken.setdefault(merchant.id, []).append(named[programme_id])
    return [
        contract.Merchant(
            merchant_id=row.id,
            public_service_id=row.public_service_id,
            name=row.name,
            second_name=row.second_name,
            currency=row.currency,
            created_at=aware(row.created_at),
            stores=[_store(one, tills.get(row.id, []), settled) for one in stores.get(row.id, [])],
            operators=[replies.operator(one) for one in people.get(row.id, [])],
            programmes=taken.get(row.id, []),
            bank_details=_details(settlements.bank_details(connection, row.id, row.currency)),
        )
        for row in rows
    ]


def _by_merchant(connection: sa.Connection, kind: type[R], ids: Sequence[str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in by_ids(connection, kind, ids, "merchant_id"):
        found.setdefault(row.merchant_id, []).append(row)  # type: ignore[attr-defined]  # the three kinds have one
    return found


def _store(row: Store, tills: Sequence[Till], settled: Collection[str]) -> contract.MerchantStore:
    own = [one for one in tills if one.store_id == row.id]
    return contract.MerchantStore(
        store_id=row.id,
        name=row.name,
        time_zone=row.time_zone,
        day_cut_minutes=row.day_cut_minutes,
        tills=[till(one) for one in sorted(own, key=lambda one: (one.name, one.id))],
        has_fixed_clock=row.id in settled or any(one.receipt_day for one in own),
    )


def till(row: Till) -> contract.MerchantTill:
    """A till as it is told."""
    return contract.MerchantTill(till_id=row.id, name=row.name)


def store(connection: sa.Connection, row: Store) -> contract.MerchantStore:
    """One store as it is told."""
    return _store(row, by_ids(connection, Till, [row.id], "store_id"), desk_reads.settled_stores(connection, [row.id]))


def _details(row: BankDetails | None) -> contract.BankDetails | None:
    return settling.bank_details(row) if row else None


def merchant_page(
    connection: sa.Connection, search: str, before: Place | None, limit: int
) -> tuple[list[contract.Merchant], Merchant | None]:
    """A page of merchants, newest first; and the row at its end."""
    rows = desk_reads.merchants(connection, search, before, limit)
    return merchants(connection, rows), rows[-1] if len(rows) == limit else None


async def set_details(
    platform: Platform, owner: str, currency: str, request: contract.BankDetailsChange
) -> contract.BankDetails | Broken:
    """Where an owner's money goes from now on, or where the platform's own comes from."""
    try:
        exponent(currency)
    except MoneyError as error:
        return Broken(ProblemCode.RULE_BROKEN, str(error), "currency")
    wanted = payouts.details(
        owner, currency, request.holder, request.account, request.bic, request.smallest_payout_minor, platform.clock()
    )
    if isinstance(wanted, Broken):
        return wanted
    reply = await platform.writer.submit(payouts.SET_DETAILS, wanted)
    if not isinstance(reply, BankDetails):
        raise TypeError(f"an answer of another kind: {type(reply).__name__}")
    return settling.bank_details(reply)


# --- payouts ----------------------------------------------------------------------------------------------------------


def payable(connection: sa.Connection, currency: str) -> contract.PayableList:
    """What waits to be paid out; at most as many as one file takes."""
    rows = settlement_reads.batches_to_pay(connection, currency, ONE_FILE + 1)
    waiting = rows[:ONE_FILE]
    named = {one.id: one.name for one in by_ids(connection, Merchant, {row.merchant_id for row in waiting})}
    stores = {one.id: one.name for one in by_ids(connection, Store, {row.store_id for row in waiting})}
    known = settlement_reads.owners_with_details(connection, currency)
    items = [_payable(row, named, stores, has_details=row.merchant_id in known) for row in waiting]
    return contract.PayableList(
        currency=currency,
        currencies=sorted({*desk_reads.currencies_to_pay(connection), currency}),
        items=items,
        total_minor=sum(item.net_minor for item in items if item.has_bank_details),
        payer=_details(settlements.bank_details(connection, PLATFORM, currency)),
        is_cut=len(rows) > ONE_FILE,
    )


def _payable(row: Batch, named: dict[str, str], stores: dict[str, str], *, has_details: bool) -> contract.PayableBatch:
    return contract.PayableBatch(
        batch_id=row.id,
        merchant_id=row.merchant_id,
        merchant_name=named[row.merchant_id],
        store_name=stores[row.store_id],
        business_day=settlement_views.iso_day(row.business_day),
        net_minor=row.net_minor,
        state=BatchState(row.state),
        has_bank_details=has_details,
    )


def run_page(
    connection: sa.Connection, before: Place | None, limit: int
) -> tuple[list[contract.PayoutRun], PayoutRun | None]:
    """A page of payout runs, newest first; and the row at its end."""
    rows = desk_reads.payout_runs(connection, before, limit)
    paid: dict[str, list[Payout]] = {}
    for row in sorted(by_ids(connection, Payout, [one.id for one in rows], "run_id"), key=lambda one: one.id):
        paid.setdefault(row.run_id, []).append(row)
    told = [settlement_views.payout_run(row, paid.get(row.id, [])) for row in rows]
    return told, rows[-1] if len(rows) == limit else None


async def confirm(platform: Platform, payout_id: str) -> contract.Payout | Broken:
    """Somebody saw the payout on the bank's statement. One that had failed stays so: somebody has to look."""
    reply = await platform.writer.submit(payouts.CONFIRM, rules.Confirm(payout_id))
    if isinstance(reply, Broken):
        return reply
    if not isinstance(reply, Payout):
        raise TypeError(f"an answer of another kind: {type(reply).__name__}")
    if reply.state == contract.PayoutState.FAILED:
        return Broken(ProblemCode.CONFLICT, "this payout was sent back; release its batch again")
    return settlement_views.payout(reply)
