"""A diagnostic recording: what the camera saw and what was made of it, for finding out why codes do not read.

Frames are kept nowhere else and never sent. A recording is started by a person, says so on screen while it runs, ends by
itself, and lies in a folder that only this user may read: the frames as JPEG, and beside them a line for each with what was
found where. What a code said is not written down; it can be seen in the pictures, which is why the folder is private.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from pos_app.scanner.found import Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.kept import LONGEST_S, MOST_BYTES, Kept

GAP_S = 0.2  # between two pictures: a code that does not read is held for seconds
KEPT_RECORDINGS = 3
_LINES = "sights.jsonl"
_JPEG_QUALITY = 92  # what is lost below it matters to decoders


class Recording:
    """One recording, from the moment it is made. `put` on one thread only."""

    def __init__(
        self,
        recordings: Path,
        name: str,
        *,
        longest_s: float = LONGEST_S,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A folder `name` in `recordings`, of which the newest few are kept. Raises OSError."""
        _make_room(recordings)
        self._folder = recordings / name
        self._folder.mkdir(parents=True, mode=0o700)
        self._longest_s, self._most_bytes, self._clock = longest_s, most_bytes, clock
        self._began_at = clock()
        self._due_at = self._began_at
        self._pictures = self._bytes = 0
        self._is_on, self._trouble = True, ""

    @property
    def kept(self) -> Kept:
        """How far it is."""
        left_s = max(0.0, self._longest_s - (self._clock() - self._began_at))
        return Kept(
            str(self._folder), self._pictures, self._bytes / 1e6, left_s, self._is_on and left_s > 0, self._trouble
        )

    def stop(self) -> None:
        """No more pictures."""
        self._is_on = False

    def put(self, frame: Frame, sight: Sight) -> bool:
        """One frame that was looked at; whether it was kept."""
        now = self._clock()
        if not self.kept.is_on or now < self._due_at:
            return False
        self._due_at = now + GAP_S
        try:
            return self._write(_jpeg(frame), sight)
        except OSError as error:
            self._trouble = error.strerror or type(error).__name__
            self._is_on = False
            return False

    def _write(self, picture: bytes, sight: Sight) -> bool:
        name = f"{self._pictures:04}.jpg"
        line = (
            json.dumps({"picture": name, "at_s": round(self._clock() - self._began_at, 2), **_told(sight)}) + "\n"
        ).encode()
        if self._bytes + len(picture) + len(line) > self._most_bytes:
            self._is_on = False
            return False
        _append(self._folder / name, picture)
        _append(self._folder / _LINES, line)
        self._pictures += 1
        self._bytes += len(picture) + len(line)
        return True


def _told(sight: Sight) -> dict[str, object]:
    """All but the texts."""
    return {
        "ms": round(sight.ms, 1),
        "found": [
            {"symbology": one.symbology, "decoder": one.decoder, "letters": len(one.text), "corners": one.corners}
            for one in sight.found
        ],
        "half_seen": sight.half_seen,
    }


def _jpeg(frame: Frame) -> bytes:
    from pos_app.scanner.opencv import cv2

    _, encoded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return bytes(encoded)


def _append(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as opened:
        opened.write(content)


def _make_room(recordings: Path) -> None:
    """With the one to come there are KEPT_RECORDINGS."""
    recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
    older = sorted(one for one in recordings.iterdir() if one.is_dir() and (one / _LINES).exists())
    for one in older[: max(0, len(older) - KEPT_RECORDINGS + 1)]:
        shutil.rmtree(one)
