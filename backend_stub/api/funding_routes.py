"""Top-ups: by the customer through a payment provider, in cash at a till; taking back what is unspent; the provider's notices."""

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
    next_cursor,
    place,
    platform,
)
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    ProblemCode,
    Right,
    TokenKind,
    TopUp,
    TopUpList,
    TopUpRefund,
    TopUpRefundRequest,
    TopUpRequest,
)
from backend_stub.domain import records
from backend_stub.services import funding, replies
from backend_stub.services.doers import Doer
from backend_stub.storage import account_reads, reads

TILL, CUSTOMER = TokenKind.TILL, TokenKind.CUSTOMER


@post(
    "/v1/topups",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422),
    raises=[],
)
async def submit_top_up(request: AnyRequest, data: JSONBody[TopUpRequest], idempotency_key: Key) -> TopUp:
    """Put money in: from the customer's device through the payment provider, or cash at a till."""
    asker = await caller(request, CUSTOMER, TILL)
    row = done(await funding.top_up(platform(request), asker, idempotency_key, data), records.TopUp)
    return replies.top_up(row, to_till=asker.kind is TILL)


@get("/v1/topups", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_top_ups(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> TopUpList:
    """The customer's top-ups, newest first."""
    asker = await caller(request, CUSTOMER)
    rows = await platform(request).read(account_reads.top_ups_of, asker.subject_id, place(cursor), limit)
    further = next_cursor(len(rows), limit, rows[-1].at, rows[-1].id) if rows else None
    return TopUpList(items=[replies.top_up(row, to_till=False) for row in rows], next_cursor=further)


@get("/v1/topups/{topup_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_top_up(request: AnyRequest, topup_id: PathId) -> TopUp:
    """What became of a top-up: for its customer, its till, and the merchant whose it is."""
    who = await doer(request, Right.SEE_SALES, CUSTOMER, TILL)
    row = await platform(request).read(reads.one, records.TopUp, topup_id)
    if row is None or not _is_theirs(row, who):
        raise Stop(ProblemCode.NOT_FOUND, "no such top-up of yours")
    return replies.top_up(row, to_till=who.till_id is not None)


def _is_theirs(row: records.TopUp, who: Doer) -> bool:
    """A customer's own; a merchant's; and for a till where nobody is signed in those that it took itself."""
    if who.customer_id is not None:
        return row.customer_id == who.customer_id
    return row.merchant_id == who.merchant_id and (not who.needs_approval or row.till_id == who.till_id)


@post(
    "/v1/topups/{topup_id:str}/refund",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422, 429),
    raises=[],
)
async def take_top_up_back(
    request: AnyRequest, topup_id: PathId, data: JSONBody[TopUpRefundRequest], idempotency_key: Key
) -> TopUpRefund:
    """Take back what is unspent of a top-up, and of its bonus; what was spent is named."""
    who = await doer(request, Right.REFUND, CUSTOMER, TILL)
    reply = await funding.take_back(platform(request), who, idempotency_key, topup_id, data)
    return replies.top_up_refund(done(reply, records.TopUpRefund))


ROUTES = [submit_top_up, list_top_ups, show_top_up, take_top_up_back]
