"""Shifts as callers ask for them: opened, moved, counted; reports put together once and kept word for word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import DrawerKind, Pieces, ProblemCode, ReportKind, ShiftState
from backend_stub.domain import shifts as rules
from backend_stub.domain.records import DrawerMove, Instant, Operator, Shift, ShiftReport, Store, Till, aware
from backend_stub.domain.state import Broken
from backend_stub.services.platform import Platform
from backend_stub.storage import cash_reads, reads, shift_reads
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_reads import by_ids
from backend_stub.storage.writer import Reply

FOR_EVER = 2**63 - 1  # a moment after all
_ENCODER = msgspec.json.Encoder()

OPEN: UseCase[rules.Open] = UseCase(
    "open_shift",
    rules.open_,
    {
        Lookup.TILL: lambda _, command: (command.till_id,),
        Lookup.SHIFT: lambda _, command: (command.shift_id,),
        Lookup.SHIFT_OPEN_BY_TILL: lambda _, command: (command.till_id,),
        Lookup.MERCHANT: lambda state, command: [
            till.merchant_id for till in (state.get(Till, command.till_id),) if till is not None
        ],
    },
)
MOVE: UseCase[rules.Move] = UseCase(
    "move_cash",
    rules.move,
    {
        Lookup.SHIFT: lambda _, command: (command.shift_id,),
        Lookup.DRAWER_MOVE: lambda _, command: (command.move_id,),
    },
)


def _attempts(_state: object, command: rules.NoteSales) -> Iterable[str]:
    return [attempt_id for attempt_id, _ in command.parts]


NOTE_SALES: UseCase[rules.NoteSales] = UseCase(
    "note_cash_parts",
    rules.note_sales,
    {
        Lookup.SHIFT: lambda _, command: (command.shift_id,),
        Lookup.DRAWER_MOVE: _attempts,
        Lookup.REDEMPTION: _attempts,
    },
)
CLOSE: UseCase[rules.Close] = UseCase(
    "close_shift", rules.close, {Lookup.SHIFT: lambda _, command: (command.shift_id,)}
)
EXPLAIN: UseCase[rules.Explain] = UseCase(
    "explain_shift", rules.explain, {Lookup.SHIFT: lambda _, command: (command.shift_id,)}
)
KEEP_REPORT: UseCase[rules.KeepReport] = UseCase(
    "keep_shift_report",
    rules.keep_report,
    {
        Lookup.SHIFT: lambda _, command: (command.report.shift_id,),
        Lookup.SHIFT_REPORT: lambda _, command: (command.report.id,),
    },
)


# --- acts -------------------------------------------------------------------------------------------------------------


async def open_shift(platform: Platform, key: str, till_id: str, by: str, request: contract.ShiftOpening) -> Reply:
    """The drawer is handed over; `key` is the shift's id."""
    hashed = platform.keys.request_hash(f"shift {till_id}", _ENCODER.encode(request))
    return await platform.writer.submit(OPEN, rules.Open(key, till_id, request.float_minor, by, hashed))


async def move(platform: Platform, key: str, shift_id: str, till_id: str, by: str, request: contract.CashMove) -> Reply:
    """Cash in or out by hand; `key` is the move's id."""
    hashed = platform.keys.request_hash(f"cash {shift_id}", _ENCODER.encode(request))
    command = rules.Move(key, shift_id, till_id, request.kind, request.amount_minor, request.reason, by, hashed)
    return await platform.writer.submit(MOVE, command)


async def note_sales(platform: Platform, shift_id: str, till_id: str, by: str, request: contract.CashParts) -> Reply:
    """Cash parts of sales that the till took."""
    parts = tuple((part.attempt_id, part.cash_minor) for part in request.parts)
    return await platform.writer.submit(NOTE_SALES, rules.NoteSales(shift_id, till_id, parts, by))


async def close(
    platform: Platform, key: str, shift_id: str, till_id: str, by: str, request: contract.ShiftClosing
) -> contract.ShiftReport | Broken:
    """Count and close; the Z report is kept. Said again, the same report is told."""
    hashed = platform.keys.request_hash(f"close {shift_id}", _ENCODER.encode(request))
    count = tuple((one.value_minor, one.pieces) for one in request.count)
    command = rules.Close(key, shift_id, till_id, count, request.loose_minor, by, hashed)
    closed = await platform.writer.submit(CLOSE, command)
    if isinstance(closed, Broken):
        return closed
    return await z_report(platform, shift_id)


