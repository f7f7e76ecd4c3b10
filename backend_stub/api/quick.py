"""The short way in for the one request that many tills send at once: a redemption with nothing unusual about it.

It reads what the route `submit_redemption` reads, asks the same service, and sends the same reply, at a third of the
framework's cost. Whatever is not plain (a header that is missing or there twice, a body that doesn't decode, another kind of
token, a command that can't be done) goes the long way, whole: to the route, which says what is wrong. A redemption that
was asked here already is then asked again with the same key, so it happens once.
"""

from __future__ import annotations

import re
from collections import deque
from typing import cast

import msgspec
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPRequestEvent,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    Receive,
    Scope,
    Send,
)

from backend_stub.contract import UUID_PATTERN, RedemptionRequest, TokenKind
from backend_stub.domain import records
from backend_stub.services import payments, replies
from backend_stub.services.callers import Caller, Callers
from backend_stub.services.platform import Platform
from backend_stub.storage.errors import StorageError

PATH = "/v1/redemptions"
JSON = b"application/json"
BEARER = "Bearer "
_READ = (b"authorization", b"idempotency-key", b"content-type")
_KEY = re.compile(UUID_PATTERN)
_DECODER = msgspec.json.Decoder(RedemptionRequest)
_ENCODER = msgspec.json.Encoder()


class QuickRedemptions:
    """An ASGI application in front of another."""

    def __init__(self, app: ASGIApp, platform: Platform, callers: Callers) -> None:
        self._app = app
        self._platform = platform
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The short way for what is plain, the long way for everything else."""
        if (
            scope["path"] != PATH
            or scope["type"] != ScopeType.HTTP
            or scope["method"] != "POST"
            or scope["query_string"]
        ):
            await self._app(scope, receive, send)
            return
        received: list[HTTPRequestEvent] = []
        reply = await self._reply(scope, receive, received)
        if reply is None:
            await self._app(scope, _again(received, receive), send)
        else:
            scope["path_template"] = PATH  # as the router names it: where it is counted
            await _send(reply, send)

    async def _reply(self, scope: Scope, receive: Receive, received: list[HTTPRequestEvent]) -> bytes | None:
        """The answer, or None when this request has to go the long way; what was received of it is left in `received`."""
        read = _plain(scope)
        if read is None or not await self._receive(receive, received):
            return None
        token, key = read
        body = b"".join(event.get("body", b"") for event in received)
        try:
            data = _DECODER.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        try:
            asker: Caller | None = await self._callers.find(token)
            if asker is None or asker.kind is not TokenKind.TILL:
                return None
            row = await payments.redeem(self._platform, asker, key, data)
        except StorageError:
            return None
        return _ENCODER.encode(replies.redemption(row)) if isinstance(row, records.Redemption) else None

    async def _receive(self, receive: Receive, received: list[HTTPRequestEvent]) -> bool:
        """The whole body; False for one that is too long, or whose sender went away."""
        left = self._platform.options.request_body_max
        while left >= 0:
            event = cast("HTTPRequestEvent", await receive())
            received.append(event)
            left -= len(event.get("body", b""))
            if not event.get("more_body"):
                return left >= 0 and event["type"] == "http.request"
        return False


def _plain(scope: Scope) -> tuple[str, str] | None:
    """The token and the key, if each of the headers is there once and as it must be."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            if name in found:
                return None
            found[name] = value
    authorization = found.get(b"authorization", b"").decode("latin-1")
    key = found.get(b"idempotency-key", b"").decode("latin-1")
    is_plain = found.get(b"content-type") == JSON and authorization.startswith(BEARER) and _KEY.search(key)
    return (authorization[len(BEARER) :].strip(), key) if is_plain else None


def _again(received: list[HTTPRequestEvent], receive: Receive) -> Receive:
    """What was received already, and then the rest."""
    events = deque(received)

    async def receive_again() -> HTTPRequestEvent:
        return events.popleft() if events else cast("HTTPRequestEvent", await receive())

    return cast("Receive", receive_again)


async def _send(body: bytes, send: Send) -> None:
    headers = [(b"content-type", JSON), (b"content-length", str(len(body)).encode())]
    start: HTTPResponseStartEvent = {"type": "http.response.start", "status": 200, "headers": headers}
    rest: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}
    await send(start)
    await send(rest)
