"""A cheap load over HTTP: many keep-alive connections in one process, each sending its next request when it is answered.

Run as a process of its own: `python -m tests.benchmarks.load` reads its order as JSON from stdin and answers with
figures as JSON. It speaks just enough HTTP/1.1 to cost little beside the server that it measures.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast
from urllib.parse import urlsplit

import uvloop

AMOUNT_MINOR = 100


@dataclass(frozen=True, slots=True)
class Payment:
    """A till, its merchant, and the code it reads."""

    token: str
    public_service_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it."""

    per_second: float
    median_ms: float
    p99_ms: float


def measured(base_url: str, payments: Sequence[Payment], connections: int) -> Figures:
    """Send all payments over so many connections, from another process; every one has to be paid."""
    order = {"base_url": base_url, "connections": connections, "payments": [asdict(one) for one in payments]}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2_000:])
    return Figures(**json.loads(done.stdout))


class Till(asyncio.Protocol):
    """One connection: sends requests one after the other and takes the time of each."""

    def __init__(self, requests: list[bytes], took_s: list[float], done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._took_s = took_s
        self._done = done
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def begin(self) -> None:
        """Send the first request."""
        self._send()

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data
        head = received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = received.find(b"content-length: ")
        if len(received) < head + 4 + int(received[length + 16 : received.find(b"\r", length)]):
            return
        if b'"outcome":"paid"' not in received:
            self._end(RuntimeError(received.decode()))
            return
        self._received = b""
        self._took_s.append(time.perf_counter() - self._sent_at)
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        self._end(error or ConnectionError("the server hung up"))

    def _send(self) -> None:
        if not self._requests:
            self._end(None)
            return
        self._sent_at = time.perf_counter()
        self._transport.write(self._requests.pop())

    def _end(self, error: Exception | None) -> None:
        if not self._done.done():
            if error is None:
                self._done.set_result(None)
            else:
                self._done.set_exception(error)
            self._transport.close()


def _request(payment: Payment) -> bytes:
    body = json.dumps(
        {
            "code": payment.code,
            "amount_minor": AMOUNT_MINOR,
            "currency": "EUR",
            "public_service_id": payment.public_service_id,
        }
    )
    head = (
        "POST /v1/redemptions HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {payment.token}",
        f"Idempotency-Key: {uuid.uuid4()}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", body)).encode()


async def _run(base_url: str, payments: Sequence[Payment], connections: int) -> Figures:
    loop = asyncio.get_running_loop()
    address = urlsplit(base_url)
    took_s: list[float] = []
    done = [loop.create_future() for _ in range(connections)]
    tills: list[Till] = []
    for number, end in enumerate(done):
        requests = [_request(payment) for payment in payments[number::connections]]
        _, till = await loop.create_connection(
            lambda requests=requests, end=end: Till(requests, took_s, end), address.hostname, address.port
        )
        tills.append(till)
    begun = time.perf_counter()
    for till in tills:
        till.begin()
    await asyncio.gather(*done)
    whole_s = time.perf_counter() - begun
    took_s.sort()
    return Figures(len(took_s) / whole_s, statistics.median(took_s) * 1000, took_s[int(len(took_s) * 0.99)] * 1000)


if __name__ == "__main__":
    order = json.load(sys.stdin)
    figures = uvloop.run(_run(order["base_url"], [Payment(**one) for one in order["payments"]], order["connections"]))
    print(json.dumps(asdict(figures)))
