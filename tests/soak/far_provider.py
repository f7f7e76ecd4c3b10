"""A payment provider in another process than the platform, with books of its own; it forgets nothing when the platform dies.

Told by the payment method: `decline`; `later` (captured, and told by a notice); `twice` (and told twice); `mute` (does what it
is asked, and the first answer to each question never comes). `FarSource` is its adapter at the platform.
"""

from __future__ import annotations

import contextlib
import hmac
import http.server
import json
import queue
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import msgspec

from backend_stub.contract import TopUpRefundState, TopUpState
from backend_stub.money import Money
from backend_stub.services.providers import NotUnderstoodError, Order, RefundWord, Unreachable, Word

METHODS = ("card", "card", "decline", "later", "twice", "mute")
SECRET = b"between the two"
SIGNATURE = "x-far-signature"
AGAIN_AFTER_S = 0.05


def signed(body: bytes) -> str:
    return hmac.digest(SECRET, body, "sha256").hex()


class FarSource:
    """The provider as the platform sees it: over HTTP, with notices in the provider's own form."""

    name = "far"

    def __init__(self, url: str) -> None:
        self._url = url

    async def _ask(self, what: str, **body: object) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
                answer = await client.post(f"{self._url}/{what}", json=body)
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from error
        told: dict[str, Any] = answer.json()
        return told

    async def authorise(self, order: Order) -> Word:
        return _word(await self._ask("authorise", ref=order.reference, minor=order.amount.minor, method=order.method))

    async def capture(self, reference: str) -> Word:
        return _word(await self._ask("capture", ref=reference))

    async def status(self, reference: str) -> Word:
        return _word(await self._ask("status", ref=reference))

    async def refund(self, refund_reference: str, reference: str, amount: Money) -> RefundWord:
        told = await self._ask("refund", ref=refund_reference, of=reference, minor=amount.minor)
        return RefundWord(refund_reference, TopUpRefundState(told["state"]))

    def is_its_own(self, body: bytes, headers: Mapping[str, str], now_s: int) -> bool:
        del now_s  # replayed or late, a word says the same
        return hmac.compare_digest(signed(body), headers.get(SIGNATURE, ""))

    def understood(self, body: bytes) -> Word | RefundWord:
        try:
            return _word(json.loads(body))
        except (ValueError, KeyError) as error:
            raise NotUnderstoodError(str(error)) from None


def _word(told: Mapping[str, Any]) -> Word:
    return Word(told["ref"], TopUpState(told["state"]), None, told.get("failure"))


class FarProvider:
    """The provider itself: its books, its door, and its notices, which it sends until they are heard."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self._asked: set[tuple[str, str]] = set()
        self._notices: queue.Queue[str | None] = queue.Queue()
        self._open = 0  # notices that were not heard yet
        self._all_heard = threading.Condition()
        self.platform_url = ""
        provider = self

        class Door(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    return  # whoever asked died while asking
                told = provider.answer(self.path.removeprefix("/"), json.loads(body))
                if told is None:
                    return  # the connection is closed without a word
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}),
            threading.Thread(target=self._tell_all),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._notices.put(None)
        for thread in self._threads:
            thread.join()

    def answer(self, what: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """What it does and says; None when the answer is lost on the way."""
        with self._lock:
            told = getattr(self, f"_{what}")(**body)
            payment = self.payments.get(body.get("of", body["ref"]))
            is_first = (what, body["ref"]) not in self._asked
            self._asked.add((what, body["ref"]))
        return None if is_first and payment and payment["method"] == "mute" else told

    def _authorise(self, ref: str, minor: int, method: str) -> dict[str, Any]:
        if ref not in self.payments:
            state = {"decline": "failed", "later": "captured"}.get(method, "authorised")
            self.payments[ref] = {"ref": ref, "minor": minor, "method": method, "state": state}
            if method == "later":
                self._tell(ref)
                return {"ref": ref, "state": "pending"}
        return self._status(ref)

    def _capture(self, ref: str) -> dict[str, Any]:
        payment = self.payments[ref]
        if payment["state"] == "authorised":
            payment["state"] = "captured"
            if payment["method"] == "twice":
                self._tell(ref)
                self._tell(ref)
        return self._status(ref)

    def _status(self, ref: str) -> dict[str, Any]:
        payment = self.payments.get(ref)
        return {"ref": ref, "state": payment["state"] if payment else "failed"}

    def _refund(self, ref: str, of: str, minor: int) -> dict[str, Any]:
        if ref not in self.refunds:
            taken = sum(one["minor"] for one in self.refunds.values() if one["of"] == of)
            assert taken + minor <= self.payments[of]["minor"], "more is asked back than was taken"
            self.refunds[ref] = {"of": of, "minor": minor}
        return {"ref": ref, "state": "done"}

    # --- notices ------------------------------------------------------------------------------------------------------

    def _tell(self, ref: str) -> None:
        with self._all_heard:
            self._open += 1
        self._notices.put(ref)

    def _tell_all(self) -> None:
        pause = threading.Event()
        with httpx.Client(trust_env=False, timeout=20) as client:
            while (ref := self._notices.get()) is not None:
                body = msgspec.json.encode(self._status(ref))
                try:
                    heard = client.post(
                        f"{self.platform_url}/v1/provider-notices/far", content=body, headers={SIGNATURE: signed(body)}
                    ).is_success
                except (httpx.HTTPError, httpx.InvalidURL):
                    heard = False
                if heard:
                    with self._all_heard:
                        self._open -= 1
                        self._all_heard.notify_all()
                else:
                    pause.wait(AGAIN_AFTER_S)
                    self._notices.put(ref)

    def wait_until_heard(self) -> None:
        """Until every notice was answered."""
        with self._all_heard:
            assert self._all_heard.wait_for(lambda: self._open == 0, 60), f"{self._open} notices were not heard"


@contextlib.contextmanager
def far_provider() -> Iterator[FarProvider]:
    """A provider for a test; its door and its notices have ended afterwards."""
    made = FarProvider()
    try:
        yield made
    finally:
        made.close()
