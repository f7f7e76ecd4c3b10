"""What takes a while to put together for one customer: one at a time in a process, and so often and no oftener.

It runs on the threads that read for everybody; two long statements at once would keep all others waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend_stub.domain.limits import Limit
from backend_stub.wallet.browser import TooOften, Visit
from backend_stub.wallet.limits import PAPERS, Limits


def need_room(visit: Visit, limit: Limit, who: str) -> None:
    """One more of what is counted in memory; raises TooOften when there is no room."""
    limits: Limits = visit.request.app.state.limits
    wait_s = limits.wait_s(limit, who, visit.platform.clock())
    if wait_s:
        raise TooOften(wait_s)


@asynccontextmanager
async def one_paper(visit: Visit) -> AsyncIterator[None]:
    """The turn of one paper; raises TooOften."""
    need_room(visit, PAPERS, visit.owner.customer.id)
    turn: asyncio.Semaphore = visit.request.app.state.papers
    async with turn:
        yield
