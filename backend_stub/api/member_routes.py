"""Members: quotes and visits at a till, the Members page, messages, and a customer's own memberships."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend_stub.api.asking import (
    BEARER,
    Cursor,
    Key,
    Limit,
    PathId,
    acting,
    caller,
    next_cursor,
    place,
    platform,
)
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    Explanation,
    MemberCounts,
    MemberList,
    MemberMessage,
    MemberMessageList,
    MemberMessageRequest,
    MemberProfile,
    Membership,
    MembershipList,
    MembershipWish,
    ProblemCode,
    Quote,
    QuoteRequest,
    Right,
    Timeline,
    TokenKind,
    Visit,
    VisitRequest,
)
from backend_stub.domain.association.search import asked_for
from backend_stub.domain.state import Broken
from backend_stub.services import member_messages, members
from backend_stub.storage import association_reads
from backend_stub.storage.association_reads import Wanted

T = TypeVar("T")
MESSAGES_SHOWN = 100
SHOWS = Literal["all", "new", "slipping"]


def _done(reply: object, kind: type[T]) -> T:
    """The answer, or the end of the request."""
    if isinstance(reply, Broken):
        raise Stop(reply.code, reply.detail, reply.field)
    if not isinstance(reply, kind):
        raise Stop(ProblemCode.NOT_FOUND, "not there, or not yours")
    return reply


@post("/v1/quotes", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY, 422), raises=[])
async def ask_price(request: AnyRequest, data: JSONBody[QuoteRequest], idempotency_key: Key) -> Quote:
    """What a sale would cost whoever shows this code: discount, points. Nothing is changed and the code stays good."""
    del idempotency_key  # nothing is written
    asker = await caller(request, TokenKind.TILL)
    return _done(await members.quote(platform(request), asker, data), Quote)


@post("/v1/visits", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY, 422), raises=[])
async def check_in(request: AnyRequest, data: JSONBody[VisitRequest], idempotency_key: Key) -> Visit:
    """Record a visit without a payment: the customer's code is read to check in, and is used up by it."""
    asker = await caller(request, TokenKind.TILL)
    return _done(await members.check_in(platform(request), asker, idempotency_key, data), Visit)


@get("/v1/members", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_members(
    request: AnyRequest,
    search: Annotated[str, QueryParameter(max_length=80, description="Beginnings of words of name or social id.")] = "",
    show: Annotated[str, QueryParameter(pattern="^(all|new|slipping)$", description="Which of them.")] = "all",
    tier: Annotated[str, QueryParameter(max_length=32, description="A tier's key.")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> MemberList:
    """Members, last seen first; with a search everybody who is known here, found by the beginnings of words."""
    who = await acting(request, Right.SEE_MEMBERS)
    here = platform(request)
    stands, today = await members.today(here, who.merchant_id)
    new_since = here.clock() - members.NEW_DAYS * members.A_DAY_US
    slipping = today + members.SLIPPING_DAYS
    wanted = Wanted(
        who.merchant_id,
        tuple(asked_for(search)),
        tier_key=tier or None,
        joined_since=new_since if show == "new" else None,
        due_before=slipping if show == "slipping" else None,
    )
    rows = await here.read(association_reads.members, wanted, place(cursor), limit)
    is_paged = not wanted.words and bool(rows)
    further = next_cursor(len(rows), limit, rows[-1][0].last_at, rows[-1][0].customer_id) if is_paged else None
    counts = None
    if not wanted.words and cursor is None:
        everybody, new, slip = await here.read(association_reads.counts, who.merchant_id, new_since, slipping)
        counts = MemberCounts(all=everybody, new=new, slipping=slip)
    return MemberList(items=[members.member(row, stands, today) for row in rows], counts=counts, next_cursor=further)


@get("/v1/members/{customer_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_member(request: AnyRequest, customer_id: PathId) -> MemberProfile:
    """All about a member, and why they stand where they stand."""
    who = await acting(request, Right.SEE_MEMBERS)
    return _done(await members.profile(platform(request), who.merchant_id, customer_id), MemberProfile)


@get("/v1/members/{customer_id:str}/timeline", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def list_timeline(request: AnyRequest, customer_id: PathId, limit: Limit = 50, cursor: Cursor = None) -> Timeline:
    """What happened, newest first: records, and what became of the membership."""
    who = await acting(request, Right.SEE_MEMBERS)
    items, further = await members.timeline(platform(request), who.merchant_id, customer_id, place(cursor), limit)
    return Timeline(items=items, next_cursor=f"{further.at}.{further.id}" if further is not None else None)


@post(
    "/v1/member-messages",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    raises=[],
)
async def send_member_message(
    request: AnyRequest, data: JSONBody[MemberMessageRequest], idempotency_key: Key
) -> MemberMessage:
    """Tell members something: all, a tier, or whom you have not seen for a while. At most one a day, never to who muted you."""
    who = await acting(request, Right.MESSAGE_MEMBERS)
    return _done(await member_messages.send(platform(request), who.merchant_id, idempotency_key, data), MemberMessage)


@get("/v1/member-messages", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_member_messages(request: AnyRequest) -> MemberMessageList:
    """Messages to members, newest first, with who got them."""
    who = await acting(request, Right.SEE_MEMBERS)
    rows = await platform(request).read(association_reads.member_messages, who.merchant_id, MESSAGES_SHOWN)
    return MemberMessageList(items=[member_messages.sent(row) for row in rows])


@get("/v1/memberships", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_memberships(request: AnyRequest) -> MembershipList:
    """The customer's memberships, and where they have points or said no."""
    asker = await caller(request, TokenKind.CUSTOMER)
    return MembershipList(items=await members.memberships_of(platform(request), asker.subject_id))


@get(
    "/v1/memberships/{merchant_id:str}/explanation",
    security=BEARER,
    responses=responses(*WITH_TOKEN, 404),
    raises=[],
)
async def explain_membership(request: AnyRequest, merchant_id: PathId) -> Explanation:
    """Why the customer stands where they stand: the records, the rule's version, what would be otherwise."""
    asker = await caller(request, TokenKind.CUSTOMER)
    return _done(await members.explanation(platform(request), merchant_id, asker.subject_id), Explanation)


@post(
    "/v1/memberships/{merchant_id:str}",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422),
    raises=[],
)
async def wish_membership(
    request: AnyRequest, merchant_id: PathId, data: JSONBody[MembershipWish], idempotency_key: Key
) -> Membership:
    """Leave, decline, come back, mute: said once it holds, and no rule undoes it. Money and points stay."""
    asker = await caller(request, TokenKind.CUSTOMER)
    reply = await members.wish(platform(request), asker.subject_id, merchant_id, idempotency_key, data)
    return _done(reply, Membership)


ROUTES = [
    ask_price,
    check_in,
    list_members,
    show_member,
    list_timeline,
    send_member_message,
    list_member_messages,
    list_memberships,
    explain_membership,
    wish_membership,
]
