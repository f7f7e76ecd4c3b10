"""The life of a prepayment account: freeze it, open it again, move it to another customer, close it, see what befell it."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, PathId, doer, done, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    AccountAct,
    AccountActList,
    CloseRequest,
    FreezeRequest,
    MoveRequest,
    ProblemCode,
    Right,
    TokenKind,
    UnfreezeRequest,
)
from backend_stub.domain import records
from backend_stub.services import account_replies, lives
from backend_stub.storage import account_reads, reads

TILL, CUSTOMER = TokenKind.TILL, TokenKind.CUSTOMER
_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422, 429)


async def _done(request: AnyRequest, account_id: str, key: str, data: lives.Request, *also: TokenKind) -> AccountAct:
    who = await doer(request, Right.KEEP_ACCOUNTS, *also)
    reply = await lives.act(platform(request), who, key, account_id, data)
    return account_replies.account_act(done(reply, records.AccountAct))


@post("/v1/accounts/{account_id:str}/freezing", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def freeze_account(
    request: AnyRequest, account_id: PathId, data: JSONBody[FreezeRequest], idempotency_key: Key
) -> AccountAct:
    """A phone was lost: nothing is paid from the account any more."""
    return await _done(request, account_id, idempotency_key, data, CUSTOMER, TILL)


@post("/v1/accounts/{account_id:str}/unfreezing", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def unfreeze_account(
    request: AnyRequest, account_id: PathId, data: JSONBody[UnfreezeRequest], idempotency_key: Key
) -> AccountAct:
    """The account pays again: by the device that froze it, or with a manager's word."""
    return await _done(request, account_id, idempotency_key, data, CUSTOMER, TILL)


@post("/v1/accounts/{account_id:str}/move", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def move_account(
    request: AnyRequest, account_id: PathId, data: JSONBody[MoveRequest], idempotency_key: Key
) -> AccountAct:
    """To another customer, with all it holds and all its history."""
    return await _done(request, account_id, idempotency_key, data, TILL)


@post("/v1/accounts/{account_id:str}/closing", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def close_account(
    request: AnyRequest, account_id: PathId, data: JSONBody[CloseRequest], idempotency_key: Key
) -> AccountAct:
    """Close it: paid money is paid back in cash at the shop, bonus ends."""
    return await _done(request, account_id, idempotency_key, data, CUSTOMER, TILL)


@get("/v1/accounts/{account_id:str}/acts", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def list_account_acts(request: AnyRequest, account_id: PathId) -> AccountActList:
    """What befell the account besides movements: to its customer, and to the managers of who issued its programme."""
    who = await doer(request, Right.KEEP_ACCOUNTS, CUSTOMER)
    here = platform(request)
    account = await here.read(reads.one, records.Account, account_id)
    programme = await here.read(reads.one, records.Programme, account.programme_id) if account else None
    owner = account and (account.customer_id if who.customer_id else programme and programme.issuer_id)
    if account is None or owner != (who.customer_id or who.merchant_id):
        raise Stop(ProblemCode.NOT_FOUND, "no such account of yours", "account_id")
    rows = await here.read(account_reads.acts_of, account_id)
    return AccountActList(items=[account_replies.account_act(row) for row in rows])


ROUTES = [freeze_account, unfreeze_account, move_account, close_account, list_account_acts]
