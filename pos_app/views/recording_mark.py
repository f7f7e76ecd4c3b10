"""What stands over the camera's picture while it is being recorded, and in words beside it."""

from __future__ import annotations

import math

from pos_app.scanner.kept import Kept
from pos_app.views.words import words


def recording_mark(kept: Kept | None) -> str:
    """Empty while nothing is recorded."""
    if kept is None or not kept.is_on:
        return ""
    return words("camera.recording", seconds=math.ceil(kept.left_s))
