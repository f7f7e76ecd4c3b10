"""The server's news to a page that is open: a stream of events that ends with the session it belongs to.

An event's id is the message's number, so a browser that was cut off gets what it missed. What a page needs to change is
drawn here: there is nothing to ask for when the money has moved.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import FromQuery, HeaderParameter
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from backend_stub.contract import MessageKind
from backend_stub.domain.records import Message, Redemption
from backend_stub.services import access, inbox, payments
from backend_stub.storage import movement_reads
from backend_stub.wallet.browser import Here, TooOften, Visit
from backend_stub.wallet.home_routes import contents
from backend_stub.wallet.message_routes import tell
from backend_stub.wallet.page import draw
from backend_stub.wallet.pay_routes import drawn_result, result

QUIET_S = (20.0, 40.0)  # between two signs of life; a proxy hangs up after 60
AGAIN_MS = (1_000, 6_000)  # after the stream was cut off
FOR_S = 3_600.0  # then the browser asks again by itself
STREAMS_MAX = 8  # of one session: a browser opens six at most
PAYING = {MessageKind.PAID, MessageKind.CONFIRM_PAYMENT}
_ARGUMENTS = msgspec.json.Decoder(dict[str, Any])


@get("/wallet/events")
async def events(
    visit: Here,
    on: FromQuery[str] = "",
    after: FromQuery[int | None] = None,
    last_event_id: Annotated[int | None, HeaderParameter(name="Last-Event-ID")] = None,
) -> ServerSentEvent:
    """News from a number on; `on` says which page wants them drawn for it."""
    if _held(visit)[visit.owner.caller.token_id] >= STREAMS_MAX:
        raise TooOften(AGAIN_MS[1] // 1_000)
    return ServerSentEvent(
        _news(visit, on, after if last_event_id is None else last_event_id), headers={"Cache-Control": "no-store"}
    )


def _held(visit: Visit) -> Counter[str]:
    """How many streams each session holds in this process."""
    found: Counter[str] = visit.request.app.state.streams
    return found


async def _news(visit: Visit, on: str, after: int | None) -> AsyncIterator[ServerSentEventMessage]:
    held, session = _held(visit), visit.owner.caller.token_id
    held[session] += 1
    try:
        async for message in _followed(visit, on, after):
            yield message
    finally:
        held[session] -= 1
        if not held[session]:
            del held[session]


async def _followed(visit: Visit, on: str, after: int | None) -> AsyncIterator[ServerSentEventMessage]:
    quiet_s = random.uniform(*QUIET_S)  # noqa: S311 - so that phones that came together don't beat together
    again_ms = random.randrange(*AGAIN_MS)  # noqa: S311 - nor come back together when the server was away
    yield ServerSentEventMessage(comment="here", retry=again_ms)
    async for message in inbox.follow(visit.platform, visit.owner.customer.id, after, FOR_S, quiet_s):
        if message is None:
            yield ServerSentEventMessage(comment="quiet")
        elif await access.session(visit.platform, visit.secret) is None:
            yield ServerSentEventMessage(event="over", data="")  # signed out meanwhile: it is told nothing
            return
        else:
            drawn = await _drawn(visit, on, message)
            yield ServerSentEventMessage(event="news", id=str(message.number), data=msgspec.json.encode(drawn).decode())


async def _drawn(visit: Visit, on: str, message: Message) -> dict[str, str]:
    """What changes on the page by this message."""
    if on == "messages":
        (item,) = await tell(visit, [message], message.number)
        return {"item": draw(visit, "message_item.html", item=item)}
    if on == "home":
        return {"part": draw(visit, "home_part.html", **await contents(visit))}
    if on == "pay" and message.kind in PAYING:
        row = await _attempt(visit, message)
        if row is not None:
            return {"part": drawn_result(visit, await result(visit, row))}
    return {}


async def _attempt(visit: Visit, message: Message) -> Redemption | None:
    """The payment that a message tells of."""
    attempt_id = _ARGUMENTS.decode(message.arguments).get("attempt_id")
    if attempt_id is None and message.account_id is not None:
        attempt_id = await visit.platform.read(movement_reads.act_at, message.account_id, message.at)
    return await payments.attempt(visit.platform, visit.owner.caller, attempt_id) if attempt_id else None


ROUTES = [events]
