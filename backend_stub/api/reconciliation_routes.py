"""Reconciliation: the bank's statements held against payouts and top-ups, tills' shift totals against the ledger."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, acting, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.api.settlement_files import CSV, sent
from backend_stub.api.settlement_routes import payer_or_merchant, told
from backend_stub.contract import (
    BankFile,
    ProblemCode,
    Reconciliation,
    ReconciliationList,
    Right,
    ShiftTotalList,
)
from backend_stub.services import reconciled, reconciliation, shift_totals

BANK_FILE_MAX = 10_000_000


@post(
    "/v1/reconciliations",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    request_max_body_size=BANK_FILE_MAX,
    raises=[],
)
async def reconcile_bank(request: AnyRequest, data: JSONBody[BankFile], idempotency_key: Key) -> Reconciliation:
    """Import a bank's statement and hold it against payouts and top-ups. The same file again changes nothing."""
    del idempotency_key  # a file is known by what is in it
    await acting(request, Right.PAY_OUT)
    return told(await reconciliation.submit(platform(request), data))


@get("/v1/reconciliations", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_reconciliations(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> ReconciliationList:
    """The statements that were imported, newest first."""
    await acting(request, Right.PAY_OUT)
    items, last = await platform(request).read(reconciled.page, place(cursor), limit)
    return ReconciliationList(items=items, next_cursor=f"{last.at}.{last.id}" if last else None)


@get("/v1/reconciliations/{statement_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_reconciliation(request: AnyRequest, statement_id: PathId) -> Reconciliation:
    """A statement line by line: what it matched, the likely causes of differences, what no statement shows so far."""
    await acting(request, Right.PAY_OUT)
    return await _found(request, statement_id)


@get(
    "/v1/reconciliations/{statement_id:str}/result.csv",
    security=BEARER,
    responses=responses(*WITH_TOKEN, 404),
    raises=[],
    media_type=CSV,
)
async def export_reconciliation(request: AnyRequest, statement_id: PathId) -> Response[bytes]:
    """The same as CSV: one row a line of the bank's, then one a payout that no statement shows."""
    await acting(request, Right.PAY_OUT)
    found = await _found(request, statement_id)
    return sent(reconciled.as_csv(found), f"reconciliation-{statement_id[-12:]}.csv", CSV)


async def _found(request: AnyRequest, statement_id: str) -> Reconciliation:
    found = await platform(request).read(reconciled.one, statement_id)
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such statement was imported")
    return found


@get("/v1/shift-totals", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_shift_totals(request: AnyRequest, limit: Limit = 30, cursor: Cursor = None) -> ShiftTotalList:
    """Shifts with their totals held against the ledger, newest first: the merchant's, or of all for whoever pays out.

    With the first page the tills at which cash moved and that no shift counts so far.
    """
    merchant_id = await payer_or_merchant(request)
    here = platform(request)
    found, last = await here.read(shift_totals.page, merchant_id, place(cursor), limit, here.clock())
    cursor_after = f"{last.opened_at}.{last.id}" if last else None
    return ShiftTotalList(items=found.items, outside=found.outside, next_cursor=cursor_after)


ROUTES = [
    reconcile_bank,
    list_reconciliations,
    show_reconciliation,
    export_reconciliation,
    list_shift_totals,
]