async def explain(platform: Platform, shift_id: str, till_id: str, reason: str) -> Reply:
    """Why the count differed."""
    return await platform.writer.submit(EXPLAIN, rules.Explain(shift_id, till_id, reason))


# --- reports ----------------------------------------------------------------------------------------------------------


async def x_report(platform: Platform, key: str, shift_id: str, by: str) -> contract.ShiftReport | Broken:
    """A reading in the middle, kept and numbered; `key` is its id."""
    draft = await platform.read(report_now, shift_id, ReportKind.X, key, by, platform.clock())
    return draft if isinstance(draft, Broken) else await _kept(platform, draft)


async def z_report(platform: Platform, shift_id: str) -> contract.ShiftReport | Broken:
    """The report of a closed shift: kept at closing, or now, when something came between the two."""
    there = await platform.read(reads.one, ShiftReport, shift_id)
    if there is not None:
        return await platform.read(told_report, there)
    shift = await platform.read(reads.one, Shift, shift_id)
    if shift is None or shift.closed_at is None:
        return Broken(ProblemCode.NOT_FOUND, "no such closed shift")
    by = shift.closed_by or ""
    draft = await platform.read(report_now, shift_id, ReportKind.Z, shift_id, by, shift.closed_at)
    return draft if isinstance(draft, Broken) else await _kept(platform, draft)


async def _kept(platform: Platform, draft: contract.ShiftReport) -> contract.ShiftReport | Broken:
    row = ShiftReport(
        draft.report_id,
        draft.shift.shift_id,
        draft.shift.till_id,
        draft.kind.value,
        draft.number,
        _ENCODER.encode(draft).decode(),
        draft.by,
        platform.clock(),
    )
    kept = await platform.writer.submit(KEEP_REPORT, rules.KeepReport(row))
    if isinstance(kept, Broken):
        return kept
    if not isinstance(kept, ShiftReport):
        raise TypeError(f"expected a report, got {type(kept).__name__}")
    return await platform.read(told_report, kept)


def told_report(connection: sa.Connection, row: ShiftReport) -> contract.ShiftReport:
    """As it was kept; its number, and the reason that was told afterwards, stand beside it."""
    body = msgspec.json.decode(row.body, type=contract.ShiftReport)
    shift = reads.one(connection, Shift, row.shift_id)
    reason = shift.reason if shift is not None and row.kind == ReportKind.Z else None
    return msgspec.structs.replace(body, number=row.number, shift=msgspec.structs.replace(body.shift, reason=reason))


def report_now(
    connection: sa.Connection, shift_id: str, kind: ReportKind, report_id: str, by: str, until: int
) -> contract.ShiftReport | Broken:
    """What a report says, from the books; sales are those decided from the shift's opening until then."""
    shift = reads.one(connection, Shift, shift_id)
    if shift is None:
        return Broken(ProblemCode.NOT_FOUND, "no such shift")
    till, store = reads.one(connection, Till, shift.till_id), reads.one(connection, Store, shift.store_id)
    if till is None or store is None:
        raise LookupError(f"shift {shift_id} without till or store")
    sales = shift_reads.sales_between(connection, shift, Instant(until))
    moves = shift_reads.moves_of(connection, shift_id)
    apart = outside_of(connection, shift, moves)
    return contract.ShiftReport(
        report_id=report_id,
        kind=kind,
        number=shift.number if kind is ReportKind.Z else shift.x_count + 1,
        at=aware(until),
        by=_names(connection, [by]).get(by, by),
        till_name=till.name,
        store_name=store.name,
        shift=shifts(connection, [shift])[0],
        sales_count=sales.count,
        sales_minor=sales.minor,
        bonus_minor=sales.bonus_minor,
        refunds_count=sales.refunds_count,
        refunds_minor=sales.refunds_minor,
        drawer=_sums(moves),
        expected_minor=shift.drawer_minor,
        count=_pieces(shift),
        loose_minor=shift.loose_minor,
        ledger_minor=sales.ledger_minor,
        ledger_difference_minor=sales.minor - sales.ledger_minor,
        outside=apart,
        outside_minor=sum(one.amount_minor for one in apart),
    )


def _pieces(shift: Shift) -> list[Pieces]:
    return [Pieces(value_minor=value, pieces=pieces) for value, pieces in json.loads(shift.pieces or "[]")]


def _sums(moves: Sequence[DrawerMove]) -> list[contract.DrawerSum]:
    """What moved in the drawer, kind by kind, without what only was noted there."""
    found = []
    for kind in DrawerKind:
        if kind is DrawerKind.SALE_BEFORE:
            continue
        own = [move.amount_minor for move in moves if move.kind == kind]
        if own:
            found.append(contract.DrawerSum(kind=kind, count=len(own), amount_minor=sum(own)))
    return found


