"""Tills' shift totals held against the ledger: what agrees, what does not and why, and cash that no shift counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import ShiftFinding
from backend_stub.domain.records import DrawerMove, Instant, Merchant, Shift, Store, Till, aware
from backend_stub.services import shifts
from backend_stub.storage import cash_reads, shift_reads
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import by_ids

CAUSES = {
    ShiftFinding.OVER: "more was counted than is expected: change not given, or cash put in without a note",
    ShiftFinding.SHORT: "less was counted than is expected: change given wrong, or cash taken out without a note",
    ShiftFinding.NOT_POSTED: "the ledger has another over or short than was counted: look with `pos-backend verify`",
    ShiftFinding.SALES_DIFFER: "the receipts of the shift and the ledger differ: look with `pos-backend verify`",
    ShiftFinding.CASH_DIFFERS: "the drawer and the ledger differ in cash top-ups: look with `pos-backend verify`",
    ShiftFinding.NOT_NOTED: "cash moved during the shift and its drawer does not know: look with `pos-backend verify`",
    ShiftFinding.OUTSIDE: "cash moved while no shift was open: it lies in the float, or was taken elsewhere",
}


@dataclass(frozen=True, slots=True)
class _Ledgers:
    """What is read for a page of shifts at once."""

    told: dict[str, contract.Shift]
    moves: dict[str, list[DrawerMove]]
    cash: dict[str, int]
    posted: dict[str, int]
    merchants: dict[str, str]
    stores: dict[str, str]
    tills: dict[str, str]


def page(
    connection: sa.Connection, merchant_id: str | None, before: Place | None, limit: int, now: Instant
) -> tuple[contract.ShiftTotalList, Shift | None]:
    """A page of shifts, of a merchant or of all, newest first; and the row at its end."""
    rows = shift_reads.shifts_of(connection, merchant_id, before, limit)
    ledgers = _read(connection, rows)
    items = [_total(connection, row, ledgers, now) for row in rows]
    outside = outside_now(connection, merchant_id) if before is None else []
    return contract.ShiftTotalList(items=items, outside=outside), rows[-1] if len(rows) == limit else None


def _read(connection: sa.Connection, rows: Sequence[Shift]) -> _Ledgers:
    ids = [row.id for row in rows]
    moves: dict[str, list[DrawerMove]] = {}
    for move in by_ids(connection, DrawerMove, ids, "shift_id"):
        moves.setdefault(move.shift_id, []).append(move)
    return _Ledgers(
        told={one.shift_id: one for one in shifts.shifts(connection, rows)},
        moves=moves,
        cash=cash_reads.ledger_cash(connection, ids),
        posted=cash_reads.posted(connection, ids),
        merchants={one.id: one.name for one in by_ids(connection, Merchant, {row.merchant_id for row in rows})},
        stores={one.id: one.name for one in by_ids(connection, Store, {row.store_id for row in rows})},
        tills={one.id: one.name for one in by_ids(connection, Till, {row.till_id for row in rows})},
    )


def _total(connection: sa.Connection, row: Shift, ledgers: _Ledgers, now: Instant) -> contract.ShiftTotal:
    ends = Instant(row.closed_at if row.closed_at is not None else now)
    moves = ledgers.moves.get(row.id, [])
    sales = shift_reads.sales_between(connection, row, ends)
    cash_minor = sum(one.amount_minor for one in moves if one.kind in cash_reads.IN_LEDGER)
    apart = shifts.outside_of(connection, row, moves)
    unknown = cash_reads.not_in_a_drawer(connection, row.till_id, row.opened_at, ends, is_within=True)
    over_minor = row.counted_minor - row.drawer_minor if row.counted_minor is not None else 0
    differing = {
        ShiftFinding.OVER: max(0, over_minor),
        ShiftFinding.SHORT: min(0, over_minor),
        ShiftFinding.NOT_POSTED: ledgers.posted.get(row.id, 0) - over_minor,
        ShiftFinding.SALES_DIFFER: sales.minor - sales.ledger_minor,
        ShiftFinding.CASH_DIFFERS: cash_minor - ledgers.cash.get(row.id, 0),
        ShiftFinding.NOT_NOTED: sum(one.amount_minor for one in unknown),
        ShiftFinding.OUTSIDE: sum(one.amount_minor for one in apart),
    }
    return contract.ShiftTotal(
        shift=ledgers.told[row.id],
        merchant_name=ledgers.merchants[row.merchant_id],
        store_name=ledgers.stores[row.store_id],
        till_name=ledgers.tills[row.till_id],
        sales_count=sales.count,
        sales_minor=sales.minor,
        ledger_sales_minor=sales.ledger_minor,
        cash_minor=cash_minor,
        ledger_cash_minor=ledgers.cash.get(row.id, 0),
        posted_minor=ledgers.posted.get(row.id, 0),
        outside=apart,
        outside_minor=differing[ShiftFinding.OUTSIDE],
        differences=list(_differences(differing)),
    )


def _differences(differing: dict[ShiftFinding, int]) -> Iterator[contract.ShiftDifference]:
    for finding, minor in differing.items():
        if minor:
            yield contract.ShiftDifference(finding=finding, amount_minor=minor, likely_cause=CAUSES[finding])


def outside_now(connection: sa.Connection, merchant_id: str | None) -> list[contract.TillOutside]:
    """The tills at which cash moved since their last shift, or without any: no shift counts it so far."""
    found = cash_reads.gaps(connection, merchant_id)
    tills = {one.id: one for one in by_ids(connection, Till, [gap.till_id for gap in found])}
    merchants = {one.id: one for one in by_ids(connection, Merchant, {one.merchant_id for one in tills.values()})}
    told = []
    for gap in found:
        till = tills[gap.till_id]
        sums = shifts.outside_since(connection, till.id, gap.since)
        told.append(
            contract.TillOutside(
                till_id=till.id,
                till_name=till.name,
                merchant_name=merchants[till.merchant_id].name,
                currency=merchants[till.merchant_id].currency,
                since=aware(Instant(gap.since)) if gap.since else None,
                outside=sums,
                outside_minor=sum(one.amount_minor for one in sums),
            )
        )
    return told
