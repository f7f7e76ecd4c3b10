"""What a customer's device asks: sign-up, accounts, payment codes."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import (
    BEARER,
    Cursor,
    Key,
    Limit,
    PathId,
    address_of,
    caller,
    done,
    merchant_of,
    next_cursor,
    place,
    platform,
)
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    Account,
    AccountList,
    AddDevice,
    CodeRequest,
    Customer,
    EntryList,
    OpenAccount,
    PaymentCode,
    ProblemCode,
    ProgrammeList,
    SignUp,
    TokenKind,
)
from backend_stub.domain import records
from backend_stub.services import customers, replies
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform
from backend_stub.storage import reads

TILL, MANAGER, CUSTOMER = TokenKind.TILL, TokenKind.MANAGER, TokenKind.CUSTOMER


@post("/v1/customers", status_code=200, responses=responses(*WITH_BODY, 409, 422, 429), raises=[])
async def sign_up(request: AnyRequest, data: JSONBody[SignUp], idempotency_key: Key) -> Customer:
    """Become a customer: a social id, a name, a first device with the token it drew for itself. Thirty an hour from a network."""
    here = platform(request)
    row = done(await customers.sign_up(here, idempotency_key, data, address_of(request)), records.Customer)
    token = await here.read(reads.token, here.keys.token_hash(data.token))
    if token is None or token.device_id is None:
        raise LookupError(f"customer {row.id} signed up without a device")
    return _customer(row, token.device_id)


@get("/v1/customers/me", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def show_me(request: AnyRequest) -> Customer:
    """Who this device belongs to."""
    asker = await caller(request, CUSTOMER)
    row = await platform(request).read(reads.one, records.Customer, asker.subject_id)
    if row is None or asker.device_id is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "this customer is not known any more")
    return _customer(row, asker.device_id)


@post(
    "/v1/devices", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY, 409, 422), raises=[]
)
async def add_device(request: AnyRequest, data: JSONBody[AddDevice], idempotency_key: Key) -> Customer:
    """Add a further device: it shows codes of its own, and sees the same accounts."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    device = done(await customers.add_device(here, asker, idempotency_key, data), records.Device)
    row = await here.read(reads.one, records.Customer, asker.subject_id)
    if row is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "this customer is not known any more")
    return _customer(row, device.id)


def _customer(row: records.Customer, device_id: str) -> Customer:
    return Customer(customer_id=row.id, social_id=row.social_id, display_name=row.display_name, device_id=device_id)


@get("/v1/programmes", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_programmes(request: AnyRequest) -> ProgrammeList:
    """Programmes: all of them to a customer, those their merchant takes to tills and managers."""
    asker = await caller(request, CUSTOMER, TILL, MANAGER)
    here = platform(request)
    merchant_id = None if asker.kind is CUSTOMER else await merchant_of(asker, here)
    rows = await here.read(reads.programmes, merchant_id)
    named = await here.read(reads.merchants_of_programmes)
    return ProgrammeList(items=[replies.programme(row, named.get(row.id, [])) for row in rows])


@post(
    "/v1/accounts", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 422), raises=[]
)
async def open_account(request: AnyRequest, data: JSONBody[OpenAccount], idempotency_key: Key) -> Account:
    """Establish a prepayment account."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = done(await customers.open_account(here, asker, idempotency_key, data), records.Account)
    return replies.account(row, await _programme_name(here, row.programme_id))


async def _programme_name(here: Platform, programme_id: str) -> str:
    programme = await here.read(reads.one, records.Programme, programme_id)
    return programme.name if programme else ""


@get("/v1/accounts", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_accounts(request: AnyRequest) -> AccountList:
    """The customer's prepayment accounts."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    rows = await here.read(reads.accounts_of, asker.subject_id)
    return AccountList(items=[replies.account(row, await _programme_name(here, row.programme_id)) for row in rows])


@get("/v1/accounts/{account_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_account(request: AnyRequest, account_id: PathId) -> Account:
    """One of the customer's accounts."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = await _own_account(here, asker, account_id)
    return replies.account(row, await _programme_name(here, row.programme_id))


@get("/v1/accounts/{account_id:str}/entries", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def list_entries(request: AnyRequest, account_id: PathId, limit: Limit = 50, cursor: Cursor = None) -> EntryList:
    """Every movement of an account, newest first."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    await _own_account(here, asker, account_id)
    rows = await here.read(reads.transfers_of_account, account_id, place(cursor), limit)
    items = [replies.entry(row, account_id) for row in rows]
    further = next_cursor(len(rows), limit, rows[-1].at, items[-1].entry_id) if rows else None
    return EntryList(items=items, next_cursor=further)


async def _own_account(here: Platform, asker: Caller, account_id: str) -> records.Account:
    row = await here.read(reads.one, records.Account, account_id)
    if row is None or row.customer_id != asker.subject_id:
        raise Stop(ProblemCode.NOT_FOUND, "no such account of yours")
    return row


@post(
    "/v1/payment-codes",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422),
    raises=[],
)
async def issue_code(request: AnyRequest, data: JSONBody[CodeRequest], idempotency_key: Key) -> PaymentCode:
    """Ask to pay: a one-time code for this request."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    row = done(await customers.issue_code(here, asker, idempotency_key, data), records.Code)
    return replies.payment_code(row, here.keys)


ROUTES = [
    sign_up,
    add_device,
    show_me,
    list_programmes,
    open_account,
    list_accounts,
    show_account,
    list_entries,
    issue_code,
]
