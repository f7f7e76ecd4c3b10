"""The embedded platform while it comes up: it can be asked at once, and answers when it is there.

A till that knows its shop is shown before its platform is loaded, which takes longer than all else of a start. States:

    to come --begin--> opening --> there --close--> closed
                          `------> failed (a sentence says why; whoever asked gets no answer)

A request waits in `to come` and `opening`; nothing of one that stops waiting has happened. So a sale that was taken in the
first second is asked for when the platform is there, once. The time-out of a till's question begins when `opened` returns: a
slow computer's start is no silence of its platform.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

import structlog

from pos_app.line import AsgiApp, Message

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A platform in this process: its application, the check of its books, and how it is let go of."""

    app: AsgiApp
    verify: Callable[[], list[str]]
    stop: Callable[[], None]


class Coming:
    """An ASGI application in front of one that `open_platform` makes, on a thread of its own."""

    def __init__(self, open_platform: Callable[[], Embedded]) -> None:
        self._open = open_platform
        self._there: Future[Embedded] = Future()
        self._there.set_running_or_notify_cancel()  # nobody who stops waiting ends it for the others
        self._thread: threading.Thread | None = None

    def begin(self, failed: Callable[[Exception], None]) -> None:
        """Open it; a second call does nothing. `failed` is called on the thread that opened it in vain."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._bring, args=(failed,), name="platform", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until it is there, or failed."""
        self._there.exception()

    async def opened(self) -> None:
        """Returns when it is there, or has failed: then asking it says so."""
        if not self._there.done():
            with suppress(Exception):
                await asyncio.wrap_future(self._there)

    def _bring(self, failed: Callable[[Exception], None]) -> None:
        try:
            platform = self._open()
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told and `failed` says it
            self._there.set_exception(error)
            failed(error)
        else:
            self._there.set_result(platform)

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Passes it on, when the platform is there; raises what opening it raised."""
        if not self._there.done():
            await asyncio.wrap_future(self._there)
        await self._there.result().app(scope, receive, send)

    def verify(self) -> list[str]:
        """The check of the books, when the platform is there."""
        return self._there.result().verify()

    def close(self) -> None:
        """Let go of it; one that is being opened is waited for. Nothing can be asked afterwards."""
        if self._thread is not None:
            self._thread.join()
            if self._there.exception() is None:
                self._there.result().stop()
