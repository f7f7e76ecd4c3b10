"""What is around every request: its id, on the answer and in each line of the log; and that it is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import perf_counter

import uuid_utils
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend_stub.storage.request_ids import CURRENT
from backend_stub.storage.tally import NO_ANSWER, Requests

REQUEST_ID = b"x-request-id"
_SAFE = re.compile(
    rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}"
)  # UUIDs, and what other systems use: nothing that a log could trip over


def observed(app: ASGIApp, requests: Requests) -> ASGIApp:
    """The application, with an id for each request: the sender's own where it is a plain short text, else a new UUIDv7.

    Counted are the seconds until the answer begins: a stream or a long poll that is well is not a slow request.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        begun = perf_counter()
        request_id = _given(scope["headers"]) or str(uuid_utils.uuid7())
        scope.setdefault("state", {})["request_id"] = request_id
        header = (REQUEST_ID, request_id.encode())
        is_answered = False

        async def sending(message: Message) -> None:
            nonlocal is_answered
            if message["type"] == "http.response.start":
                is_answered = True
                message["headers"] = [*message["headers"], header]
                requests.add(scope.get("path_template"), scope["method"], message["status"], perf_counter() - begun)
            await send(message)

        before = CURRENT.set(request_id)
        try:
            await app(scope, receive, sending)
        finally:
            CURRENT.reset(before)
            if not is_answered:
                requests.add(scope.get("path_template"), scope["method"], NO_ANSWER, perf_counter() - begun)

    return wrapped


def _given(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    for name, value in headers:
        if name == REQUEST_ID:
            return value.decode("ascii") if _SAFE.fullmatch(value) else None
    return None
