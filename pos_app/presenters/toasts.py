"""Lines at the bottom of the window, one at a time."""

from __future__ import annotations

from collections import deque

from pos_app.presenters.sell_state import Say, Toast

MOST_WAITING = 8


class Toasts:
    """A short queue: the one in front is shown until its time is over; of too many the oldest waiting is let go."""

    def __init__(self) -> None:
        self._serial = 0
        self._queue: deque[Toast] = deque()

    @property
    def shown(self) -> Toast | None:
        """The one on screen."""
        return self._queue[0] if self._queue else None

    def say(self, say: Say) -> None:
        """Adds a line."""
        self._serial += 1
        if len(self._queue) == MOST_WAITING:
            del self._queue[1]
        self._queue.append(Toast(say, self._serial))

    def gone(self) -> None:
        """The shown one's time is over."""
        if self._queue:
            self._queue.popleft()
