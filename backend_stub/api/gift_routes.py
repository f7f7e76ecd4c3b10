"""Gifts between customers (P9), and the issuer's undoing of one."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import (
    BEARER,
    Cursor,
    Key,
    Limit,
    PathId,
    acting,
    address_of,
    caller,
    done,
    next_cursor,
    place,
    platform,
)
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import Gift, GiftAnswer, GiftList, GiftRequest, GiftState, ProblemCode, Right, TokenKind
from backend_stub.domain import records
from backend_stub.services import account_replies, gifts
from backend_stub.services.platform import Platform
from backend_stub.storage import account_reads, reads

CUSTOMER = TokenKind.CUSTOMER
_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)


async def _reply(here: Platform, row: records.Gift, asker_id: str) -> Gift:
    programme = await here.read(reads.one, records.Programme, row.programme_id)
    return account_replies.gift(row, asker_id, programme.name if programme else "")


@post(
    "/v1/gifts",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 422, 429),
    raises=[],
)
async def offer_gift(request: AnyRequest, data: JSONBody[GiftRequest], idempotency_key: Key) -> Gift:
    """Give paid money to a contact: it waits until they accept, and comes back when they don't.

    A social id that nobody has is a 404, ten times a day for a customer and sixty for a network; then every social id whose
    owner's name the customer doesn't know yet is a 429.
    """
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = done(await gifts.offer(here, asker, idempotency_key, data, address_of(request)), records.Gift)
    return await _reply(here, row, asker.subject_id)


@get("/v1/gifts", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_gifts(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> GiftList:
    """Gifts given and received, newest first."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    rows = await here.read(account_reads.gifts_of, asker.subject_id, place(cursor), limit)
    further = next_cursor(len(rows), limit, rows[-1].offered_at, rows[-1].id) if rows else None
    return GiftList(items=[await _reply(here, row, asker.subject_id) for row in rows], next_cursor=further)


@get("/v1/gifts/{gift_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_gift(request: AnyRequest, gift_id: PathId) -> Gift:
    """A gift of the customer's, given or received."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = await here.read(reads.one, records.Gift, gift_id)
    if row is None or asker.subject_id not in (row.giver_id, row.recipient_id):
        raise Stop(ProblemCode.NOT_FOUND, "no such gift of yours", "gift_id")
    return await _reply(here, row, asker.subject_id)


async def _answered(request: AnyRequest, gift_id: str, key: str, state: GiftState) -> Gift:
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = done(await gifts.answer(here, asker, gift_id, key, state), records.Gift)
    return await _reply(here, row, asker.subject_id)


@post("/v1/gifts/{gift_id:str}/acceptance", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def accept_gift(request: AnyRequest, gift_id: PathId, data: JSONBody[GiftAnswer], idempotency_key: Key) -> Gift:
    """The recipient takes it, into their account of its programme or a new one. Once: whoever is quicker."""
    del data
    return await _answered(request, gift_id, idempotency_key, GiftState.ACCEPTED)


@post("/v1/gifts/{gift_id:str}/refusal", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def decline_gift(request: AnyRequest, gift_id: PathId, data: JSONBody[GiftAnswer], idempotency_key: Key) -> Gift:
    """The recipient does not want it: it goes back."""
    del data
    return await _answered(request, gift_id, idempotency_key, GiftState.DECLINED)


@post("/v1/gifts/{gift_id:str}/withdrawal", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def withdraw_gift(request: AnyRequest, gift_id: PathId, data: JSONBody[GiftAnswer], idempotency_key: Key) -> Gift:
    """The giver changes their mind before it was accepted."""
    del data
    return await _answered(request, gift_id, idempotency_key, GiftState.WITHDRAWN)


@post("/v1/gifts/{gift_id:str}/refund", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def take_gift_back(
    request: AnyRequest, gift_id: PathId, data: JSONBody[GiftAnswer], idempotency_key: Key
) -> Gift:
    """The issuer of the programme undoes an accepted gift: what is unspent goes back to its giver."""
    del data
    who = await acting(request, Right.REFUND)
    here = platform(request)
    row = done(await gifts.take_back(here, who.merchant_id, gift_id, idempotency_key), records.Gift)
    return await _reply(here, row, row.giver_id)


ROUTES = [offer_gift, list_gifts, show_gift, accept_gift, decline_gift, withdraw_gift, take_gift_back]
