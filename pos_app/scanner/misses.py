"""Pictures in which nothing was read, kept apart because somebody asked for them (`pos scan --misses DIR`)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # brings OpenCV
    from pos_app.scanner.frames import Frame

GAP_S = 1.0  # of a film or a camera one frame a second is kept
MOST_FRAMES = 100  # of one film or camera


def keep_file(file: Path, folder: Path) -> None:
    """Copies a picture, under its own name and its folder's, so that those of several folders don't meet."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / f"{file.parent.name}-{file.name}")


class MissedFrames:
    """Of one film or camera: some of the frames without a reading, as PNG, named by their time."""

    def __init__(self, folder: Path | None, name: str) -> None:
        """`folder` None: none is kept."""
        self._folder, self._name = folder, name
        self._due_at_s = 0.0
        self._count = 0

    def put(self, frame: Frame, at_s: float) -> None:
        """A frame in which nothing was read."""
        if self._folder is None or at_s < self._due_at_s or self._count >= MOST_FRAMES:
            return
        from pos_app.scanner.opencv import cv2

        self._due_at_s = at_s + GAP_S
        self._count += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        _, encoded = cv2.imencode(".png", frame)  # imwrite can't write every name on Windows
        (self._folder / f"{self._name}-{at_s:07.2f}s.png").write_bytes(bytes(encoded))
