"""People, stores and tills of a merchant: added and changed by the platform's operator, or by the merchant's own owner."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, PathId, acting, done, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    MerchantStore,
    MerchantTill,
    NewOperator,
    NewStore,
    NewTill,
    Operator,
    OperatorChange,
    ProblemCode,
    Right,
    Role,
    StoreRequest,
    TillChange,
)
from backend_stub.domain import records
from backend_stub.services import desk, replies, staff
from backend_stub.storage import reads

_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)
_OF = "/v1/platform/merchants/{merchant_id:str}"


async def _managed(request: AnyRequest, merchant_id: str, right: Right) -> None:
    """Ends the request for whoever may not do this there: an owner does it at home, the platform's operator anywhere."""
    asker = await acting(request, right)
    is_theirs = asker.merchant_id == merchant_id or Right.MANAGE_MERCHANTS in asker.rights
    if not is_theirs or await platform(request).read(reads.one, records.Merchant, merchant_id) is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such merchant", "merchant_id")


@post(f"{_OF}/operators", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def employ_operator(
    request: AnyRequest, merchant_id: PathId, data: JSONBody[NewOperator], idempotency_key: Key
) -> Operator:
    """Let another person sign in at a merchant's tills. The key is their id."""
    await _managed(request, merchant_id, Right.MANAGE_OPERATORS)
    reply = await staff.employ(platform(request), idempotency_key, merchant_id, data)
    return replies.operator(done(reply, records.Operator))


@post(f"{_OF}/operators/{{operator_id:str}}", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def change_operator(
    request: AnyRequest, merchant_id: PathId, operator_id: PathId, data: JSONBody[OperatorChange], idempotency_key: Key
) -> Operator:
    """Another name, role or PIN; or they may not sign in any more. Other than by name alone, they are signed out at once."""
    del idempotency_key  # the last word counts
    await _managed(request, merchant_id, Right.MANAGE_OPERATORS)
    here = platform(request)
    row = await here.read(reads.one, records.Operator, operator_id)
    was = Role(row.role) if row is not None else None
    return replies.operator(
        done(await staff.change_operator(here, merchant_id, operator_id, data, was), records.Operator)
    )


@post(f"{_OF}/stores", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def add_store(
    request: AnyRequest, merchant_id: PathId, data: JSONBody[NewStore], idempotency_key: Key
) -> MerchantStore:
    """Another store with its first till. The key is the store's id."""
    await _managed(request, merchant_id, Right.MANAGE_TILLS)
    here = platform(request)
    row = done(await staff.add_store(here, idempotency_key, merchant_id, data), records.Store)
    return await here.read(desk.store, row)


@post(f"{_OF}/stores/{{store_id:str}}", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def change_store(
    request: AnyRequest, merchant_id: PathId, store_id: PathId, data: JSONBody[StoreRequest], idempotency_key: Key
) -> MerchantStore:
    """Another name; another zone or hour only while no receipt was printed and no day settled there."""
    del idempotency_key  # the last word counts
    await _managed(request, merchant_id, Right.MANAGE_TILLS)
    here = platform(request)
    row = done(await staff.change_store(here, merchant_id, store_id, data), records.Store)
    return await here.read(desk.store, row)


@post(f"{_OF}/stores/{{store_id:str}}/tills", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def add_till(
    request: AnyRequest, merchant_id: PathId, store_id: PathId, data: JSONBody[NewTill], idempotency_key: Key
) -> MerchantTill:
    """Another till of a store. The key is the till's id; its token was drawn by the caller."""
    await _managed(request, merchant_id, Right.MANAGE_TILLS)
    reply = await staff.add_till(platform(request), idempotency_key, merchant_id, store_id, data)
    return desk.till(done(reply, records.Till))


@post(f"{_OF}/tills/{{till_id:str}}", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def change_till(
    request: AnyRequest, merchant_id: PathId, till_id: PathId, data: JSONBody[TillChange], idempotency_key: Key
) -> MerchantTill:
    """Another name of a till."""
    del idempotency_key  # the last word counts
    await _managed(request, merchant_id, Right.MANAGE_TILLS)
    return desk.till(done(await staff.rename_till(platform(request), merchant_id, till_id, data.name), records.Till))


ROUTES = [employ_operator, change_operator, add_store, change_store, add_till, change_till]
