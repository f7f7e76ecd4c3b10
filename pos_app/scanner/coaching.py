"""The camera coach at work: what the decoder saw goes in, advice comes out when it changes. On the decoder's thread."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.scanner.coach import Advice, Coach
from pos_app.scanner.found import Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.measure import Eye

MEASURE_GAP_S = 0.3  # a look takes as long as a decode: a tenth of the frames at most is given up for it


class Coaching:
    """`on_advice` is called with each change, None when there is nothing to say any more."""

    def __init__(self, on_advice: Callable[[Advice | None], None]) -> None:
        self._on_advice = on_advice
        self._eye, self._coach = Eye(), Coach()
        self._due_at = 0.0
        self._told: Advice | None = None

    def see(self, frame: Frame, sight: Sight, now: float) -> None:
        """Every decoded frame. `now` is monotonic seconds."""
        self._eye.glance(frame, now)
        if sight.found:
            self._coach.read()
            self._tell(None)
        elif now >= self._due_at:
            self._due_at = now + MEASURE_GAP_S
            self._tell(self._coach.see(self._eye.measure(frame, sight.half_seen), now))

    def _tell(self, advice: Advice | None) -> None:
        if _is_other(advice, self._told):
            self._told = advice
            self._on_advice(advice)


def _is_other(one: Advice | None, other: Advice | None) -> bool:
    """Small changes of a place or a distance are no news."""
    if one is None or other is None:
        return one is not other
    return (one.cause, one.side, _times(one)) != (other.cause, other.side, _times(other))


def _times(advice: Advice) -> int | None:
    return None if advice.nearer is None else round(advice.nearer)
