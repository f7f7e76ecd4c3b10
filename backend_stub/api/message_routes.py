"""A customer's inbox: pages, the long poll, the stream of server-sent events, and what is read (P8)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, JSONBody, QueryParameter
from litestar.response import ServerSentEvent, ServerSentEventMessage

from backend_stub.api.asking import BEARER, Key, caller, done, platform
from backend_stub.api.document import EVENTS
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import END, Inbox, MessageList, ProblemCode, ReadUpTo, TokenKind
from backend_stub.domain import records
from backend_stub.services import inbox, replies
from backend_stub.services.platform import Platform

CUSTOMER = TokenKind.CUSTOMER
MESSAGES_WAIT_MAX_MS = 25_000
STREAM_MAX_MS = 300_000
RETRY_MS = 3_000
NUMBER_MAX = 2**53 - 1  # what every reader of JSON can hold

_Number = Annotated[
    int | None, QueryParameter(ge=0, le=NUMBER_MAX, description="The number of the last message already seen.")
]


@get("/v1/messages", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_messages(
    request: AnyRequest,
    after: _Number = None,
    before: Annotated[
        int | None, QueryParameter(ge=1, le=NUMBER_MAX, description="Go back: the messages below this number.")
    ] = None,
    wait_ms: Annotated[
        int, QueryParameter(ge=0, le=MESSAGES_WAIT_MAX_MS, description="With `after`: how long to wait for the first.")
    ] = 0,
) -> MessageList:
    """Prepayment messages, oldest first: the newest hundred, those below one, or those after one; waits for news if asked to."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    if after is None:
        rows = await inbox.newest(here, asker.subject_id, before)
    else:
        rows = await inbox.after(here, asker.subject_id, after, wait_ms / 1000)
    kept = await inbox.counted(here, asker.subject_id)
    return MessageList(items=[replies.message(row, kept) for row in rows], unread_count=replies.unread(kept))


@post(
    "/v1/messages/read", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY, 422), raises=[]
)
async def mark_read(request: AnyRequest, data: JSONBody[ReadUpTo], idempotency_key: Key) -> Inbox:
    """Mark messages as read up to a number; marks never go back."""
    del idempotency_key  # the mark itself is safe to repeat
    asker = await caller(request, CUSTOMER)
    row = done(await inbox.mark_read(platform(request), asker.subject_id, data.up_to), records.Inbox)
    return Inbox(last_number=row.last_number, read_number=row.read_number, unread_count=replies.unread(row))


@get(
    "/v1/messages/stream",
    security=BEARER,
    media_type=EVENTS,
    responses=responses(*WITH_TOKEN)
    | {200: ResponseSpec(str, description="Events.", media_type=EVENTS, generate_examples=False)},
    raises=[],
)
async def follow_messages(
    request: AnyRequest,
    after: _Number = None,
    last_event_id: Annotated[
        str | None,
        HeaderParameter(name="Last-Event-ID", pattern=rf"^[0-9]{{1,15}}{END}", description="Sent by browsers."),
    ] = None,
    for_ms: Annotated[
        int, QueryParameter(ge=0, le=STREAM_MAX_MS, description="The stream ends then; a browser comes back by itself.")
    ] = STREAM_MAX_MS,
) -> ServerSentEvent:
    """Messages as server-sent events: `id` is its number, `data` the message; begins after the last one seen, or now."""
    asker = await caller(request, CUSTOMER)
    here = platform(request)
    if here.news.is_closed:
        raise Stop(ProblemCode.UNAVAILABLE, "the platform is stopping")
    seen = int(last_event_id) if last_event_id is not None else after
    return ServerSentEvent(_events(here, asker.subject_id, seen, for_ms / 1000))


async def _events(
    here: Platform, customer_id: str, seen: int | None, for_s: float
) -> AsyncGenerator[ServerSentEventMessage, None]:
    yield ServerSentEventMessage(data=None, retry=RETRY_MS)
    async for row in inbox.follow(here, customer_id, seen, for_s):
        if row is None:
            yield ServerSentEventMessage(data=None, comment="quiet")
        else:
            kept = records.Inbox(customer_id, row.number, 0)  # what comes as news is not read yet
            data = msgspec.json.encode(replies.message(row, kept)).decode()
            yield ServerSentEventMessage(data=data, event="message", id=row.number)


ROUTES = [list_messages, mark_read, follow_messages]
