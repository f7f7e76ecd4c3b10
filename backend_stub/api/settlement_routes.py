"""Settlement: batches and what explains them, payouts, bank details."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeVar

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, acting, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    END,
    UUID_PATTERN,
    BankDetails,
    BankDetailsChange,
    Payout,
    PayoutFailure,
    PayoutList,
    PayoutRequest,
    PayoutRun,
    ProblemCode,
    Right,
    SettlementBatch,
    SettlementBatchList,
    SettlementEntryList,
    SettlementExplanation,
    SettlementHours,
    SettlementOverview,
    SettlementRequest,
    SettlementRun,
    StatementLine,
    TillTotals,
)
from backend_stub.domain.records import Batch, instant
from backend_stub.domain.state import Broken
from backend_stub.services import settlement_views, settling

T = TypeVar("T")
StoreId = Annotated[str | None, QueryParameter(pattern=UUID_PATTERN, description="Only this store's.")]
LINES = "|".join(StatementLine)
OfLine = Annotated[
    str | None, QueryParameter(pattern=f"^({LINES}){END}", description=f"Only what stands on this line: {LINES}.")
]
HourBegins = Annotated[
    str | None, QueryParameter(description="Only the hour that begins then (RFC 3339), as `hours` tells it.")
]
Days = Annotated[int, QueryParameter(ge=1, le=92, description="How many days back.")]


async def own_merchant(request: AnyRequest) -> str:
    """Whose settlement is looked at: the merchant for whom the asker may see it."""
    return (await acting(request, Right.SEE_SETTLEMENT)).merchant_id


async def payer_or_merchant(request: AnyRequest) -> str | None:
    """None for whoever pays out and so sees all payouts; else the merchant whose own they have to be."""
    asker = await acting(request, Right.SEE_SETTLEMENT)
    return None if Right.PAY_OUT in asker.rights else asker.merchant_id


async def own_batch(request: AnyRequest, batch_id: str) -> Batch:
    """The caller's batch of this id, or the end of the request."""
    return told(await settling.batch_of(platform(request), await own_merchant(request), batch_id))


def told(answer: T | Broken) -> T:
    """The answer, or the end of the request."""
    if isinstance(answer, Broken):
        raise Stop(answer.code, answer.detail, answer.field)
    return answer


@post(
    "/v1/settlement/runs",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    raises=[],
)
async def run_settlement(request: AnyRequest, data: JSONBody[SettlementRequest], idempotency_key: Key) -> SettlementRun:
    """Close the batches of all business days that are over. Safe to repeat: what is closed stays as it is."""
    del idempotency_key  # running it again finds nothing left to close
    asker = await acting(request, Right.CLOSE_SETTLEMENT)
    return told(await settling.close_days(platform(request), asker.merchant_id, data))


