"""What a process counts of its own work. Counting costs a list's item and a sum; turning it into text is the reader's business.

Each histogram is written by one thread (the event loop's or the writer's) and read by any: a reader may see an observation in
the counts that its sum does not hold yet, never a wrong total later.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from backend_stub.contract import Outcome
from backend_stub.domain.records import Redemption
from backend_stub.domain.state import State

REQUEST_BOUNDS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
BATCH_BOUNDS_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
SIZE_BOUNDS = (1, 2, 4, 8, 16, 32, 64)
UNMATCHED = "unmatched"  # no route took it: its path is a stranger's text, and in no label
NO_ANSWER = 0  # in the place of a status: whoever asked was gone before there was one
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class Histogram:
    """How many observations up to each bound, how many above the last, and their sum."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """One more."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class Requests:
    """Requests by route, method and status, with the seconds until the answer began. For one event loop."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str, int], Histogram] = {}

    def add(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """One more. `route` is the template, such as `/v1/refunds/{refund_id}`."""
        key = (route or UNMATCHED, method, status)
        found = self._by.get(key)
        if found is None:
            key = (key[0], method if method in _METHODS else "other", status)
            found = self._by.setdefault(key, Histogram(REQUEST_BOUNDS_S))
        found.add(seconds)

    def all(self) -> Mapping[tuple[str, str, int], Histogram]:
        """What there is by now."""
        return self._by.copy()


class WriterTally:
    """Batches as one writer commits them. For the writer's thread."""

    def __init__(self) -> None:
        self.sizes = Histogram(SIZE_BOUNDS)
        self.batch_seconds = Histogram(BATCH_BOUNDS_S)
        self.commit_seconds = Histogram(BATCH_BOUNDS_S)

    def committed(self, size: int, batch_s: float, commit_s: float) -> None:
        """A batch is safe."""
        self.sizes.add(size)
        self.batch_seconds.add(batch_s)
        self.commit_seconds.add(commit_s)


class Redemptions:
    """What redemptions came to, each counted when its outcome is committed: repeats of a request are not counted again."""

    def __init__(self) -> None:
        self._by: Counter[tuple[str, str]] = Counter()

    def saved(self, state: State) -> None:
        """A batch was committed. For the writer's thread."""
        for row in state.new.get(Redemption, {}).values():
            self._count(row)
        for row in state.changed.get(Redemption, {}).values():
            if isinstance(row, Redemption) and not (row.outcome == Outcome.PAID and row.refund_count):
                self._count(row)  # a refund changes a paid row, and not its outcome

    def _count(self, row: object) -> None:
        if isinstance(row, Redemption):
            self._by[row.outcome, row.refusal or ""] += 1

    def all(self) -> Mapping[tuple[str, str], int]:
        """By outcome and refusal."""
        return self._by.copy()


class Failures:
    """How often the database failed, by kind. From any thread: it is rare, so a lock is cheap enough."""

    def __init__(self) -> None:
        self._by: Counter[str] = Counter()
        self._turn = threading.Lock()

    def add(self, kind: str) -> None:
        """Once more."""
        with self._turn:
            self._by[kind] += 1

    def all(self) -> Mapping[str, int]:
        """By kind."""
        with self._turn:
            return self._by.copy()
