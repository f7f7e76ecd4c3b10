"""Shifts at a till: opened, cash in and out, counted blind, closed; reports kept."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, acting, done, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.api.settlement_routes import told
from backend_stub.contract import (
    CashMove,
    CashParts,
    DrawerMove,
    ProblemCode,
    Right,
    Shift,
    ShiftClosing,
    ShiftList,
    ShiftNow,
    ShiftOpening,
    ShiftReason,
    ShiftReport,
    XReportRequest,
)
from backend_stub.domain import records
from backend_stub.services import shifts
from backend_stub.storage import reads

_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)


@dataclass(frozen=True, slots=True)
class _AtTill:
    """Somebody at a drawer."""

    till_id: str
    merchant_id: str
    by: str


async def _at_till(request: AnyRequest, right: Right = Right.RUN_SHIFT) -> _AtTill:
    asker = await acting(request, right)
    if asker.till_id is None:
        raise Stop(ProblemCode.FORBIDDEN, "a shift is worked at a till: sign in there")
    return _AtTill(asker.till_id, asker.merchant_id, asker.by)


@get("/v1/shifts/current", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def show_current_shift(request: AnyRequest) -> ShiftNow:
    """The open shift of the till where the asker is signed in, or none."""
    here = await _at_till(request)
    return await platform(request).read(shifts.now, here.till_id)


@post("/v1/shifts", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def open_shift(request: AnyRequest, data: JSONBody[ShiftOpening], idempotency_key: Key) -> Shift:
    """Open a shift with a float; a till has one at a time. The key is the shift's id."""
    here = await _at_till(request)
    where = platform(request)
    row = done(await shifts.open_shift(where, idempotency_key, here.till_id, here.by, data), records.Shift)
    return (await where.read(shifts.shifts, [row]))[0]


@post("/v1/shifts/{shift_id:str}/moves", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def move_cash(
    request: AnyRequest, shift_id: PathId, data: JSONBody[CashMove], idempotency_key: Key
) -> DrawerMove:
    """Cash put into the drawer or taken out, with a reason. The key is the move's id."""
    here = await _at_till(request)
    where = platform(request)
    reply = await shifts.move(where, idempotency_key, shift_id, here.till_id, here.by, data)
    return await where.read(shifts.move_told, done(reply, records.DrawerMove))


@post("/v1/shifts/{shift_id:str}/cash-parts", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def note_cash_parts(
    request: AnyRequest, shift_id: PathId, data: JSONBody[CashParts], idempotency_key: Key
) -> Shift:
    """Cash parts of sales, noted once each under their attempt's id; said again, nothing changes."""
    del idempotency_key  # each part is known by its attempt
    here = await _at_till(request)
    where = platform(request)
    row = done(await shifts.note_sales(where, shift_id, here.till_id, here.by, data), records.Shift)
    return (await where.read(shifts.shifts, [row]))[0]


@post("/v1/shifts/{shift_id:str}/closing", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def close_shift(
    request: AnyRequest, shift_id: PathId, data: JSONBody[ShiftClosing], idempotency_key: Key
) -> ShiftReport:
    """Close with a blind count, whatever it comes to; over or short is posted, the Z report is kept and told."""
    here = await _at_till(request)
    return told(await shifts.close(platform(request), idempotency_key, shift_id, here.till_id, here.by, data))


@post("/v1/shifts/{shift_id:str}/reason", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def explain_shift(
    request: AnyRequest, shift_id: PathId, data: JSONBody[ShiftReason], idempotency_key: Key
) -> Shift:
    """Why the count differed; told once."""
    del idempotency_key  # the same reason said again is the same
    here = await _at_till(request)
    where = platform(request)
    row = done(await shifts.explain(where, shift_id, here.till_id, data.reason), records.Shift)
    return (await where.read(shifts.shifts, [row]))[0]


@post("/v1/shifts/{shift_id:str}/x-reports", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def make_x_report(
    request: AnyRequest, shift_id: PathId, data: JSONBody[XReportRequest], idempotency_key: Key
) -> ShiftReport:
    """A reading in the middle of a shift, kept and numbered; it tells what is expected, so a cashier does not get it."""
    del data
    here = await _at_till(request, Right.SEE_REPORTS)
    await _own(request, shift_id, here.merchant_id)
    return told(await shifts.x_report(platform(request), idempotency_key, shift_id, here.by))


@get("/v1/shifts", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_shifts(request: AnyRequest, limit: Limit = 30, cursor: Cursor = None) -> ShiftList:
    """The merchant's shifts at all its tills, newest first."""
    asker = await acting(request, Right.SEE_REPORTS)
    items, last = await platform(request).read(shifts.page, asker.merchant_id, place(cursor), limit)
    return ShiftList(items=items, next_cursor=f"{last.opened_at}.{last.id}" if last else None)


@get("/v1/shifts/{shift_id:str}/z-report", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_z_report(request: AnyRequest, shift_id: PathId) -> ShiftReport:
    """The report of a closed shift, as it was kept."""
    asker = await acting(request, Right.SEE_REPORTS)
    await _own(request, shift_id, asker.merchant_id)
    return told(await shifts.z_report(platform(request), shift_id))


async def _own(request: AnyRequest, shift_id: str, merchant_id: str) -> None:
    row = await platform(request).read(reads.one, records.Shift, shift_id)
    if row is None or row.merchant_id != merchant_id:
        raise Stop(ProblemCode.NOT_FOUND, "no such shift of yours")


ROUTES = [
    show_current_shift,
    open_shift,
    move_cash,
    note_cash_parts,
    close_shift,
    explain_shift,
    make_x_report,
    list_shifts,
    show_z_report,
]
