"""A customer's inbox: pages, the long poll, the stream, and what is read (P8)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from backend_stub.domain import inbox
from backend_stub.domain.records import Inbox, Message
from backend_stub.services import usecases
from backend_stub.services.platform import Platform
from backend_stub.storage import inbox_reads
from backend_stub.storage.writer import Reply

PAGE = 100
HEARTBEAT_S = 15.0


async def counted(platform: Platform, customer_id: str) -> Inbox:
    """How many messages there are, and up to which number they are read."""
    return await platform.read(inbox_reads.inbox, customer_id)


async def newest(platform: Platform, customer_id: str, before: int | None = None) -> list[Message]:
    """The newest hundred messages, or the hundred below a number; the oldest of them first."""
    return await platform.read(inbox_reads.before, customer_id, before, PAGE)


async def after(platform: Platform, customer_id: str, number: int, wait_s: float) -> list[Message]:
    """The messages above a number, oldest first, at most a hundred; waits up to `wait_s` seconds for the first one."""
    loop = asyncio.get_running_loop()
    until = loop.time() + wait_s
    heard = platform.news.subscribe(customer_id)
    try:
        while True:
            heard.clear()
            found = await platform.read(inbox_reads.after, customer_id, number, PAGE)
            left = until - loop.time()
            if found or left <= 0 or platform.news.is_closed:
                return found
            await _within(heard, left)
    finally:
        platform.news.unsubscribe(customer_id, heard)


async def follow(
    platform: Platform, customer_id: str, number: int | None, for_s: float, heartbeat_s: float = HEARTBEAT_S
) -> AsyncGenerator[Message | None, None]:
    """Messages above a number (None: from now on) as they come, for `for_s` seconds; None when it was quiet for a while."""
    loop = asyncio.get_running_loop()
    until = loop.time() + for_s
    heard = platform.news.subscribe(customer_id)
    try:
        seen = (await counted(platform, customer_id)).last_number if number is None else number
        while not platform.news.is_closed:
            heard.clear()
            found = await platform.read(inbox_reads.after, customer_id, seen, PAGE)
            for message in found:
                seen = message.number
                yield message
            while len(found) < PAGE and not heard.is_set():
                left = until - loop.time()
                if left <= 0:
                    return
                if not await _within(heard, min(left, heartbeat_s)):
                    yield None  # nobody was told anything: thousands of quiet streams ask the database nothing
            if loop.time() >= until:
                return
    finally:
        platform.news.unsubscribe(customer_id, heard)


async def _within(heard: asyncio.Event, seconds: float) -> bool:
    """Whether there was news in time."""
    try:
        async with asyncio.timeout(seconds):
            await heard.wait()
    except TimeoutError:
        return False
    return True


async def mark_read(platform: Platform, customer_id: str, up_to: int) -> Reply:
    """The customer has read their messages up to a number."""
    return await platform.writer.submit(usecases.MARK_READ, inbox.MarkRead(customer_id, up_to))