@get("/v1/settlement/overview", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def show_settlement_overview(request: AnyRequest, days: Days = 14) -> SettlementOverview:
    """What the merchant is owed and owes, and its last days."""
    return await settling.overview(platform(request), await own_merchant(request), days)


@get("/v1/settlement/batches", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_settlement_batches(
    request: AnyRequest, store_id: StoreId = None, limit: Limit = 50, cursor: Cursor = None
) -> SettlementBatchList:
    """The merchant's batches, newest day first."""
    merchant_id = await own_merchant(request)
    items, last = await settling.batches(platform(request), merchant_id, store_id, place(cursor), limit)
    return SettlementBatchList(items=items, next_cursor=f"{last.ends_at}.{last.id}" if last else None)


@get("/v1/settlement/batches/{batch_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_settlement_batch(request: AnyRequest, batch_id: PathId) -> SettlementBatch:
    """A batch: its lines add up to what is paid out."""
    row = await own_batch(request, batch_id)
    return (await platform(request).read(settlement_views.batches, [row]))[0]


@get("/v1/settlement/batches/{batch_id:str}/hours", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_settlement_hours(request: AnyRequest, batch_id: PathId) -> SettlementHours:
    """What was taken in each hour of the batch's day."""
    return await settling.hours(platform(request), await own_batch(request, batch_id))


@get("/v1/settlement/batches/{batch_id:str}/tills", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_settlement_tills(request: AnyRequest, batch_id: PathId) -> TillTotals:
    """The batch till by till, held against the receipts of its day."""
    row = await own_batch(request, batch_id)
    return await platform(request).read(settlement_views.till_totals, row)


@get("/v1/settlement/batches/{batch_id:str}/entries", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def list_settlement_entries(
    request: AnyRequest,
    batch_id: PathId,
    line: OfLine = None,
    hour_begins: HourBegins = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> SettlementEntryList:
    """Each cent: the transactions that a batch counts, of one line or all, in the order in which they happened."""
    row = await own_batch(request, batch_id)
    begins = _time(hour_begins)
    return await settling.entries(
        platform(request), row, place(cursor), limit, StatementLine(line) if line else None, begins
    )


def _time(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return instant(dt.datetime.fromisoformat(text))
    except ValueError:
        raise Stop(ProblemCode.MALFORMED, "this is no time with a zone (RFC 3339)", "hour_begins") from None


@get(
    "/v1/settlement/transactions/{transaction_id:str}",
    security=BEARER,
    responses=responses(*WITH_TOKEN, 404),
    raises=[],
)
async def explain_transaction(request: AnyRequest, transaction_id: PathId) -> SettlementExplanation:
    """A transaction to its last cent: its transfers, its sale and receipt, the batch and line that count it."""
    merchant_id = await own_merchant(request)
    found = await platform(request).read(settlement_views.explanation, transaction_id, merchant_id)
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such transaction of yours")
    return found


# --- payouts ----------------------------------------------------------------------------------------------------------


@post(
    "/v1/payout-runs",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422),
    raises=[],
)
async def release_payouts(request: AnyRequest, data: JSONBody[PayoutRequest], idempotency_key: Key) -> PayoutRun:
    """Release closed batches of any merchants for payout: all or none. Each is paid out once; one that failed can be again."""
    asker = await acting(request, Right.PAY_OUT)
    return told(await settling.release(platform(request), idempotency_key, data, asker.by, None))


@get("/v1/payout-runs/{run_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_payout_run(request: AnyRequest, run_id: PathId) -> PayoutRun:
    """Payouts that were released together."""
    found = await settling.payout_run(platform(request), run_id, await payer_or_merchant(request))
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such payout run of yours")
    return found


@get("/v1/payouts", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_payouts(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> PayoutList:
    """The merchant's payouts, newest first."""
    merchant_id = await own_merchant(request)
    items, last = await settling.payout_list(platform(request), merchant_id, place(cursor), limit)
    return PayoutList(items=items, next_cursor=f"{last.at}.{last.id}" if last else None)


@post(
    "/v1/payouts/{payout_id:str}/failure",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404),
    raises=[],
)
async def fail_payout(
    request: AnyRequest, payout_id: PathId, data: JSONBody[PayoutFailure], idempotency_key: Key
) -> Payout:
    """The bank sent a payout back: its batch can be paid out again. Safe to repeat."""
    await acting(request, Right.PAY_OUT)
    return told(await settling.give_up(platform(request), payout_id, idempotency_key, data.reason, None))


@get("/v1/bank-details", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_bank_details(request: AnyRequest) -> BankDetails:
    """Where the merchant's payouts go; 404 while nobody has said so."""
    found = await settling.details_of(platform(request), await own_merchant(request))
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no bank details so far")
    return found


@post(
    "/v1/bank-details",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    raises=[],
)
async def set_bank_details(request: AnyRequest, data: JSONBody[BankDetailsChange], idempotency_key: Key) -> BankDetails:
    """Say where the merchant's payouts go from now on; those already instructed are not changed."""
    del idempotency_key  # the last word counts
    asker = await acting(request, Right.PAY_OUT)
    return told(await settling.set_details(platform(request), asker.merchant_id, data))


ROUTES = [
    run_settlement,
    show_settlement_overview,
    list_settlement_batches,
    show_settlement_batch,
    show_settlement_hours,
    show_settlement_tills,
    list_settlement_entries,
    explain_transaction,
    release_payouts,
    show_payout_run,
    list_payouts,
    fail_payout,
    show_bank_details,
    set_bank_details,
]
