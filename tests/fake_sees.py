"""Pages that see what the camera sees: one that keeps what it is told, one that does not care."""

from __future__ import annotations

import queue
from typing import Any

from PySide6.QtGui import QImage

from pos_app.presenters.camera_state import Trial
from pos_app.presenters.sell_state import Camera
from pos_app.scanner.coach import Advice
from pos_app.scanner.kept import Kept
from pos_app.scanner.loop import Outline


class SeesAll:
    """Keeps everything; may be read from another thread."""

    def __init__(self) -> None:
        self.frames: queue.Queue[tuple[QImage, Outline | None]] = queue.Queue()
        self.cameras: queue.Queue[Camera] = queue.Queue()
        self.texts: queue.Queue[str] = queue.Queue()
        self.trials: queue.Queue[Trial] = queue.Queue()
        self.recordings: list[Kept | None] = []

    def framed(self, image: QImage, outline: Outline | None) -> None:
        self.frames.put((image, outline))

    def camera_is(self, camera: Camera) -> None:
        self.cameras.put(camera)

    def accepted(self, text: str) -> None:
        self.texts.put(text)

    def foreign(self, kind: str) -> None:
        self.texts.put(kind)

    def advised(self, advice: Advice | None) -> None:
        """Not kept."""

    def tried(self, trial: Trial) -> None:
        self.trials.put(trial)

    def recorded(self, kept: Kept | None) -> None:
        self.recordings.append(kept)


class SeesNothing:
    def __getattr__(self, name: str) -> Any:
        return lambda *_: None
