"""The demo phone's line to the platform: a demo customer's device, speaking the same HTTP API as any phone.

Runs on an asyncio loop of its own. It keeps a living code (renewed before it ends), listens for messages, and hands each
change to `deliver`, which brings it to the main thread. Only for demo data: it holds the tokens of several customers.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
import msgspec
import structlog

from backend_stub.contract import (
    AccountList,
    CodeRequest,
    Confirmation,
    Message,
    MessageList,
    PaymentCode,
    Redemption,
    TopUp,
    TopUpRequest,
)
from pos_app.line import AsgiApp

T = TypeVar("T")
WAIT_MS = 20_000
TIMEOUT_S = 30.0
RETRY_S = 1.0
LEAST_LIFE_S = 1.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DemoOwner:
    """A demo customer, and the token of their phone."""

    customer_id: str
    name: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhoneNews:
    """What the phone knows of its owner now. `code` None: none yet."""

    owner_id: str
    accounts: AccountList
    code: PaymentCode | None
    messages: tuple[Message, ...]  # oldest first


class PhoneLink:
    """One phone. `start`, then `choose` an owner; `stop` ends the thread."""

    def __init__(
        self,
        platform: AsgiApp | str,
        deliver: Callable[[PhoneNews], None],
        now_s: Callable[[], float],
        new_id: Callable[[], str],
    ) -> None:
        """`now_s` is seconds since 1970: the clock by which a code's end is reckoned."""
        self._platform = platform
        self._deliver = deliver
        self._now_s = now_s
        self._new_id = new_id
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._ending: asyncio.Event | None = None
        self._session: asyncio.Task[None] | None = None
        self._phone: _Phone | None = None
        self._acts: set[asyncio.Task[object]] = set()
        self._code: PaymentCode | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="demo-phone", daemon=True)

    def start(self) -> None:
        """Begin; returns when the loop runs."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """End what runs and join the thread."""
        if self._loop is not None and self._ending is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ending.set)
        if self._thread.is_alive():
            self._thread.join()

    def current_code(self) -> str | None:
        """The living code's digits, for a camera that looks at the phone; from any thread."""
        code = self._code
        return code.code if code is not None and code.expires_at.timestamp() > self._now_s() else None

    def choose(self, owner: DemoOwner) -> None:
        """Be this owner's phone from now on."""
        self._call(lambda: self._begin(owner))

    def renew(self) -> None:
        """Ask for a new code now."""
        self._act(lambda phone: phone.renew())

    def confirm(self, attempt_id: str, *, accept: bool) -> None:
        """Answer a payment above the limit."""
        self._act(lambda phone: phone.confirm(attempt_id, accept=accept))

    def top_up(self, account_id: str, amount_minor: int, currency: str) -> None:
        """Put money in by the demo's way to pay."""
        self._act(lambda phone: phone.top_up(account_id, amount_minor, currency))

    def _call(self, call: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _act(self, act: Callable[[_Phone], Coroutine[None, None, object]]) -> None:
        def begin() -> None:
            if self._phone is not None:
                task: asyncio.Task[object] = asyncio.ensure_future(act(self._phone))
                self._acts.add(task)
                task.add_done_callback(self._ended)

        self._call(begin)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._acts.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.info("demo_phone.no_answer", error=type(error).__name__)

    def _begin(self, owner: DemoOwner) -> None:
        if self._session is not None:
            self._session.cancel()
        self._code = None
        self._session = asyncio.ensure_future(self._be(owner))

    async def _be(self, owner: DemoOwner) -> None:
        async with _client(self._platform, owner.token) as client:
            phone = self._phone = _Phone(owner, client, self._new_id, self._tell)
            while True:
                try:
                    await phone.live(self._now_s)
                except* (httpx.HTTPError, msgspec.DecodeError, TimeoutError) as error:
                    _log.info("demo_phone.no_answer", error=type(error).__name__)
                    await asyncio.sleep(RETRY_S)

    def _tell(self, phone: _Phone) -> None:
        if phone is self._phone:
            self._code = phone.code
            self._deliver(phone.news())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        self._ready.set()
        await self._ending.wait()
        running = [task for task in (self._session, *self._acts) if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class _Phone:
    """The device of one owner."""

    def __init__(
        self, owner: DemoOwner, client: httpx.AsyncClient, new_id: Callable[[], str], tell: Callable[[_Phone], None]
    ) -> None:
        self._owner = owner
        self._client = client
        self._new_id = new_id
        self._tell = tell
        self._accounts = AccountList(items=[])
        self._messages: tuple[Message, ...] = ()
        self.code: PaymentCode | None = None

    def news(self) -> PhoneNews:
        """What is known now."""
        return PhoneNews(self._owner.customer_id, self._accounts, self.code, self._messages)

    async def live(self, now_s: Callable[[], float]) -> None:
        """Show, renew and listen, until the line breaks."""
        self._messages = tuple((await self._get("/v1/messages", MessageList)).items)
        await self.refresh()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._keep_a_code(now_s))
            both.create_task(self._listen())

    async def refresh(self) -> None:
        """Look at the accounts again."""
        self._accounts = await self._get("/v1/accounts", AccountList)
        self._tell(self)

    async def renew(self) -> None:
        """A new code."""
        self.code = await self._post("/v1/payment-codes", CodeRequest(), PaymentCode)
        self._tell(self)

    async def confirm(self, attempt_id: str, *, accept: bool) -> None:
        """The owner's word."""
        await self._post(f"/v1/redemptions/{attempt_id}/confirmation", Confirmation(accept=accept), Redemption)
        await self.refresh()

    async def top_up(self, account_id: str, amount_minor: int, currency: str) -> None:
        """Money comes in; the message about it refreshes the rest."""
        request = TopUpRequest(amount_minor=amount_minor, currency=currency, account_id=account_id)
        await self._post("/v1/topups", request, TopUp)

    async def _keep_a_code(self, now_s: Callable[[], float]) -> None:
        while True:
            await self.renew()
            code = self.code
            left_s = code.renew_at.timestamp() - now_s() if code else LEAST_LIFE_S
            while code is self.code and left_s > 0:
                await asyncio.sleep(min(left_s, LEAST_LIFE_S))
                left_s = code.renew_at.timestamp() - now_s() if code else 0.0

    async def _listen(self) -> None:
        while True:
            after = self._messages[-1].number if self._messages else 0
            found = await self._get(f"/v1/messages?after={after}&wait_ms={WAIT_MS}", MessageList)
            if found.items:
                self._messages = (*self._messages, *found.items)[-100:]
                await self.refresh()
                if any(message.kind.value in {"paid", "confirm_payment"} for message in found.items):
                    await self.renew()  # the code that was shown is spent

    async def _get(self, path: str, kind: type[T]) -> T:
        async with asyncio.timeout(TIMEOUT_S):
            reply = await self._client.get(path)
        return msgspec.json.decode(reply.raise_for_status().content, type=kind)

    async def _post(self, path: str, body: msgspec.Struct, kind: type[T]) -> T:
        headers = {"Idempotency-Key": self._new_id(), "Content-Type": "application/json"}
        async with asyncio.timeout(TIMEOUT_S):
            reply = await self._client.post(path, content=msgspec.json.encode(body), headers=headers)
        return msgspec.json.decode(reply.raise_for_status().content, type=kind)


def _client(platform: AsgiApp | str, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    if isinstance(platform, str):
        return httpx.AsyncClient(base_url=platform, headers=headers, timeout=TIMEOUT_S)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=platform), base_url="http://phone.invalid", headers=headers
    )
