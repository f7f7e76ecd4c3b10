"""Whether anything happens before the camera.

A shop waits most of the day: looking for a code thirty times a second on an unchanged counter was measured to take more
than a processor core in poor light.
"""

from __future__ import annotations

from pos_app.scanner.frames import Frame, as_frame, gray
from pos_app.scanner.opencv import cv2

STILL_AFTER_S = 2.0  # without a code and without movement
REST_S = 0.3  # between two looks at a still picture
LONG_STILL_S = 12.0
LONG_REST_S = 1.0  # the same when it has been still for so long: nobody waits there
_ROW_STEP = 4  # every 4th row tells movement as well, in a sixth of the time
_CELLS = (32, 18)  # the picture in so many cells: 40 x 10 pixels and more average the noise away
_MOVED_LEVELS = 5  # of gray, in any cell


class Idle:
    """Watches every frame, and says in which to look for codes; `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._cells: Frame | None = None  # of the frame that was looked at last: slow movements add up
        self._active_at: float | None = None
        self._looked_at = 0.0

    def is_due(self, frame: Frame, now: float) -> bool:
        """Whether to look: always, but rarely while nothing was found and nothing moves; at once when something does."""
        cells = gray(as_frame(cv2.resize(frame[::_ROW_STEP], _CELLS, interpolation=cv2.INTER_AREA)))
        if self._active_at is None or self._has_moved(cells):
            self._active_at = now
        still_s = now - self._active_at
        rest_s = LONG_REST_S if still_s > LONG_STILL_S else REST_S if still_s > STILL_AFTER_S else 0.0
        if now - self._looked_at < rest_s:
            return False
        self._cells, self._looked_at = cells, now
        return True

    def found(self, now: float) -> None:
        """A code was read: no rest while one is in view."""
        self._active_at = now

    def _has_moved(self, cells: Frame) -> bool:
        return self._cells is None or bool(cv2.absdiff(cells, self._cells).max() > _MOVED_LEVELS)