def outside_of(connection: sa.Connection, shift: Shift, moves: Sequence[DrawerMove]) -> list[contract.DrawerSum]:
    """Cash that moved at the till between the shift before and this one."""
    begins = cash_reads.closed_before(connection, shift)
    found = _told_sums(cash_reads.not_in_a_drawer(connection, shift.till_id, begins, shift.opened_at))
    sold = [move.amount_minor for move in moves if move.kind == DrawerKind.SALE_BEFORE]
    if sold:
        found.insert(0, contract.DrawerSum(kind=DrawerKind.SALE, count=len(sold), amount_minor=sum(sold)))
    return found


def outside_since(connection: sa.Connection, till_id: str, since: int) -> list[contract.DrawerSum]:
    """Cash that moved at a till since a moment and that no shift counts so far; the cash of sales only its till knows."""
    return _told_sums(cash_reads.not_in_a_drawer(connection, till_id, since, FOR_EVER))


def _told_sums(found: Iterable[cash_reads.CashSum]) -> list[contract.DrawerSum]:
    return [contract.DrawerSum(kind=one.kind, count=one.count, amount_minor=one.amount_minor) for one in found]


# --- as they are told -------------------------------------------------------------------------------------------------


def now(connection: sa.Connection, till_id: str) -> contract.ShiftNow:
    """The till's open shift; without one, the cash that moved since the last."""
    row = shift_reads.open_shift(connection, till_id)
    if row is not None:
        return contract.ShiftNow(shift=shifts(connection, [row])[0])
    apart = outside_since(connection, till_id, cash_reads.last_closed(connection, till_id))
    return contract.ShiftNow(shift=None, outside=apart, outside_minor=sum(one.amount_minor for one in apart))


def page(
    connection: sa.Connection, merchant_id: str, before: Place | None, limit: int
) -> tuple[list[contract.Shift], Shift | None]:
    """A page of the merchant's shifts; and the row at its end."""
    rows = shift_reads.shifts_of(connection, merchant_id, before, limit)
    return shifts(connection, rows), rows[-1] if len(rows) == limit else None


def shifts(connection: sa.Connection, rows: Sequence[Shift]) -> list[contract.Shift]:
    """Shifts with what people moved by hand; what is expected stays untold until the drawer was counted."""
    moves: dict[str, list[DrawerMove]] = {}
    for move in sorted(by_ids(connection, DrawerMove, [row.id for row in rows], "shift_id"), key=lambda one: one.at):
        if move.kind in rules.BY_HAND:
            moves.setdefault(move.shift_id, []).append(move)
    by = [who for row in rows for who in (row.opened_by, row.closed_by) if who]
    names = _names(connection, [*by, *(one.by for own in moves.values() for one in own)])
    return [_told(row, moves.get(row.id, []), names) for row in rows]


def _told(row: Shift, moves: Sequence[DrawerMove], names: dict[str, str]) -> contract.Shift:
    is_closed = row.closed_at is not None and row.counted_minor is not None
    return contract.Shift(
        shift_id=row.id,
        till_id=row.till_id,
        number=row.number,
        currency=row.currency,
        state=ShiftState(row.state),
        opened_by=names.get(row.opened_by, row.opened_by),
        opened_at=aware(row.opened_at),
        float_minor=row.float_minor,
        moves=[told_move(one, names) for one in moves],
        closed_by=names.get(row.closed_by, row.closed_by) if row.closed_by else None,
        closed_at=aware(row.closed_at) if row.closed_at is not None else None,
        expected_minor=row.drawer_minor if is_closed else None,
        counted_minor=row.counted_minor,
        difference_minor=row.counted_minor - row.drawer_minor if row.counted_minor is not None else None,
        reason=row.reason,
    )


def told_move(row: DrawerMove, names: dict[str, str]) -> contract.DrawerMove:
    """A move as it is told."""
    return contract.DrawerMove(
        move_id=row.id,
        kind=DrawerKind(row.kind),
        amount_minor=row.amount_minor,
        reason=row.reason,
        by=names.get(row.by, row.by),
        at=aware(row.at),
    )


def _names(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    return {one.id: one.name for one in by_ids(connection, Operator, set(ids))}


def move_told(connection: sa.Connection, row: DrawerMove) -> contract.DrawerMove:
    """A move with the name of who made it."""
    return told_move(row, _names(connection, [row.by]))
