"""The platform's desk: merchants taken on, where their money goes, what waits to be paid out and what was."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, acting, done, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.api.settlement_routes import told
from backend_stub.contract import (
    END,
    NAME_LENGTH_MAX,
    BankDetails,
    BankDetailsChange,
    Merchant,
    MerchantList,
    MerchantRequest,
    PayableList,
    Payout,
    PayoutConfirmation,
    PayoutRunList,
    ProblemCode,
    Right,
)
from backend_stub.domain import records
from backend_stub.domain.settlement import PLATFORM
from backend_stub.services import desk, onboarding
from backend_stub.storage import reads

_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)
InCurrency = Annotated[str, QueryParameter(pattern=f"^[A-Z]{{3}}{END}", description="ISO 4217 code.")]
Search = Annotated[
    str, QueryParameter(max_length=NAME_LENGTH_MAX, description="A part of a name or of a public service id.")
]


@get("/v1/platform/merchants", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_merchants(
    request: AnyRequest, search: Search = "", limit: Limit = 50, cursor: Cursor = None
) -> MerchantList:
    """All merchants of the platform, newest first."""
    await acting(request, Right.MANAGE_MERCHANTS)
    items, last = await platform(request).read(desk.merchant_page, search, place(cursor), limit)
    return MerchantList(items=items, next_cursor=f"{last.created_at}.{last.id}" if last else None)


@post("/v1/platform/merchants", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def take_merchant_on(request: AnyRequest, data: JSONBody[MerchantRequest], idempotency_key: Key) -> Merchant:
    """Take a merchant on: store, till, first operator and programme, all or none. The key is the merchant's id."""
    await acting(request, Right.MANAGE_MERCHANTS)
    here = platform(request)
    row = done(await onboarding.take_on(here, idempotency_key, data), records.Merchant)
    return (await here.read(desk.merchants, [row]))[0]


@get("/v1/platform/merchants/{merchant_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_merchant(request: AnyRequest, merchant_id: PathId) -> Merchant:
    """A merchant with its stores, tills, people and programmes."""
    await acting(request, Right.MANAGE_MERCHANTS)
    here = platform(request)
    return (await here.read(desk.merchants, [await _merchant(request, merchant_id)]))[0]


@post(
    "/v1/platform/merchants/{merchant_id:str}/bank-details",
    status_code=200,
    security=BEARER,
    responses=_ANSWERED,
    raises=[],
)
async def set_merchant_bank_details(
    request: AnyRequest, merchant_id: PathId, data: JSONBody[BankDetailsChange], idempotency_key: Key
) -> BankDetails:
    """Say where a merchant's payouts go from now on; those already instructed are not changed."""
    del idempotency_key  # the last word counts
    await acting(request, Right.MANAGE_MERCHANTS)
    merchant = await _merchant(request, merchant_id)
    return told(await desk.set_details(platform(request), merchant.id, merchant.currency, data))


async def _merchant(request: AnyRequest, merchant_id: str) -> records.Merchant:
    row = await platform(request).read(reads.one, records.Merchant, merchant_id)
    if row is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such merchant", "merchant_id")
    return row


# --- payouts ----------------------------------------------------------------------------------------------------------


@post("/v1/platform/bank-details", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def set_payer(
    request: AnyRequest, data: JSONBody[BankDetailsChange], idempotency_key: Key, currency: InCurrency = "EUR"
) -> BankDetails:
    """Say from which account payouts in a currency are paid."""
    del idempotency_key  # the last word counts
    await acting(request, Right.PAY_OUT)
    return told(await desk.set_details(platform(request), PLATFORM, currency, data))


@get("/v1/platform/payable", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_payable(request: AnyRequest, currency: InCurrency = "EUR") -> PayableList:
    """Batches of all merchants that wait to be paid out: closed, or sent back before. Oldest first."""
    await acting(request, Right.PAY_OUT)
    return await platform(request).read(desk.payable, currency)


@get("/v1/platform/payout-runs", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_payout_runs(request: AnyRequest, limit: Limit = 20, cursor: Cursor = None) -> PayoutRunList:
    """What was released to the bank, newest first, each payout with what became of it."""
    await acting(request, Right.PAY_OUT)
    items, last = await platform(request).read(desk.run_page, place(cursor), limit)
    return PayoutRunList(items=items, next_cursor=f"{last.at}.{last.id}" if last else None)


@post(
    "/v1/payouts/{payout_id:str}/confirmation",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409),
    raises=[],
)
async def confirm_payout(
    request: AnyRequest, payout_id: PathId, data: JSONBody[PayoutConfirmation], idempotency_key: Key
) -> Payout:
    """The bank carried a payout out. Safe to repeat; the reconciliation of a bank's statement does the same."""
    del data, idempotency_key  # said again, it is as it was
    await acting(request, Right.PAY_OUT)
    return told(await desk.confirm(platform(request), payout_id))


ROUTES = [
    list_merchants,
    take_merchant_on,
    show_merchant,
    set_merchant_bank_details,
    set_payer,
    list_payable,
    list_payout_runs,
    confirm_payout,
]
