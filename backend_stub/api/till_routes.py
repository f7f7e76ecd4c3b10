"""What a till (and a merchant's manager) asks: redemptions, reversals, refunds, its own context."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import (
    BEARER,
    Cursor,
    Key,
    Limit,
    PathId,
    caller,
    doer,
    done,
    merchant_of,
    next_cursor,
    place,
    platform,
)
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    Confirmation,
    ProblemCode,
    Redemption,
    RedemptionList,
    RedemptionRequest,
    Refund,
    RefundList,
    RefundRequest,
    ReversalRequest,
    Right,
    TillContext,
    TokenKind,
)
from backend_stub.domain import records
from backend_stub.domain.calendar import business_day, day_start
from backend_stub.services import payments, replies
from backend_stub.storage import reads

TILL, MANAGER, CUSTOMER = TokenKind.TILL, TokenKind.MANAGER, TokenKind.CUSTOMER


@post(
    "/v1/redemptions",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 422),
    raises=[],
)
async def submit_redemption(request: AnyRequest, data: JSONBody[RedemptionRequest], idempotency_key: Key) -> Redemption:
    """Take money for what was read: paid, refused, or awaiting the customer. Safe to repeat with the same key."""
    asker = await caller(request, TILL)
    reply = await payments.redeem(platform(request), asker, idempotency_key, data)
    return replies.redemption(done(reply, records.Redemption))


@get("/v1/redemptions/{attempt_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_redemption(request: AnyRequest, attempt_id: PathId) -> Redemption:
    """What became of an attempt; 404 when it never arrived."""
    asker = await caller(request, TILL, MANAGER, CUSTOMER)
    row = await payments.attempt(platform(request), asker, attempt_id)
    if row is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such attempt of yours")
    return replies.redemption(row)


@get("/v1/redemptions", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_redemptions(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> RedemptionList:
    """A till's own attempts, or all of a manager's merchant, newest first."""
    asker = await caller(request, TILL, MANAGER)
    here = platform(request)
    query = reads.redemptions_of_till if asker.kind is TILL else reads.redemptions_of_merchant
    rows = await here.read(query, asker.subject_id, place(cursor), limit)
    further = next_cursor(len(rows), limit, rows[-1].received_at, rows[-1].id) if rows else None
    return RedemptionList(
        items=[replies.redemption(await payments.as_it_stands(here, row)) for row in rows], next_cursor=further
    )


@post(
    "/v1/redemptions/{attempt_id:str}/reversal",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404),
    raises=[],
)
async def reverse_redemption(
    request: AnyRequest, attempt_id: PathId, data: JSONBody[ReversalRequest], idempotency_key: Key
) -> Redemption:
    """End an attempt: close it if unpaid, return it if paid; one that never arrived can't be paid later."""
    asker = await caller(request, TILL)
    reply = await payments.reverse(platform(request), asker, attempt_id, idempotency_key, data.reason)
    return replies.redemption(done(reply, records.Redemption))


@post(
    "/v1/redemptions/{attempt_id:str}/confirmation",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404),
    raises=[],
)
async def confirm_redemption(
    request: AnyRequest, attempt_id: PathId, data: JSONBody[Confirmation], idempotency_key: Key
) -> Redemption:
    """The customer's yes or no to an amount above the limit."""
    del idempotency_key  # the answer to a question is the same however often it is given
    asker = await caller(request, CUSTOMER)
    reply = await payments.confirm(platform(request), asker, attempt_id, data)
    return replies.redemption(done(reply, records.Redemption))


@post(
    "/v1/refunds",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422, 429),
    raises=[],
)
async def submit_refund(request: AnyRequest, data: JSONBody[RefundRequest], idempotency_key: Key) -> Refund:
    """Give back all that is left of a sale, or a part of it."""
    who = await doer(request, Right.REFUND, TILL)
    reply = await payments.refund(platform(request), who, idempotency_key, data)
    return replies.refund(done(reply, records.Refund))


@get("/v1/refunds/{refund_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_refund(request: AnyRequest, refund_id: PathId) -> Refund:
    """A refund by its id."""
    asker = await caller(request, TILL, MANAGER)
    here = platform(request)
    row = await here.read(reads.one, records.Refund, refund_id)
    if row is None or row.merchant_id != await merchant_of(asker, here):
        raise Stop(ProblemCode.NOT_FOUND, "no such refund of yours")
    return replies.refund(row)


@get("/v1/refunds", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_refunds(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> RefundList:
    """The merchant's refunds, newest first."""
    asker = await caller(request, TILL, MANAGER)
    here = platform(request)
    merchant_id = await merchant_of(asker, here)
    rows = await here.read(reads.refunds_of_merchant, merchant_id, place(cursor), limit)
    further = next_cursor(len(rows), limit, rows[-1].at, rows[-1].id) if rows else None
    return RefundList(items=[replies.refund(row) for row in rows], next_cursor=further)


@get("/v1/till", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def show_till(request: AnyRequest) -> TillContext:
    """Everything the till needs to know of itself to begin a day."""
    asker = await caller(request, TILL)
    here = platform(request)
    till = await here.read(reads.one, records.Till, asker.subject_id)
    if till is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "this till is not known any more")
    store = await here.read(reads.one, records.Store, till.store_id)
    merchant = await here.read(reads.one, records.Merchant, till.merchant_id)
    people = await here.read(reads.operators_of, till.merchant_id)
    if store is None or merchant is None:
        raise LookupError(f"till {till.id} without store or merchant")
    today = business_day(here.clock(), store.time_zone, store.day_cut_minutes)
    since = day_start(today, store.time_zone, store.day_cut_minutes)
    count, total = await here.read(reads.takings_since, till.id, since)
    return TillContext(
        till_id=till.id,
        till_name=till.name,
        store_id=store.id,
        store_name=store.name,
        merchant_id=merchant.id,
        merchant_name=merchant.name,
        merchant_second_name=merchant.second_name,
        public_service_id=merchant.public_service_id,
        currency=merchant.currency,
        time_zone=store.time_zone,
        day_cut_minutes=store.day_cut_minutes,
        today_count=count,
        today_total_minor=total,
        operators=[replies.operator(person) for person in people],
    )


ROUTES = [
    submit_redemption,
    show_redemption,
    list_redemptions,
    reverse_redemption,
    confirm_redemption,
    submit_refund,
    show_refund,
    list_refunds,
    show_till,
]
