"""Whether anything happens before the camera.

A shop waits most of the day: looking for a code thirty times a second on an unchanged counter was measured to take more
than a processor core in poor light.
"""

from __future__ import annotations

from pos_app.scanner.frames import Frame, as_frame, gray
from pos_app.scanner.opencv import cv2

STILL_AFTER_S = 2.0  # without a code and without movement
REST_S = 0.1  # between two looks at a still picture; also the longest a phone that comes into it waits
_CELLS = (32, 18)  # the picture in so many cells: 40 x 40 pixels average the noise away
_MOVED_LEVELS = 5  # of gray, in any cell


class Idle:
    """Watches the frames that are decoded; `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._cells: Frame | None = None
        self._active_at: float | None = None

    def rest_s(self, frame: Frame, *, is_found: bool, now: float) -> float:
        """How long to rest after this frame: 0, or REST_S once nothing was found and nothing moved for a while."""
        if self._has_moved(frame) or is_found or self._active_at is None:
            self._active_at = now
        return REST_S if now - self._active_at > STILL_AFTER_S else 0.0

    def _has_moved(self, frame: Frame) -> bool:
        before = self._cells
        self._cells = gray(as_frame(cv2.resize(frame, _CELLS, interpolation=cv2.INTER_AREA)))
        return before is not None and bool(cv2.absdiff(self._cells, before).max() > _MOVED_LEVELS)
