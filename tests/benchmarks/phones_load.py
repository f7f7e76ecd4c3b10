"""Phones in one process: each holds an event stream and asks for a new code each minute; a till pays with some of them.

Run as a process of its own: its order comes as JSON from stdin. It prints a line when one phone has its stream, one when all
have, and its figures as JSON at the end.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvloop

RENEW_EVERY_S = 60.0
AT_ONCE = 100
NEWS_WITHIN_S = 10.0
DIGITS = re.compile(rb'class="digits">.*?</span>([0-9 ]+)<')


@dataclass
class Phone:
    """A session, its stream, and the news it waits for."""

    cookie: str
    csrf: str
    news: asyncio.Event = field(default_factory=asyncio.Event)
    streams: int = 0


@dataclass
class Took:
    """Seconds, by what."""

    renewals: list[float] = field(default_factory=list)
    sales: list[float] = field(default_factory=list)
    news: list[float] = field(default_factory=list)
    missing: int = 0


class Load:
    """All phones and the till."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self._address = urlsplit(order["base_url"])
        self._phones = [Phone(**one) for one in order["sessions"]]
        self._took = Took()
        self._sales_due = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> dict[str, float]:
        """Everything; its figures."""
        await self._renew(self._phones[0])
        await self._hold(self._phones[0])
        await asyncio.sleep(1)
        print("one", flush=True)
        for start in range(1, len(self._phones), AT_ONCE):
            await asyncio.gather(*(self._hold(phone) for phone in self._phones[start : start + AT_ONCE]))
        await asyncio.sleep(1)
        print("all", flush=True)
        self._took = Took()
        await self._minute()
        streams = sum(phone.streams for phone in self._phones)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        took = self._took
        return {
            "streams": streams,
            "renewals": len(took.renewals),
            "renewal_median_ms": statistics.median(took.renewals) * 1000,
            "renewal_p99_ms": _p99_ms(took.renewals),
            "sales": len(took.sales),
            "sale_p99_ms": _p99_ms(took.sales),
            "news_p99_ms": _p99_ms(took.news),
            "news_missing": took.missing,
        }

    async def _minute(self) -> None:
        """Every phone renews once a minute, each at its own second; the till takes what is shown, so many a second."""
        seconds = self._order["seconds"]
        wanted = int(self._order["sales_a_second"] * seconds)
        due = [phone for phone in self._phones if random.random() * RENEW_EVERY_S < seconds]
        paying = set(range(min(wanted, len(due))))
        begun, works = time.monotonic(), list[asyncio.Task[None]]()
        for number, phone in enumerate(due):
            await asyncio.sleep(max(0.0, begun + seconds * number / len(due) - time.monotonic()))
            works.append(asyncio.create_task(self._show(phone, pays=number in paying)))
        await asyncio.gather(*works)

    async def _show(self, phone: Phone, *, pays: bool) -> None:
        begun = time.perf_counter()
        code = await self._renew(phone)
        self._took.renewals.append(time.perf_counter() - begun)
        if pays:
            await self._sell(phone, code)

    async def _renew(self, phone: Phone) -> str:
        head = (
            f"Cookie: wallet={phone.cookie}\r\nX-CSRF: {phone.csrf}\r\nContent-Type: application/x-www-form-urlencoded"
        )
        answer = await self._ask("POST /wallet/pay/code", head, "account=&limit=")
        found = DIGITS.search(answer)
        if found is None:
            raise RuntimeError(answer[:300].decode())
        return found[1].replace(b" ", b"").decode()

    async def _sell(self, phone: Phone, code: str) -> None:
        token = random.choice(self._order["tills"])
        head = f"Authorization: Bearer {token}\r\nIdempotency-Key: {uuid.uuid4()}\r\nContent-Type: application/json"
        body = {
            "code": code,
            "amount_minor": 100,
            "currency": "EUR",
            "public_service_id": self._order["public_service_id"],
        }
        phone.news.clear()
        begun = time.perf_counter()
        answer = await self._ask("POST /v1/redemptions", head, json.dumps(body))
        paid_at = time.perf_counter()
        if b'"outcome":"paid"' not in answer:
            raise RuntimeError(answer[-300:].decode())
        self._took.sales.append(paid_at - begun)
        try:
            async with asyncio.timeout(NEWS_WITHIN_S):
                await phone.news.wait()
        except TimeoutError:
            self._took.missing += 1
        else:
            self._took.news.append(time.perf_counter() - paid_at)

    async def _ask(self, line: str, head: str, body: str) -> bytes:
        """A request on a connection of its own: an idle one is closed by the server long before the next minute."""
        reader, writer = await self._open(
            f"{line} HTTP/1.1\r\nHost: {self._address.netloc}\r\n{head}\r\nConnection: close", body
        )
        answer = await reader.read()
        writer.close()
        return answer

    async def _open(self, head: str, body: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        writer.write(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        return reader, writer

    async def _hold(self, phone: Phone) -> None:
        """Opens the stream; returns when the server has answered."""
        lines = (
            "GET /wallet/events?on=pay HTTP/1.1",
            f"Host: {self._address.netloc}",
            f"Cookie: wallet={phone.cookie}",
            "Accept: text/event-stream",
        )
        reader, writer = await self._open("\r\n".join(lines), "")
        status = await reader.readline()
        if b" 200 " not in status:
            raise RuntimeError(status.decode())
        phone.streams = 1
        task = asyncio.create_task(self._listen(phone, reader, writer))
        self._tasks.add(task)

    async def _listen(self, phone: Phone, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await reader.readline():
                if line.startswith(b"event: news"):
                    phone.news.set()
        phone.streams = 0
        writer.close()


def _p99_ms(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] * 1000 if seconds else 0.0


if __name__ == "__main__":
    print(json.dumps(uvloop.run(Load(json.load(sys.stdin)).run())), flush=True)
