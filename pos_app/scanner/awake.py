"""Whether the computer slept, or a camera went silent, between two pictures.

A monotonic clock stands still while Linux sleeps and goes on while Windows and macOS do; so both are watched: the wall
clock that jumped ahead of it, and a single read that took far too long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

SLEPT_S = 5.0  # drivers wait two seconds at most for a picture
STALLED_S = 5.0  # without a picture, from a camera that says nothing else


class Awake:
    """From the moment it is made. Asked after each read of the camera."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._monotonic, self._wall = monotonic, wall
        self._at, self._wall_at = monotonic(), wall()
        self._saw_at = self._at

    def has_slept(self) -> bool:
        """Whether it did since the last time this was asked; a clock that was set forward looks the same."""
        at, wall_at = self._monotonic(), self._wall()
        gap_s, wall_gap_s = at - self._at, wall_at - self._wall_at
        self._at, self._wall_at = at, wall_at
        return gap_s > SLEPT_S or wall_gap_s - gap_s > SLEPT_S

    def saw(self) -> None:
        """A picture came."""
        self._saw_at = self._monotonic()

    def is_stalled(self) -> bool:
        """No picture for too long."""
        return self._monotonic() - self._saw_at > STALLED_S
