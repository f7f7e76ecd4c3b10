"""How many codes and papers a phone may ask for: in memory, each process for itself, with a bound on what is remembered.

It keeps a page gone wild from keeping a process busy, and guards no secret: whether four processes allow four times as many
does no harm. A row for it would cost a write for each renewal. What must hold across processes (tries of PINs, sign-ups,
handles that nobody has) is counted in rows, see `domain/limits.py`.
"""

from __future__ import annotations

from collections import deque

from backend_stub.domain.limits import Limit
from backend_stub.domain.records import SECOND, Instant

REMEMBERED_AT_MOST = 20_000
CODES = Limit("codes", 60, 60)  # by a device
PAPERS = Limit("papers", 20, 600)  # by a customer: statements and exports, whose cost grows with a long life


class Limits:
    """What was done lately, by limit and by whom."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], deque[Instant]] = {}

    def wait_s(self, limit: Limit, who: str, now: Instant) -> int:
        """Counts one more, and answers 0; or the seconds until there is room again, counting nothing."""
        key = (limit.name, who)
        done = self._done.pop(key, None) or deque()
        self._done[key] = done  # the last to be forgotten
        while done and done[0] <= now - limit.within_s * SECOND:
            done.popleft()
        if len(done) >= limit.times:
            return max(1, -(-(done[0] + limit.within_s * SECOND - now) // SECOND))
        done.append(now)
        while len(self._done) > REMEMBERED_AT_MOST:
            del self._done[next(iter(self._done))]
        return 0
