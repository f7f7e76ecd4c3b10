"""Webhooks on their way: a thread with a loop of its own, beside the writer and never on a payment's way.

A delivery is a row that was saved with its act. Here it is claimed for a little longer than an attempt can take, sent, and what
came of it written down, each through the writer. Whatever dies in between, the row is due again when the claim runs out: a
receiver may get an event twice (by the same `webhook-id`) and never not at all.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from typing import TYPE_CHECKING

import structlog

from backend_stub.domain import webhooks
from backend_stub.domain.records import SECOND, WebhookDelivery
from backend_stub.domain.state import State
from backend_stub.services import signing
from backend_stub.services import webhook_usecases as usecases
from backend_stub.storage import webhook_reads
from backend_stub.storage.errors import StorageError

if TYPE_CHECKING:
    import httpx

    from backend_stub.services.platform import Platform

CLAIMED_S = 20  # an attempt takes ten at most
LOOK_EVERY_S = 1.0
AT_ONCE = 32
AT_ONCE_TO_ONE = 4  # a receiver that hangs keeps this many waiting, and no more

log = structlog.get_logger(__name__)


class Deliverer:
    """`start` it with its platform, `stop` it before the writer."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._thread = threading.Thread(target=self._live, name="webhooks", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None
        self._stopping = False
        self._under_way: dict[str, str] = {}  # delivery id to endpoint id

    def start(self) -> None:
        """Begin to look for what is due."""
        self._thread.start()

    def stop(self) -> None:
        """End; attempts under way are dropped, and due again when their claim runs out."""
        self._stopping = True
        self._nudge()
        if self._thread.ident is not None:
            self._thread.join()

    def saved(self, state: State) -> None:
        """Called by the writer after each COMMIT."""
        if state.new.get(WebhookDelivery):
            self._nudge()

    def _nudge(self) -> None:
        loop, wake = self._loop, self._wake
        if loop is not None and wake is not None and not loop.is_closed():
            loop.call_soon_threadsafe(wake.set)

    def _live(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        sending: set[asyncio.Task[None]] = set()
        client: httpx.AsyncClient | None = None
        try:
            while not self._stopping:
                self._wake.clear()
                for due in await self._next():
                    client = client or _client()
                    self._under_way[due.delivery.id] = due.endpoint.id
                    task = asyncio.create_task(self._deliver(client, due))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                await self._rest()
        finally:
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)
            if client is not None:
                await client.aclose()

    async def _rest(self) -> None:
        assert self._wake is not None
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _next(self) -> list[webhook_reads.Due]:
        """What is due and not under way, with no more to one endpoint than may hang there."""
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return []
        busy: dict[str, int] = {}
        for endpoint_id in self._under_way.values():
            busy[endpoint_id] = busy.get(endpoint_id, 0) + 1
        full = [endpoint_id for endpoint_id, count in busy.items() if count >= AT_ONCE_TO_ONE]
        try:
            found = await self._platform.read(webhook_reads.due, self._platform.clock(), full, AT_ONCE)
        except StorageError as error:
            log.warning("webhooks_put_off", error=type(error).__name__)
            return []
        taken: list[webhook_reads.Due] = []
        for due in found:
            count = busy.get(due.endpoint.id, 0)
            if due.delivery.id not in self._under_way and count < AT_ONCE_TO_ONE and len(taken) < free:
                busy[due.endpoint.id] = count + 1
                taken.append(due)
        return taken

    async def _deliver(self, client: httpx.AsyncClient, due: webhook_reads.Due) -> None:
        try:
            await self._attempt(client, due)
        except StorageError as error:  # what is not written down is due again when the claim runs out
            log.warning("webhook_attempt_not_written", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - one delivery must not take the others with it
            log.error("webhook_raised", error=type(error).__name__)  # noqa: TRY400 - without secrets on its way
        finally:
            self._under_way.pop(due.delivery.id, None)
            self._nudge()

    async def _attempt(self, client: httpx.AsyncClient, due: webhook_reads.Due) -> None:
        from backend_stub.services import outward

        platform, delivery, endpoint = self._platform, due.delivery, due.endpoint
        until = platform.clock() + CLAIMED_S * SECOND
        claimed = await platform.writer.submit(usecases.CLAIM_WEBHOOK, webhooks.Claim(delivery.id, until))
        if not isinstance(claimed, WebhookDelivery):
            return  # another process was quicker
        body, now = due.body.encode(), platform.clock()
        keys = signing.secrets_in_force(platform.keys, endpoint, now)
        headers = signing.headers(keys, delivery.event_id, now // SECOND, body)
        begun = time.monotonic()
        answer = await outward.post(client, endpoint.url, headers, body, anywhere=platform.options.webhooks_anywhere)
        command = webhooks.Attempted(
            delivery_id=delivery.id,
            endpoint_id=endpoint.id,
            took_ms=round((time.monotonic() - begun) * 1000),
            status=answer.status,
            failure=answer.failure,
            chance=random.random(),  # noqa: S311 - spreads retries, guards nothing
        )
        await platform.writer.submit(usecases.WEBHOOK_ATTEMPTED, command)


def _client() -> httpx.AsyncClient:
    import httpx

    return httpx.AsyncClient(
        trust_env=False,
        timeout=None,  # noqa: S113 - bounded as a whole, in `outward.post`
        limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        headers={"user-agent": "prepaid-pos webhooks"},
    )
